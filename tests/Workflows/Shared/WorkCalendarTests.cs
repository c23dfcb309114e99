using System.Globalization;
using Boai.Workflows.Shared;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Boai.Tests.Workflows.Shared;

/// <summary>工作日: handbook §2.5, §21, I-10; the State Council's notices.</summary>
public sealed class WorkCalendarTests
{
    private static readonly WorkCalendar Calendar = WorkCalendar.China;

    [Fact]
    public void Ten_working_days_over_the_National_Day_of_2024()
    {
        DateOnly handover = new(2024, 9, 27);
        string[] counted = ["09-29", "09-30", "10-08", "10-09", "10-10", "10-11", "10-12", "10-14", "10-15", "10-16"];

        Assert.Equal(
            counted,
            Enumerable.Range(1, 10).Select(count => Calendar.AddWorkingDays(handover, count).ToString("MM-dd", CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("2018-12-29", true)] // worked for the New Year of 2019
    [InlineData("2018-12-31", false)]
    [InlineData("2019-05-04", false)] // the second notice of 2019 made Labour Day four days
    [InlineData("2019-05-05", true)]
    [InlineData("2020-01-31", false)] // prolonged in the epidemic
    [InlineData("2020-02-01", false)] // and no longer a make-up day
    [InlineData("2020-02-03", true)]
    [InlineData("2021-09-18", true)]
    [InlineData("2022-04-02", true)]
    [InlineData("2022-12-31", false)]
    [InlineData("2023-04-05", false)]
    [InlineData("2023-10-06", false)]
    [InlineData("2024-02-09", true)] // New Year's Eve was no holiday yet
    [InlineData("2025-01-28", false)] // it is since 2025
    [InlineData("2025-05-05", false)]
    [InlineData("2026-01-04", true)]
    [InlineData("2026-02-14", true)]
    [InlineData("2026-02-23", false)]
    [InlineData("2026-09-20", true)]
    [InlineData("2026-10-10", true)]
    [InlineData("2026-10-08", true)]
    [InlineData("2026-03-07", false)] // a Saturday like any other
    public void The_notices_decide_over_the_weekend(string day, bool worked)
        => Assert.Equal(worked, Calendar.IsWorkingDay(DateOnly.Parse(day, CultureInfo.InvariantCulture)));

    [Fact]
    public void Every_year_has_its_notice_and_as_many_days_off_as_the_law_gives()
    {
        Assert.Equal(Enumerable.Range(2019, 8), Calendar.Years.Select(year => year.Year));
        Assert.All(Calendar.Years, year =>
        {
            Assert.All(year.Notices, notice => Assert.Matches(@"^国办发明电〔20\d\d〕\d+号$", notice.Number));
            Assert.All(year.Workdays, day => Assert.True(day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday, $"{day} is no weekend day"));

            // 全国年节及纪念日放假办法: 11 days off besides weekends, 13 since 2025. Every make-up working day gives one weekday more, and
            // the epidemic gave two more in 2020: 31 January, and 1 February no longer worked.
            int statutory = year.Year >= 2025 ? 13 : 11;
            int weekdaysOff = year.Holidays.SelectMany(holiday => holiday.Days())
                .Count(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
            Assert.Equal(statutory + year.Workdays.Count + (year.Year == 2020 ? 2 : 0), weekdaysOff);
        });
    }

    [Fact]
    public void Beyond_the_notices_weekends_alone_decide_and_the_calendar_says_so()
    {
        Assert.True(Calendar.IsKnown(2019));
        Assert.True(Calendar.IsKnown(2026));
        Assert.False(Calendar.IsKnown(2018));
        Assert.False(Calendar.IsKnown(2027));
        Assert.True(Calendar.IsWorkingDay(new DateOnly(2027, 10, 1)));
        Assert.False(Calendar.IsWorkingDay(new DateOnly(2027, 10, 2)));
    }

    [Fact]
    public void A_day_cannot_be_off_and_worked_at_once()
    {
        DateOnly day = new(2026, 1, 1);
        HolidayYear contradictory = new(2026, [], [new Holiday("元旦", day, day)], [day]);

        Assert.Throws<ArgumentException>(() => new WorkCalendar([contradictory]));
    }

    [Fact]
    public void The_next_working_day_is_later_even_from_a_working_day()
    {
        Assert.Equal(new DateOnly(2026, 2, 24), Calendar.NextWorkingDay(new DateOnly(2026, 2, 14)));
        Assert.Equal(new DateOnly(2026, 2, 14), Calendar.WorkingDayOnOrAfter(new DateOnly(2026, 2, 14)));
        Assert.Equal(new DateOnly(2026, 2, 24), Calendar.WorkingDayOnOrAfter(new DateOnly(2026, 2, 15)));
    }

    [Property]
    public Property I_10_adding_working_days_reaches_a_later_working_day_and_is_additive() => Prop.ForAll(Days, Counts, Counts, (day, first, second) =>
    {
        DateOnly reached = Calendar.AddWorkingDays(day, first);
        return (first == 0 ? reached == day : reached > day && Calendar.IsWorkingDay(reached))
            && Calendar.AddWorkingDays(reached, second) == Calendar.AddWorkingDays(day, first + second)
            && Calendar.WorkingDaysBetween(day, reached) == first;
    });

    [Fact]
    public void Working_days_are_not_counted_backwards()
        => Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.AddWorkingDays(new DateOnly(2026, 1, 5), -1));

    private static Arbitrary<DateOnly> Days =>
        Gen.Choose(new DateOnly(2018, 1, 1).DayNumber, new DateOnly(2028, 12, 31).DayNumber).Select(DateOnly.FromDayNumber).ToArbitrary();

    private static Arbitrary<int> Counts => Gen.Choose(0, 60).ToArbitrary();
}
