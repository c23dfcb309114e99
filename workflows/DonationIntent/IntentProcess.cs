using System.Diagnostics;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.DonationIntent.IntentCommand;

namespace Boai.Workflows.DonationIntent;

/// <summary>LIFE-01 捐献意愿登记·变更·撤销 (handbook §7.2): the only way in which an entry of the register comes to be and changes.</summary>
/// <remarks>
/// Pure. Checks come in a fixed order: version, state table, role, suspension, duties, then the act's own rules. What a holder takes back or
/// refuses is never kept waiting: suspension and hold do not stop it.
/// </remarks>
public static class IntentProcess
{
    /// <summary>The process of handbook §3.</summary>
    public const string Programme = "LIFE-01";

    private static readonly string[] DuringSuspension =
    [
        "Resume", "Withdraw", "Refuse", "WithdrawDataConsent", "AttachDocument", "SightDocument", "PlaceLegalHold", "LiftLegalHold", "Recuse", "Correct",
    ];

    /// <summary>Its code in case numbers.</summary>
    public static BusinessCode Business { get; } = BusinessCode.Parse("INT");

    /// <summary>Opens an entry with a form (F-01).</summary>
    /// <param name="personId">The holder's opaque subject id.</param>
    /// <param name="bornOn">Looked at and not kept.</param>
    /// <param name="known">Every entry of this person.</param>
    public static CaseOutcome<IntentFacts> OpenRegistration(
        CaseNumber number, UnitCode owner, string policyVersion, string personId, DateOnly bornOn, IntentForm form,
        IReadOnlyList<CaseFile<IntentFacts>> known, Deciding deciding)
    {
        CaseProblem? problem = MayAct(personId, IntentTransitions.Openers, deciding.Actor)
            ?? RecordStage.MayOpen(personId, known, deciding.At)
            ?? IntentRules.CheckAge(bornOn, deciding.Today, deciding.Policy)
            ?? IntentRules.CheckForm(form, deciding.Policy);
        return problem is not null
            ? new CaseOutcome<IntentFacts>.Refused(problem)
            : Opened(number, owner, policyVersion, IntentState.Registering, deciding, new IntentFacts(personId)
            {
                Form = form,
                FiledBy = deciding.Actor.Role == Roles.Public ? null : deciding.Actor.StaffId,
            });
    }

    /// <summary>Opens an entry with a refusal (明示不同意), whatever other entries there are: it is never turned away for its timing.</summary>
    public static CaseOutcome<IntentFacts> OpenRefusal(
        CaseNumber number, UnitCode owner, string policyVersion, string personId, HolderVoice voice, Deciding deciding)
    {
        CaseProblem? problem = MayAct(personId, IntentTransitions.RefusalOpeners, deciding.Actor)
            ?? HolderStage.CheckVoice(personId, voice, deciding.Actor);
        return problem is not null
            ? new CaseOutcome<IntentFacts>.Refused(problem)
            : Opened(number, owner, policyVersion, IntentState.Refused, deciding, new IntentFacts(personId)
            {
                Statements = [new IntentStatement(deciding.At, StatementKind.Refused, [])],
                LastVoice = voice,
            });
    }

    /// <summary>The entry from its events (I-08).</summary>
    public static CaseFile<IntentFacts> Replay(IEnumerable<CaseEvent> events)
        => CaseFold.Replay<IntentFacts, IntentFact>(events, IntentEvolution.Evolve);

    /// <summary>The entry after one more event; one it has seen changes nothing.</summary>
    public static CaseFile<IntentFacts> Advance(CaseFile<IntentFacts> file, CaseEvent happened)
        => CaseFold.Advance<IntentFacts, IntentFact>(file, happened, IntentEvolution.Evolve);

    /// <summary>An act that all programmes share.</summary>
    public static CaseOutcome<IntentFacts> Apply(CaseFile<IntentFacts> file, CaseCommand command, Deciding deciding)
        => Apply(file, new Shell(command), deciding);

