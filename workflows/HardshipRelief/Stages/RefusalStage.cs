using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.HardshipRelief.ReliefFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.HardshipRelief.ReliefFacts, Boai.Workflows.HardshipRelief.ReliefFact>;

namespace Boai.Workflows.HardshipRelief;

/// <summary>State 10 不予救助: every ground in writing, a review by another officer, then the archive.</summary>
internal static class RefusalStage
{
    public static CaseProblem? Refuse(Ledger ledger, ReliefCommand.Refuse it)
    {
        RefusalGround[] grounds = [.. it.Grounds.Distinct().Order()];
        RefusalGround[] leftOut = [.. ReliefGrounds.Known(ledger.Facts).Except(grounds)];
        CaseProblem? problem = grounds is [] || !grounds.All(Enum.IsDefined) ? CaseProblem.On("grounds", ReliefProblems.GroundsRequired)
            : leftOut is not [] ? CaseProblem.On("grounds", ReliefProblems.GroundsIncomplete, ("grounds", string.Join(' ', leftOut)))
            : ledger.Deciding.SealedNote is null ? CaseProblem.On("note", CaseProblems.ReasonRequired)
            : ledger.Facts.Review is { Open: true } ? CaseProblem.Of(ReliefProblems.InReview)
            : PaymentStages.IsOnItsWay(ledger.Facts) ? CaseProblem.Of(ReliefProblems.PaymentUnderway)
            : ledger.Head.StateOf() == ReliefState.Approval ? ApprovalStage.Level(ledger, ApprovalStage.CurrentLevel(ledger))
            : null;
        if (problem is null)
        {
            Record(ledger, grounds);
        }

        return problem;
    }

    /// <summary>Refuses. Where urgent aid was paid, the money is a matter for an investigation first.</summary>
    public static void Record(Ledger ledger, IReadOnlyList<RefusalGround> grounds)
    {
        Refusal refusal = new(
            grounds, ledger.Deciding.Actor.StaffId, ledger.Deciding.Actor.Role, ledger.Deciding.At, ledger.Head.StateOf());
        string code = string.Join(' ', grounds);
        AidRefused fact = new(refusal);
        HeadChange.Entered refused = ledger.Entering(ReliefState.Refused, facts => ReliefEvolution.Refused(facts, fact));
        if (ledger.Facts.PaidOut == Money.Zero)
        {
            ledger.RecordWithReason(fact, code, refused);
            return;
        }

        ledger.RecordWithReason(fact, code);
        FrozenState back = new(ReliefState.Refused, refused.Clock?.StopAt(ledger.Deciding.At), refused.Tasks);
        InvestigationStage.Record(ledger, InvestigationStage.UrgentRefused, back);
    }

    public static CaseProblem? RequestReview(Ledger ledger)
    {
        CaseProblem? problem = ledger.Facts.Refusal!.IsFinal || ledger.Facts.Review is not null ? CaseProblem.Of(ReliefProblems.ReviewOnce)
            : ledger.IsDue() ? CaseProblem.Of(ReliefProblems.ReviewTooLate, ("lastDay", $"{ledger.Head.Clock!.LastDay:yyyy-MM-dd}"))
            : null;
        if (problem is null)
        {
            Review review = new(ledger.Deciding.At);
            ledger.Record(new ReviewRequested(review), ledger.Entering(ReliefState.Approval, facts => facts with { Review = review }));
        }

        return problem;
    }

    public static CaseProblem? Uphold(Ledger ledger)
    {
        CaseProblem? problem = ledger.Facts.Review is not { Open: true } ? CaseProblem.Of(ReliefProblems.NoReview)
            : ledger.Deciding.SealedNote is null ? CaseProblem.On("note", CaseProblems.ReasonRequired)
            : ApprovalStage.Level(ledger, ApprovalStage.CurrentLevel(ledger));
        if (problem is null)
        {
            ledger.Record(new RefusalUpheld(), ledger.Entering(
                ReliefState.Refused, facts => facts with { Refusal = facts.Refusal! with { IsFinal = true } }));
        }

        return problem;
    }

    public static CaseProblem? Close(Ledger ledger)
    {
        if (!ledger.IsDue())
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        ledger.Record(new RefusalClosed(), ledger.Entering(ReliefState.Closed));
        return null;
    }

    /// <summary>Who may review a refusal: an officer of the refuser's level who is another person, or the level above.</summary>
    public static string[] ReviewRoles(Refusal refusal) => refusal.ByRole switch
    {
        Roles.CityHead => [Roles.CityHead, Roles.Executive],
        Roles.Executive => [Roles.Executive],
        _ => [Roles.DistrictLead, Roles.CityHead],
    };
}
