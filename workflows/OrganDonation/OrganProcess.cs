using System.Diagnostics;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.OrganDonation.OrganCommand;

namespace Boai.Workflows.OrganDonation;

/// <summary>LIFE-02 人体器官捐献见证 with LIFE-07 (handbook §7.3): the only way in which a donor case comes to be and changes.</summary>
/// <remarks>
/// Pure. Checks come in a fixed order: version, table of acts, role, recusal and duties, then the act's own rules. Every act ends with
/// <see cref="OrganSettlement"/>: holds, endings, violations and the state follow from the facts.
/// </remarks>
public static class OrganProcess
{
    /// <summary>The process of handbook §3.</summary>
    public const string Programme = "LIFE-02";

    /// <summary>Its code in case numbers.</summary>
    public static BusinessCode Business { get; } = BusinessCode.Parse("ODW");

    /// <summary>Opens a case with a hospital's report H01.</summary>
    /// <param name="isLiving">Whether the message speaks of a living donor: this branch witnesses deceased donation only.</param>
    public static CaseOutcome<OrganFacts> Open(
        CaseNumber number, UnitCode owner, string policyVersion, DonorProfile donor, string procuringHospital, bool isLiving, Deciding deciding)
        => isLiving
            ? new CaseOutcome<OrganFacts>.Refused(CaseProblem.Of(OrganProblems.Living))
            : Opened(number, owner, policyVersion, new OrganFacts { Donor = donor, ProcuringHospital = procuringHospital }, OrganState.Reported, deciding);

    /// <summary>X8 误投: a message of a hospital that may not send it. Of it only sender and time are kept here, and its digest with the message.</summary>
    public static CaseOutcome<OrganFacts>.Accepted OpenMisdirected(
        CaseNumber number, UnitCode owner, string policyVersion, string sender, Deciding deciding)
        => Opened(
            number, owner, policyVersion,
            new OrganFacts { Donor = new DonorProfile("", IdentityKnown: false), ProcuringHospital = sender, MisdirectedAt = deciding.At },
            OrganState.Misdirected, deciding);

    /// <summary>The case from its events (I-08).</summary>
    public static CaseFile<OrganFacts> Replay(IEnumerable<CaseEvent> events)
        => CaseFold.Replay<OrganFacts, OrganFact>(events, OrganEvolution.Evolve);

    /// <summary>The case after one more event; one it has seen changes nothing.</summary>
    public static CaseFile<OrganFacts> Advance(CaseFile<OrganFacts> file, CaseEvent happened)
        => CaseFold.Advance<OrganFacts, OrganFact>(file, happened, OrganEvolution.Evolve);

    /// <summary>An act that all programmes share.</summary>
    public static CaseOutcome<OrganFacts> Apply(CaseFile<OrganFacts> file, CaseCommand command, Deciding deciding)
        => Apply(file, new Shell(command), deciding);

    /// <summary>Decides on an act.</summary>
    public static CaseOutcome<OrganFacts> Apply(CaseFile<OrganFacts> file, OrganCommand command, Deciding deciding)
    {
        if (Admissible(file, command, deciding) is { } refused)
        {
            return new CaseOutcome<OrganFacts>.Refused(refused);
        }

        CaseLedger<OrganFacts, OrganFact> ledger = new(file, deciding, OrganEvolution.Evolve, [.. OrganDuties.Done(command)]);
        if (Act(ledger, command) is { } problem)
        {
            return new CaseOutcome<OrganFacts>.Refused(problem);
        }

        OrganSettlement.Settle(ledger);
        return ledger.Head.Version == file.Head.Version
            ? new CaseOutcome<OrganFacts>.Refused(CaseProblem.Of(CaseProblems.NotDue)) // a look that found nothing new
            : ledger.Accepted();
    }

    private static CaseProblem? Admissible(CaseFile<OrganFacts> file, OrganCommand command, Deciding deciding)
    {
        CaseHead head = file.Head;
        if (deciding.SeenVersion is { } seen && seen != head.Version)
        {
            return CaseProblem.On("version", CaseProblems.Stale, ("version", $"{head.Version}"));
        }

        if (OrganTransitions.Find(command.Name, head.StateOf()) is not { } line)
        {
            return CaseProblem.Of(CaseProblems.State, ("state", head.State), ("command", command.Name));
        }

        if (!line.Roles.Contains(deciding.Actor.Role, StringComparer.Ordinal))
        {
            return CaseProblem.Of(CaseProblems.Role, ("roles", string.Join(' ', line.Roles)));
        }

        return OrganDuties.Of(command).Select(duty => DutySeparation.Check(head, deciding.Actor, duty)).FirstOrDefault(problem => problem is not null);
    }

