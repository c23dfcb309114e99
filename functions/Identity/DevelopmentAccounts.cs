using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Functions.Identity;

/// <summary>An account of the development issuer.</summary>
public sealed record DevelopmentAccount(string Account, string Role, UnitCode Unit, string Chinese);

/// <summary>Accounts for trying out the app: every role of handbook §2.8, in two districts, with enough people that pairs and other officers exist.</summary>
public static class DevelopmentAccounts
{
    private static readonly (string Prefix, UnitCode Unit, string Name)[] Districts =
        [("yz", UnitCode.Parse("500103"), "渝中区"), ("wz", UnitCode.Parse("500101"), "万州区")];

    private static readonly (string Name, string Role, int Number, string Chinese)[] InEachDistrict =
    [
        ("village", Roles.Village, 1, "村(社区)协理员"),
        ("town", Roles.Town, 2, "镇街红十字会"),
        ("officer", Roles.DistrictOfficer, 3, "区县经办"),
        ("lead", Roles.DistrictLead, 2, "区县负责人"),
        ("accountant", Roles.Accountant, 2, "会计"),
        ("cashier", Roles.Cashier, 1, "出纳"),
        ("store", StaffRoles.StoreKeeper, 1, "库管员"),
        ("storeacc", StaffRoles.StoreAccountant, 1, "物资账"),
        ("trainer", StaffRoles.Trainer, 1, "救护师资"),
        ("examiner", StaffRoles.Examiner, 1, "考官"),
        ("school", StaffRoles.School, 1, "学校联系人"),
        ("hospital", StaffRoles.HospitalUser, 1, "医院社工/医务"),
        ("duty", StaffRoles.DutyOfficer, 1, "值班员"),
        ("dutylead", StaffRoles.DutyLead, 1, "带班领导"),
    ];

    private static readonly (string Name, string Role, int Number, string Chinese)[] InTheCity =
    [
        ("officer", Roles.CityOfficer, 2, "市级业务部门经办"),
        ("head", Roles.CityHead, 2, "市级业务部门负责人"),
        ("exec", Roles.Executive, 2, "执委会"),
        ("council", Roles.Council, 1, "理事"),
        ("supervisor", Roles.Supervisor, 1, "监事"),
        ("accountant", Roles.Accountant, 2, "会计"),
        ("cashier", Roles.Cashier, 1, "出纳"),
        ("store", StaffRoles.StoreKeeper, 1, "库管员"),
        ("storeacc", StaffRoles.StoreAccountant, 1, "物资账"),
        ("coordinator", StaffRoles.Coordinator, 2, "人体器官捐献协调员"),
        ("opo", StaffRoles.OpoUser, 1, "OPO 联络人"),
        ("receiver", StaffRoles.ReceivingUser, 1, "遗体接受单位/眼库"),
        ("duty", StaffRoles.DutyOfficer, 1, "值班员"),
        ("dutylead", StaffRoles.DutyLead, 1, "带班领导"),
        ("dpo", Roles.DataProtection, 1, "个人信息保护负责人"),
        ("audit", Roles.Audit, 1, "内审"),
    ];

    public static IReadOnlyList<DevelopmentAccount> All { get; } =
    [
        .. Districts.SelectMany(district => InEachDistrict.SelectMany(role => Numbered(district.Prefix, district.Unit, district.Name, role))),
        .. InTheCity.SelectMany(role => Numbered("city", UnitCode.City, "市级", role)),
    ];

    public static DevelopmentAccount? Find(string account) =>
        All.FirstOrDefault(known => string.Equals(known.Account, account, StringComparison.Ordinal));

    private static IEnumerable<DevelopmentAccount> Numbered(string prefix, UnitCode unit, string place, (string Name, string Role, int Number, string Chinese) role) =>
        Enumerable.Range(1, role.Number).Select(number => new DevelopmentAccount(
            role.Number == 1 ? $"{prefix}-{role.Name}" : $"{prefix}-{role.Name}-{number}", role.Role, unit, place + role.Chinese));
}
