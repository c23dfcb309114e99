using System.Security.Cryptography;
using Boai.Functions.Access;
using Boai.Functions.Audit;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.DonationIntent;

/// <param name="Group">What it is about.</param>
/// <param name="Meaning">What registering it means, in Chinese.</param>
/// <param name="ConsentText">单独同意 to the processing of data for it.</param>
public sealed record FormScope(IntentGroup Group, string Name, string Meaning, string ConsentText);

/// <summary>What the form shows before anybody fills it in (handbook §7.2): free, voluntary, to be withdrawn at any time; no reward.</summary>
/// <param name="Version">To be sent back with the form and each consent.</param>
public sealed record IntentFormTexts(string Version, IReadOnlyList<string> Introduction, IReadOnlyList<FormScope> Scopes);

/// <summary>Who is asked about.</summary>
public sealed record StandingQuery(string IdType, string IdNumber, string? IssuedBy = null)
{
    public override string ToString() => nameof(StandingQuery);
}

/// <summary>What the branch's register says of a person at an instant. The national register is asked apart.</summary>
public sealed record StandingAnswer(DateTimeOffset AskedAt, RegisteredWill Organs, RegisteredWill Body, RegisteredWill Cornea, RegisteredWill OtherTissue);

/// <summary>F-01 and the negative register: forms come in, and the register is asked.</summary>
internal sealed class IntentsEndpoint(
    CurrentRequest request, IntentOpening opening, IntentSettlement settlement, IntentRegisterDesk register, PersonVault vault, AccessLog log, TimeProvider time)
{
    [Function("ReadIntentForm")]
    public static Ok<IntentFormTexts> Form([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "public/donation-intents/form")] HttpRequest http) =>
        TypedResults.Ok(new IntentFormTexts(
            IntentRegistrationForm.CurrentVersion, IntentWords.Text("form.introduction").Split('\n'),
            [
                .. Enum.GetValues<IntentGroup>().Select(group => new FormScope(
                    group, IntentWords.Of(group), IntentWords.Text($"form.meaning.{group}"), IntentWords.Text("form.consent", ("group", IntentWords.Of(group))))),
            ]));

    /// <summary>By the holder alone, without an account.</summary>
    [Function("RegisterIntent")]
    public async Task<Created<IntentReceived>> Register(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "public/donation-intents")] HttpRequest http, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        await Register(await StrictJson.Read<IntentRegistrationForm>(http, cancellation), client, cancellation);

    /// <summary>A form on paper, at the office, on a home visit or at an event, is filed by an officer with the signed original.</summary>
    [Function("FileIntent")]
    public async Task<Created<IntentReceived>> File(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "donation-intents")] HttpRequest http, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        await Register(await StrictJson.Read<IntentRegistrationForm>(http, cancellation), client, cancellation);

    /// <summary>明示不同意, whether registered or not.</summary>
    [Function("RefuseDonation")]
    public async Task<Created<IntentReceived>> Refuse(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "public/donation-refusals")] HttpRequest http, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        await Opened(await opening.Refuse(await StrictJson.Read<RefusalForm>(http, cancellation), cancellation), client, cancellation);

    /// <summary>The same, taken down by an officer or the duty desk.</summary>
    [Function("FileRefusal")]
    public async Task<Created<IntentReceived>> FileRefusal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "donation-refusals")] HttpRequest http, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        await Opened(await opening.Refuse(await StrictJson.Read<RefusalForm>(http, cancellation), cancellation), client, cancellation);

    /// <summary>For body and corneas, and for whoever must know at once; the access log has its line before the answer.</summary>
    [Function("AskIntentRegister")]
    public async Task<Ok<StandingAnswer>> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "donation-intents/standing")] HttpRequest http, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        StandingQuery query = await StrictJson.Read<StandingQuery>(http, cancellation);
        PersonId id = IdOf(query);
        KnownPerson? person = await vault.Find(id.Kind.Code(), id.Normalized, cancellation);
        await log.Write(request.Purpose.Line(person?.Subject.Value ?? "unknown-person", "C4:donation-will", AccessResult.Read), cancellation);
        http.HttpContext.Response.Headers.CacheControl = "no-store";
        async Task<RegisteredWill> Of(IntentGroup group) => person is null ? RegisteredWill.None : await register.Ask(person.Subject, group, cancellation);
        return TypedResults.Ok(new StandingAnswer(
            time.GetUtcNow(), await Of(IntentGroup.Organs), await Of(IntentGroup.Body), await Of(IntentGroup.Cornea), await Of(IntentGroup.OtherTissue)));
    }

    private async Task<Created<IntentReceived>> Register(IntentRegistrationForm form, DurableTaskClient client, CancellationToken cancellation)
    {
        byte[] writing = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(form, StrictJson.Options);
        return await Opened(await opening.Register(form, Convert.ToHexStringLower(SHA256.HashData(writing)), cancellation), client, cancellation);
    }

    private async Task<Created<IntentReceived>> Opened(CaseHead head, DurableTaskClient client, CancellationToken cancellation)
    {
        await settlement.Settle(head.Number, client, cancellation);
        IntentState state = head.StateOf();
        return TypedResults.Created(
            $"/api/public/cases/{head.Number.Value}",
            new IntentReceived(head.Number.Value, state, IntentWords.Of(state), IntentWords.Text($"next.{state}"), head.Version));
    }

    private PersonId IdOf(StandingQuery query)
    {
        FieldErrors errors = new();
        if (PersonIdKinds.FromCode(query.IdType) is not { } kind || kind == PersonIdKind.Unknown)
        {
            errors.Add("idType", InputFault.PersonIdKindUnknown);
        }
        else if (PersonId.TryParse(kind, query.IdNumber.Trim(), query.IssuedBy, ChinaCalendar.DateOf(time.GetUtcNow()), out PersonId? id, out InputFault fault))
        {
            return id;
        }
        else
        {
            errors.Add("idNumber", fault);
        }

        throw new ProblemException(errors.Problems);
    }
}
