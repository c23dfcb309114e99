using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.HardshipRelief.ReliefStaff;
using static Boai.Workflows.HardshipRelief.ReliefCommand;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>State 10 不予救助 and its review, and state 11 疑点调查.</summary>
public sealed class ReliefRefusalTests
{
    private static readonly ReliefExample Example = ReliefExample.Valid;

    [Fact]
    public void A_refusal_has_grounds_and_reasons()
    {
        ReliefCase it = ReliefCases.InIntake(Example);

        Assert.Equal(ReliefProblems.GroundsRequired, it.Refuses(Town, new Refuse([]), ReliefCase.Note));
        Assert.Equal(ReliefProblems.GroundsRequired, it.Refuses(Town, new Refuse([(RefusalGround)10]), ReliefCase.Note));
        Assert.Equal(CaseProblems.ReasonRequired, it.Refuses(Town, new Refuse([RefusalGround.R01])));
    }

    [Fact]
    public void Every_ground_that_the_case_shows_is_named()
    {
        PriorAid prior = PriorAid.None with { SameCause = true };
        ReliefCase intake = ReliefCases.InIntake(Example with { Findings = Example.Findings with { Prior = prior } });
        Assert.Equal("R03", intake.Problem(Town, new Refuse([RefusalGround.R01]), ReliefCase.Note).Arguments["grounds"]);

        ReliefCase rich = ReliefCases.InVerification(Example).IsVerified(CivilAffairsResult.AboveStandard);
        Assert.Equal("R06", rich.Problem(Town, new Refuse([RefusalGround.R01]), ReliefCase.Note).Arguments["grounds"]);
        ReliefCase refused = rich.Does(Town, new Refuse([RefusalGround.R06, RefusalGround.R01, RefusalGround.R06]), ReliefCase.Note);
        Assert.Equal([RefusalGround.R01, RefusalGround.R06], refused.Facts.Refusal!.Grounds); // once each, in the order of the list
    }

    [Fact]
    public void A_second_visit_within_the_standard_takes_the_ground_away()
    {
        ReliefCase it = ReliefCases.InVerification(Example).IsVerified(CivilAffairsResult.AboveStandard)
            .IsProposed(Example.Proposed).IsListed().IsObjectedTo();
        Assert.Equal([RefusalGround.R06], ReliefGrounds.Known(it.Facts));

        Assert.Empty(ReliefGrounds.Known(it.After(TimeSpan.FromHours(1)).IsVerifiedAgain().Facts));
    }

    [Fact]
    public void A_review_is_asked_for_within_ten_working_days()
    {
        ReliefCase it = ReliefCases.Refused(Example); // on Tuesday 10 March
        Assert.Equal(ReliefCase.Beijing("2026-03-25T00:00"), it.DueAt);

        Assert.Equal(ReliefState.Approval, it.At(it.DueAt.AddTicks(-1)).Does(Applicant, new RequestReview()).State);
        Assert.Equal(ReliefProblems.ReviewTooLate, it.WhenDue().Refuses(Applicant, new RequestReview()));
        Assert.Equal(CaseProblems.NotDue, it.At(it.DueAt.AddTicks(-1)).Refuses(ReliefStaff.System, new CloseRefused()));
        Assert.Equal(ReliefState.Closed, it.WhenDue().Does(ReliefStaff.System, new CloseRefused()).State);
    }

    [Fact]
    public void A_review_is_decided_within_ten_working_days()
        => Assert.Equal(
            ReliefCase.Beijing("2026-03-26T00:00"),
            ReliefCases.Refused(Example).At("2026-03-11T09:00").Does(Applicant, new RequestReview()).DueAt);

    [Fact]
    public void Another_officer_reviews()
    {
        ReliefCase it = ReliefCases.Refused(Example).Does(Applicant, new RequestReview());
        Assert.Equal(CaseProblems.Separation, it.Refuses(Lead, new UpholdRefusal(), ReliefCase.Note));
        Assert.Equal(CaseProblems.Separation, it.Refuses(Lead, Approving(Example.Proposed)));
        Assert.Equal(CaseProblems.Separation, it.Refuses(Officer2 with { Role = Roles.DistrictLead }, new UpholdRefusal(), ReliefCase.Note));

        Assert.Equal(ReliefState.Payment, it.Does(Lead2, Approving(Example.Proposed)).State);
        Assert.Equal(ReliefState.Payment, it.Does(CityHead, Approving(Example.Proposed)).State);
    }

    [Fact]
    public void An_upheld_refusal_is_final_and_closed_at_once()
    {
        ReliefCase it = ReliefCases.Refused(Example).Does(Applicant, new RequestReview());
        Assert.Equal(CaseProblems.ReasonRequired, it.Refuses(Lead2, new UpholdRefusal()));

        ReliefCase upheld = it.Does(Lead2, new UpholdRefusal(), ReliefCase.Note);

        Assert.True(upheld.Facts.Refusal!.IsFinal);
        Assert.Equal(ReliefProblems.ReviewOnce, upheld.Refuses(Applicant, new RequestReview()));
        Assert.Equal(ReliefState.Closed, upheld.Does(ReliefStaff.System, new CloseRefused()).State);
    }

