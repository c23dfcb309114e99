using System.Globalization;
using System.Text.Json.Serialization;
using Boai.Workflows.Shared;

namespace Boai.Workflows.AnnualRollup;

/// <summary>What is rolled up: a calendar year, or a month of it as a flash that nobody confirms and nothing freezes (handbook §10.5).</summary>
/// <param name="Month">1 to 12; null for the year.</param>
public sealed record RollupPeriod(int Year, int? Month = null)
{
    public int Year { get; } = Year is >= 2000 and <= 2999 ? Year : throw new ArgumentOutOfRangeException(nameof(Year), Year, "A year of four digits from 2000 on.");

    public int? Month { get; } = Month is null or (>= 1 and <= 12) ? Month : throw new ArgumentOutOfRangeException(nameof(Month), Month, "A month is 1 to 12.");

    /// <summary>Instance id of its orchestration, and partition of what is kept of it: <c>ROLLUP-2026</c>, <c>ROLLUP-2026-03</c>.</summary>
    [JsonIgnore]
    public string Id => Month is { } month
        ? string.Create(CultureInfo.InvariantCulture, $"ROLLUP-{Year}-{month:00}")
        : string.Create(CultureInfo.InvariantCulture, $"ROLLUP-{Year}");

    [JsonIgnore]
    public bool IsFlash => Month is not null;

    [JsonIgnore]
    public DateOnly FirstDay => new(Year, Month ?? 1, 1);

    [JsonIgnore]
    public DateOnly LastDay => IsFlash ? FirstDay.AddMonths(1).AddDays(-1) : new DateOnly(Year, 12, 31);

    /// <summary>Instance id of a correction after the freeze.</summary>
    /// <param name="number">1 for the first that was asked for.</param>
    public string CorrectionId(int number) => string.Create(CultureInfo.InvariantCulture, $"{Id}-C{number}");

    public bool Contains(DateOnly day) => FirstDay <= day && day <= LastDay;
}

/// <summary>Why districts and city are called while figures wait for confirmation.</summary>
public enum RollupCallKind
{
    /// <summary>Units that have said nothing are reminded.</summary>
    Remind,

    /// <summary>The city hears which units have said nothing.</summary>
    Escalate,
}

/// <summary>A call and its instant.</summary>
public sealed record RollupCall(RollupCallKind Kind, DateTimeOffset At);

/// <summary>The days of a rollup (handbook §10.5), out of the policy in force on its last day.</summary>
public static class RollupCalendar
{
    /// <summary>First instant at which figures are computed: 11 January 00:10, or the 5th of the next month 02:00, in Beijing.</summary>
    public static DateTimeOffset ComputedFrom(RollupPeriod period, PolicyPack policy)
    {
        DateOnly on = period.LastDay;
        return period.IsFlash
            ? At(on.AddDays(policy.Count(PolicyKeys.RollupFlashDay, on)), policy.Minutes(PolicyKeys.RollupFlashAtMinutes, on))
            : At(policy.DayOfYear(PolicyKeys.RollupLateRecordingUntil, on).In(period.Year + 1).AddDays(1), policy.Minutes(PolicyKeys.RollupComputeAtMinutes, on));
    }

    /// <summary>Last day for districts to confirm (20 January).</summary>
    public static DateOnly ConfirmBy(RollupPeriod period, PolicyPack policy) =>
        policy.DayOfYear(PolicyKeys.RollupConfirmBy, period.LastDay).In(period.Year + 1);

    /// <summary>Reminders (15 and 18 January) and the escalation (20 January), earliest first.</summary>
    public static IReadOnlyList<RollupCall> Calls(RollupPeriod period, PolicyPack policy)
    {
        DateOnly last = ConfirmBy(period, policy);
        int minutes = policy.Minutes(PolicyKeys.RollupCallAtMinutes, period.LastDay);
        return
        [
            .. policy.Numbers(PolicyKeys.RollupRemindDaysBefore, period.LastDay).OrderDescending()
                .Select(days => new RollupCall(RollupCallKind.Remind, At(last.AddDays(-days), minutes))),
            new RollupCall(RollupCallKind.Escalate, At(last, minutes)),
        ];
    }

    /// <summary>What should have been started by an instant: last year, and last month's flash.</summary>
    /// <remarks>
    /// Each while it is new: a year until the end of the month in which it is computed, a flash for three days. What an outage has outlasted,
    /// people start (docs/operations.md). Asked often and on no fixed hour, so that it does not matter in which time zone a host counts its timers.
    /// </remarks>
    public static IReadOnlyList<RollupPeriod> DueAt(DateTimeOffset now, PolicyPack policy)
    {
        DateOnly today = ChinaCalendar.DateOf(now);
        DateOnly before = new DateOnly(today.Year, today.Month, 1).AddDays(-1);
        RollupPeriod year = new(today.Year - 1);
        RollupPeriod month = new(before.Year, before.Month);
        DateTimeOffset annual = ComputedFrom(year, policy);
        DateTimeOffset flash = ComputedFrom(month, policy);
        DateOnly annualOn = ChinaCalendar.DateOf(annual);
        List<RollupPeriod> due = [];
        if (annual <= now && today < new DateOnly(annualOn.Year, annualOn.Month, 1).AddMonths(1))
        {
            due.Add(year);
        }

        if (flash <= now && now < flash + FlashIsNews)
        {
            due.Add(month);
        }

        return due;
    }

    private static readonly TimeSpan FlashIsNews = TimeSpan.FromDays(3);

    private static DateTimeOffset At(DateOnly day, int minutes) => ChinaCalendar.StartOf(day).AddMinutes(minutes);
}
