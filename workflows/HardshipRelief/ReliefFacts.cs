using System.Text.Json.Serialization;
using Boai.Workflows.Shared;

namespace Boai.Workflows.HardshipRelief;

/// <summary>What the programme knows of a case: opaque ids, codes, amounts and dates only.</summary>
public sealed record ReliefFacts
{
    /// <summary>Null while the case is a draft.</summary>
    public ReliefApplication? Application { get; init; }

    public Screening? Screening { get; init; }

    /// <summary>Whether the intake ended with acceptance (受理).</summary>
    public bool Accepted { get; init; }

    /// <summary>When the last acceptance was; null before.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    public Supplement? Supplement { get; init; }

    public VisitReport? Verification { get; init; }

    /// <summary>The verifications after objections, in order; the last may still lack its second person.</summary>
    public IReadOnlyList<VisitReport> Reverifications { get; init; } = [];

    public Opinion? Opinion { get; init; }

    /// <summary>Runs of the public list, in order.</summary>
    public IReadOnlyList<PublicityRun> Publicity { get; init; } = [];

    public IReadOnlyList<Objection> Objections { get; init; } = [];

    /// <summary>Approvals of the present round, lowest level first; emptied when the case goes back.</summary>
    public IReadOnlyList<LevelApproval> Approvals { get; init; } = [];

    /// <summary>Whether amounts of the last 90 days lifted the approval to a higher level than this amount alone asks for.</summary>
    public bool SplittingDetected { get; init; }

    /// <summary>Whether the household's aid of the year goes above the cap with this amount.</summary>
    public bool YearCapExceeded { get; init; }

    /// <summary>The granted amount in total, urgent aid included; null until granted.</summary>
    public Money? Granted { get; init; }

    /// <summary>When the last grant was; null before.</summary>
    public DateTimeOffset? GrantedAt { get; init; }

    public UrgentAid? Urgent { get; init; }

    public IReadOnlyList<ReliefPayment> Payments { get; init; } = [];

    public Refusal? Refusal { get; init; }

    public Review? Review { get; init; }

    public Inquiry? Inquiry { get; init; }

    public DateTimeOffset? ReceiptConfirmedAt { get; init; }

    public IReadOnlyList<FollowUp> FollowUps { get; init; } = [];

    [JsonIgnore]
    public PublicityRun? LastRun => Publicity.Count == 0 ? null : Publicity[^1];

    /// <summary>What the last completed visit found, whether first or after an objection; null before.</summary>
    [JsonIgnore]
    public VisitReport? LastVisit
        => Reverifications.Prepend(Verification).OfType<VisitReport>()
            .Where(report => report.ConfirmedAt is not null)
            .OrderBy(report => report.ConfirmedAt)
            .LastOrDefault();

    /// <summary>The amount that is on the table: the granted one, else the proposed one.</summary>
    [JsonIgnore]
    public Money? OnTheTable => Granted ?? Opinion?.Proposed;

    /// <summary>What the bank has paid out.</summary>
    [JsonIgnore]
    public Money PaidOut => Payments.Where(payment => payment.Stage == PaymentStage.Paid).Aggregate(Money.Zero, (sum, payment) => sum + payment.Amount);
}

/// <summary>What other aid the household has had, from the household's ledger.</summary>
/// <param name="InWindow">Granted in other cases within the splitting window (90 days).</param>
/// <param name="ThisYear">Granted in other cases of any programme this calendar year.</param>
/// <param name="SameCause">Whether another case for the same cause was granted within 12 months.</param>
/// <param name="SameYear">Whether another case of this programme was granted this campaign year.</param>
public sealed record PriorAid(Money InWindow, Money ThisYear, bool SameCause, bool SameYear)
{
    public static PriorAid None { get; } = new(Money.Zero, Money.Zero, SameCause: false, SameYear: false);
}

/// <summary>What the check after submission found.</summary>
/// <param name="InRegion">Whether the residence lies in this branch's region.</param>
/// <param name="RelatedStaff">Staff ids of persons in the household or declared as related.</param>
public sealed record Screening(bool InRegion, PriorAid Prior, IReadOnlyList<string> RelatedStaff);

