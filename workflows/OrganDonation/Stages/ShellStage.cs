using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.OrganDonation.OrganFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.OrganDonation.OrganFacts, Boai.Workflows.OrganDonation.OrganFact>;

namespace Boai.Workflows.OrganDonation;

/// <summary>The acts that every programme has. A donor case neither rests nor is withdrawn by form: time and consent have their own acts.</summary>
internal static class ShellStage
{
    public static CaseProblem? Act(Ledger ledger, CaseCommand command) => command switch
    {
        CaseCommand.Correct it => Correct(ledger, it),
        CaseCommand.Reopen it => Reopen(ledger, it),
        _ => SideTransitions.Act(ledger, command),
    };

    /// <summary>By addendum only: what was said stays said.</summary>
    private static CaseProblem? Correct(Ledger ledger, CaseCommand.Correct it)
    {
        CaseProblem? problem = it.Of < 1 || it.Of > ledger.Head.Version ? CaseProblem.On("of", CaseProblems.EventUnknown)
            : ledger.Deciding.SealedNote is null ? CaseProblem.On("note", CaseProblems.ReasonRequired)
            : null;
        if (problem is null)
        {
            ledger.Record("EntryCorrected", $"event-{it.Of}");
        }

        return problem;
    }

    /// <summary>An ended case may be taken up while its facts are still there, for example after everybody has signed anew (I-20).</summary>
    private static CaseProblem? Reopen(Ledger ledger, CaseCommand.Reopen it)
    {
        CaseProblem? problem = string.IsNullOrEmpty(it.CauseCode) || ledger.Deciding.SealedNote is null
                ? CaseProblem.On("note", CaseProblems.ReasonRequired)
            : ledger.Facts.ErasedAt is not null ? CaseProblem.Of(OrganProblems.Erased)
            : null;
        if (problem is null)
        {
            ledger.RecordWithReason(new CaseReopened(), it.CauseCode);
        }

        return problem;
    }
}
