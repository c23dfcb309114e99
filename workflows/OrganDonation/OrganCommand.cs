using Boai.Workflows.Cases;

namespace Boai.Workflows.OrganDonation;

/// <summary>Every act of handbook §7.3, one record each. What all programmes share comes as <see cref="Shell"/>.</summary>
public abstract record OrganCommand
{
    private OrganCommand() { }

    /// <summary>The name by which <see cref="OrganTransitions"/> knows the act.</summary>
    public string Name => this is Shell shell ? shell.Command.GetType().Name : GetType().Name;

    public sealed record Shell(CaseCommand Command) : OrganCommand;

    /// <summary>A hospital's statement is taken in, in every state and in any order; nothing that it says is refused for what it says.</summary>
    /// <param name="Sender">Unified social credit code, as the credential proves it.</param>
    public sealed record Hear(string Sender, string MessageId, DateTimeOffset StatedAt, HospitalStatement Statement) : OrganCommand;

    // 0 to 3

    /// <summary>A person answers the report.</summary>
    public sealed record Acknowledge : OrganCommand;

    public sealed record ResolveIdentity : OrganCommand;

    public sealed record CheckInstitution(bool Designated, bool InArea, bool IndependentDepartment) : OrganCommand;

    public sealed record CheckForensic(ForensicStatus Status) : OrganCommand;

    public sealed record ReadRegisters(RegisterReading Reading) : OrganCommand;

    public sealed record ReviewIntent(string OpinionDocumentId) : OrganCommand;

    /// <summary>Everything of state 1 was looked at.</summary>
    public sealed record CompleteScreening : OrganCommand;

    public sealed record LogTalk(FamilyTalk Talk) : OrganCommand;

    /// <summary>Embassy or consulate of a foreign donor is told, with the family's separate consent (PIPL 39).</summary>
    /// <param name="ConsentDocumentId">The family's consent, a document of the case.</param>
    public sealed record ContactEmbassy(string ConsentDocumentId) : OrganCommand;

    /// <summary>A decider's standing, recorded by a coordinator.</summary>
    public sealed record StateDecider(RelativeStanding Standing) : OrganCommand;

    /// <summary>The original of the joint decision was seen.</summary>
    public sealed record SightDecision(string DocumentDigest) : OrganCommand;

    public sealed record Reconfirm(string RelativeId) : OrganCommand;

    /// <summary>A signer takes consent back.</summary>
    public sealed record WithdrawConsent(string RelativeId) : OrganCommand;

    public sealed record RaiseAlarm(string AlarmId, TradingAlarmKind Kind) : OrganCommand;

    public sealed record ClearAlarm(string AlarmId) : OrganCommand;

    // Readiness

    /// <summary>Judges the gates with a reading of the registers made for this very judgement; the only way to R02.</summary>
    public sealed record EvaluateGates(RegisterReading Reading) : OrganCommand;

    /// <summary>Looks whether time alone has made a violation.</summary>
    public sealed record LookForViolations : OrganCommand;

    public sealed record AcknowledgeSignal(int Seq) : OrganCommand;

    /// <summary>Nobody acknowledged the hold in time.</summary>
    public sealed record CallForHold(int Seq) : OrganCommand;

    // LIFE-07

    /// <summary>The next wave of offers.</summary>
    public sealed record OfferWave(IReadOnlyList<CoordinatorCard> Roster) : OrganCommand;

    public sealed record AnswerOffer(bool Accepts) : OrganCommand;

    /// <summary>The duty leader, the head or the neighbour province names somebody who has agreed.</summary>
    public sealed record AssignWitness(CoordinatorCard Card) : OrganCommand;

    public sealed record SetOut : OrganCommand;

    /// <param name="StaffId">Of whom; another than the actor only in a call-back.</param>
    /// <param name="PlaceCode">As read from the theatre desk's code or told by it; null for GPS.</param>
    /// <param name="Metres">Distance from the notified place, for GPS.</param>
    public sealed record CheckIn(string StaffId, CheckInMeans Means, DateTimeOffset At, string? PlaceCode, int? Metres) : OrganCommand;

    public sealed record Leave(DateTimeOffset At) : OrganCommand;

    public sealed record ReplaceWitness(string StaffId) : OrganCommand;

    public sealed record ReportNoShow(string StaffId) : OrganCommand;

    /// <summary>A conflict came to light after the assignment.</summary>
    public sealed record BarWitness(string StaffId, WitnessBar Bar) : OrganCommand;

    /// <summary>The family does not want this coordinator: not asked any more, and let go if asked already.</summary>
    public sealed record RefuseCoordinator(string StaffId) : OrganCommand;

    public sealed record TickCeremony : OrganCommand;

    public sealed record TickRestoration : OrganCommand;

    public sealed record FileReport(WitnessedFacts Saw) : OrganCommand;

    public sealed record AddToReport(string SealedNoteId) : OrganCommand;

    // 9 to 11, violations, endings

    public sealed record FileMonthlyReport : OrganCommand;

    public sealed record CompleteAftercare : OrganCommand;

    public sealed record TellHead(ViolationKind Kind, string Key) : OrganCommand;

    public sealed record ReportToAuthority(ViolationKind Kind, string Key) : OrganCommand;

    public sealed record CloseViolation(ViolationKind Kind, string Key, ViolationFinding Finding) : OrganCommand;

    /// <summary>The report came from somebody who may not send it, as was found out later.</summary>
    public sealed record DeclareMisdirected : OrganCommand;

    /// <summary>An ended case is over: its clinical facts are destroyed where their time has come.</summary>
    public sealed record Finish : OrganCommand;
}
