using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.DurableTask;

namespace Boai.Workflows.MemorialCare;

/// <summary>LIFE-08 缅怀纪念与人道关怀: makes the tasks of care when their time comes, year after year (handbook §7.7).</summary>
/// <remarks>
/// The case partition is the truth; people act there. Between two tasks a case sleeps for months, and its history begins anew after some
/// rounds, so that decades do not make it long. When the family has said 不再联系 it ends, and nothing starts it again. Instance id is the case number.
/// </remarks>
public sealed class MemorialCareCase : TaskOrchestrator<CaseNumber, EndedCare>
{
    /// <summary>Rounds after which the history begins anew.</summary>
    public const int RoundsPerHistory = 40;

    // An event that got lost costs no more than this: after 不再联系 the acts of this orchestration are refused by the case itself.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);
    private static readonly TimeSpan SecondLook = TimeSpan.FromMinutes(1);

    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 300, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromHours(1)));

    public override async Task<EndedCare> RunAsync(TaskOrchestrationContext context, CaseNumber caseNumber)
    {
        Task<CaseChanged>? changed = null;
        for (int round = 0; round < RoundsPerHistory; round++)
        {
            CareStanding standing = await context.CallActivityAsync<CareStanding>(CareActivities.CatchUp, new CareCatchUp(caseNumber), Patient);
            if (standing.IsOver)
            {
                return new EndedCare(caseNumber, standing.State, standing.Version);
            }

            DateTimeOffset now = new(context.CurrentUtcDateTime, TimeSpan.Zero);
            TaskCall? call = standing.Calls.MinBy(one => one.At);
            DateTimeOffset until = now + LongestWait;
            if (standing.OpensAt <= now)
            {
                if (await context.CallActivityAsync<bool>(CareActivities.OpenDue, new CareStep(caseNumber, standing.Version), Patient))
                {
                    continue;
                }

                until = now + SecondLook;
            }
            else if (call?.At <= now)
            {
                if (await context.CallActivityAsync<bool>(CareActivities.Call, new CareCall(caseNumber, call), Patient))
                {
                    continue;
                }

                until = now + SecondLook;
            }
            else
            {
                until = new[] { until, standing.OpensAt ?? until, call?.At ?? until }.Min();
            }

            // One wait at a time: a second one would take the next event away from the first.
            changed ??= context.WaitForExternalEvent<CaseChanged>(CaseChanged.EventName);
            if (await HappensBefore(context, changed, until))
            {
                changed = null;
            }
        }

        context.ContinueAsNew(caseNumber, preserveUnprocessedEvents: true);
        return new EndedCare(caseNumber, CareState.Caring, Version: 0); // never seen: the instance goes on under a new history
    }

    private static async Task<bool> HappensBefore(TaskOrchestrationContext context, Task<CaseChanged> changed, DateTimeOffset until)
    {
        using CancellationTokenSource timer = new();
        Task time = context.CreateTimer(until.UtcDateTime, timer.Token);
        if (await Task.WhenAny(changed, time) != changed)
        {
            return false;
        }

#pragma warning disable CA1849 // an awaited CancelAsync would leave the orchestrator's own thread of execution
        timer.Cancel();
#pragma warning restore CA1849
        return true;
    }
}
