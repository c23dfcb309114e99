using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.HardshipRelief.ReliefStaff;
using static Boai.Workflows.HardshipRelief.ReliefCommand;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>States 8, 8F, 9 and 12.</summary>
public sealed class ReliefPaymentTests
{
    private static readonly ReliefExample Example = ReliefExample.Valid;

    [Fact]
    public void A_payment_is_paid_once()
    {
        ReliefCase sent = ReliefCases.InPayment(Example).IsSent();
        string id = sent.OpenPayment();
        ReliefCase paid = sent.IsPaid();

        Assert.Equal((ReliefState.Aided, Example.Proposed), (paid.State, paid.Facts.PaidOut));
        foreach (ReliefCommand again in (ReliefCommand[])[
            new ConfirmPayment(id, Example.Proposed, new DateOnly(2026, 3, 10), "bank-2"), new BouncePayment(id, "account-closed"),
            new SendPayment(id), new PreparePayment(id)])
        {
            Assert.Equal(CaseProblems.State, paid.Refuses(again is SendPayment ? Cashier : again is PreparePayment ? Accountant : ReliefStaff.System, again));
        }
    }

    [Fact]
    public void What_went_to_the_bank_is_recorded_although_the_case_was_stopped_a_moment_before()
    {
        ReliefCase prepared = ReliefCases.InPayment(Example).IsPrepared();
        string id = prepared.OpenPayment();

        ReliefCase investigated = prepared.Does(Officer, new Investigate("fraud-suspected"), ReliefCase.Note).Does(Cashier, new SendPayment(id));
        ReliefCase suspended = prepared.Does(Officer, new CaseCommand.Suspend("new-information", ChinaCalendar.DateOf(prepared.Now).AddDays(3))).Does(Cashier, new SendPayment(id));

        Assert.Equal((ReliefState.Investigation, PaymentStage.Sent), (investigated.State, investigated.Facts.Payments.Single().Stage));
        Assert.Equal(PaymentStage.Sent, suspended.Facts.Payments.Single().Stage);
        Assert.Equal(ReliefState.Investigation, investigated.Does(ReliefStaff.System, new ConfirmPayment(id, Example.Proposed, ChinaCalendar.DateOf(investigated.Now), "bank-1")).State);
    }

    [Fact]
    public void Only_a_prepared_payment_is_sent_and_only_a_sent_one_answered()
    {
        ReliefCase it = ReliefCases.InPayment(Example);
        string id = it.OpenPayment();

        Assert.Equal(ReliefProblems.PaymentStage, it.Refuses(Cashier, new SendPayment(id)));
        Assert.Equal(ReliefProblems.PaymentStage, it.IsPrepared().Refuses(ReliefStaff.System, new BouncePayment(id, "account-closed")));
        Assert.Equal(ReliefProblems.PaymentStage, it.IsPrepared().Refuses(Accountant, new PreparePayment(id)));
        Assert.Equal(ReliefProblems.PaymentUnknown, it.Refuses(Accountant, new PreparePayment("HRA-0-P9")));
        Assert.Equal(PaymentStage.Ordered, it.IsPrepared().Does(Accountant, new UnpreparePayment(id)).Facts.Payments.Single().Stage);
    }

    [Fact]
    public void The_bank_must_have_paid_the_very_amount()
    {
        ReliefCase it = ReliefCases.InPayment(Example).IsSent();

        Assert.Equal(
            ReliefProblems.PaymentAmount,
            it.Refuses(ReliefStaff.System, new ConfirmPayment(it.OpenPayment(), Example.Proposed + new Money(1), new DateOnly(2026, 3, 10), "bank-1")));
    }

    [Fact]
    public void After_three_tries_of_the_bank_an_officer_goes_there()
    {
        ReliefCase it = ReliefCases.InPayment(Example);
        for (int @try = 1; @try <= 2; @try++)
        {
            it = it.IsSent().Bounces();
            Assert.Equal((ReliefState.PaymentFailed, "correct-payee"), (it.State, it.Head.Tasks.Single().Kind));
            it = it.IsCorrected();
            Assert.Equal(["pay"], it.Head.Tasks.Select(task => task.Kind));
        }

        it = it.IsSent().Bounces();

        Assert.Equal("home-visit", it.Head.Tasks.Single().Kind);
        Assert.Equal(3, it.Facts.Payments.Single().Tries);
        CorrectPayee correct = new(it.OpenPayment(), Example.Application.Payee, HomeVisit: false);
        Assert.Equal(ReliefProblems.HomeVisitNeeded, it.Refuses(Officer2, correct));
        Assert.Equal(ReliefState.Aided, it.IsCorrected(homeVisit: true).IsSent().IsPaid().State);
    }

    [Theory]
    [InlineData(PayeeRelation.Applicant, false, null, false)]
    [InlineData(PayeeRelation.Applicant, true, null, true)]
    [InlineData(PayeeRelation.Guardian, true, null, false)]
    [InlineData(PayeeRelation.Guardian, true, ReliefDocuments.GuardianProof, true)]
    [InlineData(PayeeRelation.Authorised, true, null, false)]
    [InlineData(PayeeRelation.Authorised, true, ReliefDocuments.GuardianProof, false)]
    [InlineData(PayeeRelation.Authorised, true, ReliefDocuments.PayeeAuthorisation, true)]
    public void A_third_partys_account_is_paid_only_with_guardianship_or_authorisation(
        PayeeRelation relation, bool holderMatches, string? proof, bool payable)
    {
        ReliefCase it = ReliefCases.Bounced(Example);
        it = proof is null ? it : it.With(Applicant, proof);
        CorrectPayee correct = new(it.OpenPayment(), new Payee("vault-2", relation, holderMatches), HomeVisit: false);

        if (payable)
        {
            Assert.Equal(ReliefState.Payment, it.Does(Officer2, correct).State);
        }
        else
        {
            Assert.Equal(ReliefProblems.PayeeUnverified, it.Refuses(Officer2, correct));
        }
    }