    private static CaseProblem? Act(CaseLedger<OrganFacts, OrganFact> ledger, OrganCommand command) => command switch
    {
        Hear it => ScreeningStage.Hear(ledger, it),
        Acknowledge => ScreeningStage.Acknowledge(ledger),
        ResolveIdentity => ScreeningStage.ResolveIdentity(ledger),
        CheckInstitution it => ScreeningStage.CheckInstitution(ledger, it),
        CheckForensic it => ScreeningStage.CheckForensic(ledger, it),
        ReadRegisters it => ScreeningStage.ReadRegisters(ledger, it),
        ReviewIntent it => ScreeningStage.ReviewIntent(ledger, it),
        CompleteScreening => ScreeningStage.CompleteScreening(ledger),
        LogTalk it => ScreeningStage.LogTalk(ledger, it),
        DeclareMisdirected => ScreeningStage.DeclareMisdirected(ledger),
        ContactEmbassy it => ScreeningStage.ContactEmbassy(ledger, it),
        StateDecider it => ConsentStage.StateDecider(ledger, it),
        SightDecision it => ConsentStage.SightDecision(ledger, it),
        Reconfirm it => ConsentStage.Reconfirm(ledger, it),
        WithdrawConsent it => ConsentStage.Withdraw(ledger, it),
        RaiseAlarm it => ConsentStage.RaiseAlarm(ledger, it),
        ClearAlarm it => ConsentStage.ClearAlarm(ledger, it),
        EvaluateGates it => ReadinessStage.Evaluate(ledger, it),
        LookForViolations => null,
        AcknowledgeSignal it => ReadinessStage.Acknowledge(ledger, it),
        CallForHold it => ReadinessStage.CallForHold(ledger, it),
        OfferWave it => OfferStage.OfferWave(ledger, it),
        AnswerOffer it => OfferStage.Answer(ledger, it),
        AssignWitness it => OfferStage.Assign(ledger, it),
        SetOut => PresenceStage.SetOut(ledger),
        CheckIn it => PresenceStage.CheckIn(ledger, it),
        Leave it => PresenceStage.Leave(ledger, it),
        ReplaceWitness it => PresenceStage.Replace(ledger, it),
        ReportNoShow it => PresenceStage.NoShow(ledger, it),
        BarWitness it => PresenceStage.Bar(ledger, it),
        RefuseCoordinator it => PresenceStage.Refuse(ledger, it),
        TickCeremony => PresenceStage.TickCeremony(ledger),
        TickRestoration => PresenceStage.TickRestoration(ledger),
        FileReport it => ReportStage.File(ledger, it),
        AddToReport it => ReportStage.Add(ledger, it),
        FileMonthlyReport => ReportStage.FileMonthly(ledger),
        CompleteAftercare => ReportStage.CompleteAftercare(ledger),
        TellHead it => ViolationStage.TellHead(ledger, it),
        ReportToAuthority it => ViolationStage.ReportToAuthority(ledger, it),
        CloseViolation it => ViolationStage.Close(ledger, it),
        Finish => ViolationStage.Finish(ledger),
        Shell it => ShellStage.Act(ledger, it.Command),
        _ => throw new UnreachableException($"No such command: {command.GetType().Name}"),
    };

    private static CaseOutcome<OrganFacts>.Accepted Opened(
        CaseNumber number, UnitCode owner, string policyVersion, OrganFacts facts, OrganState state, Deciding deciding)
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
        };
        HeadChange.Entered entered = OrganStations.Enter(state, new(head, facts), version: 1, deciding);
        head = head with { Clock = entered.Clock, Tasks = entered.Tasks };
        CaseEvent opened = new(
            1, CaseFold.Opened, deciding.At, deciding.Actor.StaffId, deciding.Actor.Role, ReasonCode: null, deciding.SealedNote,
            deciding.DecisionId, CaseJson.ToElement(new CaseOpening<OrganFacts>(head, facts)));
        return new CaseOutcome<OrganFacts>.Accepted(new CaseFile<OrganFacts>(head, facts), [opened]);
    }
}
