using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.OrganDonation.OrganFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.OrganDonation.OrganFacts, Boai.Workflows.OrganDonation.OrganFact>;

namespace Boai.Workflows.OrganDonation;

/// <summary>States 4 and 5: the gates are judged again and again, R02 goes out when all hold, R03 when one is lost.</summary>
internal static class ReadinessStage
{
    /// <summary>"Clear at the minute of readiness": a reading of the registers is good for the judgement that it was made for.</summary>
    private static readonly TimeSpan ReadingLasts = TimeSpan.FromMinutes(1);

    public static CaseProblem? Evaluate(Ledger ledger, OrganCommand.EvaluateGates it)
    {
        Deciding deciding = ledger.Deciding;
        if (it.Reading.At > deciding.At || deciding.At - it.Reading.At > ReadingLasts)
        {
            return CaseProblem.On("reading", OrganProblems.ReadingStale);
        }

        OrganFacts read = ledger.Facts with { Register = it.Reading };
        bool becomesReady = !read.HasBegun && read.ReadyInForce is null && read.ScreenedAt is not null
            && OrganEndings.Of(read, ledger.Law()) is null
            && WitnessGates.AllHold(read, ledger.Law(), deciding.At);

        // An unchanged reading leaves no trace: it is made every minute.
        if (becomesReady || ledger.Facts.Register?.Intent != it.Reading.Intent)
        {
            ledger.Record(new RegistersRead(it.Reading with { At = it.Reading.At.ToUniversalTime() }));
        }

        if (becomesReady)
        {
            ledger.Record(new SignalGiven(SignalKind.Ready, CauseCode: null));
        }

        return null;
    }

    /// <summary>The hospital has the signal; for a hold also by telephone.</summary>
    public static CaseProblem? Acknowledge(Ledger ledger, OrganCommand.AcknowledgeSignal it)
    {
        if (ledger.Facts.Signals.FirstOrDefault(signal => signal.Seq == it.Seq) is not { } signal)
        {
            return CaseProblem.On("seq", OrganProblems.SignalUnknown);
        }

        if (signal.AcknowledgedAt is not null)
        {
            return CaseProblem.Of(OrganProblems.DoneAlready);
        }

        ledger.Record(new SignalAcknowledged(it.Seq), [.. ledger.Closing(TaskKinds.PhoneHold)]);
        return null;
    }

    /// <summary>R03 not acknowledged in time: DUTY phones the theatre desk (handbook §7.3.6).</summary>
    public static CaseProblem? CallForHold(Ledger ledger, OrganCommand.CallForHold it)
    {
        int seconds = ledger.Deciding.Policy.For(PolicyKeys.OrganHoldAckSec).Seconds();
        if (ledger.Facts.HoldToAcknowledge is not { PhoneTaskOpened: false } hold || hold.Seq != it.Seq
            || ledger.Deciding.At < hold.At.AddSeconds(seconds))
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        StateClock now = ledger.Deadlines().Clock(PolicyKeys.OrganHoldPhoneMin, ledger.Deciding.At);
        ledger.Record(
            new HoldUnanswered(it.Seq),
            new HeadChange.TaskOpened(OrganStations.Task(
                TaskKinds.PhoneHold, [Roles.DutyDesk, Roles.DutyLead], ledger.Head.Owner, ledger.NextSeq, now)));
        return null;
    }
}