/// <summary>The one-time list of what is missing (一次性告知).</summary>
/// <param name="Items">Kinds of documents and consents.</param>
/// <param name="IntakeClock">The intake's clock, stopped.</param>
public sealed record Supplement(
    IReadOnlyList<string> Items, DateTimeOffset RequestedAt, Cases.StateClock IntakeClock, bool Extended = false, bool NoticeSent = false);

/// <summary>A visit by two persons.</summary>
/// <param name="Visit">In person or by video.</param>
/// <param name="Finding">Whether the need is as described.</param>
/// <param name="CivilAffairs">Result of the income and property check.</param>
/// <param name="PayeeVerified">Whether account and holder were checked against the bank proof.</param>
/// <param name="First">Staff id of who filed.</param>
/// <param name="FirstRole">In which capacity.</param>
/// <param name="Second">Staff id of who confirmed; null while nobody has.</param>
public sealed record VisitReport(
    VisitKind Visit,
    VerificationFinding Finding,
    CivilAffairsResult CivilAffairs,
    bool PayeeVerified,
    string First,
    string FirstRole,
    DateTimeOffset FiledAt,
    string? Second = null,
    DateTimeOffset? ConfirmedAt = null);

[JsonConverter(typeof(JsonStringEnumConverter<VisitKind>))]
public enum VisitKind
{
    /// <summary>入户.</summary>
    Home,

    /// <summary>视频.</summary>
    Video,
}

[JsonConverter(typeof(JsonStringEnumConverter<VerificationFinding>))]
public enum VerificationFinding
{
    /// <summary>The need is as described.</summary>
    Confirmed,

    /// <summary>Partly, see the sealed report.</summary>
    Differs,

    /// <summary>Nothing of it could be confirmed.</summary>
    NotConfirmed,
}

/// <summary>Answer of the civil-affairs check (家庭经济状况核对).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CivilAffairsResult>))]
public enum CivilAffairsResult
{
    WithinStandard,

    AboveStandard,

    NotAvailable,
}

/// <summary>The first opinion (初审意见).</summary>
/// <param name="Second">Staff id of who confirmed; null while nobody has.</param>
public sealed record Opinion(
    Money Proposed, string First, string FirstRole, DateTimeOffset FiledAt, string? Second = null, DateTimeOffset? ConfirmedAt = null);

/// <summary>One run of the public list.</summary>
/// <param name="ListingId">Opaque id of the entry; null until it is on the board.</param>
/// <param name="LastDay">Set when the run has ended; before that the case's clock tells.</param>
/// <param name="FirstDayEvidence">Document id of the photograph of day one.</param>
/// <param name="LastDayEvidence">Document id of the photograph of the last day.</param>
public sealed record PublicityRun(
    bool Renewed,
    string? ListingId = null,
    DateOnly? ListedOn = null,
    DateOnly? LastDay = null,
    string? FirstDayEvidence = null,
    string? LastDayEvidence = null)
{
    /// <summary>Whether the run has run its whole time and both photographs are there.</summary>
    [JsonIgnore]
    public bool IsComplete => LastDay is not null && FirstDayEvidence is not null && LastDayEvidence is not null;
}

/// <summary>An objection to a public list (公示异议); what it says is encrypted elsewhere.</summary>
/// <param name="Answered">Whether the result was found, so that the objector can be told.</param>
public sealed record Objection(string Id, DateTimeOffset RaisedAt, bool Answered = false);

/// <summary>One level's approval.</summary>
/// <param name="MinutesId">Number of the minutes where the level decides collectively.</param>
public sealed record LevelApproval(string Role, string By, Money Amount, string FundId, string? MinutesId, DateTimeOffset At);

/// <summary>Money paid before the procedure (急难救助).</summary>
/// <param name="CompleteBy">The first instant at which the file is late; null until the bank has paid.</param>
/// <param name="Missed">Whether it was late.</param>
public sealed record UrgentAid(Money Amount, string PaymentId, string ApprovedBy, DateTimeOffset? CompleteBy = null, bool Missed = false);

[JsonConverter(typeof(JsonStringEnumConverter<PaymentStage>))]
public enum PaymentStage
{
    /// <summary>Ordered by the approval.</summary>
    Ordered,

