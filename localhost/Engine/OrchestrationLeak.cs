namespace Boai.Localhost.Engine;

/// <summary>Something that an orchestration began and did not wait for or cancel before its end.</summary>
/// <param name="Orchestrator">The orchestrator's name.</param>
/// <param name="InstanceId">The instance.</param>
/// <param name="Step">The step's number.</param>
/// <param name="What">What was left open, in words.</param>
public sealed record OrchestrationLeak(string Orchestrator, string InstanceId, int Step, string What)
{
    public override string ToString() => $"{Orchestrator} '{InstanceId}' ended and left open: {What}.";
}
