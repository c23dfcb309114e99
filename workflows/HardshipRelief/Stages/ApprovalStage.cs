using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.HardshipRelief.ReliefFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.HardshipRelief.ReliefFacts, Boai.Workflows.HardshipRelief.ReliefFact>;

namespace Boai.Workflows.HardshipRelief;

/// <summary>State 7 审批: level by level, by amount.</summary>
internal static class ApprovalStage
{
    private const int MinutesIdLength = 40;

    /// <summary>Who decides next: the level that the proposed amount has reached, or in a review another officer of the refuser's level.</summary>
    public static string NextRole(ReliefFacts facts, CasePolicy policy)
        => facts.Review is { Open: true } ? RefusalStage.ReviewRoles(facts.Refusal!)[0]
            : PathOf(facts, policy) is { } path ? NextLevel(path, facts).Role
            : Roles.DistrictLead;

    public static CaseProblem? Approve(Ledger ledger, ReliefCommand.Approve it)
    {
        ReliefFacts facts = ledger.Facts;
        CaseProblem? problem = Amount(facts, it)
            ?? (string.IsNullOrEmpty(it.FundId) ? CaseProblem.On("fundId", ReliefProblems.FundRequired) : null)
            ?? (facts.LastRun is { IsComplete: true } ? null : CaseProblem.Of(ReliefProblems.PublicityIncomplete))
            ?? ReliefPayees.Check(ledger.File, visited: facts.LastVisit is { PayeeVerified: true });
        if (problem is not null)
        {
            return problem;
        }

        // The proposal that was made public decides who decides: a level that grants less does not hand the case down.
        ApprovalPath path = ReliefApproval.Path(facts.Opinion!.Proposed, it.Prior, ledger.Deciding.Policy);
        ApprovalLevel level = NextLevel(path, facts);
        problem = OtherPersons(ledger) ?? GrantingLevel(ledger, level) ?? Minutes(level, it.MinutesId);
        if (problem is not null)
        {
            return problem;
        }

        LevelApproval approval = new(
            ledger.Deciding.Actor.Role, ledger.Deciding.Actor.StaffId, it.Amount, it.FundId, it.MinutesId, ledger.Deciding.At);
        bool isLast = facts.Approvals.Count + 1 >= path.Levels.Count;
        HeadChange[] next = isLast
            ? []
            : [ledger.Entering(
                ReliefState.Approval,
                before => ReliefEvolution.Approved(before, approval) with { Screening = before.Screening! with { Prior = it.Prior } })];
        ledger.Record(new LevelApproved(approval), next);
        Note(ledger, it, ReliefApproval.Path(it.Amount, it.Prior, ledger.Deciding.Policy));
        if (isLast)
        {
            Grant(ledger, it);
        }

        return null;
    }

    public static CaseProblem? Return(Ledger ledger, ReliefCommand.Return it)
    {
        bool never = !ledger.Facts.Accepted;
        bool possible = it.To is ReliefState.Verification or ReliefState.FirstOpinion ? !never : it.To == ReliefState.Intake && never;
        CaseProblem? problem = !possible ? CaseProblem.On("to", ReliefProblems.ReturnTarget)
            : it.To == ReliefState.FirstOpinion && ledger.Facts.Verification is null ? CaseProblem.On("to", ReliefProblems.ReturnTarget)
            : ledger.Deciding.SealedNote is null ? CaseProblem.On("note", CaseProblems.ReasonRequired)
            : Level(ledger, CurrentLevel(ledger));
        if (problem is null)
        {
            ledger.Record(new CaseReturned(it.To), ledger.Entering(it.To));
        }

        return problem;
    }

    /// <summary>Whether the actor is of the level whose turn it is.</summary>
    public static CaseProblem? Level(Ledger ledger, ApprovalLevel level)
    {
        string[] roles = ledger.Facts.Review is { Open: true } ? RefusalStage.ReviewRoles(ledger.Facts.Refusal!) : [level.Role];
        return roles.Contains(ledger.Deciding.Actor.Role, StringComparer.Ordinal)
            ? null
            : CaseProblem.Of(ReliefProblems.Level, ("role", string.Join(' ', roles)));
    }

    /// <summary>In a review the refuser's level or the one above grants, but never below the level that the amount asks for.</summary>
    private static CaseProblem? GrantingLevel(Ledger ledger, ApprovalLevel level)
    {
        if (ledger.Facts.Review is not { Open: true })
        {
            return Level(ledger, level);
        }

        string[] reviewers = [.. RefusalStage.ReviewRoles(ledger.Facts.Refusal!).Where(role => Rank(role) >= Rank(level.Role))];
        string[] roles = reviewers is [] ? [level.Role] : reviewers;
        return roles.Contains(ledger.Deciding.Actor.Role, StringComparer.Ordinal)
            ? null
            : CaseProblem.Of(ReliefProblems.Level, ("role", string.Join(' ', roles)));
    }

