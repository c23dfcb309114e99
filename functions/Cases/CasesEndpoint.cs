using Boai.Functions.Access;
using Boai.Functions.Audit;
using Boai.Functions.Errors;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.Cases;

/// <summary>A case as staff see it: opaque ids, codes, amounts, and the applicant masked.</summary>
/// <param name="StateName">The state in Chinese.</param>
/// <param name="Applicant">Null when the applicant's data was destroyed.</param>
/// <param name="Facts">The programme's facts, without personal data: of the shape of its <see cref="ICaseProgramme{TFacts}"/>.</param>
public sealed record CaseView(CaseHead Head, string StateName, MaskedPerson? Applicant, object Facts);

/// <summary>One line of a case's history.</summary>
/// <param name="HasNote">Whether a sealed note can be read for a purpose.</param>
public sealed record EventView(int Seq, string Kind, DateTimeOffset At, string ActorId, string Role, string? ReasonCode, bool HasNote);

/// <summary>A note in the clear.</summary>
public sealed record NoteView(int Seq, string Note);

/// <summary>Reading cases of any programme.</summary>
public sealed class CasesEndpoint(CurrentRequest request, CaseStore cases, CaseProgrammes programmes, PersonVault vault)
{
    [Function("ReadCase")]
    public async Task<Ok<CaseView>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}")] HttpRequest http, string caseNumber, CancellationToken cancellation)
    {
        StoredHead stored = request.Case;
        ICaseProgramme programme = programmes.Of(stored.Head);
        MaskedPerson? applicant = await vault.Masked(stored.Applicant, stored.Head.Number, cancellation);
        return TypedResults.Ok(new CaseView(stored.Head, programme.StateNameOf(stored.Head), applicant, programme.FactsForStaff(stored)));
    }

    [Function("ReadCaseEvents")]
    public async Task<Ok<IReadOnlyList<EventView>>> Events(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}/events")] HttpRequest http, string caseNumber, CancellationToken cancellation)
    {
        IReadOnlyList<CaseEvent> events = await cases.Events(request.Case.Head.Number, cancellation);
        IReadOnlyList<EventView> views =
            [.. events.Select(entry => new EventView(entry.Seq, entry.Kind, entry.At, entry.ActorId, entry.Role, entry.ReasonCode, entry.SealedNote is not null))];
        return TypedResults.Ok(views);
    }

    [Function("ReadCaseNote")]
    public async Task<Ok<NoteView>> Note(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}/events/{seq:int}/note")] HttpRequest http,
        string caseNumber, int seq, CancellationToken cancellation)
    {
        CaseEvent? entry = await cases.Event(request.Case.Head.Number, seq, cancellation);
        if (entry?.SealedNote is not { } note)
        {
            throw new ProblemException(PlatformErrors.CaseNoteUnknown);
        }

        string text = await vault.Unseal(request.Case.Applicant, note, CaseDecisions.NoteContext(request.Case.Head.Number), request.Purpose, cancellation);
        return TypedResults.Ok(new NoteView(seq, text));
    }

    [Function("ReadApplicant")]
    public async Task<Ok<IReadOnlyDictionary<string, string>>> Applicant(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}/applicant")] HttpRequest http, string caseNumber, CancellationToken cancellation)
    {
        StoredHead stored = request.Case;
        IReadOnlyCollection<string> fields = programmes.Of(stored.Head).ApplicantFieldsFor(request.Actor.Role);
        http.HttpContext.Response.Headers.CacheControl = "no-store";
        return fields.Count == 0
            ? throw new ProblemException(PlatformErrors.AccessRole)
            : TypedResults.Ok(await vault.Read(stored.Applicant, stored.Head.Number, fields, request.Purpose, cancellation));
    }
}
