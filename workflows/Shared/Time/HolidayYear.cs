namespace Boai.Workflows.Shared;

/// <summary>What the State Council ordered for one year.</summary>
/// <param name="Notices">The notice and its later changes.</param>
/// <param name="Holidays">Days off, weekends within them included. New Year's may begin in the year before.</param>
/// <param name="Workdays">Weekend days that are worked instead (调休).</param>
public sealed record HolidayYear(
    int Year, IReadOnlyList<HolidayNotice> Notices, IReadOnlyList<Holiday> Holidays, IReadOnlyList<DateOnly> Workdays);

/// <param name="Number">文号, for example 国办发明电〔2025〕7号.</param>
public sealed record HolidayNotice(string Number, DateOnly PublishedOn, string Reference);

/// <summary>A holiday from its first to its last day off.</summary>
public sealed record Holiday(string Name, DateOnly From, DateOnly To)
{
    public IEnumerable<DateOnly> Days()
    {
        for (DateOnly day = From; day <= To; day = day.AddDays(1))
        {
            yield return day;
        }
    }
}
