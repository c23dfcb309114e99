using System.Text.Json.Serialization;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Certificates;

/// <summary>Where a request for a certificate stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RequestStatus>))]
public enum RequestStatus
{
    /// <summary>待复核: prepared by one person, waits for another.</summary>
    Prepared,

    /// <summary>已签发.</summary>
    Issued,

    /// <summary>未通过复核.</summary>
    Declined,
}

/// <summary>A certificate that was prepared. No personal data: who holds it lies sealed beside.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Kinship">As read from the original by whoever prepared it.</param>
/// <param name="PreparedBy">Staff id.</param>
/// <param name="Replaces">The certificate in whose place this one comes; null for a first one.</param>
/// <param name="Cause">Code of why it was declined.</param>
public sealed record CertificateRequest(
    string Id, CaseNumber Case, CertificateKind Kind, Kinship Kinship, KinshipProof Proof, string PreparedBy, DateTimeOffset PreparedAt,
    RequestStatus Status = RequestStatus.Prepared, CertificateNumber? Replaces = null, string? DeclinedBy = null, string? Cause = null);

/// <summary>A certificate that was issued. No personal data.</summary>
/// <param name="IssuedOn">Beijing day, as printed.</param>
/// <param name="Cause">Code of why it is valid no more; null while it is.</param>
public sealed record Certificate(
    CertificateNumber Number, CaseNumber Case, string RequestId, Kinship Kinship, DateOnly IssuedOn, string PreparedBy, string IssuedBy,
    CertificateStatus Status = CertificateStatus.Valid, DateTimeOffset? EndedAt = null, string? EndedBy = null, string? Cause = null);

/// <summary>When a certificate may be prepared, issued, revoked (handbook §7.10). Each answers null, or why not.</summary>
public static class CertificateRules
{
    /// <param name="isClosed">Whether the donor case is closed as a donation (LIFE-02 state 11), not ended otherwise.</param>
    /// <param name="replaced">The certificate that the new one is to replace; null for a first one.</param>
    /// <param name="priorityWithin">Generations; see <see cref="KinshipRules.HasPriority"/>.</param>
    public static CaseProblem? Prepare(CertificateRequest request, bool isClosed, Certificate? replaced, int priorityWithin) =>
        !isClosed ? CaseProblem.Of(CertificateProblems.CaseOpen)
        : request.Kind == CertificateKind.Priority && !KinshipRules.HasPriority(request.Kinship, priorityWithin) ? CaseProblem.On("kinship", CertificateProblems.NoPriority)
        : request.Replaces is null ? null
        : replaced is null || replaced.Case != request.Case || replaced.Number.Kind != request.Kind ? CaseProblem.On("replaces", CertificateProblems.Unknown)
        : replaced.Status == CertificateStatus.Replaced ? CaseProblem.On("replaces", CertificateProblems.Over)
        : null;

    /// <summary>A second person reads the original anew; what both read must agree.</summary>
    /// <param name="kinship">As the second person reads it.</param>
    public static CaseProblem? Issue(CertificateRequest request, string staffId, Kinship kinship) =>
        request.PreparedBy == staffId ? CaseProblem.Of(CertificateProblems.SamePerson)
        : request.Status == RequestStatus.Declined ? CaseProblem.Of(CertificateProblems.Declined)
        : request.Kinship != kinship ? CaseProblem.On("kinship", CertificateProblems.KinshipDiffers)
        : null;

    /// <summary>Only what waits can be declined, and by another person than prepared it.</summary>
    public static CaseProblem? Decline(CertificateRequest request, string staffId) =>
        request.PreparedBy == staffId ? CaseProblem.Of(CertificateProblems.SamePerson)
        : request.Status != RequestStatus.Prepared ? CaseProblem.Of(CertificateProblems.RequestOver)
        : null;

    public static CaseProblem? Revoke(Certificate certificate) =>
        certificate.Status == CertificateStatus.Valid ? null : CaseProblem.Of(CertificateProblems.Over);
}

/// <summary>Codes of refusals about certificates.</summary>
public static class CertificateProblems
{
    /// <summary>The donor case is not closed, or ended without a donation.</summary>
    public const string CaseOpen = "certificate.case-open";

    /// <summary>No spouse, no lineal relative, no collateral one within three generations. Field <c>kinship</c>.</summary>
    public const string NoPriority = "certificate.no-priority";

    public const string SamePerson = "certificate.same-person";

    public const string KinshipDiffers = "certificate.kinship-differs";

    public const string Declined = "certificate.declined";

    public const string RequestOver = "certificate.request-over";

    public const string RequestUnknown = "certificate.request-unknown";

    public const string Unknown = "certificate.unknown";

    /// <summary>Replaced or revoked already.</summary>
    public const string Over = "certificate.over";

    /// <summary>The same person has, or waits for, one of this kind.</summary>
    public const string HeldAlready = "certificate.held-already";

    /// <summary>The fonts lack characters. Arguments: <c>characters</c>.</summary>
    public const string Glyph = "certificate.glyph";
}
