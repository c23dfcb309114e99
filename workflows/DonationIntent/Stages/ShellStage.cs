using Boai.Workflows.Cases;
using static Boai.Workflows.DonationIntent.IntentFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.DonationIntent.IntentFacts, Boai.Workflows.DonationIntent.IntentFact>;

namespace Boai.Workflows.DonationIntent;

/// <summary>The acts that every programme has, with this programme's own limits.</summary>
internal static class ShellStage
{
    public static CaseProblem? Act(Ledger ledger, CaseCommand command) => command switch
    {
        CaseCommand.AttachDocument it when !IntentDocuments.All.Contains(it.Kind, StringComparer.Ordinal)
            => CaseProblem.On("kind", IntentProblems.DocumentKind),
        CaseCommand.Withdraw => TakeBack(ledger),
        CaseCommand.Correct it => Correct(ledger, it),
        CaseCommand.Reopen it => Revive(ledger, it),
        _ => SideTransitions.Act(ledger, command),
    };

    private static CaseProblem? TakeBack(Ledger ledger)
    {
        ledger.Record(new FormTakenBack(), ledger.Entering(IntentState.NotRegistered));
        return null;
    }

    /// <summary>By addendum only: what a holder wants otherwise is a change, and the holder's own.</summary>
    private static CaseProblem? Correct(Ledger ledger, CaseCommand.Correct it)
    {
        CaseProblem? problem = it.Of < 1 || it.Of > ledger.Head.Version ? CaseProblem.On("of", CaseProblems.EventUnknown)
            : ledger.Deciding.SealedNote is null ? CaseProblem.On("note", CaseProblems.ReasonRequired)
            : it.Field is not null || it.Value is not null ? CaseProblem.On("field", IntentProblems.CorrectionField)
            : null;
        if (problem is null)
        {
            ledger.Record("EntryCorrected", $"event-{it.Of}");
        }

        return problem;
    }

    /// <summary>The holder lives after all: the intent is what it was.</summary>
    private static CaseProblem? Revive(Ledger ledger, CaseCommand.Reopen it)
    {
        if (string.IsNullOrEmpty(it.CauseCode) || ledger.Deciding.SealedNote is null)
        {
            return CaseProblem.On("note", CaseProblems.ReasonRequired);
        }

        ledger.RecordWithReason(
            new IntentRevived(ledger.Facts.Form!.Scopes.Groups), it.CauseCode, ledger.Entering(IntentState.Effective));
        return null;
    }
}
