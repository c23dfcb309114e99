using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Workflows.Cases;
using Boai.Workflows.MemorialCare;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.MemorialCare;

/// <summary>LIFE-08's functions, tables and texts.</summary>
internal static class CareParts
{
    private static readonly string[] Officers = [Roles.CityOfficer];
    private static readonly string[] WhoeverHears = [Roles.CityOfficer, Roles.CityHead, Roles.Coordinator, Roles.DutyDesk, Roles.DutyLead];

    public static ProgrammeParts Parts { get; } = new(
        ProgrammeParts.About(CareProcess.Programme, new Dictionary<string, AccessRule>(StringComparer.Ordinal)
        {
            // Which duty an act is, and so who is kept from it, the programme itself says.
            ["CompleteCare"] = AccessRule.Staff(Officers).WithCase(),
            ["EndFamilyContact"] = AccessRule.Staff(WhoeverHears).WithCase(),
            ["ProposeMemorialName"] = AccessRule.Staff(Officers).WithCase(),
            ["ProofReadMemorialName"] = AccessRule.Staff(Officers).WithCase(),
            ["EngraveMemorialName"] = AccessRule.Staff(Officers).WithCase(),
            ["RemoveMemorialName"] = AccessRule.Staff(Officers).WithCase(),
            ["WithdrawMemorialName"] = AccessRule.Staff(WhoeverHears).WithCase(),
            ["ReadMemorialName"] = AccessRule.Staff([.. Officers, Roles.CityHead]).As(Duty.FollowUp).WithPurpose(),
            ["ReadMemorialPage"] = AccessRule.Public,
            ["ShowMemorialPage"] = AccessRule.Public,
        }),
        CareTables.All,
        [CareErrors.Source],
        services => services
            .AddSingleton(new ProgrammeWords(CareProcess.Programme, CareWords.Words))
            .AddSingleton<MemorialNames>().AddSingleton<CareNotices>().AddSingleton<IAftercare, CareStart>().AddSingleton<ICaseProgramme, CareProgramme>());
}
