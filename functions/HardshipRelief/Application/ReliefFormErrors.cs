using System.Resources;
using Boai.Functions.Errors;

namespace Boai.Functions.HardshipRelief.Application;

/// <summary>What can be wrong with an application form beyond what the kernel and the platform know.</summary>
public static class ReliefFormErrors
{
    public const string FormVersion = "relief.form-version";
    public const string PhoneNotMobile = "relief.phone-not-mobile";
    public const string HouseholdTooLarge = "relief.household-too-large";
    public const string PersonTwice = "relief.person-twice";
    public const string AmountNegative = "relief.amount-negative";
    public const string AmountNotPositive = "relief.amount-not-positive";
    public const string AmountTooLarge = "relief.amount-too-large";
    public const string DisabilityGrade = "relief.disability-grade";
    public const string AgentNotExpected = "relief.agent-not-expected";
    public const string MinorNeedsGuardian = "relief.minor-needs-guardian";
    public const string AgentMissing = "relief.agent-missing";

    /// <summary>A village officer is known by the account; an identity number is not asked for.</summary>
    public const string AgentByAccount = "relief.agent-by-account";
    public const string AgentWithoutConsent = "relief.agent-without-consent";
    public const string PayeeNotGuardian = "relief.payee-not-guardian";
    public const string HolderMismatch = "relief.holder-mismatch";
    public const string RelativesNotExpected = "relief.relatives-not-expected";
    public const string ConsentUnknown = "relief.consent-unknown";
    public const string ConsentTwice = "relief.consent-twice";
    public const string ConsentVersion = "relief.consent-version";
    public const string ConsentMissing = "relief.consent-missing";
    public const string OutOfRegion = "relief.out-of-region";
    public const string StreetNeeded = "relief.street-needed";
    public const string VillageOnly = "relief.village-only";

    /// <summary>Staff other than village officers do not apply for anybody.</summary>
    public const string NotByStaff = "relief.not-by-staff";

    /// <summary>A village officer's form comes from an account, an applicant's own does not.</summary>
    public const string ApplyingAsAccount = "relief.applying-as-account";

    /// <summary>The form names another applicant than the draft.</summary>
    public const string DraftPerson = "relief.draft-person";

    /// <summary>The form's residence belongs to another unit than the draft's. Arguments: <c>unit</c>.</summary>
    public const string DraftUnit = "relief.draft-unit";

    public static ErrorSource Source { get; } = new(
    [
        new(FormVersion, 422),
        new(PhoneNotMobile, 422),
        new(HouseholdTooLarge, 422),
        new(PersonTwice, 422),
        new(AmountNegative, 422),
        new(AmountNotPositive, 422),
        new(AmountTooLarge, 422),
        new(DisabilityGrade, 422),
        new(AgentNotExpected, 422),
        new(MinorNeedsGuardian, 422),
        new(AgentMissing, 422),
        new(AgentByAccount, 422),
        new(AgentWithoutConsent, 422),
        new(PayeeNotGuardian, 422),
        new(HolderMismatch, 422),
        new(RelativesNotExpected, 422),
        new(ConsentUnknown, 422),
        new(ConsentTwice, 422),
        new(ConsentVersion, 422),
        new(ConsentMissing, 422),
        new(OutOfRegion, 422),
        new(StreetNeeded, 422),
        new(VillageOnly, 422),
        new(NotByStaff, 403),
        new(ApplyingAsAccount, 422),
        new(DraftPerson, 409),
        new(DraftUnit, 409),
    ], new ResourceManager("Boai.Functions.HardshipRelief.Application.ReliefFormTexts", typeof(ReliefFormErrors).Assembly));
}
