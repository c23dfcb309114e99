using Boai.Workflows.OrganDonation;
using Hl7.Fhir.Model;

namespace Boai.Functions.OrganDonation.Statements;

/// <summary>Codes and extensions that messages about donors use beside those of all messages.</summary>
internal static class DonorTerms
{
    public const string Category = "urn:cqrc:donor-category";
    public const string Item = "urn:cqrc:item";
    public const string TakenBy = "urn:cqrc:taken-by";
    public const string Role = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";

    public const string Standing = "urn:cqrc:ext:decider-status";
    public const string SignedAt = "urn:cqrc:ext:signed-at";
    public const string Proof = "urn:cqrc:ext:proof";
    public const string StopReason = "urn:cqrc:ext:stop-reason";
    public const string Living = "urn:cqrc:ext:living";
    public const string Foreign = "urn:cqrc:ext:foreign";
    public const string BedDistrict = "urn:cqrc:ext:bed-district";
    public const string IdentityUnknown = "urn:cqrc:ext:identity-unknown";

    public static readonly IReadOnlyDictionary<string, DonorCategory> Categories = new Dictionary<string, DonorCategory>(StringComparer.Ordinal)
    {
        ["C-I"] = DonorCategory.BrainDeath, ["C-II"] = DonorCategory.CirculatoryDeath, ["C-III"] = DonorCategory.BrainAndCirculatoryDeath,
    };

    public static readonly IReadOnlyDictionary<string, DeciderRelation> Relations = new Dictionary<string, DeciderRelation>(StringComparer.Ordinal)
    {
        ["SPS"] = DeciderRelation.Spouse, ["CHILD"] = DeciderRelation.AdultChild, ["FTH"] = DeciderRelation.Father, ["MTH"] = DeciderRelation.Mother,
    };

    public static readonly IReadOnlyDictionary<string, DeciderStatus> Statuses = new Dictionary<string, DeciderStatus>(StringComparer.Ordinal)
    {
        ["awaited"] = DeciderStatus.Awaited, ["signed"] = DeciderStatus.HasSigned, ["objects"] = DeciderStatus.Objects, ["deceased"] = DeciderStatus.Deceased,
        ["none"] = DeciderStatus.None, ["incapable"] = DeciderStatus.Incapable, ["unreachable"] = DeciderStatus.Unreachable,
    };

    public static readonly IReadOnlyDictionary<string, StopReason> StopReasons = new Dictionary<string, StopReason>(StringComparer.Ordinal)
    {
        ["medically-unfit"] = Workflows.OrganDonation.StopReason.MedicallyUnfit, ["family-declined"] = Workflows.OrganDonation.StopReason.FamilyDeclined,
        ["consent-withdrawn"] = Workflows.OrganDonation.StopReason.ConsentWithdrawn, ["ethics-refused"] = Workflows.OrganDonation.StopReason.EthicsRefused,
        ["died-without-procurement"] = Workflows.OrganDonation.StopReason.DiedWithoutProcurement, ["forensic-bar"] = Workflows.OrganDonation.StopReason.ForensicBar,
        ["patient-recovered"] = Workflows.OrganDonation.StopReason.PatientRecovered,
    };

    public static readonly IReadOnlyDictionary<string, BodyTaker> Takers = new Dictionary<string, BodyTaker>(StringComparer.Ordinal)
    {
        ["family"] = BodyTaker.Family, ["funeral-home"] = BodyTaker.FuneralHome, ["receiving-unit"] = BodyTaker.ReceivingUnit,
    };

    /// <returns>The first code of a system; null when there is none.</returns>
    public static string? CodeOf(IEnumerable<CodeableConcept?>? concepts, string system) =>
        concepts?.SelectMany(concept => concept?.Coding ?? []).FirstOrDefault(coding => coding.System == system)?.Code;
}
