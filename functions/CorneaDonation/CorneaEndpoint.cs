using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Donations;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.HospitalMessages.Register;
using Boai.Functions.Identity;
using Boai.Functions.Vault;
using Boai.Workflows.CorneaDonation;
using Boai.Workflows.Cases;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.CorneaDonation;

/// <summary>F-03 死亡通知 for corneas or other tissue.</summary>
/// <param name="Items">Codes: <c>cornea-l</c>, <c>cornea-r</c>, <c>skin</c>, <c>bone</c>, <c>vessel</c>.</param>
public sealed record CorneaNoticeForm(
    TissueNoticeBy By, DeceasedPart Deceased, PlaceOfDeathPart Place, DateTimeOffset DiedAt, CallerPart Caller, IReadOnlyList<string> Items)
{
    public override string ToString() => nameof(CorneaNoticeForm);
}

/// <param name="Basis">What the donation rests on.</param>
public sealed record VerifyCorneaForm(TissueBasis Basis, bool ForensicClear, int? Version = null);

/// <param name="EyeBank">Unified social credit code.</param>
public sealed record DispatchEyeBankForm(string EyeBank, int? Version = null);

/// <summary>A case after it was opened.</summary>
/// <param name="NextStep">In Chinese.</param>
public sealed record CorneaNoticed(string CaseNumber, string StateName, string NextStep, int Version);

/// <summary>A case after an act.</summary>
/// <param name="StateName">In Chinese.</param>
public sealed record CorneaActDone(string CaseNumber, int Version, CorneaState State, string StateName);

