using Boai.Workflows.HardshipRelief;

namespace Boai.Functions.HardshipRelief.Application;

/// <summary>F-05 困难救助申请 (handbook §20) as it comes over the wire. Nothing in it is checked yet; <see cref="ApplicationReading"/> does that.</summary>
/// <param name="FormVersion">The version of the form that the person saw: <see cref="CurrentVersion"/>.</param>
/// <param name="Agent">Who fills in the form for the applicant: the guardian, or the village officer. Absent when applying for oneself.</param>
/// <param name="Residence">常住地.</param>
/// <param name="Hukou">户籍地; absent when the same as the residence.</param>
/// <param name="Household">The other members of the household, without the applicant.</param>
/// <param name="AskedAmountFen">In fen; absent when the applicant leaves the amount to the branch.</param>
public sealed record ApplicationForm(
    string FormVersion,
    ApplyingAs ApplyingAs,
    ApplicantPart Applicant,
    PlacePart Residence,
    IReadOnlyList<MemberPart> Household,
    ReliefCause Cause,
    string Description,
    BankPart Bank,
    RelativesPart Relatives,
    IReadOnlyList<ConsentPart> Consents,
    AgentPart? Agent = null,
    PlacePart? Hukou = null,
    long? AskedAmountFen = null)
{
    public const string CurrentVersion = "2026-1";

    /// <summary>The form holds personal data: its text is the version alone.</summary>
    public override string ToString() => $"{nameof(ApplicationForm)} {FormVersion}";
}

/// <param name="IdType">A code of handbook §2.1: <c>RIC</c>, <c>HMT-RP</c>, <c>FPR</c>, <c>PPT</c>.</param>
/// <param name="IssuedBy">ISO 3166 alpha-3; for passports only.</param>
/// <param name="Circumstances">Health, work and income of the applicant.</param>
public sealed record ApplicantPart(
    string Name, string IdType, string IdNumber, string Phone, CircumstancesPart Circumstances, string? IssuedBy = null)
{
    public override string ToString() => nameof(ApplicantPart);
}

/// <param name="Relation">To the applicant.</param>
public sealed record MemberPart(
    string Name, string IdType, string IdNumber, FamilyRelation Relation, CircumstancesPart Circumstances, string? IssuedBy = null)
{
    public override string ToString() => nameof(MemberPart);
}

/// <param name="IdNumber">A village officer is known by the account instead and leaves it out.</param>
/// <param name="WithConsent">Whether the applicant agreed to be applied for.</param>
/// <param name="IssuedBy">ISO 3166 alpha-3; for passports only.</param>
public sealed record AgentPart(
    string Name, string Phone, bool WithConsent, string? IdType = null, string? IdNumber = null, string? IssuedBy = null)
{
    public override string ToString() => nameof(AgentPart);
}

/// <param name="Division">Six digits of GB/T 2260, or the code of a development zone.</param>
/// <param name="Street">Nine digits; needed where a street decides which unit is responsible.</param>
/// <param name="Village">Town and village or community, without any house number: as the public list may show it.</param>
public sealed record PlacePart(string Division, string Address, string? Street = null, string? Village = null)
{
    public override string ToString() => $"{nameof(PlacePart)} {Division}";
}

/// <param name="DisabilityGrade">残疾等级, 1 (severest) to 4; absent when there is none.</param>
/// <param name="AnnualIncomeFen">In fen, zero or more.</param>
/// <param name="Category">救助对象类别.</param>
public sealed record CircumstancesPart(
    Health Health, string Occupation, long AnnualIncomeFen, HouseholdCategory Category = HouseholdCategory.None, int? DisabilityGrade = null)
{
    public override string ToString() => nameof(CircumstancesPart);
}

/// <param name="Payee">Whose account it is.</param>
public sealed record BankPart(string Holder, string AccountNumber, string BankName, PayeeRelation Payee = PayeeRelation.Applicant)
{
    public override string ToString() => nameof(BankPart);
}

/// <summary>与红十字会工作人员有无近亲属关系.</summary>
/// <param name="Staff">Names and posts of the relatives; needed when there are any.</param>
public sealed record RelativesPart(bool HasRelative, string? Staff = null)
{
    public override string ToString() => nameof(RelativesPart);
}

/// <param name="Code">One of <see cref="ReliefConsents"/>.</param>
/// <param name="TextVersion">The version of the text that was agreed to.</param>
public sealed record ConsentPart(string Code, string TextVersion);

/// <summary>Relation of a household member to the applicant.</summary>
public enum FamilyRelation
{
    /// <summary>配偶.</summary>
    Spouse,

    /// <summary>子女.</summary>
    Child,

    /// <summary>父母.</summary>
    Parent,

    /// <summary>祖父母、外祖父母.</summary>
    Grandparent,

    /// <summary>孙子女、外孙子女.</summary>
    Grandchild,

    /// <summary>兄弟姐妹.</summary>
    Sibling,

    /// <summary>其他共同生活成员.</summary>
    Other,
}

/// <summary>Health as the household grid asks for it.</summary>
public enum Health
{
    /// <summary>健康.</summary>
    Healthy,

    /// <summary>慢性病.</summary>
    ChronicIllness,

    /// <summary>重病.</summary>
    SeriousIllness,

    /// <summary>残疾.</summary>
    Disabled,
}

/// <summary>Category under which civil affairs already help (handbook §5.1).</summary>
public enum HouseholdCategory
{
    /// <summary>无.</summary>
    None,

    /// <summary>低保.</summary>
    MinimumLiving,

    /// <summary>特困.</summary>
    Destitute,

    /// <summary>低收入.</summary>
    LowIncome,

    /// <summary>监测户.</summary>
    Monitored,
}
