using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.HardshipRelief.ReliefFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.HardshipRelief.ReliefFacts, Boai.Workflows.HardshipRelief.ReliefFact>;

namespace Boai.Workflows.HardshipRelief;

/// <summary>State 5 民主评议/初审: township and district propose an amount together.</summary>
internal static class OpinionStage
{
    public static CaseProblem? File(Ledger ledger, ReliefCommand.FileOpinion it)
    {
        Money most = ledger.Deciding.Policy.For(PolicyKeys.ReliefRequestMax).Amount();
        CaseProblem? problem = ledger.Facts.Opinion is { ConfirmedAt: null } ? CaseProblem.Of(ReliefProblems.AlreadyFiled)
            : it.Proposed <= Money.Zero ? CaseProblem.On("proposedFen", ReliefProblems.AmountNotPositive)
            : it.Proposed > most ? CaseProblem.On("proposedFen", ReliefProblems.AmountTooLarge, ("max", $"{most}"))
            : ledger.Facts.Urgent is { } urgent && it.Proposed < urgent.Amount
                ? CaseProblem.On("proposedFen", ReliefProblems.AmountBelowUrgent, ("min", $"{urgent.Amount}"))
            : it.RelatedStaff.Contains(ledger.Deciding.Actor.StaffId, StringComparer.Ordinal) ? CaseProblem.Of(CaseProblems.Recusal)
            : null;
        if (problem is not null)
        {
            return problem;
        }

        Opinion opinion = new(it.Proposed, ledger.Deciding.Actor.StaffId, ledger.Deciding.Actor.Role, ledger.Deciding.At);
        HeadChange[] recusals = it.RelatedStaff is [] ? [] : [new HeadChange.RecusalNoted(it.RelatedStaff)];
        ledger.Record(new OpinionFiled(opinion), recusals);
        return null;
    }

    public static CaseProblem? Confirm(Ledger ledger)
    {
        if (ledger.Facts.Opinion is not { ConfirmedAt: null } filed)
        {
            return CaseProblem.Of(ReliefProblems.NothingFiled);
        }

        if (filed.First == ledger.Deciding.Actor.StaffId)
        {
            return CaseProblem.Of(ReliefProblems.SamePerson);
        }

        if (filed.FirstRole == ledger.Deciding.Actor.Role)
        {
            return CaseProblem.Of(ReliefProblems.BothLevelsNeeded);
        }

        ledger.Record(new OpinionConfirmed(), ledger.Entering(ReliefState.Publicity));
        return null;
    }
}
