using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Messages;
using Boai.Functions.Storage;
using Boai.Workflows.Cases;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions;

/// <summary>The platform's own functions, tables and texts.</summary>
internal static class PlatformParts
{
    // Who works on cases; whoever pays sees what is paid for.
    private static readonly string[] CaseWorkers =
    [
        Roles.Town, Roles.DistrictOfficer, Roles.DistrictLead, Roles.CityOfficer, Roles.CityHead, Roles.Executive, Roles.Accountant, Roles.Cashier,
    ];

    private static readonly string[] Officers = [Roles.Town, Roles.DistrictOfficer, Roles.DistrictLead, Roles.CityOfficer, Roles.CityHead];
    private static readonly string[] Guards = [Roles.Audit, Roles.DataProtection, Roles.CityHead];

    // Who works on donations, and on nothing else: duty desk, coordinators; receiving units and eye banks bring documents.
    private static readonly string[] DonationProgrammes = ["LIFE-02", "LIFE-03", "LIFE-04"];
    private static readonly string[] DonationDesk = [Roles.DutyDesk, Roles.DutyLead, Roles.Coordinator];

    private static readonly string[] Overseers = [Roles.Supervisor, Roles.Audit, Roles.DataProtection];

    public static ProgrammeParts Parts { get; } = new(
        new Dictionary<string, AccessRule>(StringComparer.Ordinal)
        {
            ["ReadLiveness"] = AccessRule.Probe,
            ["ReadReadiness"] = AccessRule.Probe,
            ["ReadApiDocument"] = AccessRule.Public,
            ["ReadApiDocs"] = AccessRule.Public,
            ["SignIn"] = AccessRule.Development,
            ["ReadOutbox"] = AccessRule.Development,
            ["RequestPhoneCode"] = AccessRule.Public,
            ["OpenCaseSession"] = AccessRule.Public,

            ["TrackCase"] = AccessRule.Applicant,
            ["ReadCase"] = AccessRule.Staff([.. CaseWorkers, .. Overseers, Roles.Village]).And(DonationProgrammes, DonationDesk).WithCase(),
            ["ReadCaseEvents"] = AccessRule.Staff([.. CaseWorkers, .. Overseers]).And(DonationProgrammes, DonationDesk).WithCase(),
            ["ReadCaseNote"] = AccessRule.Staff([.. CaseWorkers, Roles.Audit, Roles.DataProtection]).Related().WithPurpose(),
            ["ReadApplicant"] = AccessRule.Staff([.. CaseWorkers, Roles.Audit, Roles.DataProtection]).And(DonationProgrammes, DonationDesk).Related().WithPurpose(),
            ["ReadWorklist"] = AccessRule.Staff([.. CaseWorkers, Roles.Village, .. DonationDesk, Roles.ReceivingUnit]), // each sees the tasks of the own role

            ["UploadDocument"] = AccessRule.Staff(Roles.Village, Roles.Town, Roles.DistrictOfficer, Roles.CityOfficer)
                .And(DonationProgrammes, [.. DonationDesk, Roles.ReceivingUnit, Roles.Opo]).OrApplicant().As(Duty.Handle).Streamed(),
            ["ListDocuments"] = AccessRule.Staff([.. CaseWorkers, .. Overseers, Roles.Village]).And(DonationProgrammes, DonationDesk).OrApplicant(),
            ["ReadDocument"] = AccessRule.Staff([.. CaseWorkers, Roles.Audit, Roles.DataProtection]).And(DonationProgrammes, DonationDesk).OrApplicant().Related().WithPurpose(),
            ["SightDocument"] = AccessRule.Staff(Roles.Town, Roles.DistrictOfficer).And(DonationProgrammes, DonationDesk).As(Duty.Handle),

            ["WithdrawCase"] = AccessRule.Staff(Roles.Village).OrApplicant(),
            ["SuspendCase"] = AccessRule.Staff(Officers).As(Duty.Handle),
            ["ResumeCase"] = AccessRule.Staff(Officers).WithCase(),
            ["PlaceLegalHold"] = AccessRule.Staff(Guards).WithCase(),
            ["LiftLegalHold"] = AccessRule.Staff(Guards).WithCase(),
            ["CorrectCase"] = AccessRule.Staff(Officers).As(Duty.Handle),
            ["ReopenCase"] = AccessRule.Staff(Roles.CityHead).As(Duty.HeadDecision),
            ["RecuseFromCase"] = AccessRule.Staff([.. CaseWorkers, .. Overseers, Roles.Village]).And(DonationProgrammes, DonationDesk).WithCase(),

            ["ListMasterKeys"] = AccessRule.Staff(Roles.DataProtection, Roles.Audit),
            ["RotateMasterKey"] = AccessRule.Staff(Roles.DataProtection),
            ["RewrapDataKeys"] = AccessRule.Staff(Roles.DataProtection),
            ["RetireMasterKey"] = AccessRule.Staff(Roles.DataProtection),

            ["RebuildWorklist"] = AccessRule.Staff(Roles.CityOfficer),
            ["VerifyAccessLog"] = AccessRule.Staff(Roles.Audit, Roles.DataProtection),
        },
        PlatformTables.All,
        [PlatformErrors.Source, InputErrors.Source, CaseErrors.Source],
        services => services.AddSingleton<OutboxMessages>().AddSingleton<IMessages>(provider => provider.GetRequiredService<OutboxMessages>()));
}
