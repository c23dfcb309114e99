using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>A running clock: what must be done before <see cref="DueAt"/>, and when to remind and to escalate.</summary>
/// <remarks>
/// Stored with the case, so that a timer can be armed again from it after a restart, a change of policy or of the calendar
/// (handbook §2.12). Both instants have offset zero.
/// </remarks>
/// <param name="Period">What was counted.</param>
/// <param name="StartedAt">The event that started the clock.</param>
/// <param name="DueAt">The first instant that is too late. For a period in days: 24:00 Beijing time of its last day.</param>
/// <param name="Paused">How long the clock has stood still: no part of the time of which reminders and rungs are shares.</param>
public sealed record Deadline(
    Period Period,
    DateTimeOffset StartedAt,
    DateTimeOffset DueAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] TimeSpan Paused = default)
{
    /// <summary>The Beijing day in which the last moment in time falls: what people are told as 截止日期.</summary>
    [JsonIgnore]
    public DateOnly LastDay => ChinaCalendar.DateOf(DueAt.AddTicks(-1));

    /// <summary>Starts a clock.</summary>
    public static Deadline Start(Period period, DateTimeOffset startedAt, WorkCalendar calendar)
    {
        DateTimeOffset due = period.RunsByTheClock
            ? startedAt + period.ClockTime()
            : ChinaCalendar.EndOf(period.LastDay(ChinaCalendar.DateOf(startedAt), calendar));
        return new Deadline(period, startedAt.ToUniversalTime(), due.ToUniversalTime());
    }

    /// <summary>Whether an act at this instant is too late.</summary>
    public bool HasPassedAt(DateTimeOffset instant) => instant >= DueAt;

    /// <summary>
    /// The clock after it stood still, as while an applicant supplements (补正). By the clock: moved on by the time it stood. In days: the
    /// days that were left when it stopped are left when it goes on, and the day it goes on is not counted.
    /// </summary>
    /// <param name="stoppedAt">Not before the start. From the due instant on the clock has run out, and nothing moves it.</param>
    /// <param name="resumedAt">Not before <paramref name="stoppedAt"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The instants are not in that order.</exception>
    public Deadline AfterPause(DateTimeOffset stoppedAt, DateTimeOffset resumedAt, WorkCalendar calendar)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stoppedAt, StartedAt);
        ArgumentOutOfRangeException.ThrowIfLessThan(resumedAt, stoppedAt);
        if (HasPassedAt(stoppedAt))
        {
            return this;
        }

        DateTimeOffset due = Period.RunsByTheClock
            ? DueAt + (resumedAt - stoppedAt)
            : ChinaCalendar.EndOf(LastDayAfterPause(ChinaCalendar.DateOf(stoppedAt), ChinaCalendar.DateOf(resumedAt), calendar));
        return this with { DueAt = due, Paused = Paused + (resumedAt - stoppedAt) };
    }

    /// <summary>When to remind: at these shares of the time.</summary>
    /// <param name="percents">50 is half-way.</param>
    public IReadOnlyList<DateTimeOffset> Reminders(IEnumerable<int> percents)
        => [.. percents.Select(percent => StartedAt + Paused + Share(percent))];

    /// <summary>When to escalate (升级): overrun by these shares of the time, 0 being the due instant itself (handbook §2.9).</summary>
    public IReadOnlyList<DateTimeOffset> Escalations(IEnumerable<int> percents)
        => [.. percents.Select(percent => DueAt + Share(percent))];

    private TimeSpan Share(int percent) => TimeSpan.FromTicks(checked((DueAt - StartedAt - Paused).Ticks * percent) / 100);

    private DateOnly LastDayAfterPause(DateOnly stoppedOn, DateOnly resumedOn, WorkCalendar calendar) => Period.Unit switch
    {
        PeriodUnit.WorkingDays => calendar.WorkingDayOnOrAfter(
            calendar.AddWorkingDays(resumedOn, calendar.WorkingDaysBetween(stoppedOn, LastDay))),
        PeriodUnit.ExactDays => resumedOn.AddDays(LastDay.DayNumber - stoppedOn.DayNumber),
        _ => calendar.WorkingDayOnOrAfter(resumedOn.AddDays(LastDay.DayNumber - stoppedOn.DayNumber)),
    };
}
