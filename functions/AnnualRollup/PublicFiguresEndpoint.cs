using Boai.Functions.Errors;
using Boai.Functions.Policy;
using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.AnnualRollup;

/// <summary>The public edition of a year.</summary>
/// <param name="Without">不含…, in Chinese; null when every unit was counted.</param>
/// <param name="Fewest">Figures of fewer cases than this are not shown.</param>
/// <param name="Corrections">更正说明, oldest first.</param>
public sealed record PublicFigures(
    int Year, int Version, DateOnly FrozenOn, string? Without, int Fewest, IReadOnlyList<PublicMetricView> Figures, IReadOnlyList<PublicCorrection> Corrections);

/// <param name="Value">The city's: fen for money, else a count; null when it is not shown.</param>
public sealed record PublicMetricView(string Metric, string Name, string Unit, long? Value, string? Note, IReadOnlyList<PublicUnitView> Units);

/// <param name="Value">Null when it is not shown; the note says why.</param>
public sealed record PublicUnitView(string Unit, string Name, long? Value, string? Note);

/// <param name="Cause">In Chinese.</param>
/// <param name="Units">Names of the units that were counted anew.</param>
public sealed record PublicCorrection(int Version, DateOnly On, string Cause, IReadOnlyList<string> Units);

/// <summary>Figures for everybody (发布, handbook §10.5 step 8): frozen ones alone, no case number, none that would point at a person.</summary>
internal sealed class PublicFiguresEndpoint(RollupBook book, PolicyBook policies, TimeProvider time)
{
    [Function("ReadPublicFigures")]
    public async Task<Ok<PublicFigures>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "public/annual-rollups/{year:int}")] HttpRequest http, int year, CancellationToken cancellation)
    {
        RollupPeriod period = RollupEndpoint.PeriodOf(year);
        if (await book.Find(period, cancellation) is not { Version: > 0 } head)
        {
            throw new ProblemException(RollupProblems.Unknown);
        }

        FrozenVersion stands = head.Versions[^1];
        int fewest = policies.Today.Count(PolicyKeys.PublicK, ChinaCalendar.DateOf(time.GetUtcNow()));
        PublicEdition edition = PublicEdition.Of(await book.Snapshot(period, stands.Hash, cancellation), fewest);
        return TypedResults.Ok(new PublicFigures(
            year, stands.Version, ChinaCalendar.DateOf(stands.At), RollupWords.Without(edition.Without, period), fewest,
            [.. edition.City.Where(figure => MetricRegister.Find(figure.Metric) is not null).Select(figure => View(MetricRegister.Find(figure.Metric)!, figure, edition, period))],
            [
                .. head.Versions.Where(version => version.Cause is not null).Select(version => new PublicCorrection(
                    version.Version, ChinaCalendar.DateOf(version.At), RollupWords.Of(version.Cause!.Value),
                    [.. version.Units.Select(unit => RollupWords.UnitName(unit, period))])),
            ]));
    }

    private static PublicMetricView View(Metric metric, PublicFigure city, PublicEdition edition, RollupPeriod period) => new(
        metric.Id, metric.Name, metric.Unit, city.Value, city.Value is null ? RollupWords.Text("public.hidden") : null,
        [
            .. edition.Units.Select(unit =>
            {
                long? value = unit.Figures.FirstOrDefault(figure => figure.Metric == metric.Id)?.Value;
                string? note = !unit.IsCounted ? RollupWords.Text("statement.notCounted") : value is null ? RollupWords.Text("public.hidden") : null;
                return new PublicUnitView(unit.Unit, RollupWords.UnitName(unit.Unit, period), value, note);
            }),
        ]);
}
