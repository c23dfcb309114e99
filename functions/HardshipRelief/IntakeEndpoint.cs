using Boai.Functions.Forms;
using Boai.Workflows.HardshipRelief;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HardshipRelief;

/// <param name="Version">The version of the case that the person saw.</param>
/// <param name="Note">Reasons; needed when aid was granted for the same cause or in the same year before.</param>
public sealed record AcceptForm(int Version, string? Note = null);

/// <param name="Items">Kinds of documents, and consents as <c>consent.{code}</c>: everything that is missing, at once (一次性告知).</param>
public sealed record SupplementForm(int Version, IReadOnlyList<string> Items, string? Note = null);

/// <param name="Grounds">Every ground that applies, <c>r01</c> … <c>r09</c> (handbook §19).</param>
/// <param name="Note">The reasons in words: the applicant is owed them in writing.</param>
public sealed record RefuseForm(int Version, IReadOnlyList<RefusalGround> Grounds, string Note);

/// <summary>State 3 受理审查: accept, ask once for everything that is missing, or refuse as out of scope.</summary>
internal sealed class IntakeEndpoint(ReliefActs acts)
{
    [Function("AcceptRelief")]
    public async Task<Ok<ActDone>> Accept(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/acceptance")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        AcceptForm form = await StrictJson.Read<AcceptForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.Accept(), form.Version, form.Note, cancellation);
    }

    [Function("RequestReliefSupplement")]
    public async Task<Ok<ActDone>> RequestSupplement(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/supplement-request")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        SupplementForm form = await StrictJson.Read<SupplementForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.RequestSupplement(form.Items), form.Version, form.Note, cancellation);
    }

    /// <summary>Refuses at intake or after the first opinion; at the approval the level whose turn it is.</summary>
    [Function("RefuseRelief")]
    public async Task<Ok<ActDone>> Refuse(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/refusal")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        RefuseForm form = await StrictJson.Read<RefuseForm>(http, cancellation);
        return await acts.Take(client, new ReliefCommand.Refuse(form.Grounds), form.Version, form.Note, cancellation);
    }
}
