using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.HardshipRelief.ReliefStaff;
using static Boai.Workflows.HardshipRelief.ReliefCommand;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>The side transitions of handbook §2.9 in a relief case, and its duties (§2.8).</summary>
public sealed class ReliefSideTests
{
    private static readonly ReliefExample Example = ReliefExample.Valid;

    [Fact]
    public void A_suspended_case_never_expires()
    {
        ReliefCase it = Suspended(ReliefCases.InPublicity(Example).At("2026-03-03T10:00"), new DateOnly(2028, 3, 1)).At("2028-02-28T10:00");

        Assert.False(it.Head.Clock!.IsOverAt(it.Now));
        Assert.Equal((null, ChinaCalendar.StartOf(new DateOnly(2028, 3, 1))), (it.Standing.DueAt, it.Standing.ResumeAt));
        Assert.Empty(it.Standing.Calls);
        Assert.Equal(CaseProblems.Suspended, it.Refuses(ReliefStaff.System, new EndPublicity(Prior: null)));
        Assert.Equal(CaseProblems.NotDue, it.Refuses(ReliefStaff.System, new CaseCommand.Resume()));
    }

    [Fact]
    public void On_its_day_it_goes_on_with_the_days_that_were_left()
    {
        ReliefCase it = Suspended(ReliefCases.InIntake(Example).At("2026-03-03T10:00"), new DateOnly(2026, 3, 20))
            .At("2026-03-20T00:00").Does(ReliefStaff.System, new CaseCommand.Resume());

        Assert.Equal(ReliefCase.Beijing("2026-03-25T00:00"), it.DueAt); // two working days after Friday 20 March
        Assert.Equal(it.DueAt, it.Head.Tasks.Single().DueAt);
        Assert.Null(it.Head.Suspension);
    }

    [Fact]
    public void A_person_may_take_it_up_earlier()
        => Assert.Null(Suspended(ReliefCases.InIntake(Example), new DateOnly(2026, 5, 1)).Does(Town, new CaseCommand.Resume()).Head.Suspension);

