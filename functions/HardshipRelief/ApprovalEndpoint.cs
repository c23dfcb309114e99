using Boai.Functions.Forms;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HardshipRelief;

/// <param name="AmountFen">In fen; at most what was proposed and made public.</param>
/// <param name="FundId">Where the money comes from.</param>
/// <param name="MinutesId">Number of the minutes, where the level decides collectively (集体研究).</param>
public sealed record ApproveForm(int Version, long AmountFen, string FundId, string? MinutesId = null, string? Note = null);

/// <param name="AmountFen">In fen; at most the limit of urgent aid.</param>
public sealed record UrgentForm(int Version, long AmountFen, string FundId, string? Note = null);

/// <param name="To"><c>verification</c>, <c>firstOpinion</c>, or in the review of a case that was never accepted <c>intake</c>.</param>
/// <param name="Note">Why: needed.</param>
public sealed record ReturnForm(int Version, ReliefState To, string Note);

/// <param name="Note">Why: needed.</param>
public sealed record UpholdForm(int Version, string Note);

/// <summary>State 7 审批, the review of a refusal, and 急难救助: the acts that decide about money.</summary>
internal sealed class ApprovalEndpoint(ReliefActs acts, ReliefGrants grants)
{
    [Function("ApproveRelief")]
    public async Task<Ok<ActDone>> Approve(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/approval")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ApproveForm form = await StrictJson.Read<ApproveForm>(http, cancellation);
        return await grants.Take(
            client, ReliefFund.Read(form.FundId), prior => new ReliefCommand.Approve(new Money(form.AmountFen), form.FundId, form.MinutesId, prior),
            form.Version, form.Note, cancellation);
    }

    [Function("PayReliefUrgently")]
    public async Task<Ok<ActDone>> PayUrgently(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/urgent-payment")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        UrgentForm form = await StrictJson.Read<UrgentForm>(http, cancellation);
        return await grants.Take(
            client, ReliefFund.Read(form.FundId), _ => new ReliefCommand.PayUrgently(new Money(form.AmountFen), form.FundId),
            form.Version, form.Note, cancellation);
    }

    [Function("ReturnRelief")]
    public async Task<Ok<ActDone>> Return(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/return")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ReturnForm form = await StrictJson.Read<ReturnForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.Return(form.To), form.Version, form.Note, cancellation);
    }

    [Function("UpholdReliefRefusal")]
    public async Task<Ok<ActDone>> Uphold(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/refusal-upheld")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        UpholdForm form = await StrictJson.Read<UpholdForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.UpholdRefusal(), form.Version, form.Note, cancellation);
    }
}
