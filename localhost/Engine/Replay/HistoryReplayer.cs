using Boai.Localhost.Engine.Model;
using Boai.Localhost.Engine.Running;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Engine;

/// <summary>Where code departs from a recorded history.</summary>
/// <param name="Orchestrator">The orchestrator's name.</param>
/// <param name="InstanceId">The recorded instance.</param>
/// <param name="Step">The number of the first step that differs; -1 where the end differs.</param>
/// <param name="Expected">What the history has there.</param>
/// <param name="Found">What the code does instead.</param>
public sealed record ReplayDifference(string Orchestrator, string InstanceId, int Step, string Expected, string Found)
{
    public override string ToString() =>
        $"{Orchestrator} (recorded instance '{InstanceId}'): history has {Expected}, but {Found}. Running instances of it would fail here. "
        + "Bring the old course back, or put the new one beside it under another name or version.";
}

/// <summary>Leads today's orchestrators through recorded histories: the gate that keeps a deployment from breaking running instances.</summary>
/// <param name="handlers">Today's code.</param>
/// <param name="converter">Reads the recorded payloads.</param>
/// <param name="logs">Where orchestrators log.</param>
public sealed class HistoryReplayer(DurableTaskHandlers handlers, DataConverter converter, ILoggerFactory logs)
{
    private readonly RunEnvironment environment = new(handlers, converter, logs, string.Empty, null);

    /// <returns>The first difference, or null if the code takes the same steps and stands in the end where the history does.</returns>
    public ReplayDifference? Replay(RecordedHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (handlers.Orchestrator(history.Orchestrator) is null)
        {
            return new(history.Orchestrator, history.InstanceId, -1, $"orchestrator '{history.Orchestrator}'", "there is no such orchestrator");
        }

        RecordedOrchestration recorded = history.Orchestration;
        OrchestrationFacts facts = new(
            history.InstanceId,
            history.Orchestrator,
            history.Version,
            recorded.Input?.Text,
            recorded.ParentName is null ? null : new(recorded.ParentName, recorded.ParentInstanceId!));

        // A step of an earlier failure that was about the code itself is no part of the workflow's course.
        OrchestratorRun run = new(facts, environment, null, enteredFromOutside: static () => { });
        return run.Compare(history.Items) is (int step, string expected, string found)
            ? new(history.Orchestrator, history.InstanceId, step, expected, found)
            : null;
    }
}
