using System.Globalization;
using Boai.Workflows.Shared;
using Microsoft.DurableTask;

namespace Boai.Workflows.AnnualRollup;

/// <summary>GOV-05 年度汇总 (handbook §10.5): counts every unit, waits for districts to confirm and for the city to freeze, and tells who follows. A month is only counted.</summary>
/// <remarks>
/// Instance id: <see cref="RollupPeriod.Id"/>. What people do is written by them; this looks at it, when it is told and once a day by itself.
/// History holds units, hashes and instants.
/// </remarks>
public sealed class AnnualRollup : TaskOrchestrator<RollupOrder, RolledUp>
{
    /// <summary>Looks after which the history begins anew.</summary>
    public const int LooksPerHistory = 60;

    // An event that got lost costs no more than this.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    public override async Task<RolledUp> RunAsync(TaskOrchestrationContext context, RollupOrder order)
    {
        // Calls of the day of the start are made; those of earlier days would come too late to help.
        DateTimeOffset calledUntil = order.CalledUntil
            ?? ChinaCalendar.StartOf(ChinaCalendar.DateOf(context.CurrentUtcDateTime)).AddTicks(-1);
        int run;
        IReadOnlyList<string> missing = [];
        if (order.Waiting is { } waiting)
        {
            run = waiting;
        }
        else
        {
            RollupPlan plan = await context.CallActivityAsync<RollupPlan>(RollupActivities.Plan, order.Period, RollupFanOut.Patient);
            run = plan.Run;
            if (plan.Units.Count > 0)
            {
                string job = string.Create(CultureInfo.InvariantCulture, $"run-{run}");
                IReadOnlyList<CountedUnit> counted = await RollupFanOut.Count(context, order.Period, job, plan.Units);
                missing = [.. counted.Where(unit => unit.Hash is null).Select(unit => unit.Unit)];
                StoredRun stored = await context.CallActivityAsync<StoredRun>(
                    RollupActivities.Store, new RunToStore(order.Period, run, counted), RollupFanOut.Patient);
                if (order.Period.IsFlash)
                {
                    return new RolledUp(order.Period, stored.Version, stored.Hash, missing);
                }
            }
        }

        return await Confirmation(context, order.Period, run, calledUntil, missing);
    }

    private static async Task<RolledUp> Confirmation(
        TaskOrchestrationContext context, RollupPeriod period, int run, DateTimeOffset calledUntil, IReadOnlyList<string> missing)
    {
        Task<RollupActed>? acted = null;
        for (int look = 0; look < LooksPerHistory; look++)
        {
            RollupStanding standing = await context.CallActivityAsync<RollupStanding>(RollupActivities.Look, period, RollupFanOut.Patient);
            if (standing.Version > 0)
            {
                await context.CallActivityAsync(
                    RollupActivities.Tell, new FiguresToTell(period, standing.Version, standing.Hash!, standing.At), RollupFanOut.Patient);
                return new RolledUp(period, standing.Version, standing.Hash, missing);
            }

            if (standing.RunAsked != run)
            {
                context.ContinueAsNew(new RollupOrder(period, Waiting: null, calledUntil), preserveUnprocessedEvents: true);
                return new RolledUp(period, Version: 0, Hash: null, missing); // never seen: the instance goes on under a new history
            }

            DateTimeOffset now = new(context.CurrentUtcDateTime, TimeSpan.Zero);
            if (standing.Calls.FirstOrDefault(call => call.At > calledUntil) is { } next && next.At <= now)
            {
                await context.CallActivityAsync(RollupActivities.Call, new RollupCallToMake(period, next), RollupFanOut.Patient);
                calledUntil = next.At;
                continue;
            }

            DateTimeOffset until = standing.Calls.Where(call => call.At > now).Select(call => call.At).Append(now + LongestWait).Min();

            // One wait at a time: a second one would take the next event away from the first.
            acted ??= context.WaitForExternalEvent<RollupActed>(RollupActed.EventName);
            if (await HappensBefore(context, acted, until))
            {
                acted = null;
            }
        }

        context.ContinueAsNew(new RollupOrder(period, run, calledUntil), preserveUnprocessedEvents: true);
        return new RolledUp(period, Version: 0, Hash: null, missing); // never seen either
    }

    private static async Task<bool> HappensBefore(TaskOrchestrationContext context, Task<RollupActed> acted, DateTimeOffset until)
    {
        using CancellationTokenSource timer = new();
        if (await Task.WhenAny(acted, context.CreateTimer(until.UtcDateTime, timer.Token)) != acted)
        {
            return false;
        }

#pragma warning disable CA1849 // an awaited CancelAsync would leave the orchestrator's own thread of execution
        timer.Cancel();
#pragma warning restore CA1849
        return true;
    }
}
