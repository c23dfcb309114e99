using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.BodyDonation.BodyFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.BodyDonation.BodyFacts, Boai.Workflows.BodyDonation.BodyFact>;

namespace Boai.Workflows.BodyDonation;

/// <summary>派遣 and the twelve hours (CQ-BODY 19): 6 h reminder, 10 h escalation, 12 h breach, a second unit (handbook §7.4).</summary>
internal static class ArrivalStage
{
    public static CaseProblem? Dispatch(Ledger ledger, BodyCommand.DispatchUnit it)
    {
        BodyFacts facts = ledger.Facts;
        bool underWay = facts.Current is { BreachedAt: null, Declined: null, ArrivedAt: null };
        CaseProblem? problem = facts.AfterOrgans && !it.TakesAfterOrgans ? CaseProblem.On("unit", BodyProblems.NotAfterOrgans)
            : underWay || facts.Dispatches.Any(sent => sent.Unit == it.Unit) ? CaseProblem.On("unit", BodyProblems.UnitSent)
            : null;
        if (problem is null)
        {
            // The law counts from the notice; a second unit can only be asked to hurry from when it is sent.
            DateTimeOffset from = facts.Dispatches is [] ? facts.NoticedAt : ledger.Deciding.At;
            ledger.Record(new UnitDispatched(it.Unit, from), ledger.Entering(BodyState.Dispatched, from));
        }

        return problem;
    }

    public static CaseProblem? Remind(Ledger ledger, BodyCommand.RemindUnit it) =>
        ByClock(ledger, it.Dispatch, sent => !sent.Reminded, (clocks, sent) => clocks.RemindAt(sent), new UnitReminded());

    public static CaseProblem? Escalate(Ledger ledger, BodyCommand.EscalateArrival it) =>
        ByClock(ledger, it.Dispatch, sent => !sent.Escalated, (clocks, sent) => clocks.EscalateAt(sent), new ArrivalEscalated());

    /// <summary>The breach is on record, the desk sends another unit, and the health authority is told (CQ-BODY 46).</summary>
    public static CaseProblem? Breach(Ledger ledger, BodyCommand.DeclareBreach it)
    {
        BodyClocks clocks = ledger.Deciding.Clocks();
        HeadChange[] tasks =
        [
            .. ledger.Closing(BodyTasks.Await),
            ledger.Opening(BodyTasks.Dispatch, [Roles.DutyDesk, Roles.DutyLead], clocks.Clock(PolicyKeys.BodyVerifyMin, ledger.Deciding.At)),
            .. ledger.Facts.AuthorityToldAt is null && ledger.Head.Tasks.All(task => task.Kind != BodyTasks.TellAuthority)
                ? [ledger.Opening(BodyTasks.TellAuthority, [Roles.DutyLead, Roles.CityHead], clocks.Clock(PolicyKeys.BodyAuthorityH, ledger.Deciding.At))]
                : (HeadChange[])[],
        ];
        return ByClock(ledger, it.Dispatch, sent => sent.BreachedAt is null, (known, sent) => known.BreachAt(sent), new ArrivalBreached(), tasks);
    }

    public static CaseProblem? TellAuthority(Ledger ledger)
    {
        HeadChange[] closed = [.. ledger.Closing(BodyTasks.TellAuthority)];
        if (closed is [])
        {
            return CaseProblem.Of(BodyProblems.DoneAlready);
        }

        ledger.Record(new AuthorityTold(), closed);
        return null;
    }

    public static CaseProblem? Arrive(Ledger ledger, BodyCommand.Arrive it)
    {
        CaseProblem? problem = it.At > ledger.Deciding.At || it.At < ledger.Facts.Current!.At ? CaseProblem.On("at", BodyProblems.Time)
            : !it.PapersShown ? CaseProblem.On("papersShown", BodyProblems.PapersUnshown)
            : null;
        if (problem is null)
        {
            Late(ledger, it.At);
            ledger.Record(new UnitArrived(it.At.ToUniversalTime()), ledger.Entering(BodyState.OnSite));
        }

        return problem;
    }

    /// <summary>Somebody who came late came late, also when the clock's own word has not been recorded yet.</summary>
    public static void Late(Ledger ledger, DateTimeOffset arrivedAt)
    {
        Dispatch sent = ledger.Facts.Current!;
        if (sent.BreachedAt is null && arrivedAt >= ledger.Deciding.Clocks().BreachAt(sent))
        {
            ledger.Record(
                new ArrivalBreached(),
                ledger.Opening(
                    BodyTasks.TellAuthority, [Roles.DutyLead, Roles.CityHead], ledger.Deciding.Clocks().Clock(PolicyKeys.BodyAuthorityH, ledger.Deciding.At)));
        }
    }

    public static CaseProblem? Decline(Ledger ledger, BodyCommand.DeclineOnSite it)
    {
        if (ledger.Deciding.SealedNote is null)
        {
            return CaseProblem.On("note", CaseProblems.ReasonRequired);
        }

        ledger.Record(new UnitDeclined(it.Reason), ledger.Entering(BodyState.Verified));
        return null;
    }

    private static CaseProblem? ByClock(
        Ledger ledger, int dispatch, Func<Dispatch, bool> open, Func<BodyClocks, Dispatch, DateTimeOffset> due, BodyFact fact, params HeadChange[] changes)
    {
        if (dispatch != ledger.Facts.Dispatches.Count || ledger.Facts.Current is not { } sent || !open(sent) || ledger.Deciding.At < due(ledger.Deciding.Clocks(), sent))
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        ledger.Record(fact, changes);
        return null;
    }
}
