namespace Boai.Workflows.Shared;

/// <summary>A day of every year, such as 31 August.</summary>
public readonly record struct MonthAndDay(int Month, int Day)
{
    /// <summary>The day in a year; 29 February is the 28th where there is none (CC 202: the last day of the month).</summary>
    public DateOnly In(int year) => new(year, Month, Math.Min(Day, DateTime.DaysInMonth(year, Month)));
}
