using System.Text.Json.Serialization;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.OrganDonation;

/// <summary>Names of the activities; each may run more than once and then changes nothing more.</summary>
public static class OrganActivities
{
    /// <summary><see cref="OrganCatchUp"/> → <see cref="OrganStanding"/>: reads the case and brings its read models up to date.</summary>
    public const string CatchUp = "OrganCatchUp";

    /// <summary><see cref="OrganLook"/> → bool: asks the registers and judges the gates; whether the case changed.</summary>
    public const string EvaluateGates = "OrganEvaluateGates";

    /// <summary><see cref="OrganLook"/> → bool: asks the roster and makes the next wave of offers.</summary>
    public const string OfferWave = "OrganOfferWave";

    /// <summary><see cref="OrganStep"/> → bool: takes a step of the system, if the case still asks for it.</summary>
    public const string TakeStep = "OrganTakeStep";

    /// <summary><see cref="OrganSignal"/>: sends R01, R02 or R03 to the OPO hospital.</summary>
    public const string SendSignal = "OrganSendSignal";

    /// <summary><see cref="OrganViolationNotice"/>: tells duty desk and head of the centre.</summary>
    public const string TellViolation = "OrganTellViolation";

    /// <summary><see cref="OrganNotice"/>: tells staff.</summary>
    public const string Notify = "OrganNotify";

    /// <summary><see cref="OrganCall"/> → bool: reminds the owner of a task, or escalates it.</summary>
    public const string Call = "OrganCall";

    /// <summary><see cref="OrganVisit"/>: starts what follows for body and corneas (LIFE-03, LIFE-04).</summary>
    public const string HandOn = "OrganHandOn";

    /// <summary><see cref="OrganVisit"/>: starts care and certificates (LIFE-08, LIFE-11), by others than the witnesses.</summary>
    public const string StartAftercare = "OrganStartAftercare";

    /// <summary><see cref="OrganVisit"/>: writes the contributions to the figures.</summary>
    public const string Contribute = "OrganContribute";

    /// <summary><see cref="OrganVisit"/>: closes the file; destroys what is kept no longer, in the vault too.</summary>
    public const string Archive = "OrganArchive";
}

/// <param name="RefreshReadModels">False right after the opening, which has written them.</param>
public sealed record OrganCatchUp(CaseNumber Number, bool RefreshReadModels);

/// <param name="Version">The version that the orchestration saw: with the minute the key of the look.</param>
/// <param name="Minute">Whole minutes since 1970: every minute is looked at anew.</param>
public sealed record OrganLook(CaseNumber Number, int Version, long Minute);

/// <summary>Steps that the system takes by the clock.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrganSystemStep>))]
public enum OrganSystemStep
{
    LookForViolations,
    CallForHold,
    Finish,
}

/// <param name="Version">With number and step the key of the step.</param>
/// <param name="Seq">Of the hold, for <see cref="OrganSystemStep.CallForHold"/>; else 0.</param>
public sealed record OrganStep(CaseNumber Number, OrganSystemStep Step, int Version, int Seq);

/// <param name="Attempt">1, 2 …: a hold is sent again until it is acknowledged.</param>
public sealed record OrganSignal(CaseNumber Number, int Seq, SignalKind Kind, int Attempt);

public sealed record OrganViolationNotice(CaseNumber Number, ViolationKind Kind, string Key);

[JsonConverter(typeof(JsonStringEnumConverter<OrganNoticeKind>))]
public enum OrganNoticeKind
{
    /// <summary>To the coordinator on call: a potential donor was reported.</summary>
    Reported,

    /// <summary>To the desk and the coordinators: it does not take place; the family is thanked by people.</summary>
    Ended,

    /// <summary>To staff: the patient is better.</summary>
    Recovered,

    /// <summary>To DPO and DUTY: a message of somebody who may not send it.</summary>
    Misdirected,
}

/// <param name="StateVersion">With number and kind the key of the notice.</param>
public sealed record OrganNotice(CaseNumber Number, OrganNoticeKind Kind, int StateVersion);

public sealed record OrganCall(CaseNumber Number, TaskCall Call);

/// <summary>A visit to a state: names what is done on entering it, so that it is done once.</summary>
public sealed record OrganVisit(CaseNumber Number, int StateVersion);

/// <summary>A signal that the hospital has not acknowledged.</summary>
public sealed record SignalToSend(int Seq, SignalKind Kind);

/// <summary>A hold that is sent again and again, and then phoned.</summary>
/// <param name="PhoneAt">Null once the telephone task is open.</param>
public sealed record HoldToSend(int Seq, DateTimeOffset At, int RetrySeconds, DateTimeOffset? PhoneAt);

