using Boai.Workflows.Certificates;

namespace Boai.Functions.Certificates;

/// <summary>A certificate that was prepared, without persons.</summary>
public sealed record CertificateRequestView(
    string RequestId, CertificateKind Kind, string KindName, RequestStatus Status, string StatusName, Kinship Kinship, KinshipProof Proof, string PreparedBy,
    DateTimeOffset PreparedAt, string? Replaces, string? Cause, CertificateView? Certificate)
{
    internal static CertificateRequestView Of(CertificateRequest request, Certificate? certificate) => new(
        request.Id, request.Kind, CertificateWords.Of(request.Kind), request.Status, CertificateWords.Of(request.Status), request.Kinship, request.Proof,
        request.PreparedBy, request.PreparedAt, request.Replaces?.Value, request.Cause, certificate is null ? null : CertificateView.Of(certificate));
}

/// <summary>A certificate, without persons.</summary>
/// <param name="IssuedOn">Beijing day.</param>
public sealed record CertificateView(
    string Number, CertificateStatus Status, string StatusName, DateOnly IssuedOn, string IssuedBy, DateTimeOffset? EndedAt, string? Cause)
{
    internal static CertificateView Of(Certificate one) => new(
        one.Number.Value, one.Status, CertificateWords.Of(one.Status), one.IssuedOn, one.IssuedBy, one.EndedAt, one.Cause);
}

/// <summary>What the second person reads before issuing.</summary>
public sealed record CertificateDraftView(CertificateRequestView Request, CertificatePersons Persons);

/// <summary>What anybody learns who holds a certificate: nothing of persons (handbook §7.10).</summary>
/// <param name="IssuedOn">Beijing day.</param>
public sealed record VerifiedCertificate(
    string Number, CertificateKind Kind, string KindName, CertificateStatus Status, string StatusName, DateOnly IssuedOn, string Issuer);
