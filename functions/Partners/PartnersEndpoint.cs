using Azure;
using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.Policy;
using Boai.Workflows.Partners;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.Partners;

/// <summary>A partner as it is entered, or entered anew.</summary>
/// <param name="Address">Where events are posted: HTTPS, a server on the Internet.</param>
/// <param name="Events">What it is told of.</param>
/// <param name="Programmes">Whose cases it is told of, e.g. <c>REL-01</c>.</param>
/// <param name="Basis">On what the passing on rests: law, agreement, and the impact assessment (PIPL 23, 55).</param>
public sealed record PartnerForm(string Name, Uri Address, IReadOnlyList<PartnerEventKind> Events, IReadOnlyList<string> Programmes, string Basis);

/// <param name="From">What happens from here on is told; null while it never was approved.</param>
public sealed record PartnerView(
    string Id, string Name, Uri Address, IReadOnlyList<PartnerEventKind> Events, IReadOnlyList<string> Programmes, string Basis, PartnerStage Stage,
    string ProposedBy, DateTimeOffset ProposedAt, string? ApprovedBy, DateTimeOffset? From);

/// <summary>A partner with its secret: shown this once, to be handed over by another way than the address.</summary>
/// <param name="Secret">As Standard Webhooks writes it, <c>whsec_…</c>; null where the partner keeps the one that it has.</param>
public sealed record PartnerSecretView(PartnerView Partner, string? Secret);

/// <summary>An event that a partner did not take.</summary>
/// <param name="Reason">A code: <c>http-503</c>, <c>timeout</c>, <c>connection</c>, <c>address</c>, <c>expired</c>.</param>
/// <param name="Sendings">How often it was sent in the last round.</param>
/// <param name="Round">How often people had sent it through again before.</param>
public sealed record PartnerDeadLetterView(string PartnerId, string EventId, string Reason, int Sendings, int Round, DateTimeOffset At);