    [Fact]
    public void Before_the_money_leaves_the_applicant_may_withdraw_without_a_reason()
    {
        ReliefCase withdrawn = ReliefCases.InPayment(Example).IsPrepared().Does(Applicant, new CaseCommand.Withdraw());

        Assert.Equal(ReliefState.Withdrawn, withdrawn.State);
        Assert.Equal(PaymentStage.Cancelled, withdrawn.Facts.Payments.Single().Stage);
        Assert.Equal(new DateOnly(2036, 3, 10), withdrawn.Head.KeepUntil);
        Assert.Equal(ReliefState.Withdrawn, ReliefCases.Bounced(Example).Does(Applicant, new CaseCommand.Withdraw()).State);
        Assert.Equal(ReliefProblems.MoneyOut, ReliefCases.InPayment(Example).IsSent().Refuses(Applicant, new CaseCommand.Withdraw()));
        Assert.Equal(
            ReliefProblems.MoneyOut, ReliefCarry.To(ReliefState.Verification, Example, PaymentStage.Paid).Refuses(Applicant, new CaseCommand.Withdraw()));
    }

    [Fact]
    public void A_village_officer_speaks_for_an_applicant_only_in_the_case_that_this_officer_filed()
    {
        Assert.Equal(ReliefProblems.NotTheNominator, ReliefCases.InIntake(Example).Refuses(Village, new CaseCommand.Withdraw()));
        Assert.Equal(ReliefState.Withdrawn, ReliefCases.InIntake(Example.ByVillage()).Does(Nominator, new CaseCommand.Withdraw()).State);
    }

    [Theory]
    [InlineData(29, ReliefProblems.FollowUpEarly)]
    [InlineData(30, null)]
    public void A_call_is_made_on_its_day_or_later(int days, string? problem)
    {
        ReliefCase it = ReliefCases.Aided(Example with { Sequence = ReliefExample.Sampled }).After(TimeSpan.FromDays(days));

        Assert.Equal(
            problem, it.Try(Officer, new RecordFollowUp(30, FollowUpOutcome.InOrder)) is CaseOutcome<ReliefFacts>.Refused refused ? refused.Problem.Code : null);
    }

    [Fact]
    public void A_sampled_case_is_called_on_after_30_and_180_days_and_closed_afterwards()
    {
        ReliefCase it = ReliefCases.Aided(Example with { Sequence = ReliefExample.Sampled }).IsReconciled().Does(Applicant, new ConfirmReceipt());
        Assert.Equal(["follow-up-30", "follow-up-180"], it.Head.Tasks.Select(task => task.Kind));
        Assert.Equal(ReliefProblems.AlreadyFiled, it.Refuses(Applicant, new ConfirmReceipt()));
        it = it.After(TimeSpan.FromDays(30)).Does(Officer, new RecordFollowUp(30, FollowUpOutcome.InOrder));
        Assert.Equal(ReliefProblems.FollowUpUnknown, it.Refuses(Officer, new RecordFollowUp(30, FollowUpOutcome.InOrder)));
        Assert.Equal(ReliefProblems.NotClosable, it.Refuses(ReliefStaff.System, new CloseAided()));

        it = it.After(TimeSpan.FromDays(150)).Does(Officer, new RecordFollowUp(180, FollowUpOutcome.NotReached));

        Assert.Equal(ReliefState.Closed, it.Does(ReliefStaff.System, new CloseAided()).State);
    }

    [Fact]
    public void A_case_outside_the_sample_is_closed_when_the_receipt_is_there_or_after_thirty_days()
    {
        ReliefCase it = ReliefCases.Aided(Example);
        Assert.Equal(ReliefProblems.NotClosable, it.Does(Applicant, new ConfirmReceipt()).Refuses(ReliefStaff.System, new CloseAided())); // not reconciled

        ReliefCase reconciled = it.IsReconciled();
        Assert.Equal(ReliefProblems.NotClosable, reconciled.Refuses(ReliefStaff.System, new CloseAided()));
        Assert.Equal(reconciled.DueAt, reconciled.Standing.CloseAt);
        Assert.Equal(ReliefState.Closed, reconciled.WhenDue().Does(ReliefStaff.System, new CloseAided()).State);
        Assert.Equal(ReliefState.Closed, reconciled.Does(Applicant, new ConfirmReceipt()).Does(ReliefStaff.System, new CloseAided()).State);
    }

    [Fact]
    public void At_least_a_tenth_of_the_cases_is_called_on_and_every_urgent_one()
    {
        CasePolicy policy = ReliefCases.Aided(Example).Policy;
        CaseNumber[] numbers =
        [
            .. Enumerable.Range(1, 5_000).Select(sequence => CaseNumber.Create(ReliefProcess.Business, District, 2026, sequence)),
            .. Enumerable.Range(1, 5_000).Select(sequence => CaseNumber.Create(ReliefProcess.Business, UnitCode.Parse("500101"), 2025, sequence)),
        ];

        int drawn = numbers.Count(number => FollowUpSample.Draws(number, paidUrgently: false, policy));

        Assert.InRange(drawn, numbers.Length / 10, numbers.Length / 5);
        Assert.All(numbers.Take(100), number => Assert.True(FollowUpSample.Draws(number, paidUrgently: true, policy)));
        Assert.All(numbers.Chunk(1_000), thousand => // of every thousand too
            Assert.True(thousand.Count(number => FollowUpSample.Draws(number, paidUrgently: false, policy)) >= 100));
    }
}
