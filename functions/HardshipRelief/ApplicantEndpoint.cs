using Boai.Functions.Forms;
using Boai.Functions.HardshipRelief.Application;
using Boai.Workflows.HardshipRelief;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HardshipRelief;

/// <param name="Version">The version of the case that the applicant saw; may be left out.</param>
public sealed record ApplicantForm(int? Version = null, string? Note = null);

/// <param name="Consents">Consents that were asked for and are given now.</param>
public sealed record SupplyForm(IReadOnlyList<ConsentPart>? Consents = null, int? Version = null, string? Note = null);

/// <summary>What the applicant does after applying; a village officer does it for a case that this officer filed.</summary>
internal sealed class ApplicantEndpoint(ReliefActs acts)
{
    [Function("SupplyRelief")]
    public async Task<Ok<ActDone>> Supply(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/supplement")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        SupplyForm form = await StrictJson.Read<SupplyForm>(http, cancellation);
        string[] consents = ConsentReading.Given(form.Consents ?? []);
        return await acts.Take(client, new ReliefCommand.Supply(consents), form.Version, form.Note, cancellation);
    }

    [Function("ExtendReliefSupplement")]
    public async Task<Ok<ActDone>> Extend(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/supplement-extension")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ApplicantForm form = await StrictJson.Read<ApplicantForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.ExtendSupplement(), form.Version, form.Note, cancellation);
    }

    [Function("RequestReliefReview")]
    public async Task<Ok<ActDone>> RequestReview(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/review-request")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ApplicantForm form = await StrictJson.Read<ApplicantForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.RequestReview(), form.Version, form.Note, cancellation);
    }

    [Function("ConfirmReliefReceipt")]
    public async Task<Ok<ActDone>> ConfirmReceipt(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/receipt")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ApplicantForm form = await StrictJson.Read<ApplicantForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.ConfirmReceipt(), form.Version, form.Note, cancellation);
    }
}
