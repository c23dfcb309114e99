using System.Collections.Concurrent;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Functions.Operations;

/// <summary>Instances as a test wants them to stand; starts what is asked for, and refuses an instance that is in the way.</summary>
internal sealed class InstancesClient() : DurableTaskClient("test")
{
    private readonly ConcurrentDictionary<string, OrchestrationMetadata> _instances = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _started = new();
    private readonly ConcurrentQueue<string> _raised = new();
    private int _asked;

    /// <summary><c>Name id</c>, in order.</summary>
    public IReadOnlyList<string> Started => [.. _started];

    public int Asked => _asked;

    /// <summary><c>event id</c>, in order.</summary>
    public IReadOnlyList<string> Raised => [.. _raised];

    /// <summary>What every instance has in its history.</summary>
    public IList<HistoryEvent> History { get; set; } = [];

    public bool IsDown { get; init; }

    public bool Hangs { get; init; }

    /// <summary>The instance of which the backend says nothing but an exception.</summary>
    public string? Broken { get; init; }

    public void Put(string id, OrchestrationRuntimeStatus status) => _instances[id] = new OrchestrationMetadata("Test", id)
    {
        RuntimeStatus = status,
        FailureDetails = status == OrchestrationRuntimeStatus.Failed ? new TaskFailureDetails("System.FormatException", "王小明 500103", null, null, null) : null,
    };

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        string id = options!.InstanceId!;
        if (_instances.TryGetValue(id, out OrchestrationMetadata? there) && options.DedupeStatuses?.Contains(there.RuntimeStatus.ToString()) == true)
        {
            throw new InvalidOperationException($"An instance {id} exists.");
        }

        Put(id, OrchestrationRuntimeStatus.Running);
        _started.Enqueue($"{orchestratorName.Name} {id}");
        return Task.FromResult(id);
    }

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref _asked);
        if (Hangs)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
        }

        return IsDown || Broken == instanceId ? throw new IOException("No connection.") : _instances.GetValueOrDefault(instanceId);
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        _raised.Enqueue($"{eventName} {instanceId}");
        return Task.CompletedTask;
    }

    public override Task<IList<HistoryEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default) => Task.FromResult(History);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
