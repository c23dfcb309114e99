using System.Text.Json.Serialization;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Cases;

/// <summary>The running time of a state.</summary>
/// <param name="Deadline">What was counted, from when to when.</param>
/// <param name="StoppedAt">When the clock was stopped; null while it runs.</param>
public sealed record StateClock(Deadline Deadline, DateTimeOffset? StoppedAt = null)
{
    [JsonIgnore]
    public DateTimeOffset StartedAt => Deadline.StartedAt;

    /// <summary>The first instant that is too late, for example 24:00 of the last day.</summary>
    [JsonIgnore]
    public DateTimeOffset DueAt => Deadline.DueAt;

    /// <summary>The Beijing day that people are told as the last.</summary>
    [JsonIgnore]
    public DateOnly LastDay => Deadline.LastDay;

    [JsonIgnore]
    public bool IsRunning => StoppedAt is null;

    /// <summary>Whether the time is over at an instant. A stopped clock is never over.</summary>
    public bool IsOverAt(DateTimeOffset instant) => IsRunning && Deadline.HasPassedAt(instant);

    public StateClock StopAt(DateTimeOffset instant) => IsRunning ? this with { StoppedAt = instant } : this;

    /// <summary>
    /// Runs on with the days that were left when the clock was stopped; one that was over stays over. A clock that begins later, as that of
    /// a call in half a year, loses nothing by standing still before its beginning.
    /// </summary>
    public StateClock ResumeAt(DateTimeOffset instant, WorkCalendar calendar)
        => StoppedAt is { } stopped
            ? new StateClock(Deadline.AfterPause(NotBeforeStart(stopped), NotBeforeStart(instant), calendar))
            : this;

    private DateTimeOffset NotBeforeStart(DateTimeOffset instant) => instant < StartedAt ? StartedAt : instant;
}

/// <summary>Why a case rests and until when (挂起): it is never silent about either.</summary>
/// <param name="CauseCode">For example <c>awaiting-court</c>.</param>
/// <param name="OwnerStaffId">Who answers for taking it up again.</param>
/// <param name="ResumeOn">The day on which it goes on by itself.</param>
public sealed record Suspension(string CauseCode, string OwnerStaffId, DateOnly ResumeOn);
