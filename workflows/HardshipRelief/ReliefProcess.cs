using System.Diagnostics;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.HardshipRelief.ReliefCommand;

namespace Boai.Workflows.HardshipRelief;

/// <summary>REL-01 困难救助审批 (handbook §5.2): the only way in which a case of it comes to be and changes.</summary>
/// <remarks>
/// Pure: a file, a command and the circumstances give either the next file with its events or one problem. The checks come in a fixed
/// order, from the general to the special: version, state table, role, suspension, recusal and duties, then the act's own rules.
/// </remarks>
public static class ReliefProcess
{
    /// <summary>The process of handbook §3.</summary>
    public const string Programme = "REL-01";

    /// <summary>Its code in case numbers.</summary>
    public static BusinessCode Business { get; } = BusinessCode.Parse("HRA");

    /// <summary>Acts that may go on while a case is suspended: what hurries, what protects, and what the bank says.</summary>
    private static readonly string[] DuringSuspension =
    [
        "Resume", "Withdraw", "AttachDocument", "SightDocument", "PlaceLegalHold", "LiftLegalHold", "Recuse", "Correct", "ConfirmPayment",
        "SendPayment", "BouncePayment", "ReconcilePayment", "MissUrgentCompletion", "Investigate",
    ];

    /// <summary>Opens a case as a draft.</summary>
    public static CaseOutcome<ReliefFacts>.Accepted OpenDraft(CaseNumber number, UnitCode owner, string policyVersion, Deciding deciding)
        => Open(number, owner, policyVersion, ReliefState.Draft, new ReliefFacts(), deciding);

    /// <summary>Opens a case with its finished form, and screens it in the same step when the findings are at hand.</summary>
    /// <param name="findings">Null to leave the screening to the system's next step.</param>
    public static CaseOutcome<ReliefFacts>.Accepted OpenSubmitted(
        CaseNumber number, UnitCode owner, string policyVersion, ReliefApplication application, Screening? findings, Deciding deciding)
    {
        CaseOutcome<ReliefFacts>.Accepted opened = Open(
            number, owner, policyVersion, ReliefState.Submitted, new ReliefFacts { Application = application }, deciding);
        if (findings is null)
        {
            return opened;
        }

        Deciding bySystem = deciding with { Actor = Actor.System, SealedNote = null };
        return Apply(opened.Next, new Screen(findings), bySystem) is CaseOutcome<ReliefFacts>.Accepted screened
            ? new CaseOutcome<ReliefFacts>.Accepted(screened.Next, [.. opened.Events, .. screened.Events])
            : throw new UnreachableException("A case just submitted can always be screened.");
    }

    /// <summary>The case from its events (I-08).</summary>
    public static CaseFile<ReliefFacts> Replay(IEnumerable<CaseEvent> events)
        => CaseFold.Replay<ReliefFacts, ReliefFact>(events, ReliefEvolution.Evolve);

    /// <summary>The case after one more event; one it has seen changes nothing.</summary>
    public static CaseFile<ReliefFacts> Advance(CaseFile<ReliefFacts> file, CaseEvent happened)
        => CaseFold.Advance<ReliefFacts, ReliefFact>(file, happened, ReliefEvolution.Evolve);

    /// <summary>An act that all programmes share.</summary>
    public static CaseOutcome<ReliefFacts> Apply(CaseFile<ReliefFacts> file, CaseCommand command, Deciding deciding)
        => Apply(file, new Shell(command), deciding);

    /// <summary>Decides on an act.</summary>
    public static CaseOutcome<ReliefFacts> Apply(CaseFile<ReliefFacts> file, ReliefCommand command, Deciding deciding)
    {
        CaseLedger<ReliefFacts, ReliefFact> ledger = new(file, deciding, ReliefEvolution.Evolve, [.. ReliefDuties.Done(command, file, deciding.Actor)]);
        CaseProblem? problem = Admissible(file, command, deciding) ?? Act(ledger, command);
        return problem is null ? ledger.Accepted() : new CaseOutcome<ReliefFacts>.Refused(problem);
    }

    private static CaseProblem? Admissible(CaseFile<ReliefFacts> file, ReliefCommand command, Deciding deciding)
    {
        CaseHead head = file.Head;
        if (deciding.SeenVersion is { } seen && seen != head.Version)
        {
            return CaseProblem.On("version", CaseProblems.Stale, ("version", $"{head.Version}"));
        }

        if (ReliefTransitions.Find(command.Name, head.StateOf()) is not { } line)
        {
            return CaseProblem.Of(CaseProblems.State, ("state", head.State), ("command", command.Name));
        }

        if (!line.Roles.Contains(deciding.Actor.Role, StringComparer.Ordinal))
        {
            return CaseProblem.Of(CaseProblems.Role, ("roles", string.Join(' ', line.Roles)));
        }

        if (head.Suspension is not null && !DuringSuspension.Contains(command.Name, StringComparer.Ordinal))
        {
            return CaseProblem.Of(CaseProblems.Suspended);
        }

        return ActsForAnother(file.Facts, command, deciding.Actor) ?? Duties(file, command, deciding.Actor);
    }

