using System.Globalization;
using System.Text.Json;
using Boai.Workflows.Shared;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Boai.Tests.Workflows.Shared;

/// <summary>Periods and clocks: handbook §2.5, §2.9, §2.10, §21; CC 201–203.</summary>
public sealed class DeadlineTests
{
    private static readonly WorkCalendar Calendar = WorkCalendar.China;

    [Fact]
    public void A_clock_of_hours_does_not_stop_for_New_Years_Eve()
        => Assert.Equal(Beijing("2024-02-10T10:00"), Due("2024-02-09T22:00", Period.OfHours(12)));

    [Fact]
    public void Minutes_are_counted_like_hours()
        => Assert.Equal(Beijing("2024-02-10T00:05"), Due("2024-02-09T23:50", Period.OfMinutes(15)));

    [Fact]
    public void Ten_working_days_end_at_24_00_of_the_tenth()
        => Assert.Equal(Beijing("2024-10-17T00:00"), Due("2024-09-27T10:30", Period.OfWorkingDays(10)));

    [Theory]
    [InlineData("2020-01-26T12:00", 5, "2020-02-01T00:00")] // CHL 72: by 31 January 24:00, in the middle of a holiday
    [InlineData("2020-01-26T12:00", 10, "2020-02-06T00:00")] // CHL 73: by 5 February
    public void An_exact_number_of_days_is_moved_by_nothing(string start, int days, string due)
        => Assert.Equal(Beijing(due), Due(start, Period.OfExactDays(days)));

    [Theory]
    [InlineData("2026-03-02T09:00", "2026-03-10T00:00")] // Monday to Monday
    [InlineData("2026-03-02T23:59", "2026-03-10T00:00")] // the first day is not counted, however little is left of it
    [InlineData("2026-03-03T00:00", "2026-03-11T00:00")]
    [InlineData("2026-03-07T09:00", "2026-03-17T00:00")] // ends on a Saturday: the Monday after
    [InlineData("2026-02-08T09:00", "2026-02-25T00:00")] // ends on the first day of the Spring Festival: the day after it
    [InlineData("2026-02-07T09:00", "2026-02-15T00:00")] // ends on a Saturday that is worked
    public void Seven_days_end_on_a_working_day(string start, string due)
        => Assert.Equal(Beijing(due), Due(start, Period.OfDays(7)));

    [Theory]
    [InlineData("2025-12-31T12:00", 2, "2026-03-01T00:00")] // there is no 31 February: the 28th, a Saturday that is worked
    [InlineData("2025-11-30T12:00", 1, "2025-12-31T00:00")]
    [InlineData("2026-03-10T12:00", 12, "2027-03-11T00:00")]
    [InlineData("2025-12-14T12:00", 2, "2026-02-15T00:00")] // 14 February 2026 is worked
    public void Months_end_on_the_same_day_or_the_months_last(string start, int months, string due)
        => Assert.Equal(Beijing(due), Due(start, Period.OfMonths(months)));

    [Fact]
    public void What_happens_at_the_due_instant_is_too_late()
    {
        Deadline deadline = Deadline.Start(Period.OfDays(7), Beijing("2026-03-02T09:00"), Calendar);

        Assert.Equal(new DateOnly(2026, 3, 9), deadline.LastDay);
        Assert.False(deadline.HasPassedAt(Beijing("2026-03-09T23:59")));
        Assert.True(deadline.HasPassedAt(Beijing("2026-03-10T00:00")));
    }

    [Fact]
    public void Reminders_and_the_ladder_are_shares_of_the_time()
    {
        Deadline deadline = Deadline.Start(Period.OfHours(100), Beijing("2026-03-02T00:00"), Calendar);

        Assert.Equal(
            [Beijing("2026-03-04T02:00"), Beijing("2026-03-05T08:00")],
            deadline.Reminders([50, 80]));
        Assert.Equal(
            [Beijing("2026-03-06T04:00"), Beijing("2026-03-07T05:00"), Beijing("2026-03-08T06:00"), Beijing("2026-03-10T08:00")],
            deadline.Escalations([0, 25, 50, 100]));
    }

    [Fact]
    public void A_clock_of_hours_goes_on_where_it_stopped()
    {
        Deadline deadline = Deadline.Start(Period.OfHours(12), Beijing("2026-03-02T00:00"), Calendar)
            .AfterPause(Beijing("2026-03-02T10:00"), Beijing("2026-03-05T10:00"), Calendar);

        Assert.Equal(Beijing("2026-03-05T12:00"), deadline.DueAt);
    }

