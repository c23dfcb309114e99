using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Workflows.Cases;
using Boai.Workflows.MemorialCare;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.MemorialCare;

/// <param name="Version">The version that the person saw; absent for acts that depend on none.</param>
/// <param name="Note">Free text; sealed before it is stored.</param>
public sealed record CareActForm(int? Version = null, string? Note = null);

/// <summary>The family's written consent, and the name exactly as it is to be written.</summary>
/// <param name="ConsentId">A document of the case, of kind <c>memorial-consent</c>.</param>
public sealed record MemorialNameForm(string Name, bool Engraving, bool Online, string ConsentId, int? Version = null, string? Note = null)
{
    public override string ToString() => nameof(MemorialNameForm);
}

/// <summary>The name as the sheet says that the family has read and signed: entered anew, not copied.</summary>
/// <param name="ProofId">A document of the case, of kind <c>memorial-proof</c>.</param>
public sealed record MemorialProofForm(string Name, string ProofId, int? Version = null, string? Note = null)
{
    public override string ToString() => nameof(MemorialProofForm);
}

/// <param name="Position">位置编号, e.g. <c>A-03-12</c>.</param>
public sealed record EngravingForm(string Position, int? Version = null, string? Note = null);

/// <summary>What the family takes back.</summary>
public sealed record MemorialWithdrawalForm(bool Engraving, bool Online, int? Version = null, string? Note = null);

/// <summary>A case after an act.</summary>
/// <param name="StateName">In Chinese.</param>
public sealed record CareActDone(string CaseNumber, int Version, CareState State, string StateName);

/// <summary>The name for the proof sheet, with its code points.</summary>
/// <param name="CodePoints">E.g. <c>U+20BB7</c>, in order.</param>
public sealed record MemorialNameView(string Name, IReadOnlyList<string> CodePoints, bool ProofRead, bool Engraving, bool Online, string? Position);

/// <summary>Acts on a case of memory and care, by staff who did not witness.</summary>
internal sealed class CareEndpoint(CurrentRequest request, CaseDecisions decisions, CaseStore cases, MemorialNames names)
{
    private const string Route = "memorial-care/cases/{caseNumber}/";
    private const int LongestNote = 2_000;

    /// <summary>An occasion of care was kept.</summary>
    [Function("CompleteCare")]
    public async Task<Ok<CareActDone>> Complete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "care/{care}")] HttpRequest http, string caseNumber, string care,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        CareActForm form = await StrictJson.Read<CareActForm>(http, cancellation);
        CareKind kind = Enum.GetValues<CareKind>().FirstOrDefault(one => string.Equals(one.ToString(), care, StringComparison.OrdinalIgnoreCase), (CareKind)(-1));
        return await Take(new CareCommand.CompleteCare(kind), form.Version, form.Note, client, cancellation);
    }

    /// <summary>不再联系: absolute, and for good.</summary>
    [Function("EndFamilyContact")]
    public async Task<Ok<CareActDone>> EndContact(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "no-contact")] HttpRequest http, string caseNumber,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        // Whatever version the person saw: nothing that happened meanwhile may keep this from being written down.
        CareActForm form = await StrictJson.Read<CareActForm>(http, cancellation);
        return await Take(new CareCommand.EndContact(), version: null, form.Note, client, cancellation);
    }

    [Function("ProposeMemorialName")]
    public async Task<Ok<CareActDone>> Propose(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "memorial-name")] HttpRequest http, string caseNumber,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        MemorialNameForm form = await StrictJson.Read<MemorialNameForm>(http, cancellation);
        ExactName name = NameOf(form.Name);
        CareCommand.ProposeName command = new(form.Engraving, form.Online, form.ConsentId, names.DigestOf(request.Case.Head.Number, name));
        if (decisions.Try(request, request.Case.As<CareFacts>(), (file, deciding) => CareProcess.Apply(file, command, deciding), form.Version, form.Note)
            is CaseOutcome<CareFacts>.Accepted)
        {
            await names.Keep(request.Case.Applicant, request.Case.Head.Number, name, cancellation); // before the case says that it is there
        }

        return await Take(command, form.Version, form.Note, client, cancellation);
    }

    [Function("ProofReadMemorialName")]
    public async Task<Ok<CareActDone>> ProofRead(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "memorial-proof")] HttpRequest http, string caseNumber,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        MemorialProofForm form = await StrictJson.Read<MemorialProofForm>(http, cancellation);
        CareCommand.ProofReadName command = new(form.ProofId, names.DigestOf(request.Case.Head.Number, NameOf(form.Name)));
        return await Take(command, form.Version, form.Note, client, cancellation);
    }

    [Function("EngraveMemorialName")]
    public async Task<Ok<CareActDone>> Engrave(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "engraving")] HttpRequest http, string caseNumber,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        EngravingForm form = await StrictJson.Read<EngravingForm>(http, cancellation);
        return await Take(new CareCommand.EngraveName(form.Position), form.Version, form.Note, client, cancellation);
    }

    [Function("RemoveMemorialName")]
    public async Task<Ok<CareActDone>> Remove(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "engraving-removal")] HttpRequest http, string caseNumber,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        CareActForm form = await StrictJson.Read<CareActForm>(http, cancellation);
        return await Take(new CareCommand.RemoveName(), form.Version, form.Note, client, cancellation);
    }

    [Function("WithdrawMemorialName")]
    public async Task<Ok<CareActDone>> Withdraw(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "memorial-withdrawal")] HttpRequest http, string caseNumber,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        MemorialWithdrawalForm form = await StrictJson.Read<MemorialWithdrawalForm>(http, cancellation);
        return await Take(new CareCommand.WithdrawMemorial(form.Engraving, form.Online), version: null, form.Note, client, cancellation);
    }

    /// <summary>The name for the proof sheet, with its code points.</summary>
    [Function("ReadMemorialName")]
    public async Task<Ok<MemorialNameView>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "memorial-name")] HttpRequest http, string caseNumber, CancellationToken cancellation)
    {
        StoredCase<CareFacts> stored = request.Case.As<CareFacts>();
        MemorialWish wish = stored.Facts.Wish ?? throw new ProblemException(CareProblems.NoName);
        string name = await names.Read(stored, wish, request.Purpose, cancellation);
        http.HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new MemorialNameView(
            name, [.. name.EnumerateRunes().Select(rune => $"U+{rune.Value:X4}")], wish.ProofId is not null, wish.Engraving, wish.Online, wish.Position));
    }

    private async Task<Ok<CareActDone>> Take(CareCommand command, int? version, string? note, DurableTaskClient client, CancellationToken cancellation)
    {
        FieldErrors errors = new();
        string text = TextRules.Check(note, "note", LongestNote, errors, required: false, lines: true);
        errors.ThrowIfAny();
        Decided decided = await decisions.Decide<CareFacts>(request, (file, deciding) => CareProcess.Apply(file, command, deciding), version, text, cancellation);
        if (await cases.Load<CareFacts>(decided.Number, cancellation) is { } stored)
        {
            await names.Refresh(stored, cancellation); // what is taken back leaves the web before this answers
        }

        await client.CaseChanged(decided.Number, decided.Version, cancellation);
        CareState state = Enum.Parse<CareState>(decided.State);
        return TypedResults.Ok(new CareActDone(decided.Number.Value, decided.Version, state, CareWords.Of(state)));
    }

    private static ExactName NameOf(string text) =>
        ExactName.TryParse(text, out ExactName? name, out InputFault fault) ? name : throw new ProblemException(new Problem(InputErrors.CodeOf(fault), "name"));
}
