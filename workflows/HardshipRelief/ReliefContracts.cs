using System.Text.Json.Serialization;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.HardshipRelief;

/// <summary>Names of the activities; each may run more than once and then changes nothing more.</summary>
public static class ReliefActivities
{
    /// <summary><see cref="CatchUp"/> → <see cref="ReliefStanding"/>: reads the case and brings its read models up to date.</summary>
    public const string CatchUp = "ReliefCatchUp";

    /// <summary><see cref="ReliefStep"/> → bool: takes a step of the system, if the case still asks for it.</summary>
    public const string TakeStep = "ReliefTakeStep";

    /// <summary><see cref="ReliefVisit"/>: puts the masked list up and starts its days.</summary>
    public const string Publish = "ReliefPublish";

    /// <summary><see cref="ReliefVisit"/>: takes the case off the public list.</summary>
    public const string Unpublish = "ReliefUnpublish";

    /// <summary><see cref="ReliefNotice"/>: tells applicant, objectors or staff.</summary>
    public const string Notify = "ReliefNotify";

    /// <summary><see cref="ReliefCall"/> → bool: reminds the owner of a task, or escalates it.</summary>
    public const string Call = "ReliefCall";

    /// <summary><see cref="PaymentStep"/>: opens the payment order with the payment desk, or lets it go out again after a bounce.</summary>
    public const string PreparePayment = "ReliefPreparePayment";

    /// <summary><see cref="PaymentStep"/>: takes back an order, and the promise of its fund.</summary>
    public const string CancelPayment = "ReliefCancelPayment";

    /// <summary><see cref="PaymentStep"/>: writes the aid record and its contributions to the figures.</summary>
    public const string RecordAid = "ReliefRecordAid";

    /// <summary><see cref="ReliefVisit"/>: closes the file: household ledger, read models, data that is kept no longer.</summary>
    public const string Archive = "ReliefArchive";
}

/// <summary>What an orchestration knows of its case before it asks.</summary>
/// <param name="RefreshReadModels">False right after the opening, which has written them.</param>
public sealed record CatchUp(CaseNumber Number, bool RefreshReadModels);

/// <summary>A visit to a state: names what is done on entering it, so that it is done once.</summary>
/// <param name="StateVersion">The version at which the state was entered.</param>
public sealed record ReliefVisit(CaseNumber Number, int StateVersion);

/// <summary>Steps that the system takes by the clock.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReliefSystemStep>))]
public enum ReliefSystemStep
{
    Screen,
    PurgeDraft,
    SendSupplementNotice,
    LapseSupplement,
    EndPublicity,
    CloseRefused,
    CloseAided,
    MissUrgentCompletion,
    Resume,
}

/// <param name="Version">The version that the orchestration saw: with number and step the key of the step.</param>
public sealed record ReliefStep(CaseNumber Number, ReliefSystemStep Step, int Version);

/// <summary>Which text is sent.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReliefNoticeKind>))]
public enum ReliefNoticeKind
{
    /// <summary>一次性补正告知书.</summary>
    SupplementList,

    /// <summary>Three days before 视为撤回.</summary>
    SupplementEnding,

    /// <summary>受理通知书.</summary>
    Accepted,

    /// <summary>The list is up.</summary>
    Listed,

    /// <summary>To objectors and applicant: verified again, renewed publicity.</summary>
    ObjectionAnswered,

    /// <summary>To the officer who must review.</summary>
    ReviewOpened,

    /// <summary>拨付通知.</summary>
    Granted,

    /// <summary>The bank returned the money: the account must be put right.</summary>
    AccountToCorrect,

    /// <summary>Paid.</summary>
    Paid,

    /// <summary>不予救助告知书.</summary>
    Refused,

    /// <summary>The review upheld the refusal.</summary>
    RefusalUpheld,

    /// <summary>已撤回, or 视为撤回.</summary>
    Withdrawn,

    /// <summary>To lead and auditor: an investigation begins.</summary>
    InvestigationOpened,

    /// <summary>To the city's department, for its records (备案).</summary>
    FiledWithCity,

    /// <summary>To the owner of a suspension: the case goes on.</summary>
    Resumed,
}

/// <param name="StateVersion">With number and kind the key of the notice: the visit to the state, or the step that it tells of.</param>
public sealed record ReliefNotice(CaseNumber Number, ReliefNoticeKind Kind, int StateVersion);

/// <summary>What a state that the case has left is to be told of.</summary>
public sealed record ReliefNews(ReliefNoticeKind Kind, StateVisit Visit);

/// <summary>A reminder or a rung of the ladder.</summary>
public sealed record ReliefCall(CaseNumber Number, TaskCall Call);

public sealed record PaymentStep(CaseNumber Number, string PaymentId);

/// <summary>How a case stands, as far as its orchestration needs to know. No personal data: it is kept in the history.</summary>
public sealed record ReliefStanding
{
    public required ReliefState State { get; init; }

    public required int Version { get; init; }

    public required int StateVersion { get; init; }

    public required bool IsOver { get; init; }

    /// <summary>When the state's time is over; null while its clock stands or where it has none.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When a suspended case goes on by itself.</summary>
    public DateTimeOffset? ResumeAt { get; init; }

    /// <summary>When the notice before 视为撤回 is due; null once it is sent.</summary>
    public DateTimeOffset? SupplementNoticeAt { get; init; }

    /// <summary>When an urgent payment's file is late; null when it is complete or was late.</summary>
    public DateTimeOffset? UrgentCompleteBy { get; init; }

    /// <summary>When an aided case can be closed; null while something is left to do.</summary>
    public DateTimeOffset? CloseAt { get; init; }

