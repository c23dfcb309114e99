using System.Text.Json;
using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HardshipRelief;

/// <param name="DocumentId">A document of kind <c>board-photo</c> in the case.</param>
/// <param name="LastDay">Whether it shows the board on the last day rather than on the first.</param>
/// <param name="TakenOn">Beijing day of the photograph.</param>
public sealed record EvidenceForm(int Version, string DocumentId, bool LastDay, DateOnly TakenOn, string? Note = null);

/// <summary>F-22 公示异议. Name and phone may be left out; then nobody can be told the result.</summary>
public sealed record ObjectionForm(string Reason, string? Name = null, string? Phone = null)
{
    public override string ToString() => nameof(ObjectionForm);
}

/// <param name="Message">What happens next, in Chinese.</param>
public sealed record ObjectionReceived(string ObjectionId, string Message);

/// <summary>States 6 and 6': the list on the web, the photographs of the board, and objections by anybody.</summary>
internal sealed class PublicityEndpoint(
    CurrentRequest request, ReliefActs acts, PublicList list, CaseDecisions decisions, CaseStore cases, Objectors objectors, TimeProvider time)
{
    private const int LongestReason = 1_000;

    [Function("ReadReliefPublicity")]
    public async Task<Ok<IReadOnlyList<PublicLine>>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "public/hardship-relief/publicity/{unit}")] HttpRequest http,
        string unit, CancellationToken cancellation) =>
        TypedResults.Ok(await list.Of(Parse(unit), Today, cancellation));

    [Function("FileReliefPublicityEvidence")]
    public async Task<Ok<ActDone>> FileEvidence(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/publicity-evidence")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        EvidenceForm form = await StrictJson.Read<EvidenceForm>(http, cancellation);
        ReliefCommand.FilePublicityEvidence command = new(form.LastDay, form.DocumentId, form.TakenOn);
        return await acts.Take(client, command, form.Version, form.Note, cancellation);
    }

    [Function("ObjectToRelief")]
    public async Task<Accepted<ObjectionReceived>> Object(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "public/hardship-relief/publicity/{unit}/{listingId}/objections")] HttpRequest http,
        string unit, string listingId, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ObjectionForm form = await StrictJson.Read<ObjectionForm>(http, cancellation);
        Objector objector = Read(form);
        CaseNumber number = await list.CaseOf(Parse(unit), listingId, Today, cancellation)
            ?? throw new ProblemException(ReliefErrors.ListingUnknown);
        StoredHead stored = await cases.Find(number, cancellation)
            ?? throw new InvalidOperationException($"The public list names case {number}, which has no partition.");

        string id = request.DecisionId;
        SystemStep step = await decisions.StepBy<ReliefFacts>(
            new Actor("anonymous", Roles.Public, stored.Head.Owner), number,
            (file, deciding) => ReliefProcess.Apply(file, new ReliefCommand.RaiseObjection(id), deciding), id,
            await objectors.SealReason(stored, objector, cancellation), cancellation, [await objectors.Row(stored, id, objector, cancellation)]);
        if (step is SystemStep.Refused refused)
        {
            // Anybody may ask: how the case went on is none of their business.
            CaseProblem told = refused.Problem.Code == CaseProblems.State ? CaseProblem.Of(ReliefProblems.ObjectionWindow) : refused.Problem;
            throw new ProblemException(decisions.InWords(told, stored.Head));
        }

        await client.CaseChanged(number, ((SystemStep.Done)step).Decided.Version, cancellation);
        return TypedResults.Accepted((string?)null, new ObjectionReceived(id, ReliefWords.Text(
            objector.Phone is null ? "objection.received-anonymously" : "objection.received")));
    }

    [Function("RemoveExpiredReliefListings")]
    public Task RemoveExpired([TimerTrigger("0 10 0 * * *")] TimerInfo timer, CancellationToken cancellation) => list.RemoveExpired(Today, cancellation);

    private DateOnly Today => ChinaCalendar.DateOf(time.GetUtcNow());

    private static Objector Read(ObjectionForm form)
    {
        FieldErrors errors = new();
        string reason = TextRules.Check(form.Reason, "reason", LongestReason, errors, lines: true);
        PersonName? name = null;
        if (form.Name is not null && !PersonName.TryParse(form.Name.Trim(), out name, out InputFault fault))
        {
            errors.Add("name", fault);
        }

        PhoneNumber? phone = null;
        if (form.Phone is not null && !PhoneNumber.TryParse(form.Phone.Trim(), out phone, out InputFault phoneFault))
        {
            errors.Add("phone", phoneFault);
        }

        errors.ThrowIfAny();
        return new Objector(reason, name?.Reveal(), phone?.Reveal());
    }

    private static UnitCode Parse(string unit) =>
        UnitCode.TryParse(unit, out UnitCode? code, out InputFault fault)
            ? code
            : throw new ProblemException(new Problem(InputErrors.CodeOf(fault), "unit"));
}
