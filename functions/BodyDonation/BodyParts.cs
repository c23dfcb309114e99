using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Storage;
using Boai.Workflows.BodyDonation;
using Boai.Workflows.Cases;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.BodyDonation;

/// <summary>LIFE-03's functions and texts.</summary>
internal static class BodyParts
{
    private static readonly string[] Desk = [Roles.DutyDesk, Roles.DutyLead];

    public static ProgrammeParts Parts { get; } = new(
        ProgrammeParts.About(BodyProcess.Programme, new Dictionary<string, AccessRule>(StringComparer.Ordinal)
        {
            ["NotifyBodyDonation"] = AccessRule.Public.Opening(BodyProcess.Business.Value),
            ["FileBodyNotice"] = AccessRule.Staff(Desk).Opening(BodyProcess.Business.Value),

            // Which role may do which act in which state, and which duty it is, the programme's own tables say.
            ["VerifyBody"] = AccessRule.Staff([.. Desk, Roles.Coordinator]).WithCase(),
            ["DispatchReceivingUnit"] = AccessRule.Staff(Desk).WithCase(),
            ["ActOnBodyAtDesk"] = AccessRule.Staff([.. Desk, Roles.Coordinator]).WithCase(),
            ["ActOnBodyAsUnit"] = AccessRule.Staff(Roles.ReceivingUnit).WithCase(),
            ["ActOnBodyForCity"] = AccessRule.Staff(Roles.CityOfficer, Roles.CityHead).WithCase(),
            ["ReadBodyFamilyStatus"] = AccessRule.Staff([.. Desk, Roles.CityOfficer]).OrApplicant(),
        }),
        new StorageNames([], []),
        [BodyErrors.Source],
        services => services
            .AddSingleton(new ProgrammeWords(BodyProcess.Programme, BodyWords.Words)).AddSingleton<BodyNotices>().AddSingleton<BodyOpening>()
            .AddSingleton<IDonationFollower>(provider => provider.GetRequiredService<BodyOpening>()).AddSingleton<ICaseProgramme, BodyProgramme>());
}
