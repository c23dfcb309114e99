using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.Cases;

/// <summary>Tells a case's orchestration that the case changed. The case partition is the truth; the signal only saves waiting.</summary>
public static class CaseSignals
{
    /// <summary>Name of the event; its payload is a <see cref="CaseChanged"/>.</summary>
    public const string CaseChangedEvent = Workflows.Cases.CaseChanged.EventName;

    private static readonly OrchestrationRuntimeStatus[] Any = [.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses];

    /// <summary>Starts the orchestration whose instance id is the case number, unless there is or was one.</summary>
    public static Task StartOnce(this DurableTaskClient client, string orchestration, CaseNumber number, CancellationToken cancellation) =>
        client.StartOnce(orchestration, number.Value, number, cancellation);

    /// <summary>Starts an orchestration, unless there is or was one of this id.</summary>
    public static async Task StartOnce(this DurableTaskClient client, string orchestration, string instanceId, object input, CancellationToken cancellation)
    {
        StartOrchestrationOptions options = new StartOrchestrationOptions(InstanceId: instanceId).WithDedupeStatuses(Any);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestration, input, options, cancellation);
        }
        catch (Exception refused) when (refused is not OperationCanceledException)
        {
            // Backends refuse a duplicate with exceptions of their own; what matters is that the instance is there.
            if (await client.GetInstanceAsync(instanceId, cancellation) is null)
            {
                throw;
            }
        }
    }

    /// <summary>Starts the orchestration of a case that was taken up again, in place of the one that ended with it.</summary>
    public static async Task Restart(this DurableTaskClient client, string orchestration, CaseNumber number, CancellationToken cancellation)
    {
        OrchestrationMetadata? former = await client.GetInstanceAsync(number.Value, cancellation);
        if (former is { IsCompleted: false })
        {
            return; // not over yet, or started again by an earlier attempt: it reads the case and goes on
        }

        StartOrchestrationOptions options = new StartOrchestrationOptions(InstanceId: number.Value)
            .WithDedupeStatuses(OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended);
        await client.ScheduleNewOrchestrationInstanceAsync(orchestration, number, options, cancellation);
    }

    /// <summary>Wakes the orchestration. Lost or doubled, it does no harm: every wait also ends by its own clock.</summary>
    public static Task CaseChanged(this DurableTaskClient client, CaseNumber number, int version, CancellationToken cancellation) =>
        client.Tell(number.Value, CaseChangedEvent, new CaseChanged(version), cancellation);

    /// <summary>Raises an event of an orchestration that runs; one that has ended, or was never started, needs no telling.</summary>
    public static async Task Tell(this DurableTaskClient client, string instanceId, string eventName, object payload, CancellationToken cancellation)
    {
        try
        {
            await client.RaiseEventAsync(instanceId, eventName, payload, cancellation);
        }
        catch (Exception refused) when (refused is not OperationCanceledException)
        {
            // Backends refuse it with exceptions of their own.
            if (await client.GetInstanceAsync(instanceId, cancellation) is { IsCompleted: false })
            {
                throw;
            }
        }
    }
}
