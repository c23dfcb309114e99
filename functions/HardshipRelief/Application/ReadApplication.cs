using Boai.Functions.Vault;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Functions.HardshipRelief.Application;

/// <summary>An application past all checks of its form: the persons for the vault, and what the case may know.</summary>
/// <param name="Unit">The reporting unit that is responsible for the residence.</param>
/// <param name="Members">The applicant first.</param>
/// <param name="PayeeRelation">Whose account it is.</param>
/// <param name="HolderMatches">Whether the account's holder is named as that person.</param>
/// <param name="Consents">Codes.</param>
/// <param name="Division">Where the household lives.</param>
public sealed record ReadApplication(
    UnitCode Unit,
    IReadOnlyList<NewMember> Members,
    ReliefCause Cause,
    Money? Asked,
    bool ConcernsMinor,
    ApplyingAs AppliedAs,
    bool DeclaredRelative,
    PayeeRelation PayeeRelation,
    bool HolderMatches,
    IReadOnlyList<string> Consents,
    UnitCode Division)
{
    /// <summary>The first version of an account lies in the applicant's dossier; corrections count on from there.</summary>
    public const int FirstAccount = 1;

    /// <param name="admitted">The ids that the vault gave to <see cref="Members"/>.</param>
    /// <param name="byStaffId">The village officer's account when one filled in the form.</param>
    public ReliefApplication ToCase(AdmittedHousehold admitted, string? byStaffId) => new(
        admitted.Members[0].Value,
        admitted.Household.Value,
        Cause,
        Asked,
        Members.Count,
        ConcernsMinor,
        AppliedAs,
        byStaffId,
        DeclaredRelative,
        new Payee(AccountRef(admitted.Members[0], FirstAccount), PayeeRelation, HolderMatches),
        Consents,
        Division);

    /// <summary>Says whose account is meant and which version of it, without saying the account.</summary>
    public static string AccountRef(SubjectId applicant, int version) => $"{applicant.Value}#{version}";
}
