using System.Collections.Frozen;
using Boai.Workflows.Cases;
using static Boai.Workflows.OrganDonation.OrganState;

namespace Boai.Workflows.OrganDonation;

/// <summary>One line of the table of acts.</summary>
/// <param name="Act">Name of a command.</param>
/// <param name="From">In this state.</param>
/// <param name="Roles">Any of these may do it.</param>
public sealed record OrganAct(string Act, OrganState From, IReadOnlyList<string> Roles);

/// <summary>The state table of handbook §7.3.2 as data: which acts are possible where and for whom, and from where to where a case may go (I-07).</summary>
/// <remarks>
/// An act states a fact; the facts call for a state. So acts and moves are two tables. Hospitals' statements are possible everywhere: also
/// what they say of a case that is over is kept (handbook §0.3).
/// </remarks>
public static class OrganTransitions
{
    private static readonly OrganState[] All = Enum.GetValues<OrganState>();
    private static readonly OrganState[] BeforeStart = [.. All.Where(state => state.IsBeforeStart())];
    private static readonly OrganState[] Endings = [.. All.Where(state => state.IsEnding())];
    private static readonly OrganState[] Begun = [Procuring, Restoring, HandedOver, Reporting, Aftercare];
    private static readonly OrganState[] Alive = [.. BeforeStart, .. Begun];
    private static readonly OrganState[] ButClosed = [.. All.Except([Closed])];

    private static readonly string[] System = [Roles.System];
    private static readonly string[] Coordinators = [Roles.Coordinator];
    private static readonly string[] Desk = [Roles.DutyDesk, Roles.DutyLead, Roles.Coordinator];
    private static readonly string[] DeskOrSystem = [.. Desk, Roles.System];
    private static readonly string[] Heads = [Roles.CityHead, Roles.Executive];
    private static readonly string[] Guards = [Roles.Audit, Roles.DataProtection, Roles.CityHead];
    private static readonly string[] Staff = [.. Desk, Roles.CityOfficer, .. Heads, Roles.Supervisor, Roles.DataProtection, Roles.Audit];

    /// <summary>Which acts are possible.</summary>
    public static IReadOnlyList<OrganAct> Acts { get; } =
    [
        .. Row("Hear", All, Roles.Opo, Roles.ReceivingUnit, Roles.Hospital),

        .. Row("Acknowledge", [Reported], Desk),
        .. Row("ResolveIdentity", BeforeStart, Desk),
        .. Row("CheckInstitution", Alive, DeskOrSystem),
        .. Row("CheckForensic", BeforeStart, Desk),
        .. Row("ReadRegisters", BeforeStart, System),
        .. Row("ReviewIntent", BeforeStart, Roles.CityHead),
        .. Row("CompleteScreening", [Screening], Desk),
        .. Row("LogTalk", BeforeStart, Coordinators),
        .. Row("ContactEmbassy", Alive, Desk),
        .. Row("StateDecider", BeforeStart, Coordinators),
        .. Row("SightDecision", BeforeStart, Coordinators),
        .. Row("Reconfirm", BeforeStart, Coordinators),
        .. Row("WithdrawConsent", Alive, [.. Desk, Roles.Opo]),
        .. Row("RaiseAlarm", All, [.. Staff, Roles.System]),
        .. Row("ClearAlarm", All, Heads),
        .. Row("EvaluateGates", BeforeStart, System),
        .. Row("LookForViolations", All, System),
        .. Row("AcknowledgeSignal", All, [Roles.Opo, Roles.DutyDesk, Roles.DutyLead, Roles.System]),
        .. Row("CallForHold", All, System),

        .. Row("OfferWave", BeforeStart, System),
        .. Row("AnswerOffer", BeforeStart, Coordinators),
        .. Row("AssignWitness", [.. BeforeStart, Procuring], Roles.DutyLead, Roles.CityHead),
        .. Row("SetOut", [.. BeforeStart, Procuring], Coordinators),
        .. Row("CheckIn", Alive, Roles.Coordinator, Roles.DutyDesk),
        .. Row("Leave", Alive, Coordinators),
        .. Row("ReplaceWitness", BeforeStart, Roles.DutyDesk, Roles.DutyLead),
        .. Row("ReportNoShow", Alive, Roles.DutyDesk, Roles.DutyLead),
        .. Row("BarWitness", All, Roles.DutyDesk, Roles.DutyLead, Roles.CityHead),
        .. Row("RefuseCoordinator", BeforeStart, Roles.DutyDesk, Roles.DutyLead),
        .. Row("TickCeremony", [WitnessReady, Procuring, Restoring, HandedOver], Coordinators),
        .. Row("TickRestoration", [Restoring, HandedOver], Coordinators),
        .. Row("FileReport", Begun, Coordinators),
        .. Row("AddToReport", All, Coordinators),

        .. Row("FileMonthlyReport", [Reporting, Aftercare], Roles.CityOfficer),
        .. Row("CompleteAftercare", [Aftercare], Roles.CityOfficer),
        .. Row("TellHead", All, Roles.DutyDesk, Roles.DutyLead, Roles.System),
        .. Row("ReportToAuthority", All, Heads),
        .. Row("CloseViolation", All, Heads),
        .. Row("DeclareMisdirected", [Reported, Screening], Desk),
        .. Row("Finish", Endings, System),

        .. Row("AttachDocument", All, [.. Staff, Roles.Opo]),
        .. Row("SightDocument", Alive, Desk),
        .. Row("PlaceLegalHold", All, Guards),
        .. Row("LiftLegalHold", All, Guards),
        .. Row("Correct", All, Staff),
        .. Row("Reopen", Endings, Roles.CityHead),
        .. Row("Recuse", ButClosed, [.. Staff, Roles.System]),
        .. Row("Remind", All, System),
        .. Row("Escalate", All, System),
    ];

