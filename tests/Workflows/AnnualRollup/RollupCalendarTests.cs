using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.AnnualRollup;

/// <summary>The days of a rollup: handbook §10.5.</summary>
public sealed class RollupCalendarTests
{
    private static readonly PolicyPack Policy = PolicyPack.Default;

    [Theory]
    [InlineData("2027-01-11T00:09:59+08:00", "")]
    [InlineData("2027-01-11T00:10:00+08:00", "ROLLUP-2026")]
    [InlineData("2027-01-10T16:10:00Z", "ROLLUP-2026")] // the same instant
    [InlineData("2027-01-31T23:50:00+08:00", "ROLLUP-2026")] // an outage of three weeks
    [InlineData("2027-02-01T00:00:00+08:00", "")]
    [InlineData("2026-03-05T01:50:00+08:00", "")]
    [InlineData("2026-03-05T02:00:00+08:00", "ROLLUP-2026-02")]
    [InlineData("2026-03-04T18:00:00Z", "ROLLUP-2026-02")]
    [InlineData("2026-03-08T01:50:00+08:00", "ROLLUP-2026-02")]
    [InlineData("2026-03-08T02:00:00+08:00", "")]
    [InlineData("2027-01-05T02:00:00+08:00", "ROLLUP-2026-12")]
    public void What_is_due_follows_the_clock_of_Beijing(string at, string due) =>
        Assert.Equal(due, string.Join(' ', RollupCalendar.DueAt(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), Policy).Select(period => period.Id)));

    [Fact]
    public void Whichever_zone_the_host_counts_its_timers_in_each_is_started_at_its_minute()
    {
        // A timer of every hour at :00 and :10 fires at the same instants in UTC and in Beijing.
        for (DateTimeOffset at = new(2026, 12, 31, 0, 0, 0, TimeSpan.Zero); at.Year < 2028; at = at.AddHours(1))
        {
            foreach (RollupPeriod period in RollupCalendar.DueAt(at.AddMinutes(10), Policy).Except(RollupCalendar.DueAt(at.AddMinutes(9), Policy)))
            {
                Assert.Equal(at.AddMinutes(10), RollupCalendar.ComputedFrom(period, Policy));
                Assert.False(period.IsFlash);
            }

            foreach (RollupPeriod period in RollupCalendar.DueAt(at, Policy).Except(RollupCalendar.DueAt(at.AddSeconds(-1), Policy)))
            {
                Assert.Equal(at, RollupCalendar.ComputedFrom(period, Policy));
                Assert.True(period.IsFlash);
            }
        }
    }

    [Fact]
    public void Districts_are_reminded_on_the_15th_and_18th_and_the_city_hears_on_the_20th_of_January()
    {
        IReadOnlyList<RollupCall> calls = RollupCalendar.Calls(new RollupPeriod(2026), Policy);

        Assert.Equal(
            [(RollupCallKind.Remind, 15), (RollupCallKind.Remind, 18), (RollupCallKind.Escalate, 20)],
            calls.Select(call => (call.Kind, ChinaCalendar.DateOf(call.At).Day)));
        Assert.All(calls, call => Assert.Equal((2027, 1, 9), (call.At.ToOffset(TimeSpan.FromHours(8)).Year, call.At.ToOffset(TimeSpan.FromHours(8)).Month, call.At.ToOffset(TimeSpan.FromHours(8)).Hour)));
        Assert.Equal(new DateOnly(2027, 1, 20), RollupCalendar.ConfirmBy(new RollupPeriod(2026), Policy));
    }

    [Fact]
    public void A_period_names_its_orchestration_and_knows_its_days()
    {
        Assert.Equal(("ROLLUP-2026", "ROLLUP-2026-02", "ROLLUP-2026-C1"), (new RollupPeriod(2026).Id, new RollupPeriod(2026, 2).Id, new RollupPeriod(2026).CorrectionId(1)));
        Assert.Equal(new DateOnly(2028, 2, 29), new RollupPeriod(2028, 2).LastDay);
        Assert.True(new RollupPeriod(2026).Contains(new DateOnly(2026, 12, 31)) && !new RollupPeriod(2026).Contains(new DateOnly(2027, 1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RollupPeriod(2026, 13));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RollupPeriod(26));
    }
}