/// <summary>Notices, and acts by whoever has a part in a case: desk, eye bank, city.</summary>
internal sealed class CorneaEndpoint(
    CurrentRequest request, CaseDecisions decisions, CorneaOpening opening, DeathNotices notices, DonationIndex index, IIntentRegister intents, HospitalRegister hospitals)
{
    private const string Route = "cornea-donation/cases/{caseNumber}/";
    private const int LongestNote = 2_000;

    private static readonly NamedActs<CorneaCommand> OfTheDesk = NamedActs<CorneaCommand>.None
        .With<CorneaCommand.NoteContraIndication>()
        .With<CorneaCommand.AgreeToResearch>()
        .With<CorneaCommand.DeclareEnd>()
        .Plain<CorneaCommand.ChangeMind>();

    private static readonly NamedActs<CorneaCommand> OfTheEyeBank = NamedActs<CorneaCommand>.None
        .With<CorneaCommand.NoteContraIndication>()
        .With<CorneaCommand.Retrieve>()
        .Plain<CorneaCommand.ConfirmShape>()
        .With<CorneaCommand.FileResult>()
        .With<CorneaCommand.DeclareEnd>();

    private static readonly NamedActs<CorneaCommand> OfTheCity = NamedActs<CorneaCommand>.None
        .Plain<CorneaCommand.Close>();

    /// <summary>Anybody who is with the deceased, day and night.</summary>
    [Function("NotifyCorneaDonation")]
    public async Task<Created<CorneaNoticed>> Notify(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "public/cornea-donation/notices")] HttpRequest http,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        await Open(await StrictJson.Read<CorneaNoticeForm>(http, cancellation), client, cancellation);

    /// <summary>The same, told to the duty desk by telephone.</summary>
    [Function("FileCorneaNotice")]
    public async Task<Created<CorneaNoticed>> File(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cornea-donation/notices")] HttpRequest http,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        await Open(await StrictJson.Read<CorneaNoticeForm>(http, cancellation), client, cancellation);

    /// <summary>The register of intents is asked by the system at this moment, where the deceased's number is known.</summary>
    [Function("VerifyCornea")]
    public async Task<Ok<CorneaActDone>> Verify(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "verification")] HttpRequest http, string caseNumber,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        VerifyCorneaForm form = await StrictJson.Read<VerifyCorneaForm>(http, cancellation);
        return await Take(new CorneaCommand.Verify(form.Basis, await Will(cancellation), form.ForensicClear), form.Version, note: null, client, cancellation);
    }

    /// <summary>An eye bank of the register is sent; a refusal that was filed meanwhile stops it.</summary>
    [Function("DispatchEyeBank")]
    public async Task<Ok<CorneaActDone>> Dispatch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "dispatch")] HttpRequest http, string caseNumber,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        DispatchEyeBankForm form = await StrictJson.Read<DispatchEyeBankForm>(http, cancellation);
        if (await hospitals.Find(form.EyeBank, cancellation) is not { } bank || !bank.Roles.Contains(HospitalRole.EyeBank))
        {
            throw new ProblemException(new Problem(DonationErrors.UnitUnknown, "eyeBank"));
        }

        if (await Will(cancellation) is TissueWill.Refused or TissueWill.WithdrawnSilently)
        {
            throw new ProblemException(CorneaProblems.Barred);
        }

        return await Take(new CorneaCommand.DispatchBank(bank.Code.Value), form.Version, note: null, client, cancellation);
    }

    [Function("ActOnCorneaAtDesk")]
    public Task<Ok<CorneaActDone>> Desk(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "desk/{act}")] HttpRequest http, string caseNumber, string act,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) => Take(http, OfTheDesk, act, client, cancellation);

    [Function("ActOnCorneaAsEyeBank")]
    public async Task<Ok<CorneaActDone>> EyeBank(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "eye-bank/{act}")] HttpRequest http, string caseNumber, string act,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        await hospitals.OwnerOf(request.Actor.StaffId, cancellation) is { } bank && bank == request.Case.As<CorneaFacts>().Facts.EyeBank
            ? await Take(http, OfTheEyeBank, act, client, cancellation)
            : throw new ProblemException(DonationErrors.OtherUnit);

    [Function("ActOnCorneaForCity")]
    public Task<Ok<CorneaActDone>> City(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "city/{act}")] HttpRequest http, string caseNumber, string act,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) => Take(http, OfTheCity, act, client, cancellation);

    private async Task<Created<CorneaNoticed>> Open(CorneaNoticeForm form, DurableTaskClient client, CancellationToken cancellation)
    {
        ReadNotice notice = notices.Read(form.Deceased, form.Place, form.Caller);
        CaseNumber number = request.NewCaseNumber(notice.District);
        Actor actor = request.Caller is Caller.Staff ? request.Actor : new Actor("public", Roles.Public, notice.District);
        Deciding deciding = decisions.Opening(actor, request.DecisionId);
        CorneaFacts facts = new(form.By, deciding.At, form.DiedAt.ToUniversalTime(), notice.District.Value, form.Items);
        CaseHead head = await opening.Open(number, notice, facts, deciding, client, cancellation);
        return TypedResults.Created(
            $"/api/public/cases/{head.Number.Value}", new CorneaNoticed(head.Number.Value, CorneaWords.Of(head.StateOf()), CorneaWords.Text("next"), head.Version));
    }

    private async Task<TissueWill> Will(CancellationToken cancellation) =>
        await index.PersonOf(request.Case.Head.Number, cancellation) is { } person
            ? await intents.Ask(person, DonatedGroup.Cornea, cancellation) switch
            {
                RegisteredWill.Refused => TissueWill.Refused,
                RegisteredWill.WithdrawnSilently => TissueWill.WithdrawnSilently,
                RegisteredWill.Valid => TissueWill.Valid,
                _ => TissueWill.None,
            }
            : TissueWill.None;

    private async Task<Ok<CorneaActDone>> Take(
        HttpRequest http, NamedActs<CorneaCommand> acts, string act, DurableTaskClient client, CancellationToken cancellation) =>
        acts.TryRead(act, await StrictJson.ReadAll(http, cancellation), out NamedAct<CorneaCommand>? read)
            ? await Take(read.Command, read.Version, read.Note, client, cancellation)
            : throw new ProblemException(DonationErrors.ActUnknown);

    private async Task<Ok<CorneaActDone>> Take(CorneaCommand command, int? version, string? note, DurableTaskClient client, CancellationToken cancellation)
    {
        FieldErrors errors = new();
        string text = TextRules.Check(note, "note", LongestNote, errors, required: false, lines: true);
        errors.ThrowIfAny();
        Decided decided = await decisions.Decide<CorneaFacts>(request, (file, deciding) => CorneaProcess.Apply(file, command, deciding), version, text, cancellation);
        await client.CaseChanged(decided.Number, decided.Version, cancellation);
        CorneaState state = Enum.Parse<CorneaState>(decided.State);
        return TypedResults.Ok(new CorneaActDone(decided.Number.Value, decided.Version, state, CorneaWords.Of(state)));
    }
}
