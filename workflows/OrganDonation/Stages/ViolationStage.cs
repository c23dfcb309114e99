using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.OrganDonation.OrganFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.OrganDonation.OrganFacts, Boai.Workflows.OrganDonation.OrganFact>;

namespace Boai.Workflows.OrganDonation;

/// <summary>Violations: told, reported, decided by people (handbook §7.3.5); and the end of ended cases.</summary>
internal static class ViolationStage
{
    public static CaseProblem? TellHead(Ledger ledger, OrganCommand.TellHead it)
    {
        if (Find(ledger, it.Kind, it.Key) is not { } violation)
        {
            return CaseProblem.Of(OrganProblems.ViolationUnknown);
        }

        if (violation.HeadToldAt is not null)
        {
            return CaseProblem.Of(OrganProblems.DoneAlready);
        }

        ledger.Record(new HeadTold(it.Kind, it.Key), new HeadChange.TaskClosed(OrganSettlement.TaskId(TaskKinds.TellHead, it.Kind, it.Key)));
        return null;
    }

    public static CaseProblem? ReportToAuthority(Ledger ledger, OrganCommand.ReportToAuthority it)
        => Find(ledger, it.Kind, it.Key) is not { } violation
            ? CaseProblem.Of(OrganProblems.ViolationUnknown)
            : ScreeningStage.Once(ledger, violation.ReportedToAuthorityAt is not null, new AuthorityTold(it.Kind, it.Key));

    /// <summary>By a head and with reasons; proven ones after the health authority knows, for the authority punishes (ODR 40–43).</summary>
    public static CaseProblem? Close(Ledger ledger, OrganCommand.CloseViolation it)
    {
        CaseProblem? problem = Find(ledger, it.Kind, it.Key) is not { } violation ? CaseProblem.Of(OrganProblems.ViolationUnknown)
            : violation.ClosedAt is not null ? CaseProblem.Of(OrganProblems.ViolationClosed)
            : ledger.Deciding.SealedNote is null ? CaseProblem.On("note", CaseProblems.ReasonRequired)
            : it.Finding == ViolationFinding.Established && violation.ReportedToAuthorityAt is null ? CaseProblem.Of(OrganProblems.AuthorityUntold)
            : it is { Finding: ViolationFinding.Unfounded, Kind: ViolationKind.V1 } && OrganCompliance.BeganUnready(ledger.Facts)
                ? CaseProblem.On("finding", OrganProblems.StartWithoutReady)
            : null;
        if (problem is null)
        {
            ledger.Record(
                new ViolationClosed(it.Kind, it.Key, it.Finding),
                [
                    .. ledger.Head.Tasks
                        .Where(task => task.Id == OrganSettlement.TaskId(TaskKinds.Violation, it.Kind, it.Key)
                            || task.Id == OrganSettlement.TaskId(TaskKinds.TellHead, it.Kind, it.Key))
                        .Select(task => new HeadChange.TaskClosed(task.Id)),
                ]);
        }

        return problem;
    }

    /// <summary>数据最小化: after X1, X2, X4, X5, X7 and X8 clinical facts go when their time is over; a hold or an open violation stops it.</summary>
    public static CaseProblem? Finish(Ledger ledger)
    {
        OrganState state = ledger.Head.StateOf();
        if (ledger.Head.IsOver || ledger.Head.LegalHold || ledger.Facts.Violations.Any(violation => violation.ClosedAt is null)
            || ledger.Head.Clock?.IsOverAt(ledger.Deciding.At) != true)
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        DateOnly keepUntil = state.IsErased()
            ? ledger.Deciding.Today
            : ledger.Deciding.Today.AddYears(ledger.Deciding.Policy.For(PolicyKeys.RetentionDonorFileYears).Years());
        ledger.Record(
            state.IsErased() ? new ClinicalFactsErased() : new CaseFinished(),
            new HeadChange.Entered(state.ToString(), Clock: null, Tasks: [], IsOver: true, keepUntil));
        return null;
    }

    private static Violation? Find(Ledger ledger, ViolationKind kind, string key)
        => ledger.Facts.Violations.FirstOrDefault(violation => violation.Is(kind, key));
}
