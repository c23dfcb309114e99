using System.Text.Json.Serialization;

namespace Boai.Workflows.Cases;

/// <summary>The running time of a state.</summary>
/// <param name="StartedAt">When the time began.</param>
/// <param name="DueAt">The first instant that is too late, for example 24:00 of the last day.</param>
/// <param name="StoppedAt">When the clock was stopped; null while it runs.</param>
/// <param name="InWorkingDays">Whether a stop is made good in working days rather than calendar days.</param>
public sealed record StateClock(DateTimeOffset StartedAt, DateTimeOffset DueAt, DateTimeOffset? StoppedAt = null, bool InWorkingDays = true)
{
    [JsonIgnore]
    public bool IsRunning => StoppedAt is null;

    /// <summary>Whether the time is over at an instant. A stopped clock is never over.</summary>
    public bool IsOverAt(DateTimeOffset instant) => IsRunning && instant >= DueAt;

    public StateClock StopAt(DateTimeOffset instant) => IsRunning ? this with { StoppedAt = instant } : this;
}

/// <summary>Why a case rests and until when (挂起): it is never silent about either.</summary>
/// <param name="CauseCode">For example <c>awaiting-court</c>.</param>
/// <param name="OwnerStaffId">Who answers for taking it up again.</param>
/// <param name="ResumeOn">The day on which it goes on by itself.</param>
public sealed record Suspension(string CauseCode, string OwnerStaffId, DateOnly ResumeOn);