    [Fact]
    public void Outside_a_review_there_is_no_refusal_to_uphold_and_in_it_none_to_give()
    {
        Assert.Equal(ReliefProblems.NoReview, ReliefCases.InApproval(Example).Refuses(Lead2, new UpholdRefusal(), ReliefCase.Note));
        Assert.Equal(
            ReliefProblems.InReview,
            ReliefCases.Refused(Example).Does(Applicant, new RequestReview()).Refuses(Lead2, new Refuse([RefusalGround.R01]), ReliefCase.Note));
    }

    [Fact]
    public void A_grant_in_a_review_still_needs_every_level_of_its_amount()
    {
        ReliefExample large = Example with { Proposed = new Money(20_000_00) };
        ReliefCase it = ReliefCases.InApproval(large).Does(CityHead, new Refuse([RefusalGround.R02]), ReliefCase.Note)
            .Does(Applicant, new RequestReview());
        Assert.Equal(ReliefProblems.Level, it.Refuses(Lead2, Approving(large.Proposed)));

        ReliefCase first = it.Does(CityHead2, Approving(large.Proposed));

        Assert.Equal(ReliefState.Approval, first.State);
        Assert.False(first.Standing.InReview);
        Assert.Equal(ReliefProblems.Level, first.Refuses(ReliefStaff.Fresh(Roles.CityHead), Approving(large.Proposed)));
        Assert.Equal(ReliefState.Payment, first.Does(Executive, Approving(large.Proposed)).State);
    }

    [Fact]
    public void A_refusal_by_the_lead_is_not_turned_into_a_grant_above_the_leads_level()
    {
        PriorAid grown = PriorAid.None with { InWindow = new Money(9_000_00) };
        ReliefCase it = ReliefCases.Refused(Example).Does(Applicant, new RequestReview());

        Assert.Equal(ReliefProblems.Level, it.Refuses(Lead2, Approving(Example.Proposed) with { Prior = grown }));
        Assert.Equal(ReliefState.Approval, it.Does(CityHead, Approving(Example.Proposed) with { Prior = grown }).State);
    }

    [Fact]
    public void A_new_refusal_after_a_review_may_be_reviewed_again()
    {
        ReliefCase it = ReliefCases.Refused(Example).Does(Applicant, new RequestReview())
            .Does(Lead2, new Return(ReliefState.FirstOpinion), ReliefCase.Note)
            .Does(Town2, new Refuse([RefusalGround.R08]), ReliefCase.Note);
        Assert.Equal(ReliefState.Refused, it.State);

        Assert.Equal(ReliefState.Approval, it.Does(Applicant, new RequestReview()).State);
    }

    [Fact]
    public void The_review_of_a_case_that_was_never_accepted_goes_back_to_the_intake_only()
    {
        ReliefCase it = ReliefCases.InIntake(Example).Does(Town, new Refuse([RefusalGround.R01]), ReliefCase.Note)
            .Does(Applicant, new RequestReview());
        Assert.Equal(ReliefProblems.ReturnTarget, it.Refuses(Lead, new Return(ReliefState.Verification), ReliefCase.Note));
        Assert.Equal(ReliefProblems.PublicityIncomplete, it.Refuses(Lead, Approving(Example.Proposed)));

        Assert.Equal(ReliefState.Intake, it.Does(Lead, new Return(ReliefState.Intake), ReliefCase.Note).State);
    }

    [Theory]
    [InlineData(PaymentStage.Ordered)]
    [InlineData(PaymentStage.Prepared)]
    [InlineData(PaymentStage.Bounced)]
    public void A_refusal_cancels_what_the_bank_does_not_have(PaymentStage stage)
    {
        ReliefCase refused = ReliefCarry.To(ReliefState.Refused, Example, stage);

        Assert.Equal([PaymentStage.Cancelled], refused.Facts.Payments.Select(payment => payment.Stage));
        Assert.Empty(refused.Standing.PaymentsOrdered);
        Assert.Empty(refused.Head.Tasks);
    }

    [Fact]
    public void Nothing_is_refused_while_money_is_on_its_way()
        => Assert.Equal(
            ReliefProblems.PaymentUnderway,
            ReliefCarry.To(ReliefState.Approval, Example, PaymentStage.Sent).Refuses(Lead, new Refuse([RefusalGround.R02]), ReliefCase.Note));

    [Fact]
    public void A_refusal_after_urgent_aid_is_investigated_first()
    {
        ReliefCase it = ReliefCarry.To(ReliefState.Approval, Example, PaymentStage.Paid).Does(Lead, new Refuse([RefusalGround.R04]), ReliefCase.Note);
        Assert.Equal((ReliefState.Investigation, "urgent-refused"), (it.State, it.Facts.Inquiry!.CauseCode));

        ReliefCase cleared = it.After(TimeSpan.FromDays(30)).IsCleared();

        Assert.Equal(ReliefState.Refused, cleared.State);
        Assert.Equal(ReliefState.Approval, cleared.Does(Applicant, new RequestReview()).State); // its ten days begin to run now
    }

