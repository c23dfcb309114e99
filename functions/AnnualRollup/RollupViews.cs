using Boai.Functions.Errors;
using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Shared;

namespace Boai.Functions.AnnualRollup;

/// <summary>A figure as staff see it.</summary>
/// <param name="Value">Fen for money, else a count.</param>
/// <param name="Events">How many contributions it is made of.</param>
/// <param name="Hash">Of its contributions; null for the city.</param>
public sealed record FigureView(string Metric, string Name, string Unit, long Value, int Events, int Cases, string? Hash);

/// <param name="Unit">Code, or <c>unattributed</c>.</param>
/// <param name="Hash">What a lead confirms; null when the unit was not counted.</param>
/// <param name="Standing">In Chinese: 已确认, 有异议, 未确认, 未汇总, 市级复核.</param>
/// <param name="Statement">What its lead said about these figures.</param>
public sealed record RollupUnitView(string Unit, string Name, string? Hash, string Standing, UnitStatement? Statement, IReadOnlyList<FigureView> Figures);

/// <param name="Unit">Null for the whole city.</param>
/// <param name="Text">In Chinese.</param>
public sealed record FindingView(FindingCode Code, string? Unit, string? UnitName, string? Metric, string Text, bool AsksForNote);

/// <summary>A rollup as staff see it.</summary>
/// <param name="Version">The version shown: 0 for what was computed before the freeze.</param>
/// <param name="Latest">The version that stands.</param>
/// <param name="Hash">Of the snapshot shown; null while the first run is under way.</param>
/// <param name="Without">不含…, in Chinese; null when every unit was counted.</param>
/// <param name="City">The whole city; empty for staff of a district.</param>
/// <param name="Units">For staff of a district their own.</param>
public sealed record RollupView(
    int Year, int? Month, RollupStage Stage, string StageName, int Run, DateTimeOffset? ComputedAt, int Version, int Latest, string? Hash, string? Without,
    IReadOnlyList<FigureView> City, IReadOnlyList<RollupUnitView> Units, IReadOnlyList<FindingView> Findings, IReadOnlyList<FrozenVersion> Versions,
    CorrectionRequest? Correction);

/// <summary>A rollup after an act.</summary>
/// <param name="StageName">In Chinese.</param>
public sealed record RollupActDone(int Year, RollupStage Stage, string StageName, int Run, int Version, string? Hash, int? Correction);

/// <summary>Makes views.</summary>
public sealed class RollupViews(RollupBook book)
{
    /// <param name="version">Null for the one that stands.</param>
    /// <param name="shows">Which units the reader may see; null for all, with the city.</param>
    /// <exception cref="ProblemException">There is no such version.</exception>
    public async Task<RollupView> Of(RollupHead head, int? version, Func<string, bool>? shows, CancellationToken cancellation)
    {
        int shown = version ?? head.Version;
        string? hash = head.HashOf(shown);
        if (hash is null && (version is not null || head.Latest is not null))
        {
            throw new ProblemException(RollupProblems.Unknown);
        }

        Snapshot? snapshot = hash is null ? null : await book.Snapshot(head.Period, hash, cancellation);
        return new RollupView(
            head.Period.Year, head.Period.Month, head.Stage, RollupWords.Of(head.Stage), head.RunAsked, head.Latest?.At, shown, head.Version, hash,
            RollupWords.Without(snapshot?.NotCounted ?? [], head.Period),
            snapshot is null || shows is not null ? [] : [.. snapshot.City.Select(figure => Figure(figure.Metric, figure.Value, figure.Events, figure.Cases, hash: null))],
            snapshot is null ? [] : [.. Units(head, snapshot).Where(unit => shows?.Invoke(unit.Unit) ?? true)],
            snapshot is null ? [] :
            [
                .. snapshot.Findings.Where(finding => shows is null || (finding.Unit is { } unit && shows(unit))).Select(finding => new FindingView(
                    finding.Code, finding.Unit, finding.Unit is { } unit ? RollupWords.UnitName(unit, head.Period) : null, finding.Metric, RollupWords.Of(finding), finding.AsksForNote)),
            ],
            shows is null ? head.Versions : [], shows is null ? head.Correction : null);
    }

    /// <summary>A rollup after an act.</summary>
    public static RollupActDone Done(RollupHead head) => new(
        head.Period.Year, head.Stage, RollupWords.Of(head.Stage), head.RunAsked, head.Version, head.HashOf(head.Version), head.Correction?.Number);

    internal static FigureView Figure(string metric, long value, int events, int cases, string? hash)
    {
        Metric? known = MetricRegister.Find(metric);
        return new FigureView(metric, known?.Name ?? metric, known?.Unit ?? "", value, events, cases, hash);
    }

    private static IEnumerable<RollupUnitView> Units(RollupHead head, Snapshot snapshot) =>
    [
        .. snapshot.Units.Select(unit => Unit(head, unit.Unit, unit.Hash, [.. unit.Figures.Select(one => Figure(one.Metric, one.Value, one.Events, one.Cases, one.Hash))])),
        .. snapshot.NotCounted.Select(unit => Unit(head, unit, hash: null, [])),
    ];

    private static RollupUnitView Unit(RollupHead head, string unit, string? hash, IReadOnlyList<FigureView> figures)
    {
        UnitStatement? said = head.Statements.FirstOrDefault(one => one.Unit == unit && one.Hash == hash);
        string standing = hash is null ? RollupWords.Text("statement.notCounted")
            : !RollupUnits.IsAsked(unit) ? RollupWords.Text("statement.notAsked")
            : said is null ? RollupWords.Text("statement.none")
            : RollupWords.Of(said.Kind);
        return new RollupUnitView(unit, RollupWords.UnitName(unit, head.Period), hash, standing, said, figures);
    }
}
