using System.Globalization;
using Boai.Workflows.Shared;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Boai.Tests.Workflows.Shared;

/// <summary>Handbook §2.3 (时间): business dates are Beijing days, cut-offs at 24:00 Beijing time.</summary>
public sealed class ChinaCalendarTests
{
    [Theory]
    [InlineData("2024-04-30T15:59:59Z", "2024-04-30")]
    [InlineData("2024-04-30T16:00:00Z", "2024-05-01")]
    [InlineData("2024-04-30T23:59:59+08:00", "2024-04-30")]
    [InlineData("2024-04-30T12:00:00-05:00", "2024-05-01")]
    public void An_instant_falls_on_a_Beijing_day(string instant, string day)
        => Assert.Equal(DateOnly.Parse(day, CultureInfo.InvariantCulture), ChinaCalendar.DateOf(Instant(instant)));

    [Fact]
    public void A_day_ends_at_24_00_which_is_already_the_next_day()
    {
        DateTimeOffset end = ChinaCalendar.EndOf(new DateOnly(2026, 3, 10));

        Assert.Equal(Instant("2026-03-10T16:00:00Z"), end);
        Assert.Equal(TimeSpan.Zero, end.Offset);
        Assert.Equal(new DateOnly(2026, 3, 11), ChinaCalendar.DateOf(end));
        Assert.Equal(new DateOnly(2026, 3, 10), ChinaCalendar.DateOf(end.AddTicks(-1)));
    }

    [Fact]
    public void A_time_of_replayed_code_must_be_UTC()
    {
        DateTime utc = new(2024, 4, 30, 16, 0, 0, DateTimeKind.Utc);

        Assert.Equal(new DateOnly(2024, 5, 1), ChinaCalendar.DateOf(utc));
        Assert.Throws<ArgumentException>(() => ChinaCalendar.DateOf(DateTime.SpecifyKind(utc, DateTimeKind.Local)));
        Assert.Throws<ArgumentException>(() => ChinaCalendar.DateOf(DateTime.SpecifyKind(utc, DateTimeKind.Unspecified)));
    }

    [Property]
    public Property Every_day_is_24_hours_and_follows_the_one_before() => Prop.ForAll(
        Gen.Choose(new DateOnly(1992, 1, 1).DayNumber, new DateOnly(2100, 1, 1).DayNumber).ToArbitrary(),
        number =>
        {
            DateOnly day = DateOnly.FromDayNumber(number);
            return ChinaCalendar.EndOf(day) == ChinaCalendar.StartOf(day.AddDays(1))
                && ChinaCalendar.DateOf(ChinaCalendar.StartOf(day)) == day
                && ChinaCalendar.EndOf(day) - ChinaCalendar.StartOf(day) == TimeSpan.FromDays(1);
        });

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