public sealed record UntoldViolation(ViolationKind Kind, string Key);

/// <summary>How a case stands, as far as its orchestration needs to know. No personal data: it is kept in the history.</summary>
public sealed record OrganStanding
{
    public required OrganState State { get; init; }

    public required int Version { get; init; }

    public required int StateVersion { get; init; }

    public required bool IsOver { get; init; }

    /// <summary>The visits to states before the present one, in order.</summary>
    public IReadOnlyList<StateVisit> LeftStates { get; init; } = [];

    /// <summary>Whether the gates are judged at every event.</summary>
    public bool IsBeforeStart { get; init; }

    /// <summary>Whether they are judged every minute too.</summary>
    public bool WatchesGates { get; init; }

    public DateTimeOffset? NextWaveAt { get; init; }

    /// <summary>When time alone may next make a violation.</summary>
    public DateTimeOffset? LookAt { get; init; }

    /// <summary>When an ended case can be finished; null while something keeps it.</summary>
    public DateTimeOffset? FinishAt { get; init; }

    public IReadOnlyList<SignalToSend> Signals { get; init; } = [];

    public HoldToSend? Hold { get; init; }

    public IReadOnlyList<UntoldViolation> UntoldViolations { get; init; } = [];

    /// <summary>The next call about each open task.</summary>
    public IReadOnlyList<TaskCall> Calls { get; init; } = [];

    /// <summary>The standing of a case.</summary>
    /// <param name="at">Now: what has passed is not waited for again.</param>
    public static OrganStanding Of(CaseFile<OrganFacts> file, CasePolicy policy, WorkCalendar calendar, DateTimeOffset at)
    {
        (CaseHead head, OrganFacts facts) = file;
        OrganState state = head.StateOf();
        WitnessLaw law = WitnessLaw.Of(facts, at, policy);
        bool stands = head.LegalHold || facts.Violations.Any(violation => violation.ClosedAt is null);
        return new OrganStanding
        {
            State = state,
            Version = head.Version,
            StateVersion = head.StateVersion,
            IsOver = head.IsOver,
            LeftStates = head.LeftStates,
            IsBeforeStart = state.IsBeforeStart(),
            WatchesGates = state is OrganState.Gates or OrganState.WitnessReady,
            NextWaveAt = state.IsBeforeStart() ? WitnessOffers.NextWaveAt(facts, law, policy) : null,
            LookAt = head.IsOver ? null : NextLook(facts, law, new OrganDeadlines(policy, calendar), at),
            FinishAt = state.IsEnding() && !head.IsOver && !stands ? head.Clock?.DueAt : null,
            Signals =
            [
                .. facts.Signals.Where(signal => signal is { AcknowledgedAt: null, Kind: not SignalKind.Hold } || signal == facts.HoldToAcknowledge)
                    .Select(signal => new SignalToSend(signal.Seq, signal.Kind)),
            ],
            Hold = facts.HoldToAcknowledge is { } hold ? HoldOf(hold, policy) : null,
            UntoldViolations = [.. facts.Violations.Where(violation => violation.HeadToldAt is null).Select(one => new UntoldViolation(one.Kind, one.Key))],
            Calls = head.IsOver ? [] : [.. head.Tasks.Select(task => Escalation.Next(task, policy)).OfType<TaskCall>()],
        };
    }

    private static HoldToSend HoldOf(Signal hold, CasePolicy policy) => new(
        hold.Seq, hold.At, policy.For(PolicyKeys.OrganHoldRetrySec).Seconds(),
        hold.PhoneTaskOpened ? null : hold.At.AddSeconds(policy.For(PolicyKeys.OrganHoldAckSec).Seconds()));

    // What is found already and not on record is due now; else the next instant at which something may become late.
    private static DateTimeOffset? NextLook(OrganFacts facts, WitnessLaw law, OrganDeadlines deadlines, DateTimeOffset at)
    {
        if (OrganViolations.Find(facts, law, deadlines, at).Any(found => !facts.Violations.Any(open => open.Is(found.Kind, found.Key))))
        {
            return at;
        }

        DateTimeOffset? start = facts.StartedAt ?? facts.Completion?.At;
        DateTimeOffset?[] looks =
        [
            start is { } began ? deadlines.EvidenceBy(facts.Completion?.At ?? began) : null,
            facts.Handover?.At is { } handed ? deadlines.FilingBy(handed) : null,
        ];
        return looks.Where(look => look > at).Min();
    }
}

/// <summary>How a case ended.</summary>
public sealed record ClosedDonorCase(CaseNumber Number, OrganState State, int Version);
