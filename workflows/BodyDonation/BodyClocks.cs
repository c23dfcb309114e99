using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.BodyDonation;

/// <summary>The clocks of a body donation, found again from stored instants at any time (DL-05, DL-06, DL-08).</summary>
internal sealed class BodyClocks(CasePolicy policy, WorkCalendar calendar)
{
    /// <summary>Twelve hours to be there (CQ-BODY 19).</summary>
    public StateClock Arrival(DateTimeOffset from) => Clock(PolicyKeys.BodyArriveH, from, from);

    public DateTimeOffset RemindAt(Dispatch sent) => sent.ClockFrom.AddHours(policy.For(PolicyKeys.BodyRemindH).Hours());

    public DateTimeOffset EscalateAt(Dispatch sent) => sent.ClockFrom.AddHours(policy.For(PolicyKeys.BodyEscalateH).Hours());

    public DateTimeOffset BreachAt(Dispatch sent) => Arrival(sent.ClockFrom).DueAt;

    /// <summary>Ten working days for the unit's written information (CQ-BODY 20).</summary>
    public StateClock Report(DateTimeOffset handedOverAt) => Clock(PolicyKeys.BodyReportWd, handedOverAt, handedOverAt);

    /// <summary>The first year whose summary has not been asked for, and when it is: at the beginning of the next.</summary>
    public static (int Year, DateTimeOffset At) NextSummary(BodyFacts facts)
    {
        int year = facts.SummariesAsked.Count > 0 ? facts.SummariesAsked.Max() + 1 : ChinaCalendar.DateOf(facts.HandedOverAt!.Value).Year;
        return (year, ChinaCalendar.StartOf(new DateOnly(year + 1, 1, 1)));
    }

    /// <summary>Until 31 January of the next year (CQ-BODY 41).</summary>
    public StateClock Summary(int year, DateTimeOffset at)
    {
        DateOnly last = policy.For(PolicyKeys.BodySummaryDue).DayOfYear().In(year + 1);
        return new StateClock(Deadline.Start(Period.OfExactDays(Math.Max(0, last.DayNumber - ChinaCalendar.DateOf(at).DayNumber)), at, calendar));
    }

    public StateClock Clock(string key, DateTimeOffset from, DateTimeOffset? eventAt = null) => new(Deadline.Start(
        policy.For(key, eventAt is { } instant ? ChinaCalendar.DateOf(instant) : null).Period(), from, calendar));
}
