using System.Globalization;
using Microsoft.DurableTask;

namespace Boai.Workflows.AnnualRollup;

/// <summary>Carries out an approved correction (更正): counts the named units anew, leaves all others as they were frozen, and tells who follows.</summary>
/// <remarks>Instance id: <see cref="RollupPeriod.CorrectionId"/>. A unit that fails again makes no version: the old one stands, and the city hears of it.</remarks>
public sealed class RollupCorrection : TaskOrchestrator<CorrectionOrder, RolledUp>
{
    public override async Task<RolledUp> RunAsync(TaskOrchestrationContext context, CorrectionOrder order)
    {
        string job = string.Create(CultureInfo.InvariantCulture, $"correction-{order.Number}");
        IReadOnlyList<CountedUnit> counted = await RollupFanOut.Count(context, order.Period, job, order.Units);
        StoredRun stored = await context.CallActivityAsync<StoredRun>(
            RollupActivities.Correct, new CorrectionToStore(order.Period, order.Number, counted), RollupFanOut.Patient);
        if (stored.Hash is { } hash)
        {
            await context.CallActivityAsync(
                RollupActivities.Tell, new FiguresToTell(order.Period, stored.Version, hash, stored.At), RollupFanOut.Patient);
        }

        return new RolledUp(order.Period, stored.Version, stored.Hash, [.. counted.Where(unit => unit.Hash is null).Select(unit => unit.Unit)]);
    }
}