/// <summary>The branch's register of organisations whose systems are told what happens: proposed by one person, approved by another.</summary>
internal sealed class PartnersEndpoint(
    CurrentRequest request, PartnerBook book, PartnerDeadLetters deadLetters, PartnerSender sender, IEnumerable<FollowedProgramme> programmes, PolicyBook policies,
    TimeProvider time)
{
    private const int LongestName = 100;
    private const int LongestBasis = 500;

    /// <summary>Enters a partner, or enters it anew: nothing is sent until a second person agrees.</summary>
    [Function("RegisterPartner")]
    public async Task<Ok<PartnerSecretView>> Register(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "partners/{partnerId}")] HttpRequest http, string partnerId, CancellationToken cancellation)
    {
        Partner proposed = Read(await StrictJson.Read<PartnerForm>(http, cancellation), partnerId);
        if (await book.Find(partnerId, cancellation) is (_, ETag basis))
        {
            return await book.Change(proposed, basis, cancellation)
                ? TypedResults.Ok(new PartnerSecretView(View(proposed), null))
                : throw new ProblemException(PartnerErrors.Changed);
        }

        PartnerSecret secret = await book.Add(proposed, cancellation) ?? throw new ProblemException(PartnerErrors.Changed);
        return TypedResults.Ok(new PartnerSecretView(View(proposed), secret.Text));
    }

    /// <summary>The data protection officer agrees. The partner's server must agree, too: it is asked first.</summary>
    [Function("ApprovePartner")]
    public async Task<Ok<PartnerView>> Approve(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "partners/{partnerId}/approval")] HttpRequest http, string partnerId, CancellationToken cancellation)
    {
        (Partner partner, ETag basis) = await Known(partnerId, cancellation);
        string problem = partner.Stage != PartnerStage.Proposed ? PartnerErrors.Stage
            : partner.ProposedBy == request.Actor.StaffId ? PartnerErrors.SamePerson
            : !await sender.Asks(partner.Address, cancellation) ? PartnerErrors.Silent
            : "";
        if (problem.Length > 0)
        {
            throw new ProblemException(problem);
        }

        // By then every process of the app knows of it: from then on nothing is left out.
        DateTimeOffset from = time.GetUtcNow() + PartnerBook.Freshness;
        return await Change(partner with { Stage = PartnerStage.Active, ApprovedBy = request.Actor.StaffId, From = from }, basis, cancellation);
    }

    /// <summary>Ends the telling, at once: also what waits is not sent any more.</summary>
    [Function("StopPartner")]
    public async Task<Ok<PartnerView>> Stop(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "partners/{partnerId}/stop")] HttpRequest http, string partnerId, CancellationToken cancellation)
    {
        (Partner partner, ETag basis) = await Known(partnerId, cancellation);
        return await Change(partner with { Stage = PartnerStage.Stopped }, basis, cancellation);
    }

    /// <summary>Makes a new secret; the former one signs beside it for a while.</summary>
    [Function("RenewPartnerSecret")]
    public async Task<Ok<PartnerSecretView>> RenewSecret(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "partners/{partnerId}/secret")] HttpRequest http, string partnerId, CancellationToken cancellation)
    {
        (Partner partner, _) = await Known(partnerId, cancellation);
        DateTimeOffset now = time.GetUtcNow();
        TimeSpan overlap = TimeSpan.FromHours(policies.Today.Hours(PolicyKeys.PartnerSecretOverlapHours, ChinaCalendar.DateOf(now)));
        PartnerSecret secret = await book.RenewSecret(partnerId, now, overlap, cancellation) ?? throw new ProblemException(PartnerErrors.Changed);
        return TypedResults.Ok(new PartnerSecretView(View(partner), secret.Text));
    }

    [Function("ListPartners")]
    public async Task<Ok<IReadOnlyList<PartnerView>>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "partners")] HttpRequest http, CancellationToken cancellation)
    {
        IReadOnlyList<PartnerView> views = [.. (await book.All(cancellation)).Select(View)];
        return TypedResults.Ok(views);
    }

    /// <summary>Events that partners did not take.</summary>
    [Function("ListPartnerDeadLetters")]
    public async Task<Ok<IReadOnlyList<PartnerDeadLetterView>>> ListDeadLetters(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "partners/dead-letters")] HttpRequest http, CancellationToken cancellation)
    {
        IReadOnlyList<PartnerDeadLetterView> views = [.. (await deadLetters.All(cancellation)).Select(View)];
        return TypedResults.Ok(views);
    }

    /// <summary>Sends one through again, once the partner's server is mended.</summary>
    [Function("ReplayPartnerDeadLetter")]
    public async Task<Ok<PartnerDeadLetterView>> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "partners/{partnerId}/dead-letters/{eventId}/replay")] HttpRequest http, string partnerId, string eventId,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        (Partner partner, _) = await Known(partnerId, cancellation);
        if (partner.Stage != PartnerStage.Active)
        {
            throw new ProblemException(PartnerErrors.Stage);
        }

        PartnerDeadLetter dead = await Waiting(partnerId, eventId, cancellation);
        DeliveryLadder ladder = DeliveryLadder.Of(policies.Today, ChinaCalendar.DateOf(time.GetUtcNow()));
        await PartnerFeed.Carry(new EventToDeliver(partnerId, eventId, ladder, dead.Round + 1), client, cancellation);
        await deadLetters.Remove(dead, cancellation);
        return TypedResults.Ok(View(dead));
    }

    /// <summary>Gives one up.</summary>
    [Function("DiscardPartnerDeadLetter")]
    public async Task<Ok<PartnerDeadLetterView>> Discard(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "partners/{partnerId}/dead-letters/{eventId}/discard")] HttpRequest http, string partnerId, string eventId,
        CancellationToken cancellation)
    {
        PartnerDeadLetter dead = await Waiting(partnerId, eventId, cancellation);
        await deadLetters.Remove(dead, cancellation);
        return TypedResults.Ok(View(dead));
    }

    private async Task<(Partner Partner, ETag Basis)> Known(string partnerId, CancellationToken cancellation) =>
        await book.Find(partnerId, cancellation) ?? throw new ProblemException(PartnerErrors.Unknown);

    private async Task<PartnerDeadLetter> Waiting(string partnerId, string eventId, CancellationToken cancellation) =>
        await deadLetters.Find(partnerId, eventId, cancellation) ?? throw new ProblemException(PartnerErrors.DeadLetterUnknown);

    private async Task<Ok<PartnerView>> Change(Partner changed, ETag basis, CancellationToken cancellation) =>
        await book.Change(changed, basis, cancellation) ? TypedResults.Ok(View(changed)) : throw new ProblemException(PartnerErrors.Changed);

    private Partner Read(PartnerForm form, string partnerId)
    {
        FieldErrors errors = new();
        if (!PartnerBook.IsId(partnerId))
        {
            errors.Add("partnerId", PartnerErrors.Id);
        }

        string name = TextRules.Check(form.Name, "name", LongestName, errors);
        string basis = TextRules.Check(form.Basis, "basis", LongestBasis, errors, lines: true);
        if (!sender.Takes(form.Address))
        {
            errors.Add("address", PartnerErrors.Address);
        }

        if (form.Events is [] || form.Events.Distinct().Count() != form.Events.Count)
        {
            errors.Add("events", PartnerErrors.Events);
        }

        if (form.Programmes.Any(code => !programmes.Any(followed => followed.Programme == code))
            || form.Programmes.Distinct(StringComparer.Ordinal).Count() != form.Programmes.Count
            || (form.Programmes is [] && form.Events.Contains(PartnerEventKind.CaseStateChanged)))
        {
            errors.Add("programmes", PartnerErrors.Programmes);
        }

        errors.ThrowIfAny();
        return new Partner(
            partnerId, name, form.Address, form.Events, form.Programmes, basis, request.Actor.StaffId, time.GetUtcNow(), PartnerStage.Proposed);
    }

    private static PartnerView View(Partner partner) => new(
        partner.Id, partner.Name, partner.Address, partner.Events, partner.Programmes, partner.Basis, partner.Stage, partner.ProposedBy, partner.ProposedAt,
        partner.ApprovedBy, partner.From);

    private static PartnerDeadLetterView View(PartnerDeadLetter dead) => new(dead.PartnerId, dead.EventId, dead.Reason, dead.Sendings, dead.Round, dead.At);
}