    [Fact]
    public void The_working_days_that_were_left_are_left_after_a_pause()
    {
        // Three working days from Monday; stopped on Tuesday with Wednesday and Thursday left; goes on on Friday of the next week.
        Deadline deadline = Deadline.Start(Period.OfWorkingDays(3), Beijing("2026-03-02T09:00"), Calendar)
            .AfterPause(Beijing("2026-03-03T15:00"), Beijing("2026-03-13T08:00"), Calendar);

        Assert.Equal(new DateOnly(2026, 3, 17), deadline.LastDay);
    }

    [Fact]
    public void A_clock_that_has_run_out_is_not_saved_by_a_pause()
    {
        Deadline deadline = Deadline.Start(Period.OfWorkingDays(3), Beijing("2026-03-02T09:00"), Calendar);

        Assert.Equal(deadline, deadline.AfterPause(deadline.DueAt, Beijing("2026-04-01T09:00"), Calendar));
    }

    [Fact]
    public void A_pause_cannot_end_before_it_begins()
    {
        Deadline deadline = Deadline.Start(Period.OfWorkingDays(3), Beijing("2026-03-02T09:00"), Calendar);

        Assert.Throws<ArgumentOutOfRangeException>(
            () => deadline.AfterPause(Beijing("2026-03-03T09:00"), Beijing("2026-03-03T08:59"), Calendar));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => deadline.AfterPause(Beijing("2026-03-02T08:00"), Beijing("2026-03-03T09:00"), Calendar));
    }

    [Property]
    public Property A_pause_within_one_day_costs_days_nothing_and_no_pause_brings_the_end_nearer()
        => Prop.ForAll(Starts, Periods, Gen.Choose(0, 20_000).ToArbitrary(), (startedAt, period, minutes) =>
        {
            Deadline deadline = Deadline.Start(period, startedAt, Calendar);
            DateTimeOffset resumedAt = startedAt.AddMinutes(minutes);
            bool atOnce = deadline.AfterPause(startedAt, startedAt, Calendar) == deadline;
            return atOnce && deadline.AfterPause(startedAt, resumedAt, Calendar).DueAt >= deadline.DueAt;
        });

    [Property]
    public Property A_deadline_in_days_ends_at_midnight_in_Beijing_and_after_its_start() => Prop.ForAll(Starts, Periods, (startedAt, period) =>
    {
        Deadline deadline = Deadline.Start(period, startedAt, Calendar);
        return deadline.DueAt >= startedAt
            && (period.RunsByTheClock || deadline.DueAt == ChinaCalendar.EndOf(deadline.LastDay))
            && (period.Unit is not (PeriodUnit.Days or PeriodUnit.WorkingDays or PeriodUnit.Months) || Calendar.IsWorkingDay(deadline.LastDay));
    });

    [Fact]
    public void It_is_stored_and_read_back()
    {
        Deadline deadline = Deadline.Start(Period.OfWorkingDays(3), Beijing("2026-03-02T09:00"), Calendar);
        string json = JsonSerializer.Serialize(deadline);

        Assert.Contains("\"WorkingDays\"", json, StringComparison.Ordinal);
        Assert.Equal(deadline, JsonSerializer.Deserialize<Deadline>(json));
    }

    [Fact]
    public void A_period_is_never_negative_and_has_one_kind_of_end()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Period.OfDays(-1));
        Assert.Throws<InvalidOperationException>(() => Period.OfHours(1).LastDay(new DateOnly(2026, 1, 1), Calendar));
        Assert.Throws<InvalidOperationException>(() => Period.OfDays(1).ClockTime());
    }

    private static DateTimeOffset Due(string start, Period period) => Deadline.Start(period, Beijing(start), Calendar).DueAt;

    private static DateTimeOffset Beijing(string local) => DateTimeOffset.Parse(local + "+08:00", CultureInfo.InvariantCulture);

    private static Arbitrary<DateTimeOffset> Starts =>
        Gen.Choose(0, 4_000_000).Select(minutes => Beijing("2019-01-01T00:00").AddMinutes(minutes)).ToArbitrary();

    private static Arbitrary<Period> Periods =>
        (from unit in Gen.Elements(Enum.GetValues<PeriodUnit>())
         from length in Gen.Choose(1, 40)
         select new Period(length, unit)).ToArbitrary();
}
