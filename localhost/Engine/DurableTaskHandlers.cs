using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Boai.Localhost.Engine;

/// <summary>One call of an activity.</summary>
/// <param name="Name">The activity's name as called.</param>
/// <param name="InstanceId">The orchestration that called.</param>
/// <param name="TaskId">The number of the call within its orchestration: with the instance id a key that stays the same when the call is repeated.</param>
/// <param name="SerializedInput">The input, or null.</param>
/// <param name="Tags">The tags given with the call; empty if none.</param>
public sealed record ActivityInvocation(
    string Name, string InstanceId, int TaskId, string? SerializedInput, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The version asked for: that of the call's options, else the calling orchestration's; empty for none.</summary>
    public string Version { get; init; } = string.Empty;

    /// <summary>The W3C trace context of whoever started the orchestration; null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The <c>tracestate</c> that came with it; null for none.</summary>
    public string? TraceState { get; init; }
}

/// <summary>Which code runs under which name; names are found whatever their case.</summary>
public sealed class DurableTaskHandlers
{
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<ActivityInvocation, CancellationToken, Task<string?>>> activities = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<TaskEntityOperation, ValueTask<object?>>> entities = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<string> Orchestrators => orchestrators.Keys;

    public IReadOnlyCollection<string> Activities => activities.Keys;

    public IReadOnlyCollection<string> Entities => entities.Keys;

    /// <param name="name">The orchestrator's name.</param>
    /// <param name="run">Runs it; called anew for every replay.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void AddOrchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run) => Add(orchestrators, "orchestrator", name, run);

    /// <param name="name">The activity's name.</param>
    /// <param name="run">Gives the serialized result, or throws what becomes the failure's details.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void AddActivity(string name, Func<ActivityInvocation, CancellationToken, Task<string?>> run) => Add(activities, "activity", name, run);

    /// <param name="name">The entity's name.</param>
    /// <param name="run">Does one operation.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void AddEntity(string name, Func<TaskEntityOperation, ValueTask<object?>> run) => Add(entities, "entity", name, run);

    internal Func<TaskOrchestrationContext, Task<object?>>? Orchestrator(string name) => orchestrators.GetValueOrDefault(name);

    internal Func<ActivityInvocation, CancellationToken, Task<string?>>? Activity(string name) => activities.GetValueOrDefault(name);

    internal Func<TaskEntityOperation, ValueTask<object?>>? Entity(string name) => entities.GetValueOrDefault(name);

    private static void Add<T>(Dictionary<string, T> handlers, string kind, string name, T run)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(run);
        if (!handlers.TryAdd(name, run))
        {
            throw new ArgumentException($"There is already an {kind} named '{name}'; names differ by more than case.", nameof(name));
        }
    }
}
