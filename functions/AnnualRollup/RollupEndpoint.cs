using System.Globalization;
using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Policy;
using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.AnnualRollup;

/// <summary>What a figure is made of: every contribution with its case, as sealed for the version shown.</summary>
/// <param name="Hash">Of the contributions of the figure.</param>
/// <param name="Contributions">From <c>from</c> on, at most 1,000.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record FigureSources(
    int Year, int Version, string Unit, string UnitName, FigureView Figure, string Hash, IReadOnlyList<KpiContribution> Contributions, int? Next);

/// <summary>Whether a version is still what was frozen, computed again from what its figures are made of (I-43).</summary>
/// <param name="Recomputed">Hash that the sealed contributions give now; null when some are not what they were.</param>
/// <param name="Damaged">Units whose contributions were changed outside this system, or are damaged.</param>
public sealed record RollupVerification(int Year, int Version, string Hash, string? Recomputed, bool Matches, IReadOnlyList<string> Damaged);

/// <param name="Seed">Hash of the snapshot, from which the draw follows.</param>
public sealed record ReviewSampleView(int Year, int Version, string Seed, IReadOnlyList<SampledMetric> Metrics);

/// <summary>A figure of the city over years.</summary>
/// <param name="Together">The sum of a flow over the years shown; null for what is judged year by year, and for stocks (I-44).</param>
public sealed record FigureOverYears(string Metric, string Name, string Unit, MetricKind Kind, IReadOnlyList<FigureOfYear> Years, long? Together);

/// <param name="Without">不含…, in Chinese; null when every unit was counted.</param>
public sealed record FigureOfYear(int Year, int Version, long Value, string? Without);

/// <summary>Reading figures, for staff.</summary>
internal sealed class RollupEndpoint(CurrentRequest request, RollupBook book, RollupCounting counting, RollupViews views, PolicyBook policies, TimeProvider time)
{
    private const int PageSize = 1_000;
    private const int MostYears = 20;

