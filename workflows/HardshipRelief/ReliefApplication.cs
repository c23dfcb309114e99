using System.Text.Json.Serialization;
using Boai.Workflows.Shared;

namespace Boai.Workflows.HardshipRelief;

/// <summary>Why the household is in need (致困原因).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReliefCause>))]
public enum ReliefCause
{
    /// <summary>因灾.</summary>
    Disaster,

    /// <summary>因病.</summary>
    Illness,

    /// <summary>意外事故.</summary>
    Accident,

    /// <summary>因残.</summary>
    Disability,

    /// <summary>严重缺少劳动力.</summary>
    LackOfLabour,

    /// <summary>其他突发困难.</summary>
    Other,
}

/// <summary>Who filled in the form.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApplyingAs>))]
public enum ApplyingAs
{
    /// <summary>本人.</summary>
    Self,

    /// <summary>监护人.</summary>
    Guardian,

    /// <summary>村(社区)协理员, with the applicant's consent.</summary>
    VillageOfficer,
}

/// <summary>Whose account the money goes to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PayeeRelation>))]
public enum PayeeRelation
{
    /// <summary>The applicant's own.</summary>
    Applicant,

    /// <summary>The guardian's, with proof of guardianship.</summary>
    Guardian,

    /// <summary>A third person's, with the applicant's written authorisation.</summary>
    Authorised,
}

/// <summary>An application as the case knows it: the facts that rules need, without any personal data.</summary>
/// <param name="Applicant">Opaque subject id.</param>
/// <param name="Household">Opaque household id.</param>
/// <param name="Asked">Null when the applicant leaves the amount to the branch.</param>
/// <param name="Members">Persons in the household, the applicant included.</param>
/// <param name="ConcernsMinor">Whether the person in need is a minor: then no list names the kind of need.</param>
/// <param name="ByStaffId">The village officer who filled in the form; null when nobody did.</param>
/// <param name="DeclaredRelative">Whether the applicant declares a close relative on the branch's staff.</param>
/// <param name="Payee">Where to pay.</param>
/// <param name="Consents">Codes of <see cref="ReliefConsents"/> that were given, each with its text in the vault's record.</param>
/// <param name="Division">Where the household lives: what a fund may be restricted to. Null when it is the unit that answers for the case.</param>
public sealed record ReliefApplication(
    string Applicant,
    string Household,
    ReliefCause Cause,
    Money? Asked,
    int Members,
    bool ConcernsMinor,
    ApplyingAs AppliedAs,
    string? ByStaffId,
    bool DeclaredRelative,
    Payee Payee,
    IReadOnlyList<string> Consents,
    UnitCode? Division = null);

/// <summary>The account to be paid, by reference.</summary>
/// <param name="AccountRef">Opaque: whose vault row holds it, and which version of it.</param>
/// <param name="HolderMatches">Whether the account holder's name is that of the applicant, the guardian or the authorised person.</param>
public sealed record Payee(string AccountRef, PayeeRelation Relation, bool HolderMatches);

/// <summary>Consents that an application needs; each a separate one where the data is sensitive (PIPL 25, 28–29; handbook §2.6, §12.1).</summary>
public static class ReliefConsents
{
    /// <summary>Privacy notice read and accepted.</summary>
    public const string PrivacyNotice = "privacy-notice";

    /// <summary>单独同意: health data.</summary>
    public const string Health = "health";

    /// <summary>单独同意: income, property and bank data.</summary>
    public const string Finance = "finance";

    /// <summary>家庭经济状况核对授权: the civil-affairs check.</summary>
    public const string CheckAuthorisation = "check-authorisation";

    /// <summary>单独同意: masked publicity on the village board and the web.</summary>
    public const string Publicity = "publicity";

    /// <summary>Every code that exists.</summary>
    public static IReadOnlyList<string> All { get; } = [PrivacyNotice, Health, Finance, CheckAuthorisation, Publicity];

    /// <summary>What an application for this cause needs.</summary>
    public static IReadOnlyList<string> Needed(ReliefCause cause)
        => cause is ReliefCause.Illness or ReliefCause.Disability or ReliefCause.Accident
            ? All
            : [PrivacyNotice, Finance, CheckAuthorisation, Publicity];
}
