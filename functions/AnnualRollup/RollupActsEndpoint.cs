using System.Globalization;
using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.Policy;
using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.AnnualRollup;

/// <summary>What people do about a year's figures: confirm, object, count again, freeze, correct. Nothing here takes a figure (I-42; STAT 7, 8).</summary>
internal sealed class RollupActsEndpoint(
    CurrentRequest request, RollupBook book, RollupCounting counting, RollupStart start, CaseStore cases, PolicyBook policies, TimeProvider time)
{
    private const string Route = "annual-rollups/{year:int}/";

    /// <summary>The lead of a unit confirms its figures.</summary>
    [Function("ConfirmFigures")]
    public async Task<Ok<RollupActDone>> Confirm(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "units/{unit}/confirmation")] HttpRequest http, int year, string unit,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ConfirmFiguresForm form = await StrictJson.Read<ConfirmFiguresForm>(http, cancellation);
        RollupPeriod period = SpokenFor(year, unit);
        return await Take(period, new RollupCommand.Confirm(unit, form.Hash, Notes(form.Notes)), client, cancellation);
    }

    /// <summary>The lead of a unit objects, with a reason and the cases that it is about.</summary>
    [Function("ObjectToFigures")]
    public async Task<Ok<RollupActDone>> Object(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "units/{unit}/objection")] HttpRequest http, int year, string unit,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ObjectToFiguresForm form = await StrictJson.Read<ObjectToFiguresForm>(http, cancellation);
        RollupPeriod period = SpokenFor(year, unit);
        string[] metrics = [.. form.Metrics.Distinct(StringComparer.Ordinal)];
        return await Take(
            period, new RollupCommand.RaiseObjection(unit, form.Hash, form.Reason, metrics, await Evidence(form.Cases, cancellation)), client, cancellation);
    }

    /// <summary>Counts everything anew, before the freeze; starts a year whose start was missed.</summary>
    [Function("RunRollupAgain")]
    public async Task<Ok<RollupActDone>> RunAgain(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "runs")] HttpRequest http, int year,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        RunRollupAgainForm form = await StrictJson.Read<RunRollupAgainForm>(http, cancellation);
        return await RunAgain(RollupEndpoint.PeriodOf(year), form.Run, client, cancellation);
    }

    /// <summary>Counts a month anew; starts one whose start was missed.</summary>
    [Function("RunFlashAgain")]
    public async Task<Ok<RollupActDone>> FlashAgain(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "months/{month:int}/runs")] HttpRequest http, int year, int month,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        RunRollupAgainForm form = await StrictJson.Read<RunRollupAgainForm>(http, cancellation);
        return await RunAgain(RollupEndpoint.PeriodOf(year, month), form.Run, client, cancellation);
    }

    /// <summary>The city freezes what was computed last: v1 (handbook §10.5 step 6).</summary>
    [Function("FreezeFigures")]
    public async Task<Ok<RollupActDone>> Freeze(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "freeze")] HttpRequest http, int year,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        FreezeFiguresForm form = await StrictJson.Read<FreezeFiguresForm>(http, cancellation);
        return await Take(RollupEndpoint.PeriodOf(year), new RollupCommand.Freeze(form.Hash, form.SampleReviewed, Notes(form.Notes)), client, cancellation);
    }

    /// <summary>The city asks for units to be counted anew after the freeze.</summary>
    [Function("AskFiguresCorrection")]
    public async Task<Ok<RollupActDone>> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "corrections")] HttpRequest http, int year, CancellationToken cancellation)
    {
        AskFiguresCorrectionForm form = await StrictJson.Read<AskFiguresCorrectionForm>(http, cancellation);
        RollupCommand ask = new RollupCommand.AskCorrection(form.Hash, form.Cause, form.Units, await Evidence(form.Cases ?? [], cancellation));
        return TypedResults.Ok(RollupViews.Done(await Write(RollupEndpoint.PeriodOf(year), ask, cancellation)));
    }

    /// <summary>Internal audit approves a correction, which then runs, or refuses it.</summary>
    [Function("DecideFiguresCorrection")]
    public async Task<Ok<RollupActDone>> Decide(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "corrections/{correction:int}/decision")] HttpRequest http, int year, int correction,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        DecideFiguresCorrectionForm form = await StrictJson.Read<DecideFiguresCorrectionForm>(http, cancellation);
        RollupPeriod period = RollupEndpoint.PeriodOf(year);
        RollupHead head = await Write(period, new RollupCommand.DecideCorrection(correction, form.Approves), cancellation);
        if (head.Correction is { ApprovedBy: not null } approved)
        {
            PlannedUnit[] units = [.. (await counting.Plan(period, cancellation)).Where(unit => approved.Units.Contains(unit.Unit))];
            await client.StartOnce(
                nameof(RollupCorrection), period.CorrectionId(approved.Number), new CorrectionOrder(period, approved.Number, units), cancellation);
        }

        return TypedResults.Ok(RollupViews.Done(head));
    }

    private async Task<Ok<RollupActDone>> RunAgain(RollupPeriod period, int run, DurableTaskClient client, CancellationToken cancellation)
    {
        if (await book.Find(period, cancellation) is null)
        {
            DateTimeOffset from = RollupCalendar.ComputedFrom(period, policies.Today);
            if (time.GetUtcNow() < from)
            {
                string text = ChinaCalendar.InBeijing(from).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
                throw new ProblemException(Problem.Of(RollupProblems.TooEarly, ("from", text)));
            }

            if (run != 0)
            {
                throw new ProblemException(RollupProblems.Stale);
            }

            RollupHead opened = await book.Open(period, cancellation);
            await start.Wake(client, period, opened.Seq, cancellation);
            return TypedResults.Ok(RollupViews.Done(opened));
        }

        return await Take(period, new RollupCommand.RunAgain(run), client, cancellation);
    }

    private async Task<Ok<RollupActDone>> Take(RollupPeriod period, RollupCommand command, DurableTaskClient client, CancellationToken cancellation)
    {
        RollupHead head = await Write(period, command, cancellation);
        await start.Wake(client, period, head.Seq, cancellation);
        return TypedResults.Ok(RollupViews.Done(head));
    }

    private async Task<RollupHead> Write(RollupPeriod period, RollupCommand command, CancellationToken cancellation)
    {
        if (await book.Find(period, cancellation) is null)
        {
            throw new ProblemException(RollupProblems.Unknown);
        }

        RollupActing by = new(request.Actor, time.GetUtcNow(), request.DecisionId, RollupCalendar.ConfirmBy(period, policies.Today));
        return await book.Change(
            period,
            head => RollupActs.Take(head, command, by) switch
            {
                RollupOutcome.Done done => (done.Head, done.Event),
                RollupOutcome.Refused refused => throw new ProblemException(refused.Problem.ToProblem(RollupWords.Words)),
                _ => throw new System.Diagnostics.UnreachableException(),
            },
            cancellation);
    }

    private RollupPeriod SpokenFor(int year, string unit)
    {
        RollupPeriod period = RollupEndpoint.PeriodOf(year);
        if (!UnitCode.TryParse(unit, out UnitCode? code, out _))
        {
            throw new ProblemException(RollupProblems.Unit);
        }

        return RollupUnits.SpeaksFor(request.Actor.Unit, code, period, ChinaCalendar.DateOf(time.GetUtcNow()), Divisions.Chongqing, policies.Today)
            ? period
            : throw new ProblemException(RollupProblems.OtherUnit);
    }

    // Evidence is what this system knows; which of it is right, people judge.
    private async Task<IReadOnlyList<CaseNumber>> Evidence(IReadOnlyList<CaseNumber> numbers, CancellationToken cancellation)
    {
        CaseNumber[] distinct = [.. numbers.Distinct().Take(RollupActs.MostEvidence + 1)];
        foreach (CaseNumber number in distinct)
        {
            if (await cases.Find(number, cancellation) is null)
            {
                throw new ProblemException(new Problem(PlatformErrors.CaseUnknown, "cases"));
            }
        }

        return distinct;
    }

    private static IReadOnlyList<DeviationNote> Notes(IReadOnlyList<DeviationNote>? notes) =>
        [.. (notes ?? []).DistinctBy(note => note.Metric, StringComparer.Ordinal)];
}
