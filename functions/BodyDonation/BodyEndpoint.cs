using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Donations;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.HospitalMessages.Register;
using Boai.Functions.Identity;
using Boai.Functions.Vault;
using Boai.Workflows.BodyDonation;
using Boai.Workflows.Cases;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.BodyDonation;

/// <summary>F-03 死亡通知 for a body donation (CQ-BODY 17).</summary>
public sealed record BodyNoticeForm(NoticeBy By, DeceasedPart Deceased, PlaceOfDeathPart Place, DateTimeOffset DiedAt, CallerPart Caller)
{
    public override string ToString() => nameof(BodyNoticeForm);
}

/// <param name="Basis">What the donation rests on.</param>
public sealed record VerifyBodyForm(BodyBasis Basis, bool ForensicClear, int? Version = null);

/// <param name="Unit">Unified social credit code.</param>
public sealed record DispatchUnitForm(string Unit, int? Version = null);

/// <summary>A case after it was opened.</summary>
/// <param name="NextStep">In Chinese.</param>
public sealed record BodyNoticed(string CaseNumber, string StateName, string NextStep, int Version);

/// <summary>A case after an act.</summary>
/// <param name="StateName">In Chinese.</param>
public sealed record BodyActDone(string CaseNumber, int Version, BodyState State, string StateName);

/// <summary>What the family is told: how far it is, and nothing of the use.</summary>
public sealed record BodyFamilyStatus(string CaseNumber, string Status);

