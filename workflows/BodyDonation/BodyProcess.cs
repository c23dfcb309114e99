using System.Diagnostics;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.BodyDonation.BodyCommand;

namespace Boai.Workflows.BodyDonation;

/// <summary>LIFE-03 遗体捐献 (handbook §7.4): the only way in which such a case comes to be and changes. Pure.</summary>
public static class BodyProcess
{
    /// <summary>The process of handbook §3.</summary>
    public const string Programme = "LIFE-03";

    /// <summary>Its code in case numbers.</summary>
    public static BusinessCode Business { get; } = BusinessCode.Parse("BOD");

    /// <summary>Opens the case with a notice of death (F-03, CQ-BODY 17), or after a donation of organs.</summary>
    public static CaseOutcome<BodyFacts> Open(CaseNumber number, UnitCode owner, string policyVersion, BodyFacts facts, Deciding deciding)
    {
        if (facts.DiedAt > deciding.At || facts.NoticedAt > deciding.At || facts.NoticedAt < facts.DiedAt)
        {
            return new CaseOutcome<BodyFacts>.Refused(CaseProblem.On("diedAt", BodyProblems.Time));
        }

        CaseHead head = new()
        {
            Number = number,
            Programme = Programme,
            State = nameof(BodyState.Notified),
            Owner = owner,
            Version = 1,
            PolicyVersion = policyVersion,
            OpenedAt = deciding.At,
            StateSince = deciding.At,
            StateVersion = 1,
        };
        HeadChange.Entered entered = BodyStations.Enter(BodyState.Notified, head, deciding.At, version: 1, deciding);
        return CaseActs.Opened(head with { Clock = entered.Clock, Tasks = entered.Tasks }, facts, deciding);
    }

    /// <summary>The case from its events (I-08).</summary>
    public static CaseFile<BodyFacts> Replay(IEnumerable<CaseEvent> events) => CaseFold.Replay<BodyFacts, BodyFact>(events, BodyEvolution.Evolve);

    /// <summary>An act that all programmes share.</summary>
    public static CaseOutcome<BodyFacts> Apply(CaseFile<BodyFacts> file, CaseCommand command, Deciding deciding) => Apply(file, new Shell(command), deciding);

    /// <summary>Decides on an act.</summary>
    public static CaseOutcome<BodyFacts> Apply(CaseFile<BodyFacts> file, BodyCommand command, Deciding deciding) => CaseActs.Apply<BodyFacts, BodyFact>(
        file, command.Name, BodyTransitions.Find(command.Name, file.Head.StateOf())?.Roles, DutiesOf(command), deciding, BodyEvolution.Evolve,
        ledger => Act(ledger, command));

    private static IReadOnlyList<Duty> DutiesOf(BodyCommand command) => command switch
    {
        Verify or DeclareUnfit => [Duty.Verify],
        DispatchUnit or ChangeMind or TellAuthority or ChooseAshes => [Duty.Handle],
        _ => [],
    };

    private static CaseProblem? Act(CaseLedger<BodyFacts, BodyFact> ledger, BodyCommand command) => command switch
    {
        Verify it => IntakeStage.Verify(ledger, it),
        DeclareUnfit it => IntakeStage.DeclareUnfit(ledger, it),
        ChangeMind => IntakeStage.ChangeMind(ledger),
        ChooseAshes it => IntakeStage.ChooseAshes(ledger, it),
        DispatchUnit it => ArrivalStage.Dispatch(ledger, it),
        RemindUnit it => ArrivalStage.Remind(ledger, it),
        EscalateArrival it => ArrivalStage.Escalate(ledger, it),
        DeclareBreach it => ArrivalStage.Breach(ledger, it),
        TellAuthority => ArrivalStage.TellAuthority(ledger),
        Arrive it => ArrivalStage.Arrive(ledger, it),
        DeclineOnSite it => ArrivalStage.Decline(ledger, it),
        HandOver it => CustodyStage.HandOver(ledger, it),
        HearReceived it => CustodyStage.HearReceived(ledger, it),
        FileReport it => CustodyStage.FileReport(ledger, it),
        BeginUse it => CustodyStage.BeginUse(ledger, it),
        AskSummary it => CustodyStage.AskSummary(ledger, it),
        FileSummary it => CustodyStage.FileSummary(ledger, it),
        Cremate it => CustodyStage.Cremate(ledger, it),
        BodyCommand.Archive => CustodyStage.Archive(ledger),
        Shell { Command: CaseCommand.AttachDocument { Kind: var kind } } when !BodyDocuments.All.Contains(kind, StringComparer.Ordinal) =>
            CaseProblem.On("kind", BodyProblems.DocumentKind),
        Shell it => SideTransitions.Act(ledger, it.Command),
        _ => throw new UnreachableException($"No such command: {command.GetType().Name}"),
    };
}
