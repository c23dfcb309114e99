using System.Collections.Concurrent;
using Boai.Functions.Cases;
using Boai.Workflows.Cases;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Functions.Support;

/// <summary>Notes what would be started and raised; refuses to start an instance twice, as a backend does.</summary>
internal sealed class RecordingClient() : DurableTaskClient("test")
{
    private readonly ConcurrentDictionary<string, string> _started = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary><c>start Name id</c> and <c>CaseChanged id version</c>, in order.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        string id = options!.InstanceId!;
        if (!_started.TryAdd(id, orchestratorName.Name))
        {
            throw new InvalidOperationException($"An instance {id} exists."); // every backend has an exception of its own
        }

        _calls.Enqueue($"start {orchestratorName.Name} {id}");
        return Task.FromResult(id);
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        _calls.Enqueue($"{eventName} {instanceId} {((CaseChanged)eventPayload!).Version}");
        return Task.CompletedTask;
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Task.FromResult(_started.TryGetValue(instanceId, out string? name) ? new OrchestrationMetadata(name, instanceId) : null);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
