using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.HardshipRelief.Application;
using Boai.Functions.Households;
using Boai.Functions.Identity;
using Boai.Functions.Payments;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.HardshipRelief;

/// <summary>REL-01's functions, tables and texts.</summary>
internal static class ReliefParts
{
    private static readonly string[] Clerks = [Roles.Town, Roles.DistrictOfficer];
    private static readonly string[] Visitors = [Roles.Village, .. Clerks];
    private static readonly string[] Deciders = [Roles.DistrictLead, Roles.CityHead, Roles.Executive];

    private static readonly string[] Officers = [.. Clerks, Roles.DistrictLead, Roles.CityOfficer, Roles.CityHead];

    public static ProgrammeParts Parts { get; } = new(
        ProgrammeParts.About(ReliefProcess.Programme, new Dictionary<string, AccessRule>(StringComparer.Ordinal)
        {
            ["ApplyForRelief"] = AccessRule.Public.Opening(ReliefProcess.Business.Value),
            ["DraftRelief"] = AccessRule.Public.Opening(ReliefProcess.Business.Value),
            ["ReadReliefDraft"] = AccessRule.Staff(Roles.Village).OrApplicant().Related().WithPurpose(),
            ["SubmitReliefDraft"] = AccessRule.Staff(Roles.Village).OrApplicant().Related(),
            ["SupplyRelief"] = AccessRule.Staff(Roles.Village).OrApplicant(),
            ["ExtendReliefSupplement"] = AccessRule.Staff(Roles.Village).OrApplicant(),
            ["RequestReliefReview"] = AccessRule.Staff(Roles.Village).OrApplicant(),
            ["ConfirmReliefReceipt"] = AccessRule.Staff(Roles.Village, Roles.DistrictOfficer).OrApplicant(),

            ["AcceptRelief"] = AccessRule.Staff(Clerks).As(Duty.Review),
            ["RequestReliefSupplement"] = AccessRule.Staff(Clerks).As(Duty.Review),
            ["PayReliefUrgently"] = AccessRule.Staff(Roles.DistrictLead).As(Duty.Approve),
            ["FileReliefVerification"] = AccessRule.Staff(Visitors).As(Duty.Verify),
            ["ConfirmReliefVerification"] = AccessRule.Staff(Visitors).As(Duty.Verify),
            ["FileReliefOpinion"] = AccessRule.Staff(Clerks).As(Duty.Opine),
            ["ConfirmReliefOpinion"] = AccessRule.Staff(Clerks).As(Duty.Opine),
            ["FileReliefReverification"] = AccessRule.Staff([.. Visitors, Roles.CityOfficer]).As(Duty.Reverify),
            ["ConfirmReliefReverification"] = AccessRule.Staff([.. Visitors, Roles.CityOfficer]).As(Duty.Reverify),
            ["FileReliefPublicityEvidence"] = AccessRule.Staff(Visitors).As(Duty.Post),

            // Which duty it is depends on the state: the programme itself checks it.
            ["RefuseRelief"] = AccessRule.Staff([.. Clerks, .. Deciders]).WithCase(),
            ["ApproveRelief"] = AccessRule.Staff(Deciders).WithCase(),
            ["ReturnRelief"] = AccessRule.Staff(Deciders).WithCase(),
            ["UpholdReliefRefusal"] = AccessRule.Staff(Deciders).As(Duty.ReviewRefusal),

            ["CorrectReliefPayee"] = AccessRule.Staff(Roles.DistrictOfficer).As(Duty.Handle).WithPurpose(),
            ["RecordReliefFollowUp"] = AccessRule.Staff(Roles.DistrictOfficer).As(Duty.FollowUp),
            ["InvestigateRelief"] = AccessRule.Staff([.. Officers, Roles.Audit]).WithCase(),
            ["FileReliefFinding"] = AccessRule.Staff(Roles.DistrictLead, Roles.Audit).As(Duty.Investigate),
            ["ConfirmReliefFinding"] = AccessRule.Staff(Roles.DistrictLead, Roles.Audit).As(Duty.Investigate),
            ["SettleReliefRecovery"] = AccessRule.Staff(Roles.DistrictLead).As(Duty.HeadDecision),

            ["ReadReliefPublicity"] = AccessRule.Public,
            ["ObjectToRelief"] = AccessRule.Public,
            ["ReadReliefLetter"] = AccessRule.Staff([.. Officers, Roles.Executive, Roles.Audit]).OrApplicant().Related().WithPurpose(),

            ["DeclareStaffPerson"] = AccessRule.Staff(StaffRoles.All),
        }),
        ReliefTables.All,
        [ReliefErrors.Source, ReliefFormErrors.Source],
        services =>
        {
            services.AddSingleton(new ProgrammeWords(ReliefProcess.Programme, ReliefWords.Words)).AddSingleton(new FollowedProgramme(ReliefProcess.Programme));
            services.AddSingleton<OpenedCases>().AddSingleton<StaffPersons>().AddSingleton<HouseholdHistory>();
            services.AddSingleton<ICaseProgramme, ReliefProgramme>().AddSingleton<IPaidCase, ReliefPaidCase>();
            services.AddSingleton<PublicList>().AddSingleton<Listing>().AddSingleton<Objectors>().AddSingleton<CorrectedAccounts>();
            services.AddSingleton<ReliefNotices>().AddSingleton<ReliefLetters>();
            services.AddScoped<ReliefActs>().AddScoped<ReliefGrants>().AddScoped<ReliefArchive>().AddScoped<Submission>();
        });
}
