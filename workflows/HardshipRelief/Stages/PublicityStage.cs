using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.HardshipRelief.ReliefFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.HardshipRelief.ReliefFacts, Boai.Workflows.HardshipRelief.ReliefFact>;

namespace Boai.Workflows.HardshipRelief;

/// <summary>States 6 and 6' 公示: the whole days on board and web, photographed on the first and the last (model CQ-DIBAO 18; DL-18).</summary>
internal static class PublicityStage
{
    /// <summary>The days count from the listing; its own day is not one of them (CC 201).</summary>
    public static CaseProblem? List(Ledger ledger, ReliefCommand.ListPublicly it)
    {
        if (ledger.Facts.LastRun is not { ListingId: null } run)
        {
            return CaseProblem.Of(ReliefProblems.ListedAlready);
        }

        StateClock clock = ledger.ClockOf(run.Renewed ? PolicyKeys.ReliefRepublicityDays : PolicyKeys.ReliefPublicityDays);
        CaseTask post = ReliefStations.Task(
            "post-list", [Roles.Village, Roles.Town, Roles.DistrictOfficer], ledger.Head.Owner, ledger.NextSeq, clock);
        ledger.Record(
            new PublicityListed(it.ListingId, ledger.Deciding.Today), new HeadChange.ClockSet(clock), new HeadChange.TaskOpened(post));
        return null;
    }

    public static CaseProblem? FileEvidence(Ledger ledger, ReliefCommand.FilePublicityEvidence it)
    {
        if (ledger.Facts.LastRun is not { ListedOn: { } listedOn } run)
        {
            return CaseProblem.Of(ReliefProblems.NotListed);
        }

        if (!ledger.Head.Documents.Any(document => document.Id == it.DocumentId && document.Kind == ReliefDocuments.BoardPhoto))
        {
            return CaseProblem.On("documentId", CaseProblems.DocumentUnknown);
        }

        // Day one is the day of the listing or the first counted day; the last day is the last one, or later while the list still hangs.
        DateOnly lastDay = run.LastDay ?? ledger.Head.Clock!.LastDay;
        bool right = it.TakenOn <= ledger.Deciding.Today
            && (it.LastDay ? it.TakenOn >= lastDay : it.TakenOn >= listedOn && it.TakenOn <= listedOn.AddDays(1));
        if (!right)
        {
            return CaseProblem.On("takenOn", ReliefProblems.EvidenceDay, ("expected", $"{(it.LastDay ? lastDay : listedOn):yyyy-MM-dd}"));
        }

        ledger.Record(new PublicityEvidenceFiled(it.LastDay, it.DocumentId), it.LastDay ? [.. ledger.Closing("post-list")] : []);
        return null;
    }

    /// <summary>公示异议, by anyone, until 24:00 of the last day.</summary>
    public static CaseProblem? Object(Ledger ledger, ReliefCommand.RaiseObjection it)
    {
        if (ledger.Facts.LastRun is not { ListedOn: not null })
        {
            return CaseProblem.Of(ReliefProblems.NotListed);
        }

        ObjectionRaised raised = new(new Objection(it.ObjectionId, ledger.Deciding.At));
        if (ledger.Head.StateOf() == ReliefState.Reverification)
        {
            ledger.Record(raised);
            return null;
        }

        if (ledger.IsDue())
        {
            return CaseProblem.Of(ReliefProblems.ObjectionWindow);
        }

        ledger.Record(raised, ledger.Entering(ReliefState.Reverification));
        return null;
    }

    /// <summary>The days are over. Photographs may still come in; without them nothing is approved.</summary>
    public static CaseProblem? End(Ledger ledger, ReliefCommand.EndPublicity it)
    {
        if (ledger.Facts.LastRun is not { ListedOn: not null } run || !ledger.IsDue())
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        if (it.Prior is { } prior && prior != ledger.Facts.Screening!.Prior)
        {
            ledger.Record(new PriorAidFound(prior));
        }

        CaseTask[] photographs = run.LastDayEvidence is null ? [.. ledger.Head.Tasks.Where(task => task.Kind == "post-list")] : [];
        HeadChange.Entered entered = ledger.Entering(ReliefState.Approval, facts => facts with { Approvals = [] });
        ledger.Record(new PublicityEnded(ledger.Head.Clock!.LastDay), entered with { Tasks = [.. entered.Tasks, .. photographs] });
        return null;
    }
}