/// <summary>Notices, and acts by whoever has a part in a case: desk, receiving unit, city.</summary>
internal sealed class BodyEndpoint(
    CurrentRequest request, CaseDecisions decisions, BodyOpening opening, DeathNotices notices, DonationIndex index, IIntentRegister intents, HospitalRegister hospitals)
{
    private const string Route = "body-donation/cases/{caseNumber}/";
    private const int LongestNote = 2_000;

    private static readonly NamedActs<BodyCommand> OfTheDesk = NamedActs<BodyCommand>.None
        .With<BodyCommand.DeclareUnfit>()
        .With<BodyCommand.ChooseAshes>()
        .Plain<BodyCommand.ChangeMind>()
        .With<BodyCommand.Arrive>()
        .Plain<BodyCommand.TellAuthority>();

    private static readonly NamedActs<BodyCommand> OfTheUnit = NamedActs<BodyCommand>.None
        .With<BodyCommand.Arrive>()
        .With<BodyCommand.HandOver>()
        .With<BodyCommand.DeclineOnSite>()
        .With<BodyCommand.FileReport>()
        .With<BodyCommand.BeginUse>()
        .With<BodyCommand.FileSummary>()
        .With<BodyCommand.Cremate>();

    private static readonly NamedActs<BodyCommand> OfTheCity = NamedActs<BodyCommand>.None
        .With<BodyCommand.FileReport>()
        .With<BodyCommand.FileSummary>()
        .With<BodyCommand.Cremate>()
        .Plain<BodyCommand.Archive>()
        .Plain<BodyCommand.TellAuthority>();

    /// <summary>Anybody who is with the deceased, day and night.</summary>
    [Function("NotifyBodyDonation")]
    public async Task<Created<BodyNoticed>> Notify(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "public/body-donation/notices")] HttpRequest http,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        await Open(await StrictJson.Read<BodyNoticeForm>(http, cancellation), client, cancellation);

    /// <summary>The same, told to the duty desk by telephone.</summary>
    [Function("FileBodyNotice")]
    public async Task<Created<BodyNoticed>> File(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "body-donation/notices")] HttpRequest http,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        await Open(await StrictJson.Read<BodyNoticeForm>(http, cancellation), client, cancellation);

    /// <summary>The register of intents is asked by the system at this moment, where the deceased's number is known.</summary>
    [Function("VerifyBody")]
    public async Task<Ok<BodyActDone>> Verify(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "verification")] HttpRequest http, string caseNumber,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        VerifyBodyForm form = await StrictJson.Read<VerifyBodyForm>(http, cancellation);
        return await Take(new BodyCommand.Verify(form.Basis, await Will(cancellation), form.ForensicClear), form.Version, note: null, client, cancellation);
    }

    /// <summary>A receiving unit of the register is sent; a refusal that was filed meanwhile stops it.</summary>
    [Function("DispatchReceivingUnit")]
    public async Task<Ok<BodyActDone>> Dispatch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "dispatch")] HttpRequest http, string caseNumber,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        DispatchUnitForm form = await StrictJson.Read<DispatchUnitForm>(http, cancellation);
        if (await hospitals.Find(form.Unit, cancellation) is not { } unit || !unit.Roles.Contains(HospitalRole.ReceivingUnit))
        {
            throw new ProblemException(new Problem(DonationErrors.UnitUnknown, "unit"));
        }

        if (await Will(cancellation) is BodyWill.Refused or BodyWill.WithdrawnSilently)
        {
            throw new ProblemException(BodyProblems.Barred);
        }

        return await Take(new BodyCommand.DispatchUnit(unit.Code.Value, unit.TakesBodiesAfterOrgans), form.Version, note: null, client, cancellation);
    }

    [Function("ActOnBodyAtDesk")]
    public Task<Ok<BodyActDone>> Desk(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "desk/{act}")] HttpRequest http, string caseNumber, string act,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) => Take(http, OfTheDesk, act, client, cancellation);

    [Function("ActOnBodyAsUnit")]
    public async Task<Ok<BodyActDone>> Unit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "unit/{act}")] HttpRequest http, string caseNumber, string act,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        await hospitals.OwnerOf(request.Actor.StaffId, cancellation) is { } unit && unit == request.Case.As<BodyFacts>().Facts.Current?.Unit
            ? await Take(http, OfTheUnit, act, client, cancellation)
            : throw new ProblemException(DonationErrors.OtherUnit);

    [Function("ActOnBodyForCity")]
    public Task<Ok<BodyActDone>> City(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "city/{act}")] HttpRequest http, string caseNumber, string act,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) => Take(http, OfTheCity, act, client, cancellation);

    /// <summary>For whoever gave the notice: three words, and nothing of the use (handbook §7.4).</summary>
    [Function("ReadBodyFamilyStatus")]
    public Ok<BodyFamilyStatus> Family(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "family-status")] HttpRequest http, string caseNumber)
    {
        BodyState state = request.Case.Head.StateOf();
        string shown = state switch
        {
            BodyState.Accepted or BodyState.InUse => "family.Accepted",
            BodyState.Cremated => "family.Cremated",
            BodyState.Archived => "family.Archived",
            _ => "family.none",
        };
        return TypedResults.Ok(new BodyFamilyStatus(caseNumber, state.IsOver() && state != BodyState.Archived ? BodyWords.Of(state) : BodyWords.Text(shown)));
    }

    private async Task<Created<BodyNoticed>> Open(BodyNoticeForm form, DurableTaskClient client, CancellationToken cancellation)
    {
        ReadNotice notice = notices.Read(form.Deceased, form.Place, form.Caller);
        CaseNumber number = request.NewCaseNumber(notice.District);
        Actor actor = request.Caller is Caller.Staff ? request.Actor : new Actor("public", Roles.Public, notice.District);
        Deciding deciding = decisions.Opening(actor, request.DecisionId);
        BodyFacts facts = new(form.By, deciding.At, form.DiedAt.ToUniversalTime(), notice.District.Value);
        CaseHead head = await opening.Open(number, notice, facts, deciding, client, cancellation);
        return TypedResults.Created(
            $"/api/public/cases/{head.Number.Value}", new BodyNoticed(head.Number.Value, BodyWords.Of(head.StateOf()), BodyWords.Text("next"), head.Version));
    }

    private async Task<BodyWill> Will(CancellationToken cancellation) =>
        await index.PersonOf(request.Case.Head.Number, cancellation) is { } person
            ? await intents.Ask(person, DonatedGroup.Body, cancellation) switch
            {
                RegisteredWill.Refused => BodyWill.Refused,
                RegisteredWill.WithdrawnSilently => BodyWill.WithdrawnSilently,
                RegisteredWill.Valid => BodyWill.Valid,
                _ => BodyWill.None,
            }
            : BodyWill.None;

    private async Task<Ok<BodyActDone>> Take(
        HttpRequest http, NamedActs<BodyCommand> acts, string act, DurableTaskClient client, CancellationToken cancellation) =>
        acts.TryRead(act, await StrictJson.ReadAll(http, cancellation), out NamedAct<BodyCommand>? read)
            ? await Take(read.Command, read.Version, read.Note, client, cancellation)
            : throw new ProblemException(DonationErrors.ActUnknown);

    private async Task<Ok<BodyActDone>> Take(BodyCommand command, int? version, string? note, DurableTaskClient client, CancellationToken cancellation)
    {
        FieldErrors errors = new();
        string text = TextRules.Check(note, "note", LongestNote, errors, required: false, lines: true);
        errors.ThrowIfAny();
        Decided decided = await decisions.Decide<BodyFacts>(request, (file, deciding) => BodyProcess.Apply(file, command, deciding), version, text, cancellation);
        await client.CaseChanged(decided.Number, decided.Version, cancellation);
        BodyState state = Enum.Parse<BodyState>(decided.State);
        return TypedResults.Ok(new BodyActDone(decided.Number.Value, decided.Version, state, BodyWords.Of(state)));
    }
}
