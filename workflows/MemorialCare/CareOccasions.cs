using Boai.Workflows.Shared;

namespace Boai.Workflows.MemorialCare;

/// <summary>An occasion on which the branch turns to a family.</summary>
/// <param name="Year">Of the day itself.</param>
/// <param name="OpensOn">Beijing day from which on somebody has the task.</param>
/// <param name="DueOn">Last Beijing day.</param>
public sealed record CareOccasion(CareKind Kind, int Year, DateOnly OpensOn, DateOnly DueOn);

/// <summary>Which occasions lie ahead (handbook §7.7, §2.10). All of it follows from three dates and the policy.</summary>
public static class CareOccasions
{
    /// <summary>Occasions for which no task was made yet: those that come once, and the next invitation.</summary>
    /// <param name="today">An invitation whose time is over is not made up for; everything that comes once is.</param>
    public static IReadOnlyList<CareOccasion> Ahead(CareFacts facts, CasePolicy policy, DateOnly today) =>
        [.. Once(facts, policy).Where(occasion => !facts.Opened.Contains(occasion.Kind)), NextInvitation(facts, policy, today)];

    /// <summary>100 days as they are counted since olden times: the day of death is the first.</summary>
    public static DateOnly HundredthDay(DateOnly diedOn, CasePolicy policy) => diedOn.AddDays(policy.For(PolicyKeys.MemoryHundredDays).Days() - 1);

    private static IEnumerable<CareOccasion> Once(CareFacts facts, CasePolicy policy)
    {
        DateOnly started = facts.StartedOn;
        int lead = policy.For(PolicyKeys.MemoryLeadDays).Days();
        yield return Of(CareKind.Condolence, started, started.AddDays(policy.For(PolicyKeys.MemoryCondolenceDays).Days()));
        yield return Of(CareKind.Certificate, started, started.AddDays(policy.For(PolicyKeys.MemoryCertificateDays).Days()));
        yield return Before(CareKind.MonthCall, started.AddDays(policy.For(PolicyKeys.MemoryCallDays).Days()));
        yield return Before(CareKind.HundredDays, HundredthDay(facts.DiedOn, policy));
        DateOnly qingming = SolarTerms.Qingming(started.Year);
        yield return Before(CareKind.FirstQingming, qingming > started ? qingming : SolarTerms.Qingming(started.Year + 1));

        CareOccasion Before(CareKind kind, DateOnly day) => Of(kind, day.AddDays(-lead) > started ? day.AddDays(-lead) : started, day);
    }

    // Invitations go out before the memorial week and reach the family before its day.
    private static CareOccasion NextInvitation(CareFacts facts, CasePolicy policy, DateOnly today)
    {
        DateOnly from = facts.StartedOn > today ? facts.StartedOn : today;
        CareOccasion next = Invitation(facts.InvitedFor + 1 ?? facts.StartedOn.Year, policy);
        while (next.DueOn <= from)
        {
            next = Invitation(next.Year + 1, policy);
        }

        return next;
    }

    private static CareOccasion Invitation(int year, CasePolicy policy) => new(
        CareKind.Invitation, year,
        policy.For(PolicyKeys.MemoryWeekFrom).DayOfYear().In(year).AddDays(-policy.For(PolicyKeys.MemoryInvitationLeadDays).Days()),
        policy.For(PolicyKeys.MemoryDay).DayOfYear().In(year).AddDays(-1));

    private static CareOccasion Of(CareKind kind, DateOnly opens, DateOnly due) => new(kind, due.Year, opens, due);
}
