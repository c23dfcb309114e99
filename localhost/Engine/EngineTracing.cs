using System.Diagnostics;

namespace Boai.Localhost.Engine;

/// <summary>Keeps what an orchestration does in the trace of whoever asked for it, across its history and restarts.</summary>
/// <remarks>
/// Activities and sub-orchestrations are done in the context of the start, which is kept with the instance. An orchestration's own span is told once it
/// has ended, beside them: it is replayed, its waiting may last for years, and which process will end it is not known before.
/// </remarks>
public static class EngineTracing
{
    /// <summary>Name of the source of the spans of starts and of orchestrations.</summary>
    public const string SourceName = "Microsoft.DurableTask";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The context of whoever asks now; null when there is none.</summary>
    internal static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } asking ? Packed(id, asking.TraceStateString) : null;

    /// <summary>Whether anybody hears of spans.</summary>
    internal static bool IsHeard => Source.HasListeners();

    internal static Activity? Create(string orchestrator, string instanceId) =>
        Source.StartActivity("create_orchestration:" + orchestrator, ActivityKind.Producer)
            ?.SetTag("durabletask.type", "orchestration")
            .SetTag("durabletask.task.name", orchestrator)
            .SetTag("durabletask.task.instance_id", instanceId);

    /// <summary>Tells of one execution of an orchestration: from its start, or from its last ContinueAsNew, to its end. Times are those of the engine's clock.</summary>
    /// <param name="trace">The context that the instance keeps.</param>
    /// <param name="failure">The type of what it failed with; a message may quote anything.</param>
    internal static void Ended(string trace, string orchestrator, string instanceId, string status, string? failure, DateTimeOffset began, DateTimeOffset ended)
    {
        (string? parent, string? state) = Unpacked(trace);
        if (!ActivityContext.TryParse(parent, state, isRemote: true, out ActivityContext start))
        {
            return;
        }

        using Activity? span = Source.StartActivity(
            "orchestration:" + orchestrator,
            ActivityKind.Server,
            start,
            [
                new("durabletask.type", "orchestration"),
                new("durabletask.task.name", orchestrator),
                new("durabletask.task.instance_id", instanceId),
                new("durabletask.task.status", status),
            ],
            startTime: began);
        if (failure is not null)
        {
            span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", failure);
        }

        span?.SetEndTime(ended.UtcDateTime);
    }

    /// <summary>traceparent and tracestate in one line: neither has a space in its first part, so the first one parts them.</summary>
    internal static string Packed(string traceParent, string? traceState) => string.IsNullOrEmpty(traceState) ? traceParent : $"{traceParent} {traceState}";

    internal static (string? TraceParent, string? TraceState) Unpacked(string? trace) => trace?.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var gap
        ? (trace[..gap], trace[(gap + 1)..])
        : (trace, null);
}
