using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Workflows.AnnualRollup;

/// <summary>What is wrong, or may be, with figures (一致性检查, handbook §10.5 step 4). Codes are kept; their words are in the app's texts.</summary>
public enum FindingCode
{
    /// <summary>未汇总: the unit could not be counted, and the city's figures are without it (I-48).</summary>
    NotCounted,

    /// <summary>Units together are not the city: a contribution stands in the lists of two (I-05). Value: the units; other: the city.</summary>
    SumDiffers,

    /// <summary>A figure is below zero: more was taken back than was given. Value: the figure.</summary>
    Negative,

    /// <summary>Fewer organs than donors (I-45). Value: organs; other: donors.</summary>
    OrgansFewerThanDonors,

    /// <summary>More organs than donors can have, eight each (I-18). Value: organs; other: donors.</summary>
    OrgansTooMany,

    /// <summary>More corneas than two for each case that they come from (I-45). Value: corneas; other: cases.</summary>
    CorneasTooMany,

    /// <summary>Further from the year before than is plausible: asks for a note. Value: this year; other: the year before.</summary>
    FarFromLastYear,

    /// <summary>Dated on days when the unit did not report, as of a district that had been abolished. Value: how many contributions.</summary>
    UnitNotReporting,

    /// <summary>待归属: counted for the city and for no unit. Value: how many contributions.</summary>
    Unattributed,

    /// <summary>Not in the register of figures, so nobody knows what it counts. Value: how many contributions.</summary>
    MetricUnknown,
}

/// <param name="Unit">Null for the whole city.</param>
/// <param name="Metric">Null when it is about the unit as a whole.</param>
/// <param name="Value">See the code.</param>
/// <param name="Other">See the code.</param>
public sealed record Finding(FindingCode Code, string? Unit, string? Metric, long? Value = null, long? Other = null)
{
    /// <summary>Whether whoever confirms has to say why.</summary>
    public bool AsksForNote => Code == FindingCode.FarFromLastYear;
}

/// <summary>The checks. They find; nothing is put right here, for no figure can be edited.</summary>
public static class RollupChecks
{
    private const string OrganCases = "LIFE.ORGAN_CASE";
    private const string Organs = "LIFE.ORGAN_ITEM";
    private const string Corneas = "LIFE.CORNEA_ITEM";

    /// <summary>Heart, liver, pancreas, small bowel, two kidneys, two lungs (I-18).</summary>
    private const int MostOrgans = 8;

    private const int MostCorneas = 2;

    public static IEnumerable<Finding> Of(
        RollupPeriod period, IReadOnlyList<UnitList> lists, IReadOnlyList<UnitFigures> units, IReadOnlyList<string> notCounted,
        IReadOnlyList<CityFigure> city, Snapshot? before, decimal plausiblePercent) =>
    [
        .. notCounted.Select(unit => new Finding(FindingCode.NotCounted, unit, Metric: null)),
        .. city.SelectMany(figure => OfCity(figure, units)),
        .. units.SelectMany(OfUnit),
        .. lists.SelectMany(list => OfDays(period, list)),
        .. units.SelectMany(unit => unit.Figures)
            .Where(figure => MetricRegister.Find(figure.Metric) is null)
            .GroupBy(figure => figure.Metric, StringComparer.Ordinal)
            .Select(group => new Finding(FindingCode.MetricUnknown, Unit: null, group.Key, group.Sum(figure => (long)figure.Events))),
        .. before is null ? [] : Against(before, units, notCounted, city, plausiblePercent),
    ];

    private static IEnumerable<Finding> OfCity(CityFigure figure, IReadOnlyList<UnitFigures> units)
    {
        // Stocks of units may be of different days and need not add up to the city's.
        long sum = units.Sum(unit => unit.ValueOf(figure.Metric));
        if (sum != figure.Value && MetricRegister.Find(figure.Metric)?.Kind != MetricKind.Stock)
        {
            yield return new Finding(FindingCode.SumDiffers, Unit: null, figure.Metric, sum, figure.Value);
        }

        if (figure.Value < 0)
        {
            yield return new Finding(FindingCode.Negative, Unit: null, figure.Metric, figure.Value);
        }
    }

    private static IEnumerable<Finding> OfUnit(UnitFigures unit)
    {
        foreach (MetricFigure figure in unit.Figures.Where(figure => figure.Value < 0))
        {
            yield return new Finding(FindingCode.Negative, unit.Unit, figure.Metric, figure.Value);
        }

        (long donors, long organs) = (unit.ValueOf(OrganCases), unit.ValueOf(Organs));
        if (organs < donors)
        {
            yield return new Finding(FindingCode.OrgansFewerThanDonors, unit.Unit, Organs, organs, donors);
        }

        if (organs > MostOrgans * donors)
        {
            yield return new Finding(FindingCode.OrgansTooMany, unit.Unit, Organs, organs, donors);
        }

        if (unit.Figures.FirstOrDefault(figure => figure.Metric == Corneas) is { } corneas && corneas.Value > MostCorneas * corneas.Cases)
        {
            yield return new Finding(FindingCode.CorneasTooMany, unit.Unit, Corneas, corneas.Value, corneas.Cases);
        }
    }

    private static IEnumerable<Finding> OfDays(RollupPeriod period, UnitList list)
    {
        if (list.Unit == RollupUnits.Unattributed)
        {
            if (list.Contributions.Count > 0)
            {
                yield return new Finding(FindingCode.Unattributed, list.Unit, Metric: null, list.Contributions.Count);
            }

            yield break;
        }

        UnitCode code = UnitCode.Parse(list.Unit);
        int strange = list.Contributions.Count(one => !period.Contains(one.BusinessDate) || Divisions.Chongqing.Find(code, one.BusinessDate) is null);
        if (strange > 0)
        {
            yield return new Finding(FindingCode.UnitNotReporting, list.Unit, Metric: null, strange);
        }
    }

    private static IEnumerable<Finding> Against(
        Snapshot before, IReadOnlyList<UnitFigures> units, IReadOnlyList<string> notCounted, IReadOnlyList<CityFigure> city, decimal percent)
    {
        foreach (UnitFigures unit in units)
        {
            if (before.Find(unit.Unit) is { } then)
            {
                foreach (MetricFigure figure in unit.Figures.Where(figure => IsFar(figure.Value, then.ValueOf(figure.Metric), percent)))
                {
                    yield return new Finding(FindingCode.FarFromLastYear, unit.Unit, figure.Metric, figure.Value, then.ValueOf(figure.Metric));
                }
            }
        }

        // A city without some unit is not compared with one that had it.
        if (notCounted.Count + before.NotCounted.Count == 0)
        {
            foreach (CityFigure figure in city)
            {
                long then = before.City.FirstOrDefault(one => one.Metric == figure.Metric)?.Value ?? 0;
                if (IsFar(figure.Value, then, percent))
                {
                    yield return new Finding(FindingCode.FarFromLastYear, Unit: null, figure.Metric, figure.Value, then);
                }
            }
        }
    }

    /// <summary>Whether two years are further apart than a percentage of the earlier one; exactly that far is not.</summary>
    internal static bool IsFar(long now, long before, decimal percent) => Math.Abs((decimal)now - before) * 100 > percent * Math.Abs((decimal)before);
}
