using Boai.Workflows.Cases;

namespace Boai.Functions.Identity;

/// <summary>Role codes of handbook §2.8 that sign in but take no part in cases yet; the others are in <see cref="Roles"/>.</summary>
public static class StaffRoles
{
    public const string StoreKeeper = "STORE";
    public const string StoreAccountant = "STORE_ACC";
    public const string Coordinator = "COORD";
    public const string OpoUser = "OPO_USER";
    public const string HospitalUser = "HOSP_USER";
    public const string ReceivingUser = "RECV_USER";
    public const string School = "SCHOOL";
    public const string Trainer = "TRAINER";
    public const string Examiner = "EXAMINER";
    public const string DutyOfficer = "DUTY";
    public const string DutyLead = "DUTY_LEAD";

    /// <summary>Everyone who can hold a staff account. PUBLIC and SYS cannot.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Roles.Village, Roles.Town, Roles.DistrictOfficer, Roles.DistrictLead, Roles.CityOfficer, Roles.CityHead, Roles.Executive, Roles.Council,
        Roles.Supervisor, Roles.Accountant, Roles.Cashier, StoreKeeper, StoreAccountant, Coordinator, OpoUser, HospitalUser, ReceivingUser, School,
        Trainer, Examiner, DutyOfficer, DutyLead, Roles.DataProtection, Roles.Audit,
    ];
}