    /// <summary>Decides on an act.</summary>
    public static CaseOutcome<IntentFacts> Apply(CaseFile<IntentFacts> file, IntentCommand command, Deciding deciding)
    {
        IReadOnlyList<Duty> duties = IntentDuties.Of(command, file);
        CaseLedger<IntentFacts, IntentFact> ledger = new(
            file, deciding, IntentEvolution.Evolve, [.. duties.Select(duty => new HeadChange.DutyDone(duty))]);
        CaseProblem? problem = Admissible(file, command, duties, deciding) ?? Act(ledger, command);
        if (problem is not null)
        {
            return new CaseOutcome<IntentFacts>.Refused(problem);
        }

        RecordStage.EraseWhatIsNotNeeded(ledger);
        return ledger.Accepted();
    }

    private static CaseProblem? Admissible(CaseFile<IntentFacts> file, IntentCommand command, IReadOnlyList<Duty> duties, Deciding deciding)
    {
        CaseHead head = file.Head;
        if (deciding.SeenVersion is { } seen && seen != head.Version)
        {
            return CaseProblem.On("version", CaseProblems.Stale, ("version", $"{head.Version}"));
        }

        if (IntentTransitions.Find(command.Name, head.StateOf()) is not { } line)
        {
            return CaseProblem.Of(CaseProblems.State, ("state", head.State), ("command", command.Name));
        }

        return (MayAct(file.Facts.PersonId, line.Roles, deciding.Actor), head.Suspension) switch
        {
            ({ } problem, _) => problem,
            (null, not null) when !DuringSuspension.Contains(command.Name, StringComparer.Ordinal) => CaseProblem.Of(CaseProblems.Suspended),
            _ => duties.Select(duty => DutySeparation.Check(head, deciding.Actor, duty)).FirstOrDefault(problem => problem is not null),
        };
    }

    /// <summary>The role, and of the public the holder alone: relatives cannot act for a living person (handbook §7.2a).</summary>
    private static CaseProblem? MayAct(string personId, IReadOnlyList<string> roles, Actor actor)
        => !roles.Contains(actor.Role, StringComparer.Ordinal) ? CaseProblem.Of(CaseProblems.Role, ("roles", string.Join(' ', roles)))
            : actor.Role == Roles.Public && actor.StaffId != personId ? CaseProblem.Of(IntentProblems.NotTheHolder)
            : null;

    private static CaseProblem? Act(CaseLedger<IntentFacts, IntentFact> ledger, IntentCommand command) => command switch
    {
        CheckForm it => CheckStage.Check(ledger, it),
        ConfirmCheck it => CheckStage.Confirm(ledger, it),
        ClearReview it => CheckStage.ClearReview(ledger, it),
        Decline it => CheckStage.Decline(ledger, it),
        Change it => HolderStage.Change(ledger, it),
        WithdrawIntent it => HolderStage.Withdraw(ledger, it),
        StateRegistrationOnly it => HolderStage.StateRegistrationOnly(ledger, it),
        Refuse it => HolderStage.Refuse(ledger, it.Voice),
        LiftRefusal it => HolderStage.LiftRefusal(ledger, it),
        WithdrawDataConsent it => HolderStage.WithdrawDataConsent(ledger, it),
        MarkExecuted it => RecordStage.MarkExecuted(ledger, it),
        MarkLapsed => RecordStage.MarkLapsed(ledger),
        RecordExport it => RecordStage.RecordExport(ledger, it),
        Shell it => ShellStage.Act(ledger, it.Command),
        _ => throw new UnreachableException($"No such command: {command.GetType().Name}"),
    };

    private static CaseOutcome<IntentFacts>.Accepted Opened(
        CaseNumber number, UnitCode owner, string policyVersion, IntentState state, Deciding deciding, IntentFacts facts)
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
            Actors =
            [
                new ActorDuty(
                    deciding.Actor.StaffId, deciding.Actor.Role, deciding.Actor.Role == Roles.Public ? Duty.Apply : Duty.Handle, deciding.At),
            ],
        };
        HeadChange.Entered entered = IntentStations.Enter(state, head, version: 1, deciding);
        head = head with { Clock = entered.Clock, Tasks = entered.Tasks };
        CaseEvent opened = new(
            1, CaseFold.Opened, deciding.At, deciding.Actor.StaffId, deciding.Actor.Role, ReasonCode: null, deciding.SealedNote,
            deciding.DecisionId, CaseJson.ToElement(new CaseOpening<IntentFacts>(head, facts)));
        return new CaseOutcome<IntentFacts>.Accepted(new CaseFile<IntentFacts>(head, facts), [opened]);
    }
}
