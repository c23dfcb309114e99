using Boai.Workflows.Cases;

namespace Boai.Workflows.HardshipRelief;

/// <summary>Kinds of documents in a hardship-relief case, and which ones an application needs (handbook §5.2).</summary>
public static class ReliefDocuments
{
    public const string Identity = "identity";
    public const string HouseholdRegister = "household-register";
    public const string BankProof = "bank-proof";
    public const string GuardianProof = "guardian-proof";
    public const string ApplicantConsent = "applicant-consent";
    public const string PayeeAuthorisation = "payee-authorisation";
    public const string DisasterProof = "disaster-proof";
    public const string Diagnosis = "diagnosis";
    public const string SettlementBills = "settlement-bills";
    public const string PoliceReport = "police-report";
    public const string DisabilityCertificate = "disability-certificate";
    public const string HardshipProof = "hardship-proof";
    public const string VisitForm = "visit-form";
    public const string VisitPhoto = "visit-photo";
    public const string BoardPhoto = "board-photo";
    public const string Receipt = "receipt";
    public const string Other = "other";

    /// <summary>How a missing consent stands in a list of missing items.</summary>
    public const string ConsentPrefix = "consent.";

    /// <summary>What applicants may file.</summary>
    public static IReadOnlyList<string> OfApplicants { get; } =
    [
        Identity, HouseholdRegister, BankProof, GuardianProof, ApplicantConsent, PayeeAuthorisation, DisasterProof, Diagnosis,
        SettlementBills, PoliceReport, DisabilityCertificate, HardshipProof, Receipt, Other,
    ];

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfApplicants, VisitForm, VisitPhoto, BoardPhoto];

    /// <summary>The kinds that an application needs, in the order in which they are asked for.</summary>
    public static IReadOnlyList<string> Needed(ReliefApplication application)
    {
        List<string> kinds = [Identity, HouseholdRegister, .. ProofOf(application.Cause), BankProof];
        if (application.AppliedAs == ApplyingAs.Guardian || application.Payee.Relation == PayeeRelation.Guardian)
        {
            kinds.Add(GuardianProof);
        }

        if (application.AppliedAs == ApplyingAs.VillageOfficer)
        {
            kinds.Add(ApplicantConsent);
        }

        if (application.Payee.Relation == PayeeRelation.Authorised)
        {
            kinds.Add(PayeeAuthorisation);
        }

        return kinds;
    }

    /// <summary>Everything that is missing now: the one-time list (一次性告知) names all of it.</summary>
    public static IReadOnlyList<string> Missing(ReliefApplication application, CaseHead head)
        =>
        [
            .. Needed(application).Where(kind => !Has(head, kind)),
            .. ReliefConsents.Needed(application.Cause).Except(application.Consents, StringComparer.Ordinal).Select(code => ConsentPrefix + code),
        ];

    public static bool Has(CaseHead head, string kind) => head.Documents.Any(document => document.Kind == kind);

    public static bool HasSighted(CaseHead head, string kind)
        => head.Documents.Any(document => document.Kind == kind && document.SightedBy is not null);

    private static string[] ProofOf(ReliefCause cause) => cause switch
    {
        ReliefCause.Disaster => [DisasterProof],
        ReliefCause.Illness => [Diagnosis, SettlementBills],
        ReliefCause.Accident => [PoliceReport],
        ReliefCause.Disability => [DisabilityCertificate],
        _ => [HardshipProof],
    };
}
