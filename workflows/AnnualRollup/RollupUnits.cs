using Boai.Workflows.Shared;

namespace Boai.Workflows.AnnualRollup;

/// <summary>For whom figures are counted.</summary>
public static class RollupUnits
{
    /// <summary>待归属: contributions of codes that were no reporting unit in the period. Counted for the city, and for no unit (handbook §2.4).</summary>
    public const string Unattributed = "unattributed";

    /// <summary>市本级.</summary>
    public static string City => UnitCode.City.Value;

    /// <summary>The units that reported on any day of a period, by the divisions of that day (按当时区划): 41 in 2024. The city itself is not among them.</summary>
    public static IReadOnlyList<UnitCode> Reporting(RollupPeriod period, Divisions divisions, PolicyPack policy)
    {
        ReportingUnits units = new(divisions, policy);
        HashSet<UnitCode> found = [];
        for (DateOnly day = period.FirstDay; day <= period.LastDay; day = day.AddDays(1))
        {
            found.UnionWith(units.On(day));
        }

        return [.. found.Order()];
    }

    /// <summary>The whole plan: reporting units, the city's own office, and what is left over.</summary>
    /// <param name="contributing">Every code for which there is any contribution, whenever: none may be left out.</param>
    public static IReadOnlyList<PlannedUnit> Plan(
        RollupPeriod period, IEnumerable<UnitCode> contributing, Divisions divisions, PolicyPack policy)
    {
        UnitCode[] known = [UnitCode.City, .. Reporting(period, divisions, policy)];
        string[] others = [.. contributing.Except(known).Order().Select(code => code.Value)];
        return [.. known.Select(unit => new PlannedUnit(unit.Value, [unit.Value])), new PlannedUnit(Unattributed, others)];
    }

    /// <summary>Whether a unit's lead is asked to confirm: the city's own figures and those of nobody are reviewed by the city itself.</summary>
    public static bool IsAsked(string unit) => unit != City && unit != Unattributed;

    /// <summary>Whether somebody of a unit speaks for another: for itself, or for one that was abolished and went over to it, wholly or in part.</summary>
    /// <param name="of">The unit of the figures.</param>
    /// <param name="on">Today.</param>
    public static bool SpeaksFor(UnitCode speaker, UnitCode of, RollupPeriod period, DateOnly on, Divisions divisions, PolicyPack policy)
    {
        if (speaker == of)
        {
            return true;
        }

        Division? was = divisions.History(of).LastOrDefault(one => one.From <= period.LastDay);
        return was is { To: { } last } && last < on
            && new ReportingUnits(divisions, policy).Of(of, street: null, last, on).Candidates.Contains(speaker);
    }
}

/// <summary>A line of the rollup and the codes whose contributions it counts.</summary>
/// <param name="Unit">Unit code, or <see cref="RollupUnits.Unattributed"/>.</param>
public sealed record PlannedUnit(string Unit, IReadOnlyList<string> Codes);
