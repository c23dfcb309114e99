using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.HardshipRelief.ReliefStaff;
using static Boai.Workflows.HardshipRelief.ReliefCommand;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>States 1 to 3: screening, intake, supplement (§2.9) and the urgent path (DL-20).</summary>
public sealed class ReliefIntakeTests
{
    private static readonly ReliefExample Example = ReliefExample.Valid;

    [Fact]
    public void A_wrong_region_is_refused_at_once_with_its_ground()
    {
        ReliefCase it = ReliefCases.Submitted(Example).Does(ReliefStaff.System, new Screen(Example.Findings with { InRegion = false }));

        Assert.Equal(ReliefState.Refused, it.State);
        Assert.Equal([RefusalGround.R07], it.Facts.Refusal!.Grounds);
    }

    [Theory]
    [InlineData(ReliefDocuments.Identity)]
    [InlineData(ReliefDocuments.HouseholdRegister)]
    [InlineData(ReliefDocuments.Diagnosis)]
    [InlineData(ReliefDocuments.SettlementBills)]
    [InlineData(ReliefDocuments.BankProof)]
    public void Nothing_is_accepted_while_a_document_is_missing(string kind)
    {
        ReliefExample without = Example with { Documents = [.. ReliefDocuments.Needed(Example.Application).Except([kind])] };

        CaseProblem problem = ReliefCases.InIntake(without).Problem(Town, new Accept());

        Assert.Equal((ReliefProblems.DocumentsMissing, kind), (problem.Code, problem.Arguments["items"]));
    }

