using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Forms;
using Boai.Functions.Vault;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.DonationIntent;

/// <summary>One line for the national register: what is to be entered, changed or struck out there.</summary>
/// <param name="NationalNumber">Null when the entry is not known there yet.</param>
/// <param name="Name">Empty when a later entry of the person has taken it along.</param>
public sealed record NationalExportLine(
    string CaseNumber, IntentState State, string StateName, string? NationalNumber, string Name, string IdType, string IdNumber, string Scopes, DateTimeOffset Since);

/// <param name="NationalNumber">As the national register answered.</param>
public sealed record NationalReceiptForm(string NationalNumber);

/// <summary>What registrars and heads do with a form.</summary>
internal sealed class RegistrarEndpoint(CurrentRequest request, IntentActs acts, Worklist worklist, CaseStore cases, PersonVault vault)
{
    private const string Route = "donation-intents/{caseNumber}/";

    [Function("CheckIntent")]
    public async Task<Ok<IntentActDone>> Check(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "check")] HttpRequest http, string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        IntentCheckForm form = await StrictJson.Read<IntentCheckForm>(http, cancellation);
        return await acts.Take(new IntentCommand.CheckForm(form.Identity, await acts.RefusedElsewhere(cancellation)), form.Version, note: null, client, cancellation);
    }

    /// <summary>The second person of a home visit.</summary>
    [Function("ConfirmIntentCheck")]
    public async Task<Ok<IntentActDone>> Confirm(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "check-confirmation")] HttpRequest http, string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        IntentVersionForm form = await StrictJson.Read<IntentVersionForm>(http, cancellation);
        return await acts.Take(new IntentCommand.ConfirmCheck(await acts.RefusedElsewhere(cancellation)), form.Version, note: null, client, cancellation);
    }

    [Function("ClearIntentReview")]
    public async Task<Ok<IntentActDone>> ClearReview(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "legal-review")] HttpRequest http, string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        LegalReviewForm form = await StrictJson.Read<LegalReviewForm>(http, cancellation);
        return await acts.Take(
            new IntentCommand.ClearReview(form.OpinionDocumentId, await acts.RefusedElsewhere(cancellation)), form.Version, note: null, client, cancellation);
    }

    [Function("DeclineIntent")]
    public async Task<Ok<IntentActDone>> Decline(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "decline")] HttpRequest http, string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        IntentDeclineForm form = await StrictJson.Read<IntentDeclineForm>(http, cancellation);
        return await acts.Take(new IntentCommand.Decline(CauseCodes.Checked(form.ReasonCode)), form.Version, form.Note, client, cancellation);
    }

    /// <summary>The holder has died and donates nothing. The family is told nothing that it did not ask.</summary>
    [Function("LapseIntent")]
    public async Task<Ok<IntentActDone>> Lapse(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "lapse")] HttpRequest http, string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        IntentVersionForm form = await StrictJson.Read<IntentVersionForm>(http, cancellation);
        return await acts.Take(new IntentCommand.MarkLapsed(), form.Version, note: null, client, cancellation);
    }

    /// <summary>What the national register has not been told yet (≤ 24 h); each person's line is in the access log before it is given out.</summary>
    [Function("ListNationalExport")]
    public async Task<Ok<IReadOnlyList<NationalExportLine>>> Export(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "donation-intents/national-export")] HttpRequest http, CancellationToken cancellation)
    {
        List<NationalExportLine> lines = [];
        foreach (WorklistCase open in (await worklist.Of(UnitCode.City, cancellation))
            .Where(one => one.Programme == IntentProcess.Programme && one.Tasks.Any(task => task.Kind == IntentStations.ExportTask)))
        {
            if (await cases.Load<IntentFacts>(open.Number, cancellation) is { } stored)
            {
                lines.Add(await Line(stored, cancellation));
            }
        }

        http.HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok<IReadOnlyList<NationalExportLine>>([.. lines.OrderBy(line => line.Since)]);
    }

    [Function("RecordNationalReceipt")]
    public async Task<Ok<IntentActDone>> Receipt(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "national-receipt")] HttpRequest http, string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        NationalReceiptForm form = await StrictJson.Read<NationalReceiptForm>(http, cancellation);
        FieldErrors errors = new();
        string number = TextRules.Check(form.NationalNumber, "nationalNumber", maxCharacters: 60, errors);
        errors.ThrowIfAny();
        return await acts.Take(new IntentCommand.RecordExport(number), version: null, note: null, client, cancellation);
    }

    private async Task<NationalExportLine> Line(StoredCase<IntentFacts> stored, CancellationToken cancellation)
    {
        IntentState state = stored.Head.StateOf();
        IReadOnlyDictionary<string, string> person = await vault.Read(
            stored.Applicant, stored.Head.Number, [VaultField.Name, VaultField.IdType, VaultField.IdNumber], request.Purpose, cancellation);
        return new NationalExportLine(
            stored.Head.Number.Value, state, IntentWords.Of(state), stored.Facts.NationalNumber, person.GetValueOrDefault(VaultField.Name, ""),
            person.GetValueOrDefault(VaultField.IdType, ""), person.GetValueOrDefault(VaultField.IdNumber, ""),
            stored.Facts.Form is { } form ? IntentWords.Of(form.Scopes) : "", stored.Head.StateSince);
    }
}