    /// <summary>Two levels are two persons, also where one person has both roles.</summary>
    private static CaseProblem? OtherPersons(Ledger ledger)
        => ledger.Facts.Approvals.Any(approval => approval.By == ledger.Deciding.Actor.StaffId)
            ? CaseProblem.Of(ReliefProblems.SamePerson)
            : null;

    private static ApprovalLevel NextLevel(ApprovalPath path, ReliefFacts facts)
        => path.Levels[Math.Min(facts.Approvals.Count, path.Levels.Count - 1)];

    private static int Rank(string role) => role switch
    {
        Roles.DistrictLead => 0,
        Roles.CityHead => 1,
        _ => 2,
    };

    public static ApprovalLevel CurrentLevel(Ledger ledger)
        => new(NextRole(ledger.Facts, ledger.Deciding.Policy), NeedsMinutes: false);

    private static ApprovalPath? PathOf(ReliefFacts facts, CasePolicy policy)
        => facts.Opinion is { } opinion
            ? ReliefApproval.Path(opinion.Proposed, facts.Screening?.Prior ?? PriorAid.None, policy)
            : null;

    private static CaseProblem? Amount(ReliefFacts facts, ReliefCommand.Approve it)
        => it.Amount <= Money.Zero ? CaseProblem.On("amountFen", ReliefProblems.AmountNotPositive)
            : facts.Opinion is not { } opinion ? CaseProblem.Of(ReliefProblems.PublicityIncomplete)
            : it.Amount > opinion.Proposed ? CaseProblem.On("amountFen", ReliefProblems.AmountAboveProposal, ("max", $"{opinion.Proposed}"))
            : facts.Approvals is [.., { } former] && it.Amount > former.Amount
                ? CaseProblem.On("amountFen", ReliefProblems.AmountAboveFormerLevel, ("max", $"{former.Amount}"))
            : facts.Urgent is not { } urgent ? null
            : it.Amount < urgent.Amount ? CaseProblem.On("amountFen", ReliefProblems.AmountBelowUrgent, ("min", $"{urgent.Amount}"))
            : facts.Payments.Any(payment => payment.IsUrgent && payment.Stage is not (PaymentStage.Paid or PaymentStage.Cancelled))
                ? CaseProblem.Of(ReliefProblems.UrgentUnsettled)
            : null;

    private static CaseProblem? Minutes(ApprovalLevel level, string? minutesId)
        => level.NeedsMinutes && string.IsNullOrEmpty(minutesId) ? CaseProblem.On("minutesId", ReliefProblems.MinutesRequired)
            : minutesId is not null && !IsMinutesId(minutesId) ? CaseProblem.On("minutesId", ReliefProblems.MinutesForm)
            : null;

    private static bool IsMinutesId(string id)
        => id.Length is > 0 and <= MinutesIdLength && id.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    private static void Note(Ledger ledger, ReliefCommand.Approve it, ApprovalPath path)
    {
        if (it.Prior != ledger.Facts.Screening?.Prior)
        {
            ledger.Record(new PriorAidFound(it.Prior));
        }

        if (path.Splitting && !ledger.Facts.SplittingDetected)
        {
            ledger.Record(new SplittingFound(path.InWindow));
        }

        if (path.AboveYearCap && !ledger.Facts.YearCapExceeded)
        {
            ledger.Record(new YearCapExceeded(path.ThisYear));
        }
    }

    /// <summary>What urgent aid has paid already is part of the grant.</summary>
    private static void Grant(Ledger ledger, ReliefCommand.Approve it)
    {
        Money rest = it.Amount - ledger.Facts.PaidOut;
        if (rest == Money.Zero)
        {
            DateOnly paidOn = ledger.Facts.Payments.Max(payment => payment.PaidOn) ?? ledger.Deciding.Today;
            AidGranted granted = new(it.Amount, Payment: null, AfterAidStage.Plan(ledger, paidOn));
            ledger.Record(granted, ledger.Entering(ReliefState.Aided, facts => ReliefEvolution.Granted(facts, granted)));
            return;
        }

        ReliefPayment payment = PaymentStages.Order(ledger, rest, it.FundId, isUrgent: false);
        ledger.Record(new AidGranted(it.Amount, payment), ledger.Entering(ReliefState.Payment));
    }
}
