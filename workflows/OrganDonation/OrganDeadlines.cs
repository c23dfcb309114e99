using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.OrganDonation;

/// <summary>The clocks of a donor case (handbook §2.10, DL-02 to DL-04 and DL-07), found again from stored instants at any time.</summary>
public sealed class OrganDeadlines(CasePolicy policy, WorkCalendar calendar)
{
    /// <summary>Two witness reports: 24 hours after the end (DL-03).</summary>
    public StateClock Reports(DateTimeOffset endedAt) => Clock(PolicyKeys.OrganReportHours, endedAt, endedAt);

    /// <summary>The OPO's filing: ten working days after the handover (DL-04, CQ-BODY 28).</summary>
    public StateClock Filing(DateTimeOffset handedOverAt) => Clock(PolicyKeys.OrganOpoFilingWd, handedOverAt, handedOverAt);

    /// <summary>The first instant that is too late for the OPO's filing.</summary>
    public DateTimeOffset FilingBy(DateTimeOffset handedOverAt) => Filing(handedOverAt).DueAt;

    /// <summary>When evidence that nobody has heard of is missing.</summary>
    public DateTimeOffset EvidenceBy(DateTimeOffset endedAt) => endedAt.AddHours(policy.For(PolicyKeys.OrganLateEvidenceHours).Hours());

    /// <summary>The branch's monthly report to the health authority: by the 10th of the month after the handover (DL-07, CQ-BODY 40).</summary>
    public StateClock MonthlyReport(DateTimeOffset handedOverAt)
    {
        DateOnly on = ChinaCalendar.DateOf(handedOverAt);
        DateOnly last = new DateOnly(on.Year, on.Month, 1).AddMonths(1).AddDays(policy.For(PolicyKeys.OrganMonthlyReportDays).Count() - 1);
        return new StateClock(Deadline.Start(Period.OfExactDays(last.DayNumber - on.DayNumber), handedOverAt, calendar));
    }

    /// <summary>A clock that starts at an instant.</summary>
    /// <param name="eventAt">The instant that the law ties an event-bound setting to; null when none is.</param>
    public StateClock Clock(string policyKey, DateTimeOffset startedAt, DateTimeOffset? eventAt = null)
        => new(Deadline.Start(
            policy.For(policyKey, eventAt is { } instant ? ChinaCalendar.DateOf(instant) : null).Period(), startedAt, calendar));
}
