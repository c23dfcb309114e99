using Boai.Functions.Payments;
using Boai.Functions.Policy;
using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Functions.AnnualRollup;

/// <summary>From contributions to snapshots: reads what cases wrote and keeps it sealed. Writes no figure that is not the sum of those.</summary>
public sealed class RollupCounting(AidBook figures, RollupBook book, PolicyBook policies)
{
    /// <summary>Whom to count: the reporting units of the period, and every other code for which anything was contributed.</summary>
    public async Task<IReadOnlyList<PlannedUnit>> Plan(RollupPeriod period, CancellationToken cancellation) =>
        RollupUnits.Plan(period, await figures.ContributingUnits(cancellation), Divisions.Chongqing, policies.Today);

    /// <summary>Seals what a unit has now.</summary>
    public async Task<CountedUnit> Count(RollupPeriod period, PlannedUnit unit, CancellationToken cancellation)
    {
        List<KpiContribution> contributions = [];
        foreach (string code in unit.Codes)
        {
            contributions.AddRange(await figures.ContributionsOf(UnitCode.Parse(code), period.FirstDay, period.LastDay, cancellation));
        }

        return new CountedUnit(unit.Unit, await book.Seal(period, unit.Unit, contributions, cancellation));
    }

    /// <summary>What the counted units of a snapshot are made of.</summary>
    public async Task<IReadOnlyList<UnitList>> Lists(Snapshot snapshot, CancellationToken cancellation)
    {
        List<UnitList> lists = [];
        foreach (UnitFigures unit in snapshot.Units)
        {
            lists.Add(new UnitList(unit.Unit, await book.List(snapshot.Period, unit.Unit, unit.Hash, cancellation)));
        }

        return lists;
    }

    /// <summary>Puts sealed units together.</summary>
    /// <param name="units">With the hash of each list; null for a unit that failed.</param>
    public async Task<Snapshot> Compose(RollupPeriod period, IEnumerable<CountedUnit> units, CancellationToken cancellation)
    {
        List<UnitList> lists = [];
        List<string> missing = [];
        foreach (CountedUnit unit in units)
        {
            if (unit.Hash is { } hash)
            {
                lists.Add(new UnitList(unit.Unit, await book.List(period, unit.Unit, hash, cancellation)));
            }
            else
            {
                missing.Add(unit.Unit);
            }
        }

        decimal plausible = policies.Today.Percent(PolicyKeys.RollupPlausibility, period.LastDay);
        return Workflows.AnnualRollup.Snapshot.Compose(period, lists, missing, await YearBefore(period, cancellation), plausible);
    }

    // Only what was frozen is a measure.
    private async Task<Snapshot?> YearBefore(RollupPeriod period, CancellationToken cancellation)
    {
        RollupPeriod before = new(period.Year - 1);
        return !period.IsFlash && await book.Find(before, cancellation) is { Version: > 0 } head
            ? await book.Snapshot(before, head.HashOf(head.Version)!, cancellation)
            : null;
    }
}
