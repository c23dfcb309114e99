using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.HardshipRelief.ReliefFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.HardshipRelief.ReliefFacts, Boai.Workflows.HardshipRelief.ReliefFact>;

namespace Boai.Workflows.HardshipRelief;

/// <summary>States 1 to 3: submission, screening, intake and the urgent path.</summary>
internal static class IntakeStage
{
    public static CaseProblem? Submit(Ledger ledger, ReliefCommand.Submit it)
    {
        ledger.Record(new ApplicationSubmitted(it.Application), ledger.Entering(ReliefState.Submitted));
        return null;
    }

    public static CaseProblem? PurgeDraft(Ledger ledger)
    {
        if (ledger.Head.LegalHold || !ledger.IsDue())
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        ledger.Record(new DraftPurged(), ledger.Entering(ReliefState.Withdrawn));
        return null;
    }

    /// <summary>A wrong region is the one hard refusal; everything else found here is for the intake to weigh.</summary>
    public static CaseProblem? Screen(Ledger ledger, ReliefCommand.Screen it)
    {
        Screening found = it.Findings;
        List<HeadChange> changes = found.RelatedStaff is [] ? [] : [new HeadChange.RecusalNoted(found.RelatedStaff)];
        if (found.InRegion)
        {
            ledger.Record(new ApplicationScreened(found), [.. changes, ledger.Entering(ReliefState.Intake)]);
            return null;
        }

        ledger.Record(new ApplicationScreened(found), changes);
        RefusalStage.Record(ledger, ReliefGrounds.Known(ledger.Facts));
        return null;
    }

    public static CaseProblem? Accept(Ledger ledger)
    {
        IReadOnlyList<string> missing = ReliefDocuments.Missing(ledger.Facts.Application!, ledger.Head);
        if (missing is not [])
        {
            return CaseProblem.Of(ReliefProblems.DocumentsMissing, ("items", string.Join(' ', missing)));
        }

        // 原则上只给予一次救助: an exception is possible, but somebody must say why.
        if (ledger.Facts.Screening is { Prior: { SameCause: true } or { SameYear: true } } && ledger.Deciding.SealedNote is null)
        {
            return CaseProblem.On("note", ReliefProblems.AidedBefore);
        }

        ledger.Record(new ApplicationAccepted(), ledger.Entering(ReliefState.Verification));
        return null;
    }

    /// <summary>急难救助: money first, the procedure within ten working days (SAID 48 as model; DL-20).</summary>
    public static CaseProblem? PayUrgently(Ledger ledger, ReliefCommand.PayUrgently it)
    {
        Money most = ledger.Deciding.Policy.For(PolicyKeys.ReliefUrgentMax).Amount();
        CaseProblem? problem = ledger.Facts.Urgent is not null ? CaseProblem.Of(ReliefProblems.UrgentOnce)
            : it.Amount <= Money.Zero ? CaseProblem.On("amountFen", ReliefProblems.AmountNotPositive)
            : it.Amount > most ? CaseProblem.On("amountFen", ReliefProblems.UrgentTooMuch, ("max", $"{most}"))
            : string.IsNullOrEmpty(it.FundId) ? CaseProblem.On("fundId", ReliefProblems.FundRequired)
            : !ReliefDocuments.HasSighted(ledger.Head, ReliefDocuments.Identity) ? CaseProblem.Of(ReliefProblems.IdentityUnchecked)
            : ReliefPayees.Check(ledger.File, visited: true);
        if (problem is not null)
        {
            return problem;
        }

        ReliefPayment payment = PaymentStages.Order(ledger, it.Amount, it.FundId, isUrgent: true);
        StateClock clock = ledger.ClockOf(PolicyKeys.ReliefPaymentWd);
        CaseTask pay = ReliefStations.Task("pay-urgently", [Roles.Accountant, Roles.Cashier], ledger.Head.Owner, ledger.NextSeq, clock);
        ledger.Record(new UrgentPaymentOrdered(payment), new HeadChange.TaskOpened(pay));
        return null;
    }
}
