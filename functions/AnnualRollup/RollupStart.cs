using System.Collections.Concurrent;
using Boai.Functions.Cases;
using Boai.Functions.Policy;
using Boai.Workflows.AnnualRollup;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.AnnualRollup;

/// <summary>Starts rollups, each under its own instance id and so once.</summary>
public sealed class RollupStart
{
    private readonly ConcurrentDictionary<string, bool> _started = new(StringComparer.Ordinal);

    /// <summary>Starts a rollup that is due, unless there is or was one.</summary>
    public async Task Once(DurableTaskClient client, RollupPeriod period, CancellationToken cancellation)
    {
        if (!_started.ContainsKey(period.Id))
        {
            await client.StartOnce(nameof(Workflows.AnnualRollup.AnnualRollup), period.Id, new RollupOrder(period), cancellation);
            _started[period.Id] = true;
        }
    }

    /// <summary>Wakes a rollup after an act; one whose orchestration has ended, failed or was never there is started, and reads where it stands.</summary>
    /// <param name="seq">Of the act.</param>
    public async Task Wake(DurableTaskClient client, RollupPeriod period, int seq, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(period.Id, cancellation) is { IsCompleted: false })
        {
            await client.Tell(period.Id, RollupActed.EventName, new RollupActed(seq), cancellation);
            return;
        }

        StartOrchestrationOptions options = new StartOrchestrationOptions(InstanceId: period.Id)
            .WithDedupeStatuses(OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended);
        await client.ScheduleNewOrchestrationInstanceAsync(nameof(Workflows.AnnualRollup.AnnualRollup), new RollupOrder(period), options, cancellation);
    }
}

/// <summary>Looks what is due: the year from 11 January 00:10, the month from the 5th 02:00, in Beijing (handbook §10.5).</summary>
/// <remarks>Every hour, at the minutes of both, so that neither depends on the time zone in which a host counts its timers.</remarks>
internal sealed class RollupTimer(RollupStart start, PolicyBook policies, TimeProvider time)
{
    [Function("StartRollups")]
    public async Task Start([TimerTrigger("0 0,10 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        foreach (RollupPeriod period in RollupCalendar.DueAt(time.GetUtcNow(), policies.Today))
        {
            await start.Once(client, period, cancellation);
        }
    }
}
