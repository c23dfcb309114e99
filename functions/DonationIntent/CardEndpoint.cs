using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.HospitalMessages.Register;
using Boai.Functions.OpenApi;
using Boai.Functions.Printing;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using System.Globalization;

namespace Boai.Functions.DonationIntent;

/// <param name="Phone">Null where none is registered: then the Red Cross's own number leads on.</param>
public sealed record CardContactView(CardContact Kind, string KindName, string Name, string? Phone);

/// <summary>志愿捐献卡 as its holder sees it (CQ-BODY 12).</summary>
/// <param name="Scopes">What is donated, in one line.</param>
public sealed record CardView(
    string Number, int Edition, DateOnly IssuedOn, string HolderName, string Scopes, IReadOnlyList<CardContactView> Contacts);

/// <summary>A holder's own entry at a glance.</summary>
/// <param name="Card">Null while no card is in force.</param>
/// <param name="Consents">Consents to the processing of data that stand.</param>
public sealed record MyIntent(string CaseNumber, IntentState State, string StateName, string? Scopes, CardView? Card, IReadOnlyList<DataConsent> Consents, int Version);

/// <summary>My card: for the holder, and for whoever hands it out.</summary>
internal sealed class CardEndpoint(CurrentRequest request, PersonVault vault, HospitalRegister hospitals, Stations stations, PdfPaper paper)
{
    private const string Route = "donation-intents/{caseNumber}/card";

    [Function("ReadMyIntent")]
    public async Task<Ok<MyIntent>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest http, string caseNumber, CancellationToken cancellation)
    {
        http.HttpContext.Response.Headers.CacheControl = "no-store";
        StoredCase<IntentFacts> stored = request.Case.As<IntentFacts>();
        IntentState state = stored.Head.StateOf();
        IntentForm? form = stored.Facts.Form;
        return TypedResults.Ok(new MyIntent(
            caseNumber, state, IntentWords.Of(state), form is null ? null : IntentWords.Of(form.Scopes),
            stored.Facts.Card is { } card && form is not null ? await Card(stored, card, form, cancellation) : null,
            [.. (form?.Consents ?? []).Where(consent => consent.WithdrawnAt is null)], stored.Head.Version));
    }

    /// <summary>The card on paper, as PDF.</summary>
    [Function("PrintIntentCard")]
    [AnswersWith("application/pdf")]
    public async Task<FileContentHttpResult> Print(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/sheet")] HttpRequest http, string caseNumber, CancellationToken cancellation)
    {
        StoredCase<IntentFacts> stored = request.Case.As<IntentFacts>();
        if (stored.Facts is not { Card: { } card, Form: { } form })
        {
            throw new ProblemException(IntentErrors.NoCard);
        }

        CardView view = await Card(stored, card, form, cancellation);
        http.HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.File(paper.Draw(Sheet(view)), "application/pdf");
    }

    private async Task<CardView> Card(StoredCase<IntentFacts> stored, IntentCard card, IntentForm form, CancellationToken cancellation)
    {
        AccessPurpose purpose = request.Caller is Identity.Caller.Staff ? request.Purpose : AccessPurpose.System(PurposeCodes.DataSubject, stored.Head.Number.Value);
        string name = (await vault.Read(stored.Applicant, stored.Head.Number, [VaultField.Name], purpose, cancellation)).GetValueOrDefault(VaultField.Name, "");
        return new CardView(card.Number, card.Edition, card.IssuedOn, name, IntentWords.Of(form.Scopes), await Contacts(stored.Head.Owner, cancellation));
    }

    private async Task<IReadOnlyList<CardContactView>> Contacts(UnitCode unit, CancellationToken cancellation)
    {
        List<CardContactView> contacts = [];
        Station? office = await stations.Find(unit.Value, cancellation) ?? await stations.Find(UnitCode.City.Value, cancellation);
        contacts.Add(new CardContactView(
            CardContact.RedCross, IntentWords.Text("contact.RedCross"), office?.Name ?? IntentWords.Text("contact.branch"), office?.Phone));
        foreach ((Hospital hospital, _) in await hospitals.All(cancellation))
        {
            if (hospital.Roles.Contains(HospitalRole.OpoHospital) && hospital.Areas.Contains(unit))
            {
                contacts.Add(new CardContactView(CardContact.Opo, IntentWords.Text("contact.Opo"), hospital.Name, hospital.Phone));
            }

            if (hospital.Roles.Contains(HospitalRole.ReceivingUnit))
            {
                contacts.Add(new CardContactView(CardContact.ReceivingUnit, IntentWords.Text("contact.ReceivingUnit"), hospital.Name, hospital.Phone));
            }
        }

        return [.. contacts.OrderBy(contact => contact.Kind)];
    }

    private static PdfCertificate Sheet(CardView card) => new(
        IntentWords.Text("card.title"), IntentWords.Text("card.number", ("number", card.Number)),
        [
            IntentWords.Text("card.holder", ("name", card.HolderName)), IntentWords.Text("card.text", ("scopes", card.Scopes)),
            .. card.Contacts.Take(6).Select(contact => IntentWords.Text("card.contact", ("kind", contact.KindName), ("name", contact.Name), ("phone", contact.Phone ?? ""))),
        ],
        IntentWords.Text("card.basis"), IntentWords.Text("contact.branch"), card.IssuedOn.ToString("yyyy年M月d日", CultureInfo.InvariantCulture), card.Number,
        [IntentWords.Text("card.withdraw"), IntentWords.Text("card.number", ("number", card.Number))]);
}
