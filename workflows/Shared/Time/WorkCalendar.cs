using System.Collections.Frozen;

namespace Boai.Workflows.Shared;

/// <summary>Which days are working days (工作日): weekends, the State Council's holidays, and the weekend days it makes working days (调休).</summary>
/// <remarks>
/// Handbook §2.5. Outside the years for which a notice is in the data, weekends alone decide; <see cref="IsKnown"/> tells. When the
/// next year's notice is added, due dates that reach into that year may move: re-read them from the stored start.
/// </remarks>
public sealed class WorkCalendar
{
    private readonly FrozenSet<DateOnly> holidays;
    private readonly FrozenSet<DateOnly> workdays;
    private readonly FrozenSet<int> knownYears;

    /// <summary>Builds a calendar from the notices of some years.</summary>
    public WorkCalendar(IReadOnlyList<HolidayYear> years)
    {
        Years = years;
        holidays = years.SelectMany(year => year.Holidays).SelectMany(holiday => holiday.Days()).ToFrozenSet();
        workdays = years.SelectMany(year => year.Workdays).ToFrozenSet();
        knownYears = years.Select(year => year.Year).ToFrozenSet();
        if (workdays.FirstOrDefault(holidays.Contains) is var both && both != default)
        {
            throw new ArgumentException($"{both:yyyy-MM-dd} cannot be a holiday and a make-up working day.", nameof(years));
        }
    }

    /// <summary>The calendar of the notices compiled into this build.</summary>
    public static WorkCalendar China { get; } = new(EmbeddedLaw.Read<HolidayNotices>("work-calendar").Years);

    /// <summary>The notices behind the calendar, by year.</summary>
    public IReadOnlyList<HolidayYear> Years { get; }

    /// <summary>Whether the notice of a year is in the data, so that its holidays are certain.</summary>
    public bool IsKnown(int year) => knownYears.Contains(year);

    public bool IsWorkingDay(DateOnly day)
        => workdays.Contains(day)
            || (!holidays.Contains(day) && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    /// <summary>The first working day after a day.</summary>
    public DateOnly NextWorkingDay(DateOnly day) => AddWorkingDays(day, 1);

    /// <summary>The day itself if it is a working day, else the next one: where a period ends whose last day is a holiday (CC 203).</summary>
    public DateOnly WorkingDayOnOrAfter(DateOnly day) => IsWorkingDay(day) ? day : NextWorkingDay(day);

    /// <summary>The last of so many working days after a day. The day itself is not counted (CC 201).</summary>
    /// <param name="day">Any day.</param>
    /// <param name="count">Zero gives the day back, working or not.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public DateOnly AddWorkingDays(DateOnly day, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        DateOnly reached = day;
        for (int left = count; left > 0;)
        {
            reached = reached.AddDays(1);
            if (IsWorkingDay(reached))
            {
                left--;
            }
        }

        return reached;
    }

    /// <summary>How many working days lie after one day, up to and including another.</summary>
    /// <returns>Zero when <paramref name="upTo"/> is not later.</returns>
    public int WorkingDaysBetween(DateOnly after, DateOnly upTo)
    {
        int count = 0;
        for (DateOnly day = after; day < upTo;)
        {
            day = day.AddDays(1);
            if (IsWorkingDay(day))
            {
                count++;
            }
        }

        return count;
    }

    private sealed record HolidayNotices(string Source, IReadOnlyList<HolidayYear> Years);
}