    /// <summary>False where the case only comes back to what the applicant was told: acceptance and grant are told once.</summary>
    public bool IsNews { get; init; } = true;

    /// <summary>What is to be told of states that the case has left; told by then, unless it went through one while its orchestration did not look.</summary>
    public IReadOnlyList<ReliefNews> News { get; init; } = [];

    /// <summary>Whether the list of this visit is up.</summary>
    public bool IsListed { get; init; }

    /// <summary>Whether the approval of this visit is the review of a refusal.</summary>
    public bool InReview { get; init; }

    /// <summary>Whether the refusal is final.</summary>
    public bool RefusalIsFinal { get; init; }

    /// <summary>Whether the city's department gets the approval for its records.</summary>
    public bool FiledWithCity { get; init; }

    /// <summary>The next call about each open task.</summary>
    public IReadOnlyList<TaskCall> Calls { get; init; } = [];

    public IReadOnlyList<string> PaymentsOrdered { get; init; } = [];

    public IReadOnlyList<string> PaymentsPaid { get; init; } = [];

    public IReadOnlyList<string> PaymentsCancelled { get; init; } = [];

    /// <summary>The standing of a case.</summary>
    /// <param name="policy">The policy of this case.</param>
    public static ReliefStanding Of(CaseFile<ReliefFacts> file, CasePolicy policy)
    {
        (CaseHead head, ReliefFacts facts) = file;
        ReliefState state = head.StateOf();
        StateClock? running = head.Clock is { IsRunning: true } clock ? clock : null;
        bool onTheWay = ReliefTransitions.Find(nameof(ReliefCommand.MissUrgentCompletion), state) is not null;
        return new ReliefStanding
        {
            State = state,
            Version = head.Version,
            StateVersion = head.StateVersion,
            IsOver = head.IsOver,
            // A legal hold stops the purge: with no appointment, the orchestration does not knock at a closed door.
            DueAt = state == ReliefState.Draft && head.LegalHold ? null : running?.DueAt,
            ResumeAt = head.Suspension is { } suspension ? ChinaCalendar.StartOf(suspension.ResumeOn) : null,
            SupplementNoticeAt = state == ReliefState.SupplementAwaited && running is not null && facts.Supplement is { NoticeSent: false }
                ? SupplementStage.NoticeAt(head, policy)
                : null,
            UrgentCompleteBy = onTheWay && facts.Urgent is { Missed: false } urgent ? urgent.CompleteBy : null,
            CloseAt = state == ReliefState.Aided && running is not null && AfterAidStage.IsClosable(file, running.DueAt)
                ? AfterAidStage.IsClosable(file, head.StateSince) ? head.StateSince : running.DueAt
                : null,
            IsNews = state switch
            {
                ReliefState.Verification => facts.AcceptedAt == head.StateSince,
                ReliefState.Payment => facts.GrantedAt == head.StateSince,
                _ => true,
            },
            News = [.. head.LeftStates.Select(visit => NewsOf(visit, head, facts)).OfType<ReliefNews>()],
            IsListed = facts.LastRun is { ListingId: not null },
            InReview = facts.Review is { Open: true },
            RefusalIsFinal = facts.Refusal is { IsFinal: true },
            FiledWithCity = facts is { Granted: { } granted, Screening.Prior: { } prior } && ReliefApproval.Path(granted, prior, policy).FiledWithCity,
            Calls = head.Suspension is null && !head.IsOver
                ? [.. head.Tasks.Select(task => Escalation.Next(task, policy)).OfType<TaskCall>()]
                : [],
            PaymentsOrdered = At(facts, PaymentStage.Ordered),
            PaymentsPaid = At(facts, PaymentStage.Paid),
            PaymentsCancelled = At(facts, PaymentStage.Cancelled),
        };
    }

    // What the applicant has a right to know for good. Who has filed, paid or decided what a passed state asked for needs no call to do it.
    private static ReliefNews? NewsOf(StateVisit visit, CaseHead head, ReliefFacts facts)
    {
        ReliefNoticeKind? kind = Enum.Parse<ReliefState>(visit.State) switch
        {
            ReliefState.Verification when facts.AcceptedAt == visit.At => ReliefNoticeKind.Accepted,
            ReliefState.Publicity when WasListed(visit, head, facts) => ReliefNoticeKind.Listed,
            ReliefState.Payment when facts.GrantedAt == visit.At => ReliefNoticeKind.Granted,
            ReliefState.Aided => ReliefNoticeKind.Paid,
            ReliefState.Refused => facts.Refusal is { IsFinal: true } && visit == head.LeftStates.Last(left => left.State == visit.State)
                ? ReliefNoticeKind.RefusalUpheld
                : ReliefNoticeKind.Refused,
            _ => null,
        };
        return kind is { } told ? new ReliefNews(told, visit) : null;
    }

    private static bool WasListed(StateVisit visit, CaseHead head, ReliefFacts facts)
    {
        DateTimeOffset until = head.LeftStates.FirstOrDefault(next => next.Version > visit.Version)?.At ?? head.StateSince;
        return facts.Publicity.Any(run => run is { Renewed: false, ListingId: not null, ListedOn: { } on }
            && on >= ChinaCalendar.DateOf(visit.At) && on <= ChinaCalendar.DateOf(until));
    }

    private static IReadOnlyList<string> At(ReliefFacts facts, PaymentStage stage)
        => [.. facts.Payments.Where(payment => payment.Stage == stage).Select(payment => payment.PaymentId)];
}

/// <summary>How a case ended.</summary>
public sealed record ClosedCase(CaseNumber Number, ReliefState State, int Version);
