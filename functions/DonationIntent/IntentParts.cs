using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.DonationIntent;

/// <summary>LIFE-01's functions, tables and texts.</summary>
internal static class IntentParts
{
    private static readonly string[] Registrars = [Roles.DistrictOfficer, Roles.CityOfficer];
    private static readonly string[] WhoeverHears = [.. Registrars, Roles.DutyDesk];

    public static ProgrammeParts Parts { get; } = new(
        ProgrammeParts.About(IntentProcess.Programme, new Dictionary<string, AccessRule>(StringComparer.Ordinal)
        {
            ["ReadIntentForm"] = AccessRule.Public,
            ["ListIntentStations"] = AccessRule.Public,
            ["RegisterIntent"] = AccessRule.Public.Opening(IntentProcess.Business.Value),
            ["RefuseDonation"] = AccessRule.Public.Opening(IntentProcess.Business.Value),
            ["FileIntent"] = AccessRule.Staff(Registrars).Opening(IntentProcess.Business.Value),
            ["FileRefusal"] = AccessRule.Staff(WhoeverHears).Opening(IntentProcess.Business.Value),
            ["AskIntentRegister"] = AccessRule.Staff(Roles.DutyDesk, Roles.DutyLead, Roles.Coordinator).WithPurpose(),
            ["PublishIntentStation"] = AccessRule.Staff(Registrars),
            ["ListNationalExport"] = AccessRule.Staff(Roles.CityOfficer).WithPurpose(),

            // Of the public the holder alone, and what each role may do where, the programme's own table says.
            ["ReadMyIntent"] = AccessRule.Staff(Registrars).OrApplicant().WithPurpose(),
            ["PrintIntentCard"] = AccessRule.Staff(Registrars).OrApplicant().WithPurpose(),
            ["ChangeIntent"] = AccessRule.Staff(Registrars).OrApplicant(),
            ["WithdrawIntent"] = AccessRule.Staff(WhoeverHears).OrApplicant(),
            ["StateRegistrationOnly"] = AccessRule.Staff(WhoeverHears).OrApplicant(),
            ["RefuseOnEntry"] = AccessRule.Staff(WhoeverHears).OrApplicant(),
            ["LiftRefusal"] = AccessRule.Staff(Registrars).OrApplicant(),
            ["WithdrawDataConsent"] = AccessRule.Staff(WhoeverHears).OrApplicant(),

            ["CheckIntent"] = AccessRule.Staff(Registrars).As(Duty.Review),
            ["ConfirmIntentCheck"] = AccessRule.Staff(Registrars).As(Duty.Review),
            ["ClearIntentReview"] = AccessRule.Staff(Roles.CityHead).As(Duty.Approve),
            ["DeclineIntent"] = AccessRule.Staff([.. Registrars, Roles.CityHead]).WithCase(),
            ["LapseIntent"] = AccessRule.Staff(WhoeverHears).WithCase(),
            ["RecordNationalReceipt"] = AccessRule.Staff(Roles.CityOfficer).WithCase(),
        }),
        IntentTables.All,
        [IntentErrors.Source],
        services => services
            .AddSingleton(new ProgrammeWords(IntentProcess.Programme, IntentWords.Words)).AddSingleton(new RestingProgramme(IntentProcess.Programme))
            .AddSingleton<IntentIndex>().AddSingleton<IntentNoticeSender>().AddSingleton<IntentSettlement>().AddSingleton<Stations>()
            .AddScoped<IntentOpening>().AddScoped<IntentActs>()
            .AddSingleton<IntentRegisterDesk>().AddSingleton<IIntentRegister>(provider => provider.GetRequiredService<IntentRegisterDesk>())
            .AddSingleton<IIntentExecution, IntentExecution>().AddSingleton<ICaseProgramme, IntentProgramme>());
}
