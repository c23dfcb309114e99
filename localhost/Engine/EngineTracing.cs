using System.Diagnostics;

namespace Boai.Localhost.Engine;

/// <summary>Keeps what an orchestration does in the trace of whoever asked for it, across its history and restarts.</summary>
/// <remarks>
/// Activities and sub-orchestrations are done in the context of the start, which is kept with the instance. An orchestrator itself has no span: it is
/// replayed, and its waiting may last for years.
/// </remarks>
public static class EngineTracing
{
    /// <summary>Name of the source of the spans that starts are.</summary>
    public const string SourceName = "Microsoft.DurableTask";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The context of whoever asks now, as W3C has it; null when there is none.</summary>
    internal static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : null;

    internal static Activity? Create(string orchestrator, string instanceId) =>
        Source.StartActivity("create_orchestration:" + orchestrator, ActivityKind.Producer)
            ?.SetTag("durabletask.type", "orchestration")
            .SetTag("durabletask.task.name", orchestrator)
            .SetTag("durabletask.task.instance_id", instanceId);
}
