using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.HardshipRelief.ReliefFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.HardshipRelief.ReliefFacts, Boai.Workflows.HardshipRelief.ReliefFact>;

namespace Boai.Workflows.HardshipRelief;

/// <summary>States 8 and 8F 拨付: each payment goes to the bank under its own number, and is paid once (I-23, I-27).</summary>
internal static class PaymentStages
{
    public static ReliefPayment Order(Ledger ledger, Money amount, string fundId, bool isUrgent)
        => new($"{ledger.Head.Number}-P{ledger.Facts.Payments.Count + 1}", amount, fundId, isUrgent, PaymentStage.Ordered, ledger.Deciding.At);

    public static bool IsOnItsWay(ReliefFacts facts)
        => facts.Payments.Any(payment => payment.Stage == PaymentStage.Sent);

    public static bool MoneyIsOutOrOnItsWay(ReliefFacts facts)
        => facts.Payments.Any(payment => payment.Stage is PaymentStage.Sent or PaymentStage.Paid);

    public static bool NeedsHomeVisit(ReliefFacts facts, CasePolicy policy)
        => facts.Payments.Any(payment => NeedsHomeVisit(payment, policy));

    public static CaseProblem? Prepare(Ledger ledger, ReliefCommand.PreparePayment it)
    {
        CaseProblem? problem = At(ledger, it.PaymentId, PaymentStage.Ordered) ?? MayGoOut(ledger, it.PaymentId);
        if (problem is null)
        {
            ledger.Record(new PaymentPrepared(it.PaymentId));
        }

        return problem;
    }

    public static CaseProblem? Unprepare(Ledger ledger, ReliefCommand.UnpreparePayment it)
    {
        CaseProblem? problem = At(ledger, it.PaymentId, PaymentStage.Prepared);
        if (problem is null)
        {
            ledger.Record(new PaymentUnprepared(it.PaymentId));
        }

        return problem;
    }

    /// <summary>The bank has the file. The desk asked before it went; what was stopped a moment later is recorded, not denied.</summary>
    public static CaseProblem? Send(Ledger ledger, ReliefCommand.SendPayment it)
    {
        bool stopped = ledger.Head.Suspension is not null || ledger.Head.StateOf() == ReliefState.Investigation;
        CaseProblem? problem = At(ledger, it.PaymentId, PaymentStage.Prepared) ?? (stopped ? null : MayGoOut(ledger, it.PaymentId));
        if (problem is null)
        {
            ledger.Record(new PaymentSent(it.PaymentId));
        }

        return problem;
    }

    /// <summary>The bank has paid. It is recorded in whatever state the case is: money that went out went out.</summary>
    public static CaseProblem? Confirm(Ledger ledger, ReliefCommand.ConfirmPayment it)
    {
        if (At(ledger, it.PaymentId, PaymentStage.Sent) is { } problem)
        {
            return problem;
        }

        ReliefPayment payment = Find(ledger, it.PaymentId)!;
        if (payment.Amount != it.Amount)
        {
            return CaseProblem.On("amountFen", ReliefProblems.PaymentAmount, ("expected", $"{payment.Amount}"));
        }

        bool inPayment = ledger.Head.StateOf() == ReliefState.Payment;
        bool urgentStage = payment.IsUrgent && ledger.Facts.Granted is null;
        DateTimeOffset? completeBy = payment.IsUrgent ? CompleteBy(ledger, it.PaidOn) : null;
        IReadOnlyList<FollowUp> followUps = urgentStage ? [] : AfterAidStage.Plan(ledger, it.PaidOn);
        PaymentConfirmed paid = new(it.PaymentId, it.PaidOn, it.BankReference, completeBy, followUps);
        if (inPayment && !payment.IsUrgent)
        {
            ledger.Record(paid, ledger.Entering(ReliefState.Aided, facts => ReliefEvolution.Evolve(facts, paid, AsIs(ledger))));
            return null;
        }

        CaseTask reconcile = ReliefStations.Task(
            "reconcile", [Roles.Accountant], ledger.Head.Owner, ledger.NextSeq, ledger.ClockOf(PolicyKeys.ReliefPaymentWd));
        ledger.Record(paid, [.. ledger.Closing("pay-urgently"), new HeadChange.TaskOpened(reconcile)]);
        InvestigationStage.AfterBank(ledger, ReliefState.Aided);
        return null;
    }

    public static CaseProblem? Bounce(Ledger ledger, ReliefCommand.BouncePayment it)
    {
        if (At(ledger, it.PaymentId, PaymentStage.Sent) is { } problem)
        {
            return problem;
        }

        PaymentBounced bounced = new(it.PaymentId, it.BankReason);
        if (ledger.Head.StateOf() == ReliefState.Payment)
        {
            HeadChange.Entered failed = ledger.Entering(
                ReliefState.PaymentFailed, facts => ReliefEvolution.Evolve(facts, bounced, AsIs(ledger)));
            ledger.RecordWithReason(bounced, it.BankReason, failed);
            return null;
        }

        CaseTask correct = ReliefStations.Task(
            "correct-payee", [Roles.DistrictOfficer], ledger.Head.Owner, ledger.NextSeq, ledger.ClockOf(PolicyKeys.ReliefPaymentWd));
        ledger.RecordWithReason(bounced, it.BankReason, [.. ledger.Closing("pay-urgently"), new HeadChange.TaskOpened(correct)]);
        InvestigationStage.AfterBank(ledger, ReliefState.PaymentFailed);
        return null;
    }

