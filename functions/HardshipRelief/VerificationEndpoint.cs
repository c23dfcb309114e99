using Boai.Functions.Forms;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HardshipRelief;

/// <param name="Visit"><c>home</c> or <c>video</c>.</param>
/// <param name="PayeeVerified">Whether account and holder were compared with the bank proof.</param>
/// <param name="Note">The visit's report, with where it was; sealed.</param>
public sealed record VerificationForm(
    int Version, VisitKind Visit, VerificationFinding Finding, CivilAffairsResult CivilAffairs, bool PayeeVerified, string? Note = null);

/// <summary>The second of two persons stands behind what the first has filed.</summary>
public sealed record ConfirmForm(int Version, string? Note = null);

/// <param name="ProposedFen">In fen.</param>
/// <param name="RelatedStaff">Staff ids of persons related to the applicant that this step found.</param>
public sealed record OpinionForm(int Version, long ProposedFen, IReadOnlyList<string>? RelatedStaff = null, string? Note = null);

/// <summary>States 4, 5 and 6R: visit by two persons, opinion by two levels, visit by another two after an objection.</summary>
internal sealed class VerificationEndpoint(ReliefActs acts)
{
    [Function("FileReliefVerification")]
    public async Task<Ok<ActDone>> File(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/verification")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        VerificationForm form = await StrictJson.Read<VerificationForm>(http, cancellation);
        ReliefCommand.FileVerification command = new(form.Visit, form.Finding, form.CivilAffairs, form.PayeeVerified);
        return await acts.Take(client, command, form.Version, form.Note, cancellation);
    }

    [Function("ConfirmReliefVerification")]
    public async Task<Ok<ActDone>> Confirm(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/verification-confirmation")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ConfirmForm form = await StrictJson.Read<ConfirmForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.ConfirmVerification(), form.Version, form.Note, cancellation);
    }

    [Function("FileReliefOpinion")]
    public async Task<Ok<ActDone>> FileOpinion(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/opinion")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        OpinionForm form = await StrictJson.Read<OpinionForm>(http, cancellation);
        ReliefCommand.FileOpinion command = new(new Money(form.ProposedFen), StaffIds.Checked(form.RelatedStaff ?? [], "relatedStaff"));
        return await acts.Take(client, command, form.Version, form.Note, cancellation);
    }

    [Function("ConfirmReliefOpinion")]
    public async Task<Ok<ActDone>> ConfirmOpinion(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/opinion-confirmation")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ConfirmForm form = await StrictJson.Read<ConfirmForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.ConfirmOpinion(), form.Version, form.Note, cancellation);
    }

    [Function("FileReliefReverification")]
    public async Task<Ok<ActDone>> FileAgain(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/reverification")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        VerificationForm form = await StrictJson.Read<VerificationForm>(http, cancellation);
        ReliefCommand.FileReverification command = new(form.Visit, form.Finding, form.CivilAffairs, form.PayeeVerified);
        return await acts.Take(client, command, form.Version, form.Note, cancellation);
    }

    [Function("ConfirmReliefReverification")]
    public async Task<Ok<ActDone>> ConfirmAgain(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/reverification-confirmation")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ConfirmForm form = await StrictJson.Read<ConfirmForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.ConfirmReverification(), form.Version, form.Note, cancellation);
    }
}