    /// <summary>In a batch of the accountant's.</summary>
    Prepared,

    /// <summary>On its way: the cashier has given the file to the bank.</summary>
    Sent,

    Paid,

    /// <summary>Returned by the bank; the payee's data must be corrected.</summary>
    Bounced,

    /// <summary>Never to be paid: the case was withdrawn or refused first.</summary>
    Cancelled,
}

/// <summary>A payment as the case knows it.</summary>
/// <param name="PaymentId">Case number and a running number: the bank's line carries it.</param>
/// <param name="IsUrgent">Whether it is the urgent advance.</param>
/// <param name="Tries">How many times it was sent to the bank.</param>
/// <param name="BankReason">The bank's code for the last return.</param>
/// <param name="BankReference">The bank's transaction number.</param>
public sealed record ReliefPayment(
    string PaymentId,
    Money Amount,
    string FundId,
    bool IsUrgent,
    PaymentStage Stage,
    DateTimeOffset OrderedAt,
    int Tries = 0,
    string? BankReason = null,
    string? BankReference = null,
    DateOnly? PaidOn = null,
    bool Reconciled = false);

/// <summary>A refusal (不予救助).</summary>
/// <param name="Grounds">Every ground, in the order of the list.</param>
/// <param name="From">The state it was decided in.</param>
/// <param name="IsFinal">Whether the review is done with: nothing more can be asked.</param>
public sealed record Refusal(
    IReadOnlyList<RefusalGround> Grounds, string By, string ByRole, DateTimeOffset At, ReliefState From, bool IsFinal = false);

/// <summary>Grounds of refusal (handbook §19).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RefusalGround>))]
public enum RefusalGround
{
    /// <summary>不属于救助范围.</summary>
    R01 = 1,

    /// <summary>已由其他渠道解决.</summary>
    R02,

    /// <summary>同一原因已救助.</summary>
    R03,

    /// <summary>材料不实.</summary>
    R04,

    /// <summary>超过年度上限.</summary>
    R05,

    /// <summary>收入财产超标.</summary>
    R06,

    /// <summary>非本辖区.</summary>
    R07,

    /// <summary>无法核实.</summary>
    R08,

    /// <summary>其他, to be explained.</summary>
    R09,
}

/// <summary>The review of a refusal.</summary>
/// <param name="Open">Whether it is still to be decided.</param>
public sealed record Review(DateTimeOffset RequestedAt, bool Open = true);

/// <summary>An investigation (疑点调查): everything is frozen as it was.</summary>
/// <param name="CauseCode">For example <c>fraud-suspected</c>, <c>urgent-late</c>.</param>
/// <param name="Back">Where the case goes when the suspicion is cleared, with its clock and tasks as they stood.</param>
/// <param name="Finding">What one side has found; the other confirms.</param>
/// <param name="ToRecover">What is to be paid back once the suspicion is proven.</param>
public sealed record Inquiry(
    string CauseCode,
    DateTimeOffset OpenedAt,
    FrozenState Back,
    InvestigationFinding? Finding = null,
    string? FoundBy = null,
    string? FoundByRole = null,
    bool Proven = false,
    Money? ToRecover = null,
    Money? Recovered = null);

/// <summary>A state with its clock and tasks, put aside.</summary>
public sealed record FrozenState(ReliefState State, Cases.StateClock? Clock, IReadOnlyList<Cases.CaseTask> Tasks);

[JsonConverter(typeof(JsonStringEnumConverter<InvestigationFinding>))]
public enum InvestigationFinding
{
    Cleared,

    Proven,
}

/// <summary>A call or visit after the aid (回访).</summary>
/// <param name="AfterDays">30 or 180 by default.</param>
public sealed record FollowUp(int AfterDays, DateOnly On, FollowUpOutcome? Outcome = null, DateTimeOffset? DoneAt = null);

[JsonConverter(typeof(JsonStringEnumConverter<FollowUpOutcome>))]
public enum FollowUpOutcome
{
    /// <summary>Received in full and used as meant.</summary>
    InOrder,

    /// <summary>Still in need; see other programmes.</summary>
    StillInNeed,

    /// <summary>Nobody was reached in three calls.</summary>
    NotReached,
}