    /// <summary>The account is put right and the same payment goes out again; after the bank's tries only once somebody was there.</summary>
    public static CaseProblem? CorrectPayee(Ledger ledger, ReliefCommand.CorrectPayee it)
    {
        CaseProblem? problem = At(ledger, it.PaymentId, PaymentStage.Bounced);
        if (problem is null && NeedsHomeVisit(Find(ledger, it.PaymentId)!, ledger.Deciding.Policy) && !it.HomeVisit)
        {
            problem = CaseProblem.On("homeVisit", ReliefProblems.HomeVisitNeeded);
        }

        CaseFile<ReliefFacts> corrected = ledger.File with
        {
            Facts = ledger.Facts with { Application = ledger.Facts.Application! with { Payee = it.Payee } },
        };
        problem ??= ReliefPayees.Check(corrected, visited: true);
        if (problem is not null)
        {
            return problem;
        }

        PayeeCorrected fact = new(it.PaymentId, it.Payee);
        if (ledger.Head.StateOf() == ReliefState.PaymentFailed)
        {
            ledger.Record(fact, ledger.Entering(ReliefState.Payment, facts => ReliefEvolution.Evolve(facts, fact, AsIs(ledger))));
            return null;
        }

        CaseTask pay = ReliefStations.Task(
            "pay-urgently", [Roles.Accountant, Roles.Cashier], ledger.Head.Owner, ledger.NextSeq, ledger.ClockOf(PolicyKeys.ReliefPaymentWd));
        ledger.Record(fact, [.. ledger.Closing("correct-payee"), new HeadChange.TaskOpened(pay)]);
        return null;
    }

    public static CaseProblem? Reconcile(Ledger ledger, ReliefCommand.ReconcilePayment it)
    {
        CaseProblem? problem = At(ledger, it.PaymentId, PaymentStage.Paid)
            ?? (Find(ledger, it.PaymentId)!.Reconciled ? CaseProblem.Of(ReliefProblems.AlreadyFiled) : null);
        if (problem is not null)
        {
            return problem;
        }

        bool othersOpen = ledger.Facts.Payments.Any(payment =>
            payment.PaymentId != it.PaymentId && payment is { Stage: PaymentStage.Paid, Reconciled: false });
        ledger.Record(new PaymentReconciled(it.PaymentId), othersOpen ? [] : [.. ledger.Closing("reconcile")]);
        return null;
    }

    private static ReliefPayment? Find(Ledger ledger, string paymentId)
        => ledger.Facts.Payments.FirstOrDefault(payment => payment.PaymentId == paymentId);

    private static CaseProblem? At(Ledger ledger, string paymentId, PaymentStage stage)
        => Find(ledger, paymentId) is not { } payment ? CaseProblem.On("paymentId", ReliefProblems.PaymentUnknown)
            : payment.Stage != stage ? CaseProblem.On("paymentId", ReliefProblems.PaymentStage, ("stage", $"{payment.Stage}"))
            : null;

    /// <summary>I-27, asked again at the last moment before the money leaves.</summary>
    private static CaseProblem? MayGoOut(Ledger ledger, string paymentId)
    {
        ReliefFacts facts = ledger.Facts;
        ReliefPayment payment = Find(ledger, paymentId)!;
        bool approved = payment.IsUrgent
            ? facts.Urgent is { } urgent && payment.Amount <= urgent.Amount
            : facts.Granted is { } granted && facts.PaidOut + payment.Amount <= granted && facts.LastRun is { IsComplete: true };
        return approved ? ReliefPayees.Check(ledger.File, visited: true) : CaseProblem.Of(ReliefProblems.PublicityIncomplete);
    }

    private static bool NeedsHomeVisit(ReliefPayment payment, CasePolicy policy)
        => payment.Stage == PaymentStage.Bounced && payment.Tries >= policy.For(PolicyKeys.ReliefPaymentMaxTries).Count();

    private static DateTimeOffset CompleteBy(Ledger ledger, DateOnly paidOn)
        => Deadline.Start(
            ledger.Deciding.Policy.For(PolicyKeys.ReliefUrgentCompleteWd).Period(), ChinaCalendar.StartOf(paidOn), ledger.Deciding.Calendar).DueAt;

    private static CaseEvent AsIs(Ledger ledger)
        => new(ledger.NextSeq, "", ledger.Deciding.At, ledger.Deciding.Actor.StaffId, ledger.Deciding.Actor.Role, null, null, null, null);
}