    /// <summary>A year's snapshot: what stands, or the version that the query asks for; 0 is what was computed before the freeze.</summary>
    [Function("ReadAnnualRollup")]
    public async Task<Ok<RollupView>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "annual-rollups/{year:int}")] HttpRequest http, int year, CancellationToken cancellation)
    {
        RollupHead head = await Head(PeriodOf(year), cancellation);
        return TypedResults.Ok(await views.Of(head, Number(http.Query["version"].ToString(), "version"), Shown(head.Period), cancellation));
    }

    [Function("ReadMonthlyFlash")]
    public async Task<Ok<RollupView>> Flash(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "annual-rollups/{year:int}/months/{month:int}")] HttpRequest http, int year, int month, CancellationToken cancellation)
    {
        RollupHead head = await Head(PeriodOf(year, month), cancellation);
        return TypedResults.Ok(await views.Of(head, version: null, Shown(head.Period), cancellation));
    }

    /// <summary>From a figure down to the cases that it counts.</summary>
    [Function("ReadFigureSources")]
    public async Task<Ok<FigureSources>> Sources(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "annual-rollups/{year:int}/units/{unit}/metrics/{metric}")] HttpRequest http,
        int year, string unit, string metric, CancellationToken cancellation)
    {
        RollupHead head = await Head(PeriodOf(year), cancellation);
        if (Shown(head.Period) is { } shown && !shown(unit))
        {
            throw new ProblemException(RollupProblems.OtherUnit);
        }

        int version = Number(http.Query["version"].ToString(), "version") ?? head.Version;
        int from = Number(http.Query["from"].ToString(), "from") ?? 0;
        if (head.HashOf(version) is not { } hash
            || (await book.Snapshot(head.Period, hash, cancellation)).Find(unit) is not { } counted
            || counted.Figures.FirstOrDefault(figure => figure.Metric == metric) is not { } found)
        {
            throw new ProblemException(RollupProblems.Unknown);
        }

        KpiContribution[] all = [.. (await book.List(head.Period, unit, counted.Hash, cancellation)).Where(one => one.Metric == metric)];
        return TypedResults.Ok(new FigureSources(
            year, version, unit, RollupWords.UnitName(unit, head.Period), RollupViews.Figure(metric, found.Value, found.Events, found.Cases, found.Hash),
            SealedList.HashOf(all), [.. all.Skip(from).Take(PageSize)], from + PageSize < all.Length ? from + PageSize : null));
    }

    /// <summary>Computes a version again from the contributions that were sealed with it.</summary>
    [Function("VerifyAnnualRollup")]
    public async Task<Ok<RollupVerification>> Verify(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "annual-rollups/{year:int}/verification")] HttpRequest http, int year, CancellationToken cancellation)
    {
        RollupHead head = await Head(PeriodOf(year), cancellation);
        int version = Number(http.Query["version"].ToString(), "version") ?? head.Version;
        string hash = head.HashOf(version) ?? throw new ProblemException(RollupProblems.Unknown);
        Snapshot kept = await book.Snapshot(head.Period, hash, cancellation);
        List<string> damaged = [];
        foreach (UnitFigures unit in kept.Units)
        {
            if (!await book.IsWhole(head.Period, unit.Unit, unit.Hash, cancellation))
            {
                damaged.Add(unit.Unit);
            }
        }

        if (damaged.Count > 0)
        {
            return TypedResults.Ok(new RollupVerification(year, version, hash, Recomputed: null, Matches: false, damaged));
        }

        CountedUnit[] units = [.. kept.Units.Select(unit => new CountedUnit(unit.Unit, unit.Hash)), .. kept.NotCounted.Select(unit => new CountedUnit(unit, Hash: null))];
        string again = (await counting.Compose(head.Period, units, cancellation)).Hash;
        return TypedResults.Ok(new RollupVerification(year, version, hash, again, again == hash, []));
    }

    /// <summary>The cases that the city reviews before it freezes, drawn by the snapshot's own hash (handbook §10.5 step 6).</summary>
    [Function("ReadReviewSample")]
    public async Task<Ok<ReviewSampleView>> Sample(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "annual-rollups/{year:int}/sample")] HttpRequest http, int year, CancellationToken cancellation)
    {
        RollupHead head = await Head(PeriodOf(year), cancellation);
        string hash = head.HashOf(head.Version) ?? throw new ProblemException(RollupProblems.Computing);
        Snapshot snapshot = await book.Snapshot(head.Period, hash, cancellation);
        decimal percent = policies.Today.Percent(PolicyKeys.RollupSample, head.Period.LastDay);
        return TypedResults.Ok(new ReviewSampleView(year, head.Version, hash, ReviewSample.Draw(hash, await counting.Lists(snapshot, cancellation), percent)));
    }

    /// <summary>Everything that was done about a year's figures, and by whom.</summary>
    [Function("ReadRollupEvents")]
    public async Task<Ok<IReadOnlyList<RollupEvent>>> Events(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "annual-rollups/{year:int}/events")] HttpRequest http, int year, CancellationToken cancellation) =>
        TypedResults.Ok(await book.Events((await Head(PeriodOf(year), cancellation)).Period, cancellation));

    /// <summary>Frozen years side by side (handbook §10.5 step 9).</summary>
    [Function("ReadFiguresOverYears")]
    public async Task<Ok<IReadOnlyList<FigureOverYears>>> Years(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "annual-rollup-years")] HttpRequest http, CancellationToken cancellation)
    {
        int last = Number(http.Query["to"].ToString(), "to") ?? ChinaCalendar.DateOf(time.GetUtcNow()).Year - 1;
        int first = Number(http.Query["from"].ToString(), "from") ?? last;
        if (first > last || last - first >= MostYears)
        {
            throw new ProblemException(Problem.Of(PlatformErrors.RequestQuery, ("name", "from")));
        }

        List<(RollupHead Head, Snapshot Snapshot)> frozen = [];
        for (int year = first; year <= last; year++)
        {
            if (await book.Find(PeriodOf(year), cancellation) is { Version: > 0 } head)
            {
                frozen.Add((head, await book.Snapshot(head.Period, head.HashOf(head.Version)!, cancellation)));
            }
        }

        return TypedResults.Ok<IReadOnlyList<FigureOverYears>>([.. MetricRegister.All.Select(metric => Over(metric, frozen))]);
    }

    /// <exception cref="ProblemException">No year or month of a rollup.</exception>
    internal static RollupPeriod PeriodOf(int year, int? month = null) =>
        year is > 2000 and < 2999 && month is null or (>= 1 and <= 12)
            ? new RollupPeriod(year, month)
            : throw new ProblemException(RollupProblems.Unknown);

    private static FigureOverYears Over(Metric metric, IReadOnlyList<(RollupHead Head, Snapshot Snapshot)> frozen)
    {
        FigureOfYear[] years =
        [
            .. frozen.Select(year => new FigureOfYear(
                year.Head.Period.Year, year.Head.Version, year.Snapshot.City.FirstOrDefault(figure => figure.Metric == metric.Id)?.Value ?? 0,
                RollupWords.Without(year.Snapshot.NotCounted, year.Head.Period))),
        ];
        return new FigureOverYears(
            metric.Id, metric.Name, metric.Unit, metric.Kind, years, MetricRegister.Together(metric.Kind, years.Select(year => year.Value)));
    }

    private async Task<RollupHead> Head(RollupPeriod period, CancellationToken cancellation) =>
        await book.Find(period, cancellation) ?? throw new ProblemException(RollupProblems.Unknown);

    // Staff of a district see what they speak for; staff of the city see everything.
    private Func<string, bool>? Shown(RollupPeriod period)
    {
        UnitCode own = request.Actor.Unit;
        DateOnly today = ChinaCalendar.DateOf(time.GetUtcNow());
        return own == UnitCode.City ? null
            : unit => UnitCode.TryParse(unit, out UnitCode? code, out _) && RollupUnits.SpeaksFor(own, code, period, today, Divisions.Chongqing, policies.Today);
    }

    private static int? Number(string text, string name) =>
        text.Length == 0 ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : throw new ProblemException(Problem.Of(PlatformErrors.RequestQuery, ("name", name)));
}