    [Fact]
    public void Lead_and_auditor_must_agree_and_are_two_persons()
    {
        ReliefCase it = ReliefCases.UnderInvestigation(Example);
        Assert.Equal(ReliefProblems.NothingFiled, it.Refuses(Auditor, new ConfirmFinding()));
        Assert.Equal(CaseProblems.ReasonRequired, it.Refuses(Auditor, new FileFinding(InvestigationFinding.Cleared)));

        ReliefCase filed = it.Does(Lead2, new FileFinding(InvestigationFinding.Cleared), ReliefCase.Note);

        Assert.Equal(ReliefProblems.AlreadyFiled, filed.Refuses(Auditor, new FileFinding(InvestigationFinding.Proven), ReliefCase.Note));
        Assert.Equal(ReliefProblems.SamePerson, filed.Refuses(Lead2 with { Role = Roles.Audit }, new ConfirmFinding()));
        Assert.Equal(ReliefProblems.BothLevelsNeeded, filed.Refuses(Lead, new ConfirmFinding()));
    }

    [Fact]
    public void Cleared_the_case_goes_on_where_it_stood_with_the_time_it_had()
    {
        ReliefCase before = ReliefCases.InVerification(Example).At("2026-03-06T10:00"); // Friday: four of ten working days are gone
        ReliefCase cleared = before.IsSuspected().At("2026-03-20T10:00").IsCleared();

        Assert.Equal(ReliefState.Verification, cleared.State);
        Assert.Equal(ReliefCase.Beijing("2026-03-31T00:00"), cleared.DueAt); // six working days after Friday 20 March
        Assert.Equal(cleared.DueAt, cleared.Head.Tasks.Single().DueAt);
        Assert.Null(cleared.Facts.Inquiry);
    }

    [Fact]
    public void Proven_before_any_payment_the_application_is_refused_as_untrue()
    {
        ReliefCase it = ReliefCases.UnderInvestigation(Example).IsProven();

        Assert.Equal(ReliefState.Refused, it.State);
        Assert.Equal([RefusalGround.R04], it.Facts.Refusal!.Grounds);
        ReliefCase review = it.Does(Applicant, new RequestReview());
        Assert.Equal(CaseProblems.Separation, review.Refuses(Lead2, new UpholdRefusal(), ReliefCase.Note)); // who investigated does not review
    }

    [Theory]
    [InlineData(100_000, false, null)]
    [InlineData(40_000, true, null)]
    [InlineData(0, true, null)]
    [InlineData(40_000, false, ReliefProblems.RecoveryAmount)]
    [InlineData(100_001, true, ReliefProblems.RecoveryAmount)]
    [InlineData(-1, true, ReliefProblems.RecoveryAmount)]
    public void Proven_after_a_payment_the_money_is_recovered_or_the_matter_handed_over(long fen, bool handedOver, string? problem)
    {
        ReliefCase it = ReliefCarry.To(ReliefState.Investigation, Example, PaymentStage.Paid).IsProven();
        Assert.Equal(["recover", "reconcile"], it.Head.Tasks.Select(task => task.Kind));
        SettleRecovery settle = new(new Money(fen), handedOver);

        if (problem is null)
        {
            Assert.Equal(ReliefState.Closed, it.Does(Lead2, settle).State);
        }
        else
        {
            Assert.Equal(problem, it.Refuses(Lead2, settle));
        }
    }

    [Fact]
    public void What_the_bank_answers_during_an_investigation_is_not_lost()
    {
        ReliefCase sent = ReliefCases.InPayment(Example).IsSent().IsSuspected();
        Assert.Equal(ReliefProblems.PaymentUnderway, sent.Does(Lead2, new FileFinding(InvestigationFinding.Proven), ReliefCase.Note)
            .Refuses(Auditor, new ConfirmFinding()));

        ReliefCase paid = sent.IsPaid().IsCleared();
        Assert.Equal((ReliefState.Aided, Example.Proposed), (paid.State, paid.Facts.PaidOut));
        Assert.Equal(["reconcile"], paid.Head.Tasks.Select(task => task.Kind));
        Assert.Empty(sent.IsPaid().IsReconciled().IsCleared().Head.Tasks); // a task that was done does not come back

        ReliefCase bounced = sent.Bounces().IsCleared();
        Assert.Equal((ReliefState.PaymentFailed, "correct-payee"), (bounced.State, bounced.Head.Tasks.Single().Kind));
    }

    [Fact]
    public void An_urgent_payment_that_is_answered_during_an_investigation_leaves_no_stale_task()
    {
        ReliefCase it = ReliefCarry.To(ReliefState.Investigation, Example, PaymentStage.Sent);

        Assert.Equal(["verify", "reconcile"], it.IsPaid().IsCleared().Head.Tasks.Select(task => task.Kind));
        Assert.Equal(["verify", "correct-payee"], it.Bounces().IsCleared().Head.Tasks.Select(task => task.Kind));
        Assert.Equal(["verify"], it.IsPaid().IsReconciled().IsCleared().Head.Tasks.Select(task => task.Kind));
    }

    private static Approve Approving(Money amount) => new(amount, ReliefExample.Fund, null, PriorAid.None);
}
