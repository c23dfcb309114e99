using System.Resources;
using Boai.Functions.Errors;
using Boai.Workflows.Certificates;

namespace Boai.Functions.Certificates;

/// <summary>Codes of refusals about certificates, with their texts.</summary>
public static class CertificateErrors
{
    /// <summary>Number and code do not belong together, or there is no such certificate: the same answer for both.</summary>
    public const string NotVerified = "certificate.not-verified";

    public const string VerifyRate = "certificate.verify-rate";

    public static ErrorSource Source { get; } = new(
    [
        new(CertificateProblems.CaseOpen, 409), new(CertificateProblems.NoPriority, 422), new(CertificateProblems.SamePerson, 403),
        new(CertificateProblems.KinshipDiffers, 422), new(CertificateProblems.Declined, 409), new(CertificateProblems.RequestOver, 409),
        new(CertificateProblems.RequestUnknown, 404), new(CertificateProblems.Unknown, 404), new(CertificateProblems.Over, 409),
        new(CertificateProblems.HeldAlready, 409), new(CertificateProblems.Glyph, 422), new(NotVerified, 404), new(VerifyRate, 429),
    ], new ResourceManager("Boai.Functions.Certificates.CertificateTexts", typeof(CertificateErrors).Assembly));
}