    /// <summary>A village officer speaks for the applicant only in the case that this officer filed.</summary>
    private static CaseProblem? ActsForAnother(ReliefFacts facts, ReliefCommand command, Actor actor)
        => actor.Role == Roles.Village
            && command is ExtendSupplement or Supply or RequestReview or ConfirmReceipt or Shell { Command: CaseCommand.Withdraw }
            && facts.Application is { } application
            && application.ByStaffId != actor.StaffId
                ? CaseProblem.Of(ReliefProblems.NotTheNominator)
                : null;

    private static CaseProblem? Duties(CaseFile<ReliefFacts> file, ReliefCommand command, Actor actor)
    {
        foreach (Duty duty in ReliefDuties.Of(command, file, actor))
        {
            if (DutySeparation.Check(file.Head, actor, duty) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static CaseProblem? Act(CaseLedger<ReliefFacts, ReliefFact> ledger, ReliefCommand command) => command switch
    {
        Submit it => IntakeStage.Submit(ledger, it),
        PurgeDraft => IntakeStage.PurgeDraft(ledger),
        Screen it => IntakeStage.Screen(ledger, it),
        Accept => IntakeStage.Accept(ledger),
        PayUrgently it => IntakeStage.PayUrgently(ledger, it),
        MissUrgentCompletion => InvestigationStage.MissUrgentCompletion(ledger),
        RequestSupplement it => SupplementStage.Request(ledger, it),
        ExtendSupplement => SupplementStage.Extend(ledger),
        SendSupplementNotice => SupplementStage.SendNotice(ledger),
        Supply it => SupplementStage.Supply(ledger, it),
        LapseSupplement => SupplementStage.Lapse(ledger),
        FileVerification it => VerificationStage.File(ledger, it),
        ConfirmVerification => VerificationStage.Confirm(ledger),
        FileReverification it => VerificationStage.FileAgain(ledger, it),
        ConfirmReverification => VerificationStage.ConfirmAgain(ledger),
        FileOpinion it => OpinionStage.File(ledger, it),
        ConfirmOpinion => OpinionStage.Confirm(ledger),
        ListPublicly it => PublicityStage.List(ledger, it),
        FilePublicityEvidence it => PublicityStage.FileEvidence(ledger, it),
        RaiseObjection it => PublicityStage.Object(ledger, it),
        EndPublicity it => PublicityStage.End(ledger, it),
        Approve it => ApprovalStage.Approve(ledger, it),
        Return it => ApprovalStage.Return(ledger, it),
        Refuse it => RefusalStage.Refuse(ledger, it),
        RequestReview => RefusalStage.RequestReview(ledger),
        UpholdRefusal => RefusalStage.Uphold(ledger),
        CloseRefused => RefusalStage.Close(ledger),
        PreparePayment it => PaymentStages.Prepare(ledger, it),
        UnpreparePayment it => PaymentStages.Unprepare(ledger, it),
        SendPayment it => PaymentStages.Send(ledger, it),
        ConfirmPayment it => PaymentStages.Confirm(ledger, it),
        BouncePayment it => PaymentStages.Bounce(ledger, it),
        CorrectPayee it => PaymentStages.CorrectPayee(ledger, it),
        ReconcilePayment it => PaymentStages.Reconcile(ledger, it),
        ConfirmReceipt => AfterAidStage.ConfirmReceipt(ledger),
        RecordFollowUp it => AfterAidStage.RecordFollowUp(ledger, it),
        CloseAided => AfterAidStage.Close(ledger),
        Investigate it => InvestigationStage.Open(ledger, it),
        FileFinding it => InvestigationStage.FileFinding(ledger, it),
        ConfirmFinding => InvestigationStage.ConfirmFinding(ledger),
        SettleRecovery it => InvestigationStage.SettleRecovery(ledger, it),
        Shell it => ShellStage.Act(ledger, it.Command),
        _ => throw new UnreachableException($"No such command: {command.GetType().Name}"),
    };

    private static CaseOutcome<ReliefFacts>.Accepted Open(
        CaseNumber number, UnitCode owner, string policyVersion, ReliefState state, ReliefFacts facts, Deciding deciding)
    {
        CaseHead head = new()
        {
            Number = number,
            Programme = Programme,
            State = state.ToString(),
            Owner = owner,
            Version = 1,
            PolicyVersion = policyVersion,
            OpenedAt = deciding.At,
            StateSince = deciding.At,
            StateVersion = 1,
            Actors = [new ActorDuty(deciding.Actor.StaffId, deciding.Actor.Role, ReliefDuties.OfApplicant(deciding.Actor), deciding.At)],
        };
        HeadChange.Entered entered = ReliefStations.Enter(state, new(head, facts), version: 1, deciding);
        head = head with { Clock = entered.Clock, Tasks = entered.Tasks };
        CaseEvent opened = new(
            1, CaseFold.Opened, deciding.At, deciding.Actor.StaffId, deciding.Actor.Role, ReasonCode: null, deciding.SealedNote,
            deciding.DecisionId, CaseJson.ToElement(new CaseOpening<ReliefFacts>(head, facts)));
        return new CaseOutcome<ReliefFacts>.Accepted(new CaseFile<ReliefFacts>(head, facts), [opened]);
    }
}
