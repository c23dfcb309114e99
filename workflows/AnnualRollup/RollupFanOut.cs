using Microsoft.DurableTask;

namespace Boai.Workflows.AnnualRollup;

/// <summary>Counts units side by side. One that fails three times is marked and holds up nobody (I-48, handbook §10.5).</summary>
internal static class RollupFanOut
{
    /// <summary>Everything but counting goes on until the world is whole again.</summary>
    public static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 300, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(15)));

    /// <summary>Three times: handbook §10.5.</summary>
    private static readonly TaskOptions ThreeTimes = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 3, firstRetryInterval: TimeSpan.FromMinutes(1), backoffCoefficient: 2));

    /// <returns>In the order of the plan.</returns>
    public static async Task<IReadOnlyList<CountedUnit>> Count(
        TaskOrchestrationContext context, RollupPeriod period, string job, IReadOnlyList<PlannedUnit> units) =>
        await Task.WhenAll(units.Select(unit => Count(context, new UnitToCount(period, job, unit))));

    private static async Task<CountedUnit> Count(TaskOrchestrationContext context, UnitToCount unit)
    {
        try
        {
            return await context.CallActivityAsync<CountedUnit>(RollupActivities.Count, unit, ThreeTimes);
        }
        catch (TaskFailedException)
        {
            return new CountedUnit(unit.Unit.Unit, Hash: null);
        }
    }
}
