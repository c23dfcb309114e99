using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.HospitalMessages;
using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.OrganDonation;

/// <summary>LIFE-02's functions, tables and texts.</summary>
internal static class OrganParts
{
    private static readonly string[] Desk = [Roles.DutyDesk, Roles.DutyLead];
    private static readonly string[] City = [Roles.CityHead, Roles.Executive, Roles.CityOfficer];

    public static ProgrammeParts Parts { get; } = new(
        ProgrammeParts.About(OrganProcess.Programme, new Dictionary<string, AccessRule>(StringComparer.Ordinal)
        {
            // Which role may do which act in which state, and which duty it is, the programme's own tables say.
            ["ActAsCoordinator"] = AccessRule.Staff(Roles.Coordinator).WithCase(),
            ["ActAtDesk"] = AccessRule.Staff(Desk).WithCase(),
            ["ActForCity"] = AccessRule.Staff(City).WithCase(),
            ["ActAsHospital"] = AccessRule.Staff(Roles.Opo).WithCase(),
            ["AssignDonorWitness"] = AccessRule.Staff(Roles.DutyLead, Roles.CityHead).WithCase(),
            ["RecordRegisterAnswer"] = AccessRule.Staff(Desk).WithCase(),

            ["AskHospitalForStatus"] = AccessRule.Staff(Desk).WithCase(),
            ["ReadDonorDesk"] = AccessRule.Staff([.. Desk, Roles.CityHead]),
            ["ReadDonorCase"] = AccessRule.Staff([.. Desk, Roles.Coordinator, .. City, Roles.Supervisor, Roles.DataProtection, Roles.Audit]).WithCase(),
            ["ReadWitnessOffers"] = AccessRule.Staff(Roles.Coordinator),
            ["CountDonorCases"] = AccessRule.Staff([.. City, Roles.Supervisor]),
            ["ReadHospitalSignals"] = AccessRule.Staff(Roles.Opo),
            ["RegisterCoordinator"] = AccessRule.Staff(Roles.CityOfficer),
        }),
        DonorTables.All,
        [OrganErrors.Source],
        services => services
            .AddSingleton(new ProgrammeWords(OrganProcess.Programme, OrganWords.Words)).AddSingleton<DonorIndex>().AddSingleton<DonorRegister>().AddSingleton<CoordinatorRoster>().AddSingleton<DonorFamilies>()
            .AddSingleton<OrganSignals>().AddSingleton<OrganNotices>()
            .AddSingleton<IHospitalListener, DonorMessages>().AddSingleton<IWillListener, DonorWillListener>().AddSingleton<ICaseProgramme, OrganDonationProgramme>());
}
