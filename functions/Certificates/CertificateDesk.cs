using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs;
using Boai.Functions.Access;
using Boai.Functions.Audit;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Policy;
using Boai.Functions.Printing;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Certificates;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;

namespace Boai.Functions.Certificates;

/// <summary>Prepares, issues, replaces and revokes certificates of one donor case (handbook §7.10). Repeating an act changes nothing more.</summary>
internal sealed class CertificateDesk(
    CurrentRequest request, CertificateStore store, CertificateSheet sheets, PdfPaper paper, PersonVault vault, DataKeys dataKeys, PlatformKeys keys, AccessLog log,
    AppStorage storage, PolicyBook policies, TimeProvider time)
{
    private const int Attempts = 20;

    private StoredHead Donor => request.Case;

    private DateOnly Today => ChinaCalendar.DateOf(time.GetUtcNow());

    /// <exception cref="ProblemException">Refused; nothing is kept.</exception>
    public async Task<CertificateRequest> Prepare(CertificateForm form, HttpRequest http, CancellationToken cancellation)
    {
        CertificatePersons persons = CertificatePersons.Read(form, Today);
        string id = OpaqueId.Of(CertificateStore.RequestPrefix, HMACSHA256.HashData(keys.For(KeyPurpose.Certificates), Encoding.UTF8.GetBytes("request|" + request.DecisionId)));
        if (await store.FindRequest(Donor.Head.Number, id, cancellation) is { } known)
        {
            return known.Request;
        }

        CertificateNumber? replaces = form.Replaces is null ? null
            : CertificateNumber.TryParse(form.Replaces, out CertificateNumber? number, out _) ? number
            : throw new ProblemException(new Problem(CertificateProblems.Unknown, "replaces"));
        CertificateRequest prepared = new(id, Donor.Head.Number, form.Kind, form.Kinship, form.Proof, request.Actor.StaffId, time.GetUtcNow(), Replaces: replaces);
        Certificate? replaced = replaces is null ? null : (await store.Find(replaces, cancellation))?.Certificate;
        Refuse(CertificateRules.Prepare(prepared, IsClosed, replaced, policies.Today.Count(PolicyKeys.CertificatePriorityGenerations, Today)));
        Draw(CertificateNumber.Create(form.Kind, Today.Year, 1), persons, prepared, Today, http); // what cannot be printed is said now, not at the signing

        string holder = keys.Hash(KeyPurpose.Certificates, $"holder|{Donor.Head.Number.Value}|{form.Kind}|{persons.HolderIdType}|{persons.HolderIdNumber}");
        foreach (StoredRequest other in (await store.Requests(Donor.Head.Number, cancellation)).Where(one => one.HolderKey == holder))
        {
            Certificate? issued = await CertificateOf(other, cancellation);
            bool stands = issued is null ? other.Request.Status == RequestStatus.Prepared : issued.Status == CertificateStatus.Valid && issued.Number != replaces;
            Refuse(stands ? CaseProblem.Of(CertificateProblems.HeldAlready) : null);
        }

        string box = await vault.Seal(Donor.Applicant, CaseJson.Write(persons), Context(prepared), cancellation);
        await store.Add(new StoredRequest(prepared, box, holder, IssuedOn: null, default), cancellation);
        return prepared;
    }

    /// <summary>What was prepared, for the second person; the access log has its line first.</summary>
    public async Task<(StoredRequest Request, CertificatePersons Persons)> Read(string requestId, CancellationToken cancellation)
    {
        StoredRequest stored = await store.FindRequest(Donor.Head.Number, requestId, cancellation) ?? throw new ProblemException(CertificateProblems.RequestUnknown);
        string text = await vault.Unseal(Donor.Applicant, stored.Sealed, Context(stored.Request), request.Purpose, cancellation);
        return (stored, CaseJson.Read<CertificatePersons>(text));
    }

    /// <summary>Issues what was prepared. Two persons who do so at once issue one certificate.</summary>
    public async Task<Certificate> Issue(string requestId, Kinship kinship, HttpRequest http, CancellationToken cancellation)
    {
        (StoredRequest stored, CertificatePersons persons) = await Read(requestId, cancellation);
        Refuse(CertificateRules.Issue(stored.Request, request.Actor.StaffId, kinship));
        Refuse(IsClosed ? null : CaseProblem.Of(CertificateProblems.CaseOpen));
        stored = await Dated(stored, cancellation);
        string series = CertificateNumber.SeriesOf(stored.Request.Kind, stored.IssuedOn!.Value.Year);
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await store.FindFor(series, requestId, cancellation) is { } done)
            {
                await Finish(requestId, cancellation);
                return done.Certificate;
            }

            await Replace(stored.Request, cancellation);
            await log.Write(request.Purpose.Line(requestId, "C4:certificate", AccessResult.Issued), cancellation);
            await Write(stored, series, persons, http, cancellation);
        }

        throw new ProblemException([new Problem(PlatformErrors.Busy)], TimeSpan.FromSeconds(5));
    }

    public async Task<CertificateRequest> Decline(string requestId, string cause, CancellationToken cancellation)
    {
        while (true)
        {
            StoredRequest stored = await store.FindRequest(Donor.Head.Number, requestId, cancellation) ?? throw new ProblemException(CertificateProblems.RequestUnknown);
            if (stored.Request.DeclinedBy == request.Actor.StaffId)
            {
                return stored.Request;
            }

            Refuse(CertificateRules.Decline(stored.Request, request.Actor.StaffId));
            Refuse(stored.IssuedOn is null ? null : CaseProblem.Of(CertificateProblems.RequestOver)); // somebody is issuing it
            CertificateRequest declined = stored.Request with { Status = RequestStatus.Declined, DeclinedBy = request.Actor.StaffId, Cause = cause };
            if (await store.Update(stored with { Request = declined }, cancellation))
            {
                return declined;
            }
        }
    }

    public async Task<Certificate> Revoke(string number, string cause, CancellationToken cancellation)
    {
        while (true)
        {
            StoredCertificate stored = await Certificate(number, cancellation);
            if (stored.Certificate is { Status: CertificateStatus.Revoked } done && done.EndedBy == request.Actor.StaffId && done.Cause == cause)
            {
                return done;
            }

            Refuse(CertificateRules.Revoke(stored.Certificate));
            Certificate revoked = Ended(stored.Certificate, CertificateStatus.Revoked, cause);
            if (await store.Update(stored, revoked, cancellation))
            {
                return revoked;
            }
        }
    }

    /// <summary>The sheet; the access log has its line first.</summary>
    public async Task<byte[]> Sheet(string number, CancellationToken cancellation)
    {
        StoredCertificate stored = await Certificate(number, cancellation);
        await log.Write(request.Purpose.Line(stored.Certificate.Number.Value, "C4:certificate", AccessResult.Read), cancellation);
        byte[] box = (await Blob(stored.Blob).DownloadContentAsync(cancellation)).Value.Content.ToArray();
        return SealedBox.Open(await dataKeys.Get(Donor.Applicant, cancellation), box, stored.Blob);
    }

    /// <summary>Every request of the case and what came of it.</summary>
    public async Task<IReadOnlyList<CertificateRequestView>> List(CancellationToken cancellation)
    {
        List<CertificateRequestView> views = [];
        foreach (StoredRequest one in await store.Requests(Donor.Head.Number, cancellation))
        {
            views.Add(CertificateRequestView.Of(one.Request, await CertificateOf(one, cancellation)));
        }

        return views;
    }

    private bool IsClosed => Donor.Head.State == nameof(OrganState.Closed);

    private async Task<StoredCertificate> Certificate(string number, CancellationToken cancellation) =>
        CertificateNumber.TryParse(number, out CertificateNumber? parsed, out _) && await store.Find(parsed, cancellation) is { } stored
            && stored.Certificate.Case == Donor.Head.Number
                ? stored
                : throw new ProblemException(CertificateProblems.Unknown);

    private async Task<Certificate?> CertificateOf(StoredRequest stored, CancellationToken cancellation) => stored.IssuedOn is { } on
        ? (await store.FindFor(CertificateNumber.SeriesOf(stored.Request.Kind, on.Year), stored.Request.Id, cancellation))?.Certificate
        : null;

    // The day is written first, so that a repetition after midnight, or in the next year, makes the same certificate.
    private async Task<StoredRequest> Dated(StoredRequest stored, CancellationToken cancellation)
    {
        while (stored.IssuedOn is null)
        {
            await store.Update(stored with { IssuedOn = Today }, cancellation);
            stored = await store.FindRequest(stored.Request.Case, stored.Request.Id, cancellation) ?? throw new ProblemException(CertificateProblems.RequestUnknown);
            Refuse(stored.Request.Status == RequestStatus.Declined ? CaseProblem.Of(CertificateProblems.Declined) : null);
        }

        return stored;
    }

    private async Task Write(StoredRequest stored, string series, CertificatePersons persons, HttpRequest http, CancellationToken cancellation)
    {
        DateOnly on = stored.IssuedOn!.Value;
        (int sequence, Azure.ETag? basis) = await store.Next(series, cancellation);
        CertificateNumber number = CertificateNumber.Create(stored.Request.Kind, on.Year, sequence);
        string blob = $"{number.Value}/{Guid.NewGuid():N}";
        byte[] box = SealedBox.Seal(await dataKeys.Get(Donor.Applicant, cancellation), Draw(number, persons, stored.Request, on, http), blob);
        await Blob(blob).UploadAsync(new BinaryData(box), cancellation);
        Certificate certificate = new(
            number, stored.Request.Case, stored.Request.Id, stored.Request.Kinship, on, stored.Request.PreparedBy, request.Actor.StaffId);
        if (!await store.Issue(certificate, blob, basis, cancellation))
        {
            await Blob(blob).DeleteIfExistsAsync(cancellationToken: cancellation);
        }
    }

    // The old one ends before the new one begins: whatever happens between, no two are valid.
    private async Task Replace(CertificateRequest prepared, CancellationToken cancellation)
    {
        while (prepared.Replaces is { } old && await store.Find(old, cancellation) is { Certificate.Status: CertificateStatus.Valid } stored)
        {
            await store.Update(stored, Ended(stored.Certificate, CertificateStatus.Replaced, CertificateCauses.Reissued), cancellation);
        }
    }

    private async Task Finish(string requestId, CancellationToken cancellation)
    {
        while (await store.FindRequest(Donor.Head.Number, requestId, cancellation) is { Request.Status: RequestStatus.Prepared } stored)
        {
            await store.Update(stored with { Request = stored.Request with { Status = RequestStatus.Issued } }, cancellation);
        }
    }

    private byte[] Draw(CertificateNumber number, CertificatePersons persons, CertificateRequest prepared, DateOnly on, HttpRequest http)
    {
        string pseudonym = Donor.As<OrganFacts>().Facts.Donor.Pseudonym;
        PdfCertificate sheet = sheets.Of(number, CertificateCodes.Of(keys, prepared.Id), persons, prepared.Kinship, pseudonym, on, http);
        return paper.Missing(sheet) is [_, ..] missing
            ? throw new ProblemException(Problem.Of(CertificateProblems.Glyph, ("characters", string.Join('、', missing.Select(PdfFonts.Name)))))
            : paper.Draw(sheet);
    }

    private Certificate Ended(Certificate certificate, CertificateStatus status, string cause) =>
        certificate with { Status = status, EndedAt = time.GetUtcNow(), EndedBy = request.Actor.StaffId, Cause = cause };

    private BlobClient Blob(string name) => storage.Container(CertificateTables.Sheets).GetBlobClient(name);

    private static string Context(CertificateRequest prepared) => $"certificate|{prepared.Case.Value}|{prepared.Id}";

    private static void Refuse(CaseProblem? problem)
    {
        if (problem is not null)
        {
            throw new ProblemException(problem.ToProblem());
        }
    }
}

/// <summary>Causes that the system itself gives.</summary>
internal static class CertificateCauses
{
    public const string Reissued = "reissued";
}

/// <summary>Verification codes: 130 bits under a secret key of the installation, so none is stored and none can be guessed.</summary>
internal static class CertificateCodes
{
    private const string Purpose = "code|";

    public static string Of(PlatformKeys keys, string requestId) =>
        OpaqueId.Of("", HMACSHA256.HashData(keys.For(KeyPurpose.Certificates), Encoding.UTF8.GetBytes(Purpose + requestId)));

    /// <param name="offered">As typed: blanks and letter case do not matter.</param>
    public static bool IsOf(PlatformKeys keys, string requestId, string offered) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Of(keys, requestId)), Encoding.ASCII.GetBytes(offered.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant()));
}