    [Fact]
    public void A_missing_consent_is_a_missing_item()
    {
        ReliefExample without = Example with
        {
            Application = Example.Application with { Consents = [.. ReliefConsents.All.Except([ReliefConsents.Health])] },
        };

        Assert.Equal("consent.health", ReliefCases.InIntake(without).Problem(Town, new Accept()).Arguments["items"]);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Aid_for_the_same_cause_or_in_the_same_year_is_accepted_only_for_a_written_reason(bool sameCause, bool sameYear)
    {
        PriorAid prior = PriorAid.None with { SameCause = sameCause, SameYear = sameYear };
        ReliefCase it = ReliefCases.InIntake(Example with { Findings = Example.Findings with { Prior = prior } });

        Assert.Equal(ReliefProblems.AidedBefore, it.Refuses(Town, new Accept()));
        Assert.Equal(ReliefState.Verification, it.IsAccepted(ReliefCase.Note).State);
    }

    [Fact]
    public void The_list_of_missing_items_is_complete()
    {
        ReliefCase it = ReliefCases.InIntake(Example with { Documents = [ReliefDocuments.Identity, ReliefDocuments.HouseholdRegister] });

        CaseProblem problem = it.Problem(Town, new RequestSupplement([ReliefDocuments.Diagnosis]));

        Assert.Equal(CaseProblems.SupplementIncompleteList, problem.Code);
        Assert.Equal("settlement-bills bank-proof", problem.Arguments["items"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("visit-form")] // the branch's own
    [InlineData("consent.marketing")]
    public void Only_what_an_applicant_can_file_is_asked_for(string item)
        => Assert.Equal(CaseProblems.SupplementNothing, ReliefCases.InIntake(Example).Refuses(Town, new RequestSupplement(item is "" ? [] : [item])));

    [Fact]
    public void A_supplement_is_asked_for_once()
    {
        ReliefCase it = Asked().With(Applicant, ReliefDocuments.Diagnosis).Does(Applicant, new Supply([]));

        Assert.Equal(ReliefState.Intake, it.State);
        Assert.Equal(CaseProblems.SupplementOnce, it.Refuses(Town, new RequestSupplement([ReliefDocuments.Diagnosis])));
    }

    [Fact]
    public void The_intakes_clock_stands_while_the_applicant_supplements()
    {
        ReliefCase intake = ReliefCases.InIntake(Example);
        Assert.Equal(ReliefCase.Beijing("2026-03-06T00:00"), intake.DueAt);

        ReliefCase back = intake.At("2026-03-03T10:00").Does(Town, new RequestSupplement([ReliefDocuments.Diagnosis]))
            .At("2026-03-10T08:00").With(Applicant, ReliefDocuments.Diagnosis).Does(Applicant, new Supply([]));

        Assert.Equal(ReliefCase.Beijing("2026-03-13T00:00"), back.DueAt); // two working days were left
        Assert.Equal(back.DueAt, back.Head.Tasks.Single().DueAt);
    }

    [Fact]
    public void What_was_there_before_the_list_does_not_answer_it()
    {
        CaseProblem problem = Asked().Problem(Applicant, new Supply([]));

        Assert.Equal((CaseProblems.SupplementOutstanding, "diagnosis"), (problem.Code, problem.Arguments["items"]));
    }

    [Fact]
    public void Fifteen_days_and_once_fifteen_more()
    {
        ReliefCase it = Asked();
        Assert.Equal(ReliefCase.Beijing("2026-03-18T00:00"), it.DueAt);

        ReliefCase longer = it.At("2026-03-09T10:00").Does(Applicant, new ExtendSupplement());

        Assert.Equal(ReliefCase.Beijing("2026-04-02T00:00"), longer.DueAt);
        Assert.Equal(CaseProblems.SupplementExtendedAlready, longer.Refuses(Applicant, new ExtendSupplement()));
    }

    [Fact]
    public void The_notice_goes_out_three_days_before_the_end_and_again_after_an_extension()
    {
        ReliefCase it = Asked();
        Assert.Equal(ReliefCase.Beijing("2026-03-15T00:00"), it.Standing.SupplementNoticeAt);
        Assert.Equal(CaseProblems.NotDue, it.At(ReliefCase.Beijing("2026-03-15T00:00").AddTicks(-1)).Refuses(ReliefStaff.System, new SendSupplementNotice()));

        ReliefCase told = it.At("2026-03-15T00:00").Does(ReliefStaff.System, new SendSupplementNotice());
        Assert.Null(told.Standing.SupplementNoticeAt);
        Assert.Equal(CaseProblems.NotDue, told.Refuses(ReliefStaff.System, new SendSupplementNotice()));
        Assert.Equal(ReliefCase.Beijing("2026-03-30T00:00"), told.Does(Applicant, new ExtendSupplement()).Standing.SupplementNoticeAt);
    }

    [Fact]
    public void When_the_time_is_over_the_application_counts_as_withdrawn()
    {
        ReliefCase it = Asked();
        Assert.Equal(CaseProblems.NotDue, it.At(it.DueAt.AddTicks(-1)).Refuses(ReliefStaff.System, new LapseSupplement()));

        ReliefCase lapsed = it.WhenDue().Does(ReliefStaff.System, new LapseSupplement());

        Assert.Equal(ReliefState.Withdrawn, lapsed.State);
        Assert.Equal(nameof(ReliefFact.DeemedWithdrawn), lapsed.Events[^1].Kind);
    }

    [Fact]
    public void A_lapse_after_urgent_aid_is_investigated_and_clearing_it_leads_back_to_the_intake()
    {
        ReliefCase lapsed = ReliefCarry.To(ReliefState.SupplementAwaited, Example, PaymentStage.Paid)
            .WhenDue().Does(ReliefStaff.System, new LapseSupplement());
        Assert.Equal((ReliefState.Investigation, "urgent-incomplete"), (lapsed.State, lapsed.Facts.Inquiry!.CauseCode));

        ReliefCase cleared = lapsed.After(TimeSpan.FromDays(3)).IsCleared();

        Assert.Equal(ReliefState.Intake, cleared.State);
        Assert.False(cleared.Head.Clock!.IsOverAt(cleared.Now));
        Assert.Equal(["intake", "reconcile"], cleared.Head.Tasks.Select(task => task.Kind));
    }

    [Theory]
    [InlineData(5_000_00, null)]
    [InlineData(5_000_01, ReliefProblems.UrgentTooMuch)]
    [InlineData(0, ReliefProblems.AmountNotPositive)]
    [InlineData(-1, ReliefProblems.AmountNotPositive)]
    public void Urgent_aid_is_at_most_five_thousand(long fen, string? problem)
    {
        ReliefCase it = ReliefCases.InIntake(Example).WithSightedIdentity();
        PayUrgently command = new(new Money(fen), ReliefExample.Fund);

        Assert.Equal(problem, it.Try(Lead, command) is CaseOutcome<ReliefFacts>.Refused refused ? refused.Problem.Code : null);
    }

    [Fact]
    public void Urgent_aid_needs_an_identity_that_was_sighted_and_is_given_once()
    {
        ReliefCase it = ReliefCases.InIntake(Example);
        PayUrgently command = new(ReliefCarry.UrgentAmount, ReliefExample.Fund);
        Assert.Equal(ReliefProblems.IdentityUnchecked, it.Refuses(Lead, command));

        ReliefCase paid = it.PaysUrgently(ReliefCarry.UrgentAmount);
        Assert.Equal(ReliefProblems.UrgentOnce, paid.Refuses(Lead2, command));
        Assert.Equal(["intake", "pay-urgently"], paid.Head.Tasks.Select(task => task.Kind));
    }

    [Fact]
    public void The_file_of_urgent_aid_is_complete_ten_working_days_after_the_payment()
    {
        // Handbook §21: paid on Friday 27 September 2024, over the National Day to 16 October.
        ReliefCase it = ReliefCases.InIntake(Example with { OpenedAt = ReliefCase.Beijing("2024-09-27T10:00") })
            .WithUrgent(PaymentStage.Paid).IsAccepted();
        DateTimeOffset late = ReliefCase.Beijing("2024-10-17T00:00");
        Assert.Equal(late, it.Standing.UrgentCompleteBy);
        Assert.Equal(CaseProblems.NotDue, it.At(late.AddTicks(-1)).Refuses(ReliefStaff.System, new MissUrgentCompletion()));

        ReliefCase missed = it.At(late).Does(ReliefStaff.System, new MissUrgentCompletion());

        Assert.Equal((ReliefState.Investigation, "urgent-late"), (missed.State, missed.Facts.Inquiry!.CauseCode));
        ReliefCase cleared = missed.IsCleared();
        Assert.Equal(ReliefState.Verification, cleared.State);
        Assert.Null(cleared.Standing.UrgentCompleteBy); // late once, and answered for
    }

    [Fact]
    public void An_approval_in_time_ends_the_time_to_complete()
        => Assert.Null(ReliefCarry.To(ReliefState.Payment, Example, PaymentStage.Paid).Standing.UrgentCompleteBy);

    [Fact]
    public void The_urgent_payments_task_stays_open_until_the_bank_has_answered()
    {
        ReliefCase it = ReliefCarry.To(ReliefState.FirstOpinion, Example, PaymentStage.Ordered);
        Assert.Equal(["opine", "pay-urgently"], it.Head.Tasks.Select(task => task.Kind));

        ReliefCase sent = it.IsSent();
        Assert.Equal(["opine", "correct-payee"], sent.Bounces().Head.Tasks.Select(task => task.Kind));
        Assert.Equal(["opine", "reconcile"], sent.IsPaid().Head.Tasks.Select(task => task.Kind));
        Assert.Equal(["opine"], sent.IsPaid().IsReconciled().Head.Tasks.Select(task => task.Kind));
    }

    [Fact]
    public void The_grant_pays_what_urgent_aid_has_not_paid_yet()
    {
        ReliefCase it = ReliefCarry.To(ReliefState.Payment, Example, PaymentStage.Paid);

        Assert.Equal(Example.Proposed, it.Facts.Granted);
        Assert.Equal(Example.Proposed - ReliefCarry.UrgentAmount, it.Facts.Payments[^1].Amount);
    }

    [Fact]
    public void Where_urgent_aid_was_all_of_it_the_case_is_aided_at_once_and_called_on()
    {
        ReliefExample all = Example with { Proposed = ReliefCarry.UrgentAmount };

        ReliefCase it = ReliefCarry.To(ReliefState.Approval, all, PaymentStage.Paid)
            .Does(Lead, new Approve(all.Proposed, ReliefExample.Fund, null, PriorAid.None));

        Assert.Equal(ReliefState.Aided, it.State);
        Assert.Equal(it.Facts.Granted, it.Facts.PaidOut);
        Assert.Equal(["follow-up-180", "follow-up-30", "reconcile"], it.Head.Tasks.Select(task => task.Kind).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_is_granted_while_the_urgent_payment_is_on_its_way_and_never_less_than_it()
    {
        Approve all = new(Example.Proposed, ReliefExample.Fund, null, PriorAid.None);
        Assert.Equal(ReliefProblems.UrgentUnsettled, ReliefCarry.To(ReliefState.Approval, Example, PaymentStage.Sent).Refuses(Lead, all));
        Assert.Equal(ReliefProblems.UrgentUnsettled, ReliefCarry.To(ReliefState.Approval, Example, PaymentStage.Bounced).Refuses(Lead, all));
        Assert.Equal(
            ReliefProblems.AmountBelowUrgent,
            ReliefCarry.To(ReliefState.Approval, Example, PaymentStage.Paid).Refuses(Lead, all with { Amount = ReliefCarry.UrgentAmount - new Money(1) }));
    }

    [Fact]
    public void A_draft_is_purged_after_thirty_days_unless_it_is_held()
    {
        ReliefCase it = ReliefCases.Draft(Example);
        Assert.Equal(ReliefCase.Beijing("2026-04-02T00:00"), it.Standing.DueAt);
        ReliefCase held = it.Does(Auditor, new CaseCommand.PlaceLegalHold("litigation"));

        Assert.Null(held.Standing.DueAt); // the orchestration does not knock at a closed door
        Assert.Equal(CaseProblems.NotDue, held.WhenDue().Refuses(ReliefStaff.System, new PurgeDraft()));
        Assert.Equal(ReliefState.Withdrawn, it.WhenDue().Does(ReliefStaff.System, new PurgeDraft()).State);
    }

    private static ReliefCase Asked() => ReliefCases.InIntake(Example).At("2026-03-02T10:00")
        .Does(Town, new RequestSupplement([ReliefDocuments.Diagnosis])).At("2026-03-02T11:00");
}
