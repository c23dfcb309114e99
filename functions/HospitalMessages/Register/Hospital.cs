using Boai.Workflows.HospitalMessages;
using Boai.Workflows.Shared;

namespace Boai.Functions.HospitalMessages.Register;

/// <summary>An institution that exchanges messages with the branch, as the branch registered it.</summary>
/// <param name="Code">Unified social credit code.</param>
/// <param name="Unit">District in which it lies.</param>
/// <param name="Areas">Districts assigned to it for procurement (ODR 16); empty for others.</param>
/// <param name="IndependentDepartment">Whether procurement is independent of transplantation (ODR 15).</param>
/// <param name="Accounts">Staff accounts and system credentials that speak for it.</param>
/// <param name="Latitude">Degrees.</param>
/// <param name="Longitude">Degrees.</param>
public sealed record Hospital(
    OrganisationCode Code, string Name, IReadOnlyList<HospitalRole> Roles, UnitCode Unit, IReadOnlyList<UnitCode> Areas, bool IndependentDepartment,
    IReadOnlyList<string> Accounts, double Latitude, double Longitude)
{
    /// <summary>When its rosters of procurement and transplant staff were filed; null while they were not.</summary>
    public DateTimeOffset? RosterFiledAt { get; init; }
}