    [Theory]
    [InlineData("", "2026-03-10", CaseProblems.ReasonRequired)]
    [InlineData("awaiting-court", "2026-03-02", CaseProblems.ResumeDate)] // today
    public void A_suspension_has_a_cause_and_a_later_day(string cause, string resumeOn, string problem)
        => Assert.Equal(problem, ReliefCases.InIntake(Example).Refuses(
            Officer, new CaseCommand.Suspend(cause, DateOnly.Parse(resumeOn, System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void Calls_that_lie_ahead_survive_a_suspension()
    {
        ReliefCase before = ReliefCases.Aided(Example with { Sequence = ReliefExample.Sampled });
        ReliefCase resumed = Suspended(before, new DateOnly(2026, 3, 20)).At("2026-03-20T00:00").Does(ReliefStaff.System, new CaseCommand.Resume());

        Assert.Equal(
            before.Head.Tasks.Where(task => task.Kind.StartsWith("follow-up", StringComparison.Ordinal)).Select(task => task.DueAt),
            resumed.Head.Tasks.Where(task => task.Kind.StartsWith("follow-up", StringComparison.Ordinal)).Select(task => task.DueAt));
        Assert.Equal(
            2, before.IsSuspected().IsCleared().Head.Tasks.Count(task => task.Kind.StartsWith("follow-up", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_correction_compensates_and_leaves_the_entry_as_it_was()
    {
        ReliefCase it = ReliefCases.InIntake(Example);
        Assert.Equal(CaseProblems.ReasonRequired, it.Refuses(Officer, new CaseCommand.Correct(1, "members", "4")));
        Assert.Equal(CaseProblems.EventUnknown, it.Refuses(Officer, new CaseCommand.Correct(99, "members", "4"), ReliefCase.Note));

        ReliefCase corrected = it.Does(Officer, new CaseCommand.Correct(1, "members", "4"), ReliefCase.Note);

        Assert.Equal(4, corrected.Facts.Application!.Members);
        Assert.Equal(it.Events, corrected.Events.Take(it.Events.Count));
    }

    [Theory]
    [InlineData("members", "0")]
    [InlineData("members", "100")]
    [InlineData("members", " 5")]
    [InlineData("askedFen", "-1")]
    [InlineData("askedFen", "9223372036854775807")]
    [InlineData(null, "王小明")] // it would stand in the case in the clear
    [InlineData("cause", "Laziness")]
    [InlineData("cause", "1")]
    [InlineData("proposed", "1")]
    public void Only_known_members_take_a_right_value(string? field, string value)
        => Assert.Equal(ReliefProblems.CorrectionField, ReliefCases.InIntake(Example).Refuses(Officer, new CaseCommand.Correct(1, field, value), ReliefCase.Note));

    [Fact]
    public void What_the_public_list_stood_on_cannot_be_corrected_under_it()
        => Assert.Equal(
            ReliefProblems.CorrectionField,
            ReliefCases.InPublicity(Example).Refuses(Officer, new CaseCommand.Correct(1, "members", "4"), ReliefCase.Note));

    [Fact]
    public void A_head_reopens_a_case_for_a_cause_where_it_can_go_on()
    {
        CaseCommand.Reopen reopen = new("new-evidence");
        Assert.Equal(CaseProblems.ReasonRequired, ReliefCases.Closed(Example).Refuses(CityHead, reopen));
        Assert.Equal(ReliefState.Verification, ReliefCases.Closed(Example).Does(CityHead, reopen, ReliefCase.Note).State);
        Assert.Equal(CaseProblems.State, ReliefCases.Withdrawn(Example).Refuses(CityHead, reopen, ReliefCase.Note)); // its data is gone
        Assert.Equal(
            ReliefState.Intake,
            ReliefCases.InIntake(Example).Does(Town, new Refuse([RefusalGround.R01]), ReliefCase.Note).WhenDue()
                .Does(ReliefStaff.System, new CloseRefused()).Does(CityHead, reopen, ReliefCase.Note).State);
        Assert.Equal(
            ReliefState.Aided,
            ReliefCases.Aided(Example).IsReconciled().WhenDue().Does(ReliefStaff.System, new CloseAided()).Does(CityHead, reopen, ReliefCase.Note).State);
    }

    [Fact]
    public void A_legal_hold_is_placed_once_and_lifted_once_also_in_the_archive()
    {
        ReliefCase held = ReliefCases.Closed(Example).Does(Auditor, new CaseCommand.PlaceLegalHold("litigation"));

        Assert.True(held.Head.LegalHold);
        Assert.Equal(CaseProblems.LegalHold, held.Refuses(Auditor, new CaseCommand.PlaceLegalHold("litigation")));
        Assert.False(held.Does(Auditor, new CaseCommand.LiftLegalHold("settled")).Head.LegalHold);
    }

    [Theory]
    [InlineData("village-1", "VILLAGE", "FileVerification")] // nominated
    [InlineData("town-1", "DIST_LEAD", "Approve")] // checked the application
    [InlineData("officer-1", "DIST_LEAD", "Approve")] // verified
    [InlineData("village-2", "DIST_LEAD", "Approve")]
    [InlineData("town-2", "DIST_LEAD", "Approve")] // gave the first opinion
    [InlineData("officer-2", "DIST_LEAD", "Approve")]
    [InlineData("lead-1", "FIN_ACC", "PreparePayment")] // approved
    [InlineData("accountant-1", "FIN_CASH", "SendPayment")] // prepared
    [InlineData("lead-1", "FIN_CASH", "SendPayment")]
    [InlineData("cashier-1", "FIN_ACC", "ReconcilePayment")] // paid
    [InlineData("subject-1", "DIST_OFF", "FileVerification")] // applied
    public void I_11_who_did_one_duty_is_refused_the_incompatible_one(string staffId, string role, string act)
    {
        ReliefExample example = staffId == Nominator.StaffId ? Example.ByVillage() : Example;
        ReliefCase it = act switch
        {
            "FileVerification" => ReliefCases.InVerification(example).With(Officer, ReliefDocuments.VisitForm),
            "Approve" => ReliefCases.InApproval(example),
            "PreparePayment" => ReliefCases.InPayment(example),
            "SendPayment" => ReliefCases.InPayment(example).IsPrepared(),
            _ => ReliefCases.Aided(example),
        };
        ReliefCommand command = act switch
        {
            "FileVerification" => new FileVerification(VisitKind.Home, VerificationFinding.Confirmed, CivilAffairsResult.WithinStandard, PayeeVerified: true),
            "Approve" => new Approve(example.Proposed, ReliefExample.Fund, null, PriorAid.None),
            "PreparePayment" => new PreparePayment(it.OpenPayment()),
            "SendPayment" => new SendPayment(it.OpenPayment()),
            _ => new ReconcilePayment(it.OpenPayment()),
        };

        Assert.Equal(CaseProblems.Separation, it.Refuses(new Actor(staffId, role, District), command));
    }

    [Fact]
    public void I_11_who_finished_a_draft_of_somebody_else_counts_as_nominator()
    {
        ReliefCase it = ReliefCases.Draft(Example).Does(Nominator, new Submit(Example.ByVillage().Application));

        Assert.Contains(it.Head.Actors, done => done.StaffId == Nominator.StaffId && done.Duty == Duty.Nominate);
    }

    [Fact]
    public void A_related_person_takes_no_part()
    {
        ReliefCase it = ReliefCases.InIntake(Example with { Findings = Example.Findings with { RelatedStaff = [Town.StaffId, Officer2.StaffId] } });
        Assert.Equal(CaseProblems.Recusal, it.Refuses(Town, new Accept()));
        Assert.Equal(CaseProblems.Recusal, it.Refuses(Officer2, new CaseCommand.Suspend("awaiting-court", new DateOnly(2026, 4, 1))));

        ReliefCase later = it.Does(Town2, new Accept()).Does(Officer3, new CaseCommand.Recuse([Officer.StaffId]))
            .With(Village, ReliefDocuments.VisitForm);
        Assert.Equal(CaseProblems.Recusal, later.Refuses(
            Officer, new FileVerification(VisitKind.Home, VerificationFinding.Confirmed, CivilAffairsResult.WithinStandard, PayeeVerified: true)));
    }

    [Fact]
    public void The_first_opinion_checks_for_related_persons_and_none_of_them_gives_it()
    {
        ReliefCase it = ReliefCases.InOpinion(Example);
        Assert.Equal(CaseProblems.Recusal, it.Refuses(Town2, new FileOpinion(Example.Proposed, [Town2.StaffId])));

        ReliefCase filed = it.Does(Town2, new FileOpinion(Example.Proposed, [Officer2.StaffId, Lead.StaffId]));

        Assert.Equal(CaseProblems.Recusal, filed.Refuses(Officer2, new ConfirmOpinion()));
        Assert.Equal(
            CaseProblems.Recusal,
            filed.Does(Officer3, new ConfirmOpinion()).IsListed().HangsItsTime()
                .Refuses(Lead, new Approve(Example.Proposed, ReliefExample.Fund, null, PriorAid.None)));
    }

    [Fact]
    public void An_applicant_files_no_document_of_the_branchs_own()
        => Assert.Equal(
            ReliefProblems.DocumentKind, ReliefCases.InIntake(Example).Refuses(Applicant, new CaseCommand.AttachDocument("d", ReliefDocuments.BoardPhoto)));

    private static ReliefCase Suspended(ReliefCase it, DateOnly resumeOn) => it.Does(Officer, new CaseCommand.Suspend("awaiting-court", resumeOn));
}