    /// <summary>Where a case may go from a state. Out of an ending leads only what reopens the case: a head, or a procurement that began all the same.</summary>
    public static FrozenDictionary<OrganState, OrganState[]> Moves { get; } = new Dictionary<OrganState, OrganState[]>
    {
        [Reported] = [Screening, .. Begun, .. Endings],
        [Screening] = [OrganState.FamilyTalk, Consent, Gates, .. Begun, .. Endings],
        [OrganState.FamilyTalk] = [Consent, Gates, .. Begun, .. Endings],
        [Consent] = [Gates, OrganState.FamilyTalk, .. Begun, .. Endings],
        [Gates] = [WitnessReady, Consent, OrganState.FamilyTalk, .. Begun, .. Endings],
        [WitnessReady] = [Gates, .. Begun, .. Endings],
        [Procuring] = [Restoring, HandedOver, Reporting, Aftercare, Closed],
        [Restoring] = [HandedOver, Reporting, Aftercare, Closed],
        [HandedOver] = [Restoring, Reporting, Aftercare, Closed],
        [Reporting] = [HandedOver, Restoring, Aftercare, Closed],
        [Aftercare] = [Closed, Reporting, HandedOver, Restoring],
        [Closed] = [Aftercare, Reporting, HandedOver, Restoring],
        [Declined] = OutOf(Declined),
        [OrganState.MedicallyUnfit] = OutOf(OrganState.MedicallyUnfit),
        [EthicsRefused] = OutOf(EthicsRefused),
        [OrganState.ConsentWithdrawn] = OutOf(OrganState.ConsentWithdrawn),
        [NotProcured] = OutOf(NotProcured),
        [ForensicBar] = OutOf(ForensicBar),
        [Recovered] = OutOf(Recovered),
        [Misdirected] = OutOf(Misdirected),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<(string, OrganState), OrganAct> ByActAndState = Acts.ToFrozenDictionary(line => (line.Act, line.From));

    /// <summary>The line for an act in a state.</summary>
    /// <returns>Null when the act is not possible there.</returns>
    public static OrganAct? Find(string act, OrganState from) => ByActAndState.GetValueOrDefault((act, from));

    private static OrganState[] OutOf(OrganState ending) => [.. BeforeStart, .. Begun, .. Endings.Except([ending])];

    private static IEnumerable<OrganAct> Row(string act, OrganState[] from, params string[] roles)
        => from.Select(state => new OrganAct(act, state, roles));
}
