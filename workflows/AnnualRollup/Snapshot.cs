using System.Globalization;
using System.Text.Json.Serialization;
using Boai.Workflows.Payments;

namespace Boai.Workflows.AnnualRollup;

/// <summary>One figure of one unit in a period.</summary>
/// <param name="Value">Fen, or a count: the sum of its contributions, less reversals (I-42).</param>
/// <param name="Events">How many contributions it is made of.</param>
/// <param name="Cases">How many cases they come from: what decides whether the figure may be public.</param>
/// <param name="Hash">Of its contributions; see <see cref="SealedList"/>.</param>
public sealed record MetricFigure(string Metric, long Value, int Events, int Cases, string Hash);

/// <summary>All figures of one unit.</summary>
/// <param name="Unit">Unit code, or <see cref="RollupUnits.Unattributed"/>.</param>
/// <param name="Figures">Of every metric of the register, zeros included, and of any that the register does not know.</param>
/// <param name="Hash">Of the unit's whole list of contributions: names the list where it is kept.</param>
public sealed record UnitFigures(string Unit, IReadOnlyList<MetricFigure> Figures, string Hash)
{
    /// <summary>Counts a unit. The same contributions give the same figures and hashes, in whatever order they come (I-43).</summary>
    public static UnitFigures Of(string unit, IReadOnlyList<KpiContribution> contributions)
    {
        ILookup<string, KpiContribution> byMetric = contributions.ToLookup(one => one.Metric, StringComparer.Ordinal);
        string[] metrics =
        [
            .. MetricRegister.All.Select(metric => metric.Id)
                .Union(byMetric.Select(group => group.Key).Order(StringComparer.Ordinal), StringComparer.Ordinal),
        ];
        return new UnitFigures(unit, [.. metrics.Select(metric => Figure(metric, [.. byMetric[metric]]))], SealedList.HashOf(contributions));
    }

    /// <returns>Zero for a metric to which nothing was contributed.</returns>
    public long ValueOf(string metric) => Figures.FirstOrDefault(figure => figure.Metric == metric)?.Value ?? 0;

    private static MetricFigure Figure(string metric, IReadOnlyList<KpiContribution> contributions) => new(
        metric, Sum(metric, contributions), contributions.Count, contributions.Select(one => one.SourceCase).Distinct().Count(), SealedList.HashOf(contributions));

    // A stock is what was counted on its last day; days are not added up (I-44).
    internal static long Sum(string metric, IReadOnlyList<KpiContribution> contributions)
    {
        bool isStock = MetricRegister.Find(metric)?.Kind == MetricKind.Stock;
        DateOnly last = isStock && contributions.Count > 0 ? contributions.Max(one => one.BusinessDate) : default;
        return contributions.Where(one => !isStock || one.BusinessDate == last).Aggregate(0L, (sum, one) => checked(sum + one.Quantity));
    }
}

/// <summary>One figure of the whole city, out of the units that were counted.</summary>
/// <param name="Cases">Distinct over all units.</param>
public sealed record CityFigure(string Metric, long Value, int Events, int Cases);

/// <summary>All figures of a period as they stood when they were computed.</summary>
/// <param name="Units">Those that were counted.</param>
/// <param name="NotCounted">未汇总: units that could not be counted. The city's figures are without them, and say so (I-48).</param>
public sealed record Snapshot(
    RollupPeriod Period, IReadOnlyList<UnitFigures> Units, IReadOnlyList<string> NotCounted, IReadOnlyList<CityFigure> City, IReadOnlyList<Finding> Findings)
{
    /// <summary>SHA-256 over period, every unit with the hash of its contributions, every figure, and the units that are missing. Findings are opinions about it and not under it.</summary>
    [JsonIgnore]
    public string Hash => SealedList.HashOf(string.Concat(
    [
        Period.Id + "\n",
        .. Units.OrderBy(unit => unit.Unit, StringComparer.Ordinal).SelectMany(Lines),
        .. NotCounted.Order(StringComparer.Ordinal).Select(unit => $"{unit}\t-\n"),
    ]));

    public UnitFigures? Find(string unit) => Units.FirstOrDefault(one => one.Unit == unit);

    /// <summary>Puts units together and looks for what cannot be right.</summary>
    /// <param name="lists">Each counted unit with its contributions.</param>
    /// <param name="notCounted">Units that failed.</param>
    /// <param name="before">The frozen snapshot of the year before; null when there is none.</param>
    /// <param name="plausiblePercent">Further from the year before than this asks for a note.</param>
    public static Snapshot Compose(
        RollupPeriod period, IReadOnlyList<UnitList> lists, IEnumerable<string> notCounted, Snapshot? before, decimal plausiblePercent)
    {
        UnitFigures[] units = [.. lists.Select(list => UnitFigures.Of(list.Unit, list.Contributions)).OrderBy(unit => unit.Unit, StringComparer.Ordinal)];
        string[] missing = [.. notCounted.Order(StringComparer.Ordinal)];

        // One contribution in the lists of two units is one contribution of the city.
        ILookup<string, KpiContribution> all = lists.SelectMany(list => list.Contributions).DistinctBy(one => one.Id, StringComparer.Ordinal)
            .ToLookup(one => one.Metric, StringComparer.Ordinal);
        CityFigure[] city =
        [
            .. units.SelectMany(unit => unit.Figures).Select(figure => figure.Metric).Distinct(StringComparer.Ordinal)
                .Select(metric => new CityFigure(
                    metric, UnitFigures.Sum(metric, [.. all[metric]]), all[metric].Count(), all[metric].Select(one => one.SourceCase).Distinct().Count())),
        ];
        return new Snapshot(period, units, missing, city, [.. RollupChecks.Of(period, lists, units, missing, city, before, plausiblePercent)]);
    }

    private static IEnumerable<string> Lines(UnitFigures unit) =>
    [
        $"{unit.Unit}\t{unit.Hash}\n",
        .. unit.Figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Metric}\t{figure.Value}\t{figure.Events}\t{figure.Hash}\n")),
    ];
}

/// <summary>A unit and what its figures are made of.</summary>
public sealed record UnitList(string Unit, IReadOnlyList<KpiContribution> Contributions);
