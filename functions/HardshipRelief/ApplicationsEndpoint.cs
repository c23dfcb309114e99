using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Forms;
using Boai.Functions.HardshipRelief.Application;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HardshipRelief;

/// <summary>What an applicant is told: the number, what happens next, and until when (handbook §20).</summary>
/// <param name="StateText">The short word of handbook §19.</param>
/// <param name="NextStep">In Chinese.</param>
/// <param name="ExpectedBy">When the next step should be over at the latest.</param>
public sealed record ApplicationReceived(
    string CaseNumber, PublicState State, string StateText, string NextStep, DateTimeOffset? ExpectedBy, int Version);

/// <param name="Content">The form as far as it is filled in, given back as it came.</param>
public sealed record DraftView(string CaseNumber, int Version, string Content);

/// <summary>F-05 困难救助申请: applying at once, or by way of a draft.</summary>
internal sealed class ApplicationsEndpoint(CurrentRequest request, Submission submission, Worklist worklist, PersonVault vault)
{
    [Function("ApplyForRelief")]
    public async Task<Created<ApplicationReceived>> Apply(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "public/hardship-relief/applications")] HttpRequest http,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ApplicationForm form = await StrictJson.Read<ApplicationForm>(http, cancellation);
        return await Opened(client, await submission.Open(form, cancellation), cancellation);
    }

    [Function("DraftRelief")]
    public async Task<Created<ApplicationReceived>> Draft(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "public/hardship-relief/drafts")] HttpRequest http,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        DraftForm form = await StrictJson.Read<DraftForm>(http, cancellation);
        return await Opened(client, await submission.OpenDraft(form, cancellation), cancellation);
    }

    [Function("ReadReliefDraft")]
    public async Task<Ok<DraftView>> ReadDraft(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hardship-relief/cases/{caseNumber}/draft")] HttpRequest http,
        string caseNumber, CancellationToken cancellation)
    {
        StoredHead draft = request.Case;
        IReadOnlyDictionary<string, string> dossier = await vault.Read(
            draft.Applicant, draft.Head.Number, [DossierFields.Draft], request.Purpose, cancellation);
        http.HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new DraftView(caseNumber, draft.Head.Version, dossier.GetValueOrDefault(DossierFields.Draft, "")));
    }

    /// <summary>Header <c>X-Case-Version</c> may name the version that the person saw.</summary>
    [Function("SubmitReliefDraft")]
    public async Task<Ok<ActDone>> SubmitDraft(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/submission")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ApplicationForm form = await StrictJson.Read<ApplicationForm>(http, cancellation);
        int? version = int.TryParse(http.Headers["X-Case-Version"].ToString(), out int seen) ? seen : null;
        return await ReliefActs.Answer(client, await submission.SubmitDraft(form, version, cancellation), cancellation);
    }

    private async Task<Created<ApplicationReceived>> Opened(DurableTaskClient client, CaseHead head, CancellationToken cancellation)
    {
        await worklist.Add(head, cancellation);
        await client.StartOnce(nameof(HardshipReliefApplication), head.Number, cancellation);
        ReliefState state = head.StateOf();
        PublicState shown = state.Shown();
        return TypedResults.Created($"/api/public/cases/{head.Number.Value}", new ApplicationReceived(
            head.Number.Value, shown, Errors.CaseProblemTexts.WordOf(shown), ReliefWords.Text($"next.{shown}"), head.Clock?.DueAt, head.Version));
    }
}
