using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.HardshipRelief.ReliefFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.HardshipRelief.ReliefFacts, Boai.Workflows.HardshipRelief.ReliefFact>;

namespace Boai.Workflows.HardshipRelief;

/// <summary>State 9 已救助 → 回访: receipt, reconciliation, the sampled calls, then the archive.</summary>
internal static class AfterAidStage
{
    /// <summary>The calls of a sampled case; none for the others.</summary>
    public static IReadOnlyList<FollowUp> Plan(Ledger ledger, DateOnly paidOn)
        => FollowUpSample.Draws(ledger.Head.Number, ledger.Facts.Urgent is not null, ledger.Deciding.Policy)
            ? [.. ledger.Deciding.Policy.For(PolicyKeys.ReliefFollowUpDays).Numbers().Select(days => new FollowUp(days, paidOn.AddDays(days)))]
            : [];

    /// <summary>The tasks of an aided case.</summary>
    public static IEnumerable<CaseTask> Tasks(CaseFile<ReliefFacts> file, int version, Deciding deciding)
    {
        if (file.Facts.Payments.Any(payment => payment is { Stage: PaymentStage.Paid, Reconciled: false }))
        {
            Deadline booked = Deadline.Start(deciding.Policy.For(PolicyKeys.ReliefPaymentWd).Period(), deciding.At, deciding.Calendar);
            yield return ReliefStations.Task("reconcile", [Roles.Accountant], file.Head.Owner, version, new StateClock(booked));
        }

        foreach (FollowUp call in file.Facts.FollowUps.Where(call => call.DoneAt is null))
        {
            Deadline called = Deadline.Start(
                deciding.Policy.For(PolicyKeys.ReliefFollowUpWd).Period(), ChinaCalendar.StartOf(call.On), deciding.Calendar);
            yield return ReliefStations.Task(
                $"follow-up-{call.AfterDays}", [Roles.DistrictOfficer], file.Head.Owner, version, new StateClock(called));
        }
    }

    public static CaseProblem? ConfirmReceipt(Ledger ledger)
    {
        if (ledger.Facts.ReceiptConfirmedAt is not null)
        {
            return CaseProblem.Of(ReliefProblems.AlreadyFiled);
        }

        ledger.Record(new ReceiptConfirmed());
        return null;
    }

    public static CaseProblem? RecordFollowUp(Ledger ledger, ReliefCommand.RecordFollowUp it)
    {
        if (ledger.Facts.FollowUps.FirstOrDefault(call => call.AfterDays == it.AfterDays && call.DoneAt is null) is not { } planned)
        {
            return CaseProblem.On("afterDays", ReliefProblems.FollowUpUnknown);
        }

        if (ledger.Deciding.Today < planned.On)
        {
            return CaseProblem.On("afterDays", ReliefProblems.FollowUpEarly, ("on", $"{planned.On:yyyy-MM-dd}"));
        }

        ledger.Record(new FollowUpRecorded(it.AfterDays, it.Outcome), [.. ledger.Closing($"follow-up-{it.AfterDays}")]);
        return null;
    }

    /// <summary>Whether nothing is left to do, so that the case can be archived at an instant.</summary>
    public static bool IsClosable(CaseFile<ReliefFacts> file, DateTimeOffset at)
        => file.Facts.Payments.All(payment => payment.Reconciled || payment.Stage == PaymentStage.Cancelled)
            && file.Facts.FollowUps.All(call => call.DoneAt is not null)
            && (file.Facts.ReceiptConfirmedAt is not null || file.Head.Clock?.IsOverAt(at) == true);

    public static CaseProblem? Close(Ledger ledger)
    {
        if (!IsClosable(ledger.File, ledger.Deciding.At))
        {
            return CaseProblem.Of(ReliefProblems.NotClosable);
        }

        ledger.Record(new AidClosed(), ledger.Entering(ReliefState.Closed));
        return null;
    }
}
