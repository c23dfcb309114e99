using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>The people around a case of Yuzhong district, by opaque ids.</summary>
internal static class ReliefStaff
{
    public static UnitCode District { get; } = UnitCode.Parse("500103");

    public static Actor Applicant { get; } = new("subject-1", Roles.Public, District);

    public static Actor Neighbour { get; } = new("subject-2", Roles.Public, District);

    /// <summary>The village officer who fills in forms for others.</summary>
    public static Actor Nominator { get; } = new("village-1", Roles.Village, District);

    public static Actor Village { get; } = new("village-2", Roles.Village, District);

    public static Actor Town { get; } = new("town-1", Roles.Town, District);

    public static Actor Town2 { get; } = new("town-2", Roles.Town, District);

    public static Actor Officer { get; } = new("officer-1", Roles.DistrictOfficer, District);

    public static Actor Officer2 { get; } = new("officer-2", Roles.DistrictOfficer, District);

    public static Actor Officer3 { get; } = new("officer-3", Roles.DistrictOfficer, District);

    public static Actor Lead { get; } = new("lead-1", Roles.DistrictLead, District);

    public static Actor Lead2 { get; } = new("lead-2", Roles.DistrictLead, District);

    public static Actor CityOfficer { get; } = new("city-officer-1", Roles.CityOfficer, UnitCode.City);

    public static Actor CityHead { get; } = new("city-head-1", Roles.CityHead, UnitCode.City);

    public static Actor CityHead2 { get; } = new("city-head-2", Roles.CityHead, UnitCode.City);

    public static Actor Executive { get; } = new("executive-1", Roles.Executive, UnitCode.City);

    public static Actor Executive2 { get; } = new("executive-2", Roles.Executive, UnitCode.City);

    public static Actor Accountant { get; } = new("accountant-1", Roles.Accountant, District);

    public static Actor Cashier { get; } = new("cashier-1", Roles.Cashier, District);

    public static Actor Auditor { get; } = new("auditor-1", Roles.Audit, UnitCode.City);

    public static Actor System => Actor.System;

    /// <summary>Every role code that exists.</summary>
    public static IReadOnlyList<string> AllRoles { get; } =
    [
        .. typeof(Roles).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!),
    ];

    /// <summary>Somebody of a role who has had nothing to do with the case.</summary>
    public static Actor Fresh(string role) => role == Roles.System ? System : new($"fresh-{role}", role, District);
}
