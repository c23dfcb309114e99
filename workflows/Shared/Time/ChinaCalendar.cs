namespace Boai.Workflows.Shared;

/// <summary>Between instants and Beijing days. Every legal date is a Beijing day; every cut-off is 24:00 Beijing time (handbook §2.3).</summary>
/// <remarks>
/// Beijing time has been UTC+8 without summer time since 1992, and this branch has no record of an instant before that,
/// so a fixed offset is exact and needs no time-zone data on the machine.
/// </remarks>
public static class ChinaCalendar
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The Beijing day on which an instant falls.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>The Beijing day on which an instant falls.</summary>
    /// <param name="utc">Of kind UTC, as <c>TaskOrchestrationContext.CurrentUtcDateTime</c> is.</param>
    /// <exception cref="ArgumentException">The kind is not UTC, so the instant is not known.</exception>
    public static DateOnly DateOf(DateTime utc)
        => utc.Kind == DateTimeKind.Utc
            ? DateOf(new DateTimeOffset(utc))
            : throw new ArgumentException($"An instant must be UTC, but its kind is {utc.Kind}.", nameof(utc));

    /// <summary>00:00 Beijing time of a day.</summary>
    /// <returns>An instant with offset zero.</returns>
    public static DateTimeOffset StartOf(DateOnly day)
        => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Offset).ToUniversalTime();

    /// <summary>24:00 Beijing time of a day: the first instant after it (CC 203).</summary>
    /// <returns>An instant with offset zero. What happens <em>at</em> it is already too late.</returns>
    public static DateTimeOffset EndOf(DateOnly day) => StartOf(day).AddDays(1);

    /// <summary>An instant as a clock in Beijing shows it: for texts, never for comparing.</summary>
    public static DateTimeOffset InBeijing(DateTimeOffset instant) => instant.ToOffset(Offset);
}
