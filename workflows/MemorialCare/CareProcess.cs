using System.Diagnostics;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.MemorialCare.CareCommand;

namespace Boai.Workflows.MemorialCare;

/// <summary>LIFE-08 缅怀纪念与人道关怀 (handbook §7.7): the only way in which such a case comes to be and changes.</summary>
/// <remarks>Pure. Checks come in a fixed order: version, state table, role, duties, then the act's own rules.</remarks>
public static class CareProcess
{
    /// <summary>The process of handbook §3.</summary>
    public const string Programme = "LIFE-08";

    /// <summary>Its code in case numbers.</summary>
    public static BusinessCode Business { get; } = BusinessCode.Parse("MEM");

    /// <summary>Opens the case when a donor case comes to aftercare (LIFE-02, state 10).</summary>
    /// <param name="donation">The donor's case: whoever witnessed there does not look after the family here (handbook §2.8).</param>
    /// <param name="diedOn">Beijing day.</param>
    public static CaseOutcome<CareFacts>.Accepted Open(CaseNumber number, CaseHead donation, DateOnly diedOn, string policyVersion, Deciding deciding)
    {
        CareFacts facts = new(donation.Number, diedOn, deciding.Today);
        CaseHead head = new()
        {
            Number = number,
            Programme = Programme,
            State = nameof(CareState.Caring),
            Owner = UnitCode.City,
            Version = 1,
            PolicyVersion = policyVersion,
            OpenedAt = deciding.At,
            StateSince = deciding.At,
            StateVersion = 1,
            Actors = [.. donation.Actors.Where(done => done.Duty == Duty.Witness)],
            Recused = donation.Recused,
        };
        CaseEvent opened = new(
            1, CaseFold.Opened, deciding.At, deciding.Actor.StaffId, deciding.Actor.Role, ReasonCode: null, deciding.SealedNote, deciding.DecisionId,
            CaseJson.ToElement(new CaseOpening<CareFacts>(head, facts)));
        return new CaseOutcome<CareFacts>.Accepted(new CaseFile<CareFacts>(head, facts), [opened]);
    }

    /// <summary>The case from its events (I-08).</summary>
    public static CaseFile<CareFacts> Replay(IEnumerable<CaseEvent> events) => CaseFold.Replay<CareFacts, CareFact>(events, CareEvolution.Evolve);

    /// <summary>An act that all programmes share.</summary>
    public static CaseOutcome<CareFacts> Apply(CaseFile<CareFacts> file, CaseCommand command, Deciding deciding) => Apply(file, new Shell(command), deciding);

    /// <summary>Decides on an act.</summary>
    public static CaseOutcome<CareFacts> Apply(CaseFile<CareFacts> file, CareCommand command, Deciding deciding)
    {
        IReadOnlyList<Duty> duties = DutiesOf(command);
        CaseLedger<CareFacts, CareFact> ledger = new(file, deciding, CareEvolution.Evolve, [.. duties.Select(duty => new HeadChange.DutyDone(duty))]);
        CaseProblem? problem = Admissible(file.Head, command, duties, deciding) ?? Act(ledger, command);
        return problem is null ? ledger.Accepted() : new CaseOutcome<CareFacts>.Refused(problem);
    }

    // Whoever hears that a family wants no more contact, or takes its name back, writes that down: also a witness.
    private static IReadOnlyList<Duty> DutiesOf(CareCommand command) => command switch
    {
        CompleteCare or ProposeName or ProofReadName or EngraveName or RemoveName => [Duty.FollowUp],
        Shell { Command: CaseCommand.SightDocument } => [Duty.Handle],
        _ => [],
    };

    private static CaseProblem? Admissible(CaseHead head, CareCommand command, IReadOnlyList<Duty> duties, Deciding deciding) =>
        deciding.SeenVersion is { } seen && seen != head.Version ? CaseProblem.On("version", CaseProblems.Stale, ("version", $"{head.Version}"))
        : CareTransitions.Find(command.Name, head.StateOf()) is not { } line ? CaseProblem.Of(CaseProblems.State, ("state", head.State), ("command", command.Name))
        : !line.Roles.Contains(deciding.Actor.Role, StringComparer.Ordinal) ? CaseProblem.Of(CaseProblems.Role, ("roles", string.Join(' ', line.Roles)))
        : duties.Select(duty => DutySeparation.Check(head, deciding.Actor, duty)).FirstOrDefault(problem => problem is not null);

    private static CaseProblem? Act(CaseLedger<CareFacts, CareFact> ledger, CareCommand command) => command switch
    {
        OpenDue => CareStage.OpenDue(ledger),
        CompleteCare it => CareStage.Complete(ledger, it),
        EndContact => CareStage.EndContact(ledger),
        ProposeName it => MemorialStage.Propose(ledger, it),
        ProofReadName it => MemorialStage.ProofRead(ledger, it),
        EngraveName it => MemorialStage.Engrave(ledger, it),
        RemoveName => MemorialStage.Remove(ledger),
        WithdrawMemorial it => MemorialStage.Withdraw(ledger, it),
        Shell { Command: CaseCommand.AttachDocument { Kind: var kind } } when !CareDocuments.All.Contains(kind, StringComparer.Ordinal) =>
            CaseProblem.On("kind", CareProblems.DocumentKind),
        Shell it => SideTransitions.Act(ledger, it.Command),
        _ => throw new UnreachableException($"No such command: {command.GetType().Name}"),
    };
}
