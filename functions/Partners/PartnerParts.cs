using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Workflows.Cases;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.Partners;

/// <summary>What tells partners' systems: functions, tables and texts.</summary>
internal static class PartnerParts
{
    public static ProgrammeParts Parts { get; } = new(
        new Dictionary<string, AccessRule>(StringComparer.Ordinal)
        {
            ["RegisterPartner"] = AccessRule.Staff(Roles.CityOfficer),
            ["ApprovePartner"] = AccessRule.Staff(Roles.DataProtection),
            ["StopPartner"] = AccessRule.Staff(Roles.CityOfficer, Roles.DataProtection),
            ["RenewPartnerSecret"] = AccessRule.Staff(Roles.CityOfficer),
            ["ListPartners"] = AccessRule.Staff(Roles.CityOfficer, Roles.CityHead, Roles.DataProtection, Roles.Audit),
            ["ListPartnerDeadLetters"] = AccessRule.Staff(Roles.CityOfficer, Roles.DataProtection, Roles.Audit),
            ["ReplayPartnerDeadLetter"] = AccessRule.Staff(Roles.CityOfficer),
            ["DiscardPartnerDeadLetter"] = AccessRule.Staff(Roles.CityOfficer),
        },
        PartnerTables.All,
        [PartnerErrors.Source],
        services => services
            .AddSingleton<PartnerBook>().AddSingleton<PartnerEvents>().AddSingleton<PartnerDeadLetters>().AddSingleton<PartnerSender>().AddSingleton<PartnerMeters>()
            .AddSingleton<PartnerMarks>().AddSingleton<ICaseFollower>(provider => provider.GetRequiredService<PartnerMarks>())
            .AddSingleton<IFiguresFollower>(provider => provider.GetRequiredService<PartnerMarks>()).AddSingleton<PartnerFeed>());
}
