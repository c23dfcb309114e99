using Boai.Functions.Cases;
using Boai.Workflows.Shared;
using DurableTask.Core.History;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Boai.Functions.Operations;

/// <summary>Why a case stands still although it is not over (I-09: whoever waits has a task or a timer).</summary>
public enum StuckCause
{
    /// <summary>No orchestration was ever started, or it was purged.</summary>
    Missing,

    /// <summary>It came to its end, or was ended by hand, before the case did.</summary>
    Ended,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>Somebody paused it by hand. Left alone, for that was meant; but its clocks do not run, and somebody must know.</summary>
    Paused,

    /// <summary>It is alive and waits for nothing that will come by itself, and nobody has a task: no timer, no activity, no sub-orchestration.</summary>
    Idle,
}

/// <summary>Counts open cases, and finds those that no orchestration carries or whose orchestration waits for nothing: nobody is ever called.</summary>
/// <remarks>
/// It goes by the worklist, which is made anew from the cases every night, and looks at the case itself before it acts. The case
/// partition is the truth: an orchestration that starts again reads it and goes on from there, and what it does twice has its effect once.
/// </remarks>
public sealed class CaseWatch(
    Worklist worklist, CaseStore cases, CaseProgrammes programmes, StuckCaseAlarm alarm, CaseGauges gauges, TimeProvider time, ILogger<CaseWatch> logger)
{
    /// <summary>Whoever opened or reopened a case a moment ago may be about to start its orchestration.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(2);

    [Function("WatchCases")]
    public async Task Watch(
        [TimerTrigger("0 10,40 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        IReadOnlyList<WorklistCase> open = await worklist.Of(UnitCode.City, cancellation);
        List<(string Programme, StuckCause Cause)> stuck = [];
        List<Exception> failures = [];
        foreach (WorklistCase listed in open)
        {
            try
            {
                if (await LookAfter(listed.Number, listed.Tasks.Count > 0, client, cancellation) is { } cause)
                {
                    stuck.Add((listed.Programme, cause));
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                failures.Add(new InvalidOperationException($"Case {listed.Number} could not be looked after.", failure));
            }
        }

        gauges.Count(programmes.All.Select(programme => programme.Programme), open, stuck);
        if (failures.Count > 0)
        {
            throw new AggregateException($"{failures.Count} cases could not be looked after.", failures); // the run is reported as failed; the next one tries again
        }
    }

    /// <returns>Why the case was stuck, or null when it was not.</returns>
    private async Task<StuckCause?> LookAfter(CaseNumber number, bool hasTasks, DurableTaskClient client, CancellationToken cancellation)
    {
        OrchestrationMetadata? instance = await client.GetInstanceAsync(number.Value, cancellation);
        StuckCause? found = CauseOf(instance);
        if ((found is null && hasTasks)
            || await cases.Find(number, cancellation) is not { Head.IsOver: false } stored
            || programmes.Of(stored.Head).Orchestration is not { } orchestration
            || stored.Head.StateSince > time.GetUtcNow() - Settled
            || (found ?? (stored.Head.Tasks.Count == 0 ? await IdleOf(instance!, client, cancellation) : null)) is not { } cause)
        {
            return null;
        }

        if (cause == StuckCause.Idle)
        {
            await client.CaseChanged(number, stored.Head.Version, cancellation); // it reads the case and sets its clocks anew
        }
        else if (cause != StuckCause.Paused)
        {
            await client.Restart(orchestration, number, cancellation);
        }

        if (cause != StuckCause.Paused)
        {
            gauges.Repaired(stored.Head.Programme, cause);
        }

        logger.LogError(
            StuckCaseAlarm.Event, "Case {Case} in {State} stood still: its orchestration is {Cause} ({Failure})",
            number.Value, stored.Head.State, cause, instance?.FailureDetails?.ErrorType ?? "no failure");
        await alarm.Tell(stored.Head, cause, cancellation);
        return cause;
    }

    // A task calls somebody, so only a case without any is looked at so closely: reading a history is dear.
    private async Task<StuckCause?> IdleOf(OrchestrationMetadata instance, DurableTaskClient client, CancellationToken cancellation)
    {
        HashSet<int> awaited = [];
        bool hasRun = false; // of a generation that has yet to take its first step nothing can be said
        foreach (HistoryEvent entry in await client.GetOrchestrationHistoryAsync(instance.InstanceId, cancellation))
        {
            switch (entry)
            {
                case OrchestratorStartedEvent:
                    hasRun = true;
                    break;
                case TimerCreatedEvent timer when timer.FireAt >= time.GetUtcNow().UtcDateTime - Settled: // an earlier one was withdrawn, or has fired
                case TaskScheduledEvent or SubOrchestrationInstanceCreatedEvent:
                    awaited.Add(entry.EventId);
                    break;
                case TimerFiredEvent timer:
                    awaited.Remove(timer.TimerId);
                    break;
                case TaskCompletedEvent task:
                    awaited.Remove(task.TaskScheduledId);
                    break;
                case TaskFailedEvent task:
                    awaited.Remove(task.TaskScheduledId);
                    break;
                case SubOrchestrationInstanceCompletedEvent sub:
                    awaited.Remove(sub.TaskScheduledId);
                    break;
                case SubOrchestrationInstanceFailedEvent sub:
                    awaited.Remove(sub.TaskScheduledId);
                    break;
            }
        }

        return hasRun && awaited.Count == 0 && instance.RuntimeStatus == OrchestrationRuntimeStatus.Running ? StuckCause.Idle : null;
    }

    private static StuckCause? CauseOf(OrchestrationMetadata? instance) => instance?.RuntimeStatus switch
    {
        null => StuckCause.Missing,
        OrchestrationRuntimeStatus.Failed => StuckCause.Failed,
        OrchestrationRuntimeStatus.Suspended => StuckCause.Paused,
        _ => instance.IsCompleted ? StuckCause.Ended : null,
    };
}
