using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>How the length of a period is counted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PeriodUnit>))]
public enum PeriodUnit
{
    /// <summary>Sixty seconds each; never stopped by holidays.</summary>
    Minutes,

    /// <summary>Sixty minutes each; never stopped by holidays (handbook §2.5).</summary>
    Hours,

    /// <summary>日: calendar days. A last day that is no working day moves to the next working day (CC 203).</summary>
    Days,

    /// <summary>Calendar days whose last day nothing moves: "at least every five days" (CHL 72), "within ten days after the start" (CHL 73).</summary>
    ExactDays,

    /// <summary>工作日.</summary>
    WorkingDays,

    /// <summary>Calendar months, to the same day or the month's last (CC 202); the last day moves as for <see cref="Days"/>.</summary>
    Months,
}

/// <summary>The length of a deadline before it has a start.</summary>
/// <param name="Length">Positive, or zero: the rest of the day it starts on.</param>
public sealed record Period(int Length, PeriodUnit Unit)
{
    public int Length { get; } = Length >= 0 ? Length : throw new ArgumentOutOfRangeException(nameof(Length), Length, "A period cannot be negative.");

    public static Period OfMinutes(int length) => new(length, PeriodUnit.Minutes);

    public static Period OfHours(int length) => new(length, PeriodUnit.Hours);

    public static Period OfDays(int length) => new(length, PeriodUnit.Days);

    public static Period OfExactDays(int length) => new(length, PeriodUnit.ExactDays);

    public static Period OfWorkingDays(int length) => new(length, PeriodUnit.WorkingDays);

    public static Period OfMonths(int length) => new(length, PeriodUnit.Months);

    /// <summary>Whether it runs by the clock rather than by days.</summary>
    [JsonIgnore]
    public bool RunsByTheClock => Unit is PeriodUnit.Minutes or PeriodUnit.Hours;

    /// <summary>The last day of a period that starts on a day. The first day is not counted (CC 201).</summary>
    /// <exception cref="InvalidOperationException">The period runs by the clock and has no last day.</exception>
    public DateOnly LastDay(DateOnly startOn, WorkCalendar calendar) => Unit switch
    {
        PeriodUnit.Days => calendar.WorkingDayOnOrAfter(startOn.AddDays(Length)),
        PeriodUnit.ExactDays => startOn.AddDays(Length),
        PeriodUnit.WorkingDays => calendar.AddWorkingDays(startOn, Length),
        PeriodUnit.Months => calendar.WorkingDayOnOrAfter(startOn.AddMonths(Length)),
        _ => throw new InvalidOperationException($"A period in {Unit} ends at an instant, not on a day."),
    };

    /// <summary>The elapsed time of a period that runs by the clock.</summary>
    /// <exception cref="InvalidOperationException">The period is counted in days.</exception>
    public TimeSpan ClockTime() => Unit switch
    {
        PeriodUnit.Minutes => TimeSpan.FromMinutes(Length),
        PeriodUnit.Hours => TimeSpan.FromHours(Length),
        _ => throw new InvalidOperationException($"A period in {Unit} has no fixed length in hours."),
    };
}
