using Boai.Functions.Access;
using Boai.Functions.Printing;
using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.Certificates;

/// <summary>LIFE-11's functions, tables and texts.</summary>
internal static class CertificateParts
{
    private static readonly string[] City = [Roles.CityOfficer, Roles.CityHead];

    public static ProgrammeParts Parts { get; } = new(
        ProgrammeParts.About(OrganProcess.Programme, new Dictionary<string, AccessRule>(StringComparer.Ordinal)
        {
            // Who witnessed the donation certifies nothing of it (handbook §2.8): these duties exclude it.
            ["PrepareCertificate"] = AccessRule.Staff(Roles.CityOfficer).As(Duty.FollowUp),
            ["IssueCertificate"] = AccessRule.Staff(City).As(Duty.FollowUp).WithPurpose(),
            ["DeclineCertificate"] = AccessRule.Staff(City).As(Duty.FollowUp),
            ["RevokeCertificate"] = AccessRule.Staff(Roles.CityHead).As(Duty.HeadDecision),
            ["ListCertificates"] = AccessRule.Staff([.. City, Roles.Audit, Roles.DataProtection]).WithCase(),
            ["ReadCertificateRequest"] = AccessRule.Staff([.. City, Roles.Audit, Roles.DataProtection]).As(Duty.FollowUp).WithPurpose(),
            ["ReadCertificate"] = AccessRule.Staff([.. City, Roles.Audit, Roles.DataProtection]).As(Duty.FollowUp).WithPurpose(),
            ["VerifyCertificate"] = AccessRule.Public,
            ["ShowCertificate"] = AccessRule.Public,
        }),
        CertificateTables.All,
        [CertificateErrors.Source],
        services => services
            .AddSingleton<PdfFonts>().AddSingleton<PdfPaper>().AddSingleton<CertificateStore>().AddSingleton<CertificateSheet>()
            .AddScoped<CertificateDesk>().AddScoped<VerificationLimit>());
}
