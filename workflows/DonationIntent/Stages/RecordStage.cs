using Boai.Workflows.Cases;
using static Boai.Workflows.DonationIntent.IntentFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.DonationIntent.IntentFacts, Boai.Workflows.DonationIntent.IntentFact>;

namespace Boai.Workflows.DonationIntent;

/// <summary>What the register itself keeps in order: one entry for a person, what became of it, and what it no longer needs.</summary>
internal static class RecordStage
{
    /// <summary>A refusal stands until it is lifted expressly, and a person has one entry at a time.</summary>
    public static CaseProblem? MayOpen(string personId, IReadOnlyList<CaseFile<IntentFacts>> known, DateTimeOffset at)
        => known.Any(entry => entry.Facts.PersonId != personId) ? CaseProblem.Of(IntentProblems.OtherPerson)
            : IntentRegister.StandingAt(known.Select(entry => entry.Facts), IntentGroup.Organs, at) == IntentStanding.Refused
                ? CaseProblem.Of(IntentProblems.RefusalStands)
                : IntentRegister.Open(known) is { } open
                    ? CaseProblem.Of(IntentProblems.RegisteredAlready, ("case", open.Head.Number.Value))
                    : null;

    public static CaseProblem? MarkExecuted(Ledger ledger, IntentCommand.MarkExecuted it)
    {
        IntentGroup[] groups = [.. ledger.Facts.Form!.Scopes.Groups.Intersect(GroupsOf(it.Donation.Business.Process))];
        if (groups is [] || ledger.Facts.Donations.Contains(it.Donation.Value, StringComparer.Ordinal))
        {
            return CaseProblem.On("donation", IntentProblems.Donation);
        }

        HeadChange[] changes = ledger.Head.StateOf() == IntentState.Executed ? [] : [ledger.Entering(IntentState.Executed)];
        ledger.Record(new IntentExecuted(it.Donation.Value, groups), changes);
        return null;
    }

    public static CaseProblem? MarkLapsed(Ledger ledger)
    {
        ledger.Record(new IntentLapsed(), ledger.Entering(IntentState.Lapsed));
        return null;
    }

    public static CaseProblem? RecordExport(Ledger ledger, IntentCommand.RecordExport it)
    {
        HeadChange[] closed =
        [
            .. ledger.Head.Tasks.Where(task => task.Kind == IntentStations.ExportTask).Select(task => new HeadChange.TaskClosed(task.Id)),
        ];
        CaseProblem? problem = closed is [] ? CaseProblem.Of(IntentProblems.NothingToExport)
            : string.IsNullOrEmpty(it.NationalNumber) ? CaseProblem.On("nationalNumber", IntentProblems.NationalNumber)
            : null;
        if (problem is null)
        {
            ledger.Record(new ExportRecorded(it.NationalNumber), closed);
        }

        return problem;
    }

    /// <summary>Of a withdrawn or refused intent the form goes at once (handbook §12.5), unless a legal hold keeps it.</summary>
    public static void EraseWhatIsNotNeeded(Ledger ledger)
    {
        if (!ledger.Head.LegalHold && ledger.Head.StateOf().NeedsNoForm() && ledger.Facts.Form is not null)
        {
            ledger.Record(new FormErased());
        }
    }

    private static IntentGroup[] GroupsOf(string process) => process switch
    {
        "LIFE-02" => [IntentGroup.Organs],
        "LIFE-03" => [IntentGroup.Body],
        "LIFE-04" => [IntentGroup.Cornea, IntentGroup.OtherTissue],
        _ => [],
    };
}
