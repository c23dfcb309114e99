using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.HardshipRelief.ReliefFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.HardshipRelief.ReliefFacts, Boai.Workflows.HardshipRelief.ReliefFact>;

namespace Boai.Workflows.HardshipRelief;

/// <summary>State 11 疑点调查: everything stands still until the district's lead and the auditor agree.</summary>
internal static class InvestigationStage
{
    public const string UrgentLate = "urgent-late";
    public const string UrgentIncomplete = "urgent-incomplete";
    public const string UrgentRefused = "urgent-refused";

    public static CaseProblem? Open(Ledger ledger, ReliefCommand.Investigate it)
    {
        if (string.IsNullOrEmpty(it.CauseCode) || ledger.Deciding.SealedNote is null)
        {
            return CaseProblem.On("note", CaseProblems.ReasonRequired);
        }

        Record(ledger, it.CauseCode);
        return null;
    }

    /// <summary>先行救助后补办: the file is not complete in time (DL-20).</summary>
    public static CaseProblem? MissUrgentCompletion(Ledger ledger)
    {
        if (ledger.Facts.Urgent is not { CompleteBy: { } by, Missed: false } || ledger.Deciding.At < by)
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        ledger.Record(new UrgentCompletionMissed());
        Record(ledger, UrgentLate);
        return null;
    }

    public static void Record(Ledger ledger, string causeCode, FrozenState? back = null)
    {
        Inquiry inquiry = new(causeCode, ledger.Deciding.At, back ?? ReliefStations.Freeze(ledger.Head, ledger.Deciding.At));
        ledger.RecordWithReason(new InvestigationOpened(inquiry), causeCode, ledger.Entering(ReliefState.Investigation));
    }

    /// <summary>The bank answered while the case was frozen in the payment state: it goes back to what the answer made of it.</summary>
    public static void AfterBank(Ledger ledger, ReliefState answered)
    {
        if (ledger.Facts.Inquiry is not { Back.State: ReliefState.Payment } inquiry)
        {
            return;
        }

        HeadChange.Entered there = ledger.Entering(answered);
        FrozenState back = new(
            answered, there.Clock?.StopAt(ledger.Deciding.At), [.. there.Tasks.Select(task => task with { Clock = task.Clock.StopAt(ledger.Deciding.At) })]);
        ledger.Record(new InvestigationOpened(inquiry with { Back = back }));
    }

    public static CaseProblem? FileFinding(Ledger ledger, ReliefCommand.FileFinding it)
    {
        CaseProblem? problem = ledger.Facts.Inquiry!.Proven ? CaseProblem.Of(ReliefProblems.RecoveryOpen)
            : ledger.Facts.Inquiry.Finding is not null ? CaseProblem.Of(ReliefProblems.AlreadyFiled)
            : ledger.Deciding.SealedNote is null ? CaseProblem.On("note", CaseProblems.ReasonRequired)
            : null;
        if (problem is null)
        {
            ledger.Record(new FindingFiled(it.Finding, ledger.Deciding.Actor.StaffId, ledger.Deciding.Actor.Role));
        }

        return problem;
    }

    public static CaseProblem? ConfirmFinding(Ledger ledger)
    {
        Inquiry inquiry = ledger.Facts.Inquiry!;
        CaseProblem? problem = inquiry.Proven ? CaseProblem.Of(ReliefProblems.RecoveryOpen)
            : inquiry.Finding is null ? CaseProblem.Of(ReliefProblems.NothingFiled)
            : inquiry.FoundBy == ledger.Deciding.Actor.StaffId ? CaseProblem.Of(ReliefProblems.SamePerson)
            : inquiry.FoundByRole == ledger.Deciding.Actor.Role ? CaseProblem.Of(ReliefProblems.BothLevelsNeeded)
            : inquiry.Finding == InvestigationFinding.Proven && PaymentStages.IsOnItsWay(ledger.Facts)
                ? CaseProblem.Of(ReliefProblems.PaymentUnderway)
            : null;
        if (problem is not null)
        {
            return problem;
        }

        if (inquiry.Finding == InvestigationFinding.Cleared)
        {
            ledger.Record(new SuspicionCleared(), ReliefStations.EnterAgain(inquiry.Back, ledger.File, ledger.Deciding));
            return null;
        }

        Prove(ledger);
        return null;
    }

    public static CaseProblem? SettleRecovery(Ledger ledger, ReliefCommand.SettleRecovery it)
    {
        CaseProblem? problem = ledger.Facts.Inquiry is not { Proven: true, ToRecover: { } owed } ? CaseProblem.Of(ReliefProblems.NoRecovery)
            : it.Recovered < Money.Zero || it.Recovered > owed || (it.Recovered < owed && !it.HandedOver)
                ? CaseProblem.On("recoveredFen", ReliefProblems.RecoveryAmount, ("owed", $"{owed}"))
            : null;
        if (problem is null)
        {
            ledger.Record(new RecoverySettled(it.Recovered, it.HandedOver), ledger.Entering(ReliefState.Closed));
        }

        return problem;
    }

    /// <summary>Proven: paid money is reclaimed (CHL 60); where none was paid the application is refused as untrue.</summary>
    private static void Prove(Ledger ledger)
    {
        Money paid = ledger.Facts.PaidOut;
        if (paid > Money.Zero)
        {
            StateClock clock = ledger.ClockOf(PolicyKeys.ReliefInvestigationWd);
            CaseTask recover = ReliefStations.Task("recover", [Roles.DistrictLead], ledger.Head.Owner, ledger.NextSeq, clock);
            CaseTask[] reconcile = [.. ledger.Head.Tasks.Where(task => task.Kind == ReliefStations.Reconcile)];
            ledger.Record(new SuspicionProven(paid), new HeadChange.Entered(nameof(ReliefState.Investigation), clock, [recover, .. reconcile]));
            return;
        }

        ledger.Record(new SuspicionProven(paid));
        RefusalStage.Record(ledger, [.. ReliefGrounds.Known(ledger.Facts).Append(RefusalGround.R04).Order()]);
    }
}
