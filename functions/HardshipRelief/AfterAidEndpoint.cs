using Boai.Functions.Forms;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HardshipRelief;

/// <param name="AfterDays">Which of the planned calls: 30 or 180 by default.</param>
public sealed record FollowUpForm(int Version, int AfterDays, FollowUpOutcome Outcome, string? Note = null);

/// <param name="CauseCode">Lower-case words joined by hyphens, for example <c>fraud-suspected</c>.</param>
/// <param name="Note">What is suspected: needed.</param>
public sealed record InvestigateForm(int Version, string CauseCode, string Note);

/// <param name="Note">The findings: needed.</param>
public sealed record FindingForm(int Version, InvestigationFinding Finding, string Note);

/// <param name="RecoveredFen">What came back, in fen.</param>
/// <param name="HandedOver">Whether the rest was handed over to the authorities (移送).</param>
public sealed record RecoveryForm(int Version, long RecoveredFen, bool HandedOver, string? Note = null);

/// <summary>States 9 and 11: calls after the aid, and what is done when something is wrong.</summary>
internal sealed class AfterAidEndpoint(ReliefActs acts)
{
    [Function("RecordReliefFollowUp")]
    public async Task<Ok<ActDone>> FollowUp(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/follow-up")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        FollowUpForm form = await StrictJson.Read<FollowUpForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.RecordFollowUp(form.AfterDays, form.Outcome), form.Version, form.Note, cancellation);
    }

    [Function("InvestigateRelief")]
    public async Task<Ok<ActDone>> Investigate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/investigation")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        InvestigateForm form = await StrictJson.Read<InvestigateForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.Investigate(CauseCodes.Checked(form.CauseCode)), form.Version, form.Note, cancellation);
    }

    [Function("FileReliefFinding")]
    public async Task<Ok<ActDone>> FileFinding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/finding")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        FindingForm form = await StrictJson.Read<FindingForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.FileFinding(form.Finding), form.Version, form.Note, cancellation);
    }

    [Function("ConfirmReliefFinding")]
    public async Task<Ok<ActDone>> ConfirmFinding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/finding-confirmation")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ConfirmForm form = await StrictJson.Read<ConfirmForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.ConfirmFinding(), form.Version, form.Note, cancellation);
    }

    [Function("SettleReliefRecovery")]
    public async Task<Ok<ActDone>> Settle(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/recovery")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        RecoveryForm form = await StrictJson.Read<RecoveryForm>(http, cancellation);
        ReliefCommand.SettleRecovery command = new(new Money(form.RecoveredFen), form.HandedOver);
        return await acts.Take(client, command, form.Version, form.Note, cancellation);
    }
}
