namespace Boai.Workflows.Shared;

/// <summary>What a case keeps of its policy: the version it started under and the day it started (handbook §0.1, §2.12).</summary>
/// <param name="Version">Of the pack that was in use when the case started.</param>
/// <param name="StartedOn">Beijing day.</param>
public sealed record PolicyStamp(string Version, DateOnly StartedOn);

/// <summary>
/// The policy of one running case. A case finishes under the pack it started under, unless the law ties a rule to the day of an event:
/// then today's pack counts, on that day.
/// </summary>
public sealed class CasePolicy
{
    private readonly PolicyPack startedUnder;
    private readonly PolicyPack today;
    private readonly DateOnly startedOn;

    /// <param name="stamp">What the case keeps.</param>
    /// <param name="packs">All packs still in use by some case; the last one is today's.</param>
    /// <exception cref="KeyNotFoundException">No pack has the case's version: it must not be removed while cases run under it.</exception>
    public CasePolicy(PolicyStamp stamp, IReadOnlyList<PolicyPack> packs)
    {
        startedOn = stamp.StartedOn;
        today = packs[^1];
        startedUnder = packs.LastOrDefault(pack => pack.Version == stamp.Version)
            ?? throw new KeyNotFoundException($"Policy pack {stamp.Version} is not loaded, but a case runs under it.");
    }

    /// <summary>
    /// Pack and day on which to read a key for this case: <c>policy.For(key).Days()</c>. A setting that the case's pack did not have yet
    /// is read from today's.
    /// </summary>
    /// <param name="key">The setting.</param>
    /// <param name="eventOn">The day that the law ties the rule to; needed for keys bound to <see cref="PolicyBinding.EventDate"/>.</param>
    /// <exception cref="ArgumentNullException">The key is bound to an event's day and none was given.</exception>
    public PolicyChoice For(string key, DateOnly? eventOn = null)
        => today.Contains(key) && today.Setting(key).Binding == PolicyBinding.EventDate
            ? new PolicyChoice(today, key, eventOn ?? throw new ArgumentNullException(nameof(eventOn), $"{key} follows the day of an event."))
            : new PolicyChoice(startedUnder.Contains(key) ? startedUnder : today, key, startedOn);
}

/// <summary>A setting, read from the right pack on the right day.</summary>
public sealed record PolicyChoice(PolicyPack Pack, string Key, DateOnly On)
{
    public int Days() => Pack.Days(Key, On);

    public int WorkingDays() => Pack.WorkingDays(Key, On);

    public int Hours() => Pack.Hours(Key, On);

    public int Minutes() => Pack.Minutes(Key, On);

    public int Seconds() => Pack.Seconds(Key, On);

    public int Count() => Pack.Count(Key, On);

    public int Months() => Pack.Months(Key, On);

    public int Years() => Pack.Years(Key, On);

    public decimal Percent() => Pack.Percent(Key, On);

    public Money Amount() => Pack.Amount(Key, On);

    public IReadOnlyList<Money> Amounts() => Pack.Amounts(Key, On);

    public IReadOnlyList<int> Numbers() => Pack.Numbers(Key, On);

    public Fraction Fraction() => Pack.Fraction(Key, On);

    public string Text() => Pack.Text(Key, On);

    public bool Flag() => Pack.Flag(Key, On);

    public MonthAndDay DayOfYear() => Pack.DayOfYear(Key, On);

    public Period Period() => Pack.Period(Key, On);
}
