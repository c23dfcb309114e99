using System.Diagnostics;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.CorneaDonation.CorneaCommand;

namespace Boai.Workflows.CorneaDonation;

/// <summary>LIFE-04 角膜(组织)捐献 (handbook §7.5): the only way in which such a case comes to be and changes. Pure.</summary>
public static class CorneaProcess
{
    /// <summary>The process of handbook §3.</summary>
    public const string Programme = "LIFE-04";

    /// <summary>What may be retrieved: corneas and other tissue; organs are LIFE-02's (ODR 2).</summary>
    public static IReadOnlyList<string> Tissues { get; } = ["cornea-l", "cornea-r", "skin", "bone", "vessel"];

    /// <summary>Its code in case numbers.</summary>
    public static BusinessCode Business { get; } = BusinessCode.Parse("COR");

    /// <summary>Opens the case with a notice of death (F-03), or after a donation of organs.</summary>
    public static CaseOutcome<CorneaFacts> Open(CaseNumber number, UnitCode owner, string policyVersion, CorneaFacts facts, Deciding deciding)
    {
        if (facts.DiedAt > deciding.At || facts.NoticedAt > deciding.At || facts.NoticedAt < facts.DiedAt)
        {
            return new CaseOutcome<CorneaFacts>.Refused(CaseProblem.On("diedAt", CorneaProblems.Time));
        }

        if (!AreTissues(facts.Items))
        {
            return new CaseOutcome<CorneaFacts>.Refused(CaseProblem.On("items", CorneaProblems.Items));
        }

        CaseHead head = new()
        {
            Number = number,
            Programme = Programme,
            State = nameof(CorneaState.Notified),
            Owner = owner,
            Version = 1,
            PolicyVersion = policyVersion,
            OpenedAt = deciding.At,
            StateSince = deciding.At,
            StateVersion = 1,
        };
        HeadChange.Entered entered = CorneaStations.Enter(CorneaState.Notified, facts, version: 1, deciding);
        return CaseActs.Opened(head with { Clock = entered.Clock, Tasks = entered.Tasks }, facts, deciding);
    }

    /// <summary>Whether these are tissues, at least one, and each once.</summary>
    public static bool AreTissues(IReadOnlyList<string> items) =>
        items.Count > 0 && items.Distinct(StringComparer.Ordinal).Count() == items.Count && !items.Except(Tissues, StringComparer.Ordinal).Any();

    /// <summary>The case from its events (I-08).</summary>
    public static CaseFile<CorneaFacts> Replay(IEnumerable<CaseEvent> events) => CaseFold.Replay<CorneaFacts, CorneaFact>(events, CorneaEvolution.Evolve);

    /// <summary>An act that all programmes share.</summary>
    public static CaseOutcome<CorneaFacts> Apply(CaseFile<CorneaFacts> file, CaseCommand command, Deciding deciding) => Apply(file, new Shell(command), deciding);

    /// <summary>Decides on an act.</summary>
    public static CaseOutcome<CorneaFacts> Apply(CaseFile<CorneaFacts> file, CorneaCommand command, Deciding deciding) => CaseActs.Apply<CorneaFacts, CorneaFact>(
        file, command.Name, CorneaTransitions.Find(command.Name, file.Head.StateOf())?.Roles, DutiesOf(command), deciding, CorneaEvolution.Evolve,
        ledger => Act(ledger, command));

    private static IReadOnlyList<Duty> DutiesOf(CorneaCommand command) => command switch
    {
        Verify => [Duty.Verify],
        DispatchBank or ChangeMind => [Duty.Handle],
        _ => [],
    };

    private static CaseProblem? Act(CaseLedger<CorneaFacts, CorneaFact> ledger, CorneaCommand command) => command switch
    {
        Verify it => TissueIntakeStage.Verify(ledger, it),
        NoteContraIndication it => TissueIntakeStage.Note(ledger, it),
        DispatchBank it => TissueIntakeStage.Dispatch(ledger, it),
        AgreeToResearch it => TissueIntakeStage.AgreeToResearch(ledger, it),
        DeclareEnd it => TissueIntakeStage.End(ledger, it),
        ChangeMind => TissueIntakeStage.ChangeMind(ledger),
        PassBest => RetrievalStage.PassBest(ledger),
        PassWindow => RetrievalStage.PassWindow(ledger),
        Retrieve it => RetrievalStage.Retrieve(ledger, it.At, it.Items, it.ShapeRestored),
        HearRetrieved it => RetrievalStage.Hear(ledger, it),
        ConfirmShape => RetrievalStage.ConfirmShape(ledger),
        FileResult it => RetrievalStage.FileResult(ledger, it),
        CorneaCommand.Close => RetrievalStage.Close(ledger),
        Shell { Command: CaseCommand.AttachDocument { Kind: var kind } } when !CorneaDocuments.All.Contains(kind, StringComparer.Ordinal) =>
            CaseProblem.On("kind", CorneaProblems.DocumentKind),
        Shell it => SideTransitions.Act(ledger, it.Command),
        _ => throw new UnreachableException($"No such command: {command.GetType().Name}"),
    };
}
