using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Storage;
using Boai.Workflows.CorneaDonation;
using Boai.Workflows.Cases;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.CorneaDonation;

/// <summary>LIFE-04's functions and texts.</summary>
internal static class CorneaParts
{
    private static readonly string[] Desk = [Roles.DutyDesk, Roles.DutyLead];

    public static ProgrammeParts Parts { get; } = new(
        ProgrammeParts.About(CorneaProcess.Programme, new Dictionary<string, AccessRule>(StringComparer.Ordinal)
        {
            ["NotifyCorneaDonation"] = AccessRule.Public.Opening(CorneaProcess.Business.Value),
            ["FileCorneaNotice"] = AccessRule.Staff(Desk).Opening(CorneaProcess.Business.Value),

            // Which role may do which act in which state, and which duty it is, the programme's own tables say.
            ["VerifyCornea"] = AccessRule.Staff([.. Desk, Roles.Coordinator]).WithCase(),
            ["DispatchEyeBank"] = AccessRule.Staff(Desk).WithCase(),
            ["ActOnCorneaAtDesk"] = AccessRule.Staff([.. Desk, Roles.Coordinator]).WithCase(),
            ["ActOnCorneaAsEyeBank"] = AccessRule.Staff(Roles.ReceivingUnit).WithCase(),
            ["ActOnCorneaForCity"] = AccessRule.Staff(Roles.CityOfficer, Roles.CityHead).WithCase(),
        }),
        new StorageNames([], []),
        [CorneaErrors.Source],
        services => services
            .AddSingleton(new ProgrammeWords(CorneaProcess.Programme, CorneaWords.Words)).AddSingleton<CorneaNotices>().AddSingleton<CorneaOpening>()
            .AddSingleton<IDonationFollower>(provider => provider.GetRequiredService<CorneaOpening>()).AddSingleton<ICaseProgramme, CorneaProgramme>());
}
