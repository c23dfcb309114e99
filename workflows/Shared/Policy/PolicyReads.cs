using System.Text.Json;

namespace Boai.Workflows.Shared;

/// <summary>Typed reads of a policy pack: a key and the day that the law says counts.</summary>
/// <remarks>
/// Every read throws <see cref="KeyNotFoundException"/> for an unknown key and <see cref="InvalidOperationException"/> when no value
/// is in force on the day or the setting is of another unit: both are mistakes of code or configuration, never of an applicant.
/// </remarks>
public static class PolicyReads
{
    /// <summary>A number of calendar days, of either kind.</summary>
    public static int Days(this PolicyPack pack, string key, DateOnly on)
        => (int)pack.Value(key, on, PolicyUnit.Days, PolicyUnit.ExactDays).GetInt64();

    public static int WorkingDays(this PolicyPack pack, string key, DateOnly on) => pack.Whole(key, on, PolicyUnit.WorkingDays);

    public static int Hours(this PolicyPack pack, string key, DateOnly on) => pack.Whole(key, on, PolicyUnit.Hours);

    public static int Minutes(this PolicyPack pack, string key, DateOnly on) => pack.Whole(key, on, PolicyUnit.Minutes);

    public static int Seconds(this PolicyPack pack, string key, DateOnly on) => pack.Whole(key, on, PolicyUnit.Seconds);

    public static int Months(this PolicyPack pack, string key, DateOnly on) => pack.Whole(key, on, PolicyUnit.Months);

    public static int Years(this PolicyPack pack, string key, DateOnly on) => pack.Whole(key, on, PolicyUnit.Years);

    public static int Count(this PolicyPack pack, string key, DateOnly on) => pack.Whole(key, on, PolicyUnit.Count);

    public static long Bytes(this PolicyPack pack, string key, DateOnly on) => pack.Value(key, on, PolicyUnit.Bytes).GetInt64();

    /// <summary>A percentage: 5 means 5 %.</summary>
    public static decimal Percent(this PolicyPack pack, string key, DateOnly on) => pack.Value(key, on, PolicyUnit.Percent).GetDecimal();

    public static Money Amount(this PolicyPack pack, string key, DateOnly on) => new(pack.Value(key, on, PolicyUnit.Fen).GetInt64());

    /// <summary>Several amounts, ascending.</summary>
    public static IReadOnlyList<Money> Amounts(this PolicyPack pack, string key, DateOnly on)
        => [.. pack.Value(key, on, PolicyUnit.FenList).EnumerateArray().Select(item => new Money(item.GetInt64()))];

    /// <summary>Several whole numbers, ascending.</summary>
    public static IReadOnlyList<int> Numbers(this PolicyPack pack, string key, DateOnly on)
        => [.. pack.Value(key, on, PolicyUnit.NumberList).EnumerateArray().Select(item => item.GetInt32())];

    /// <summary>A closed range: both ends belong to it.</summary>
    public static (int Least, int Most) Range(this PolicyPack pack, string key, DateOnly on)
    {
        JsonElement ends = pack.Value(key, on, PolicyUnit.Range);
        return (ends[0].GetInt32(), ends[1].GetInt32());
    }

    public static bool Flag(this PolicyPack pack, string key, DateOnly on) => pack.Value(key, on, PolicyUnit.Flag).GetBoolean();

    public static string Text(this PolicyPack pack, string key, DateOnly on) => pack.Value(key, on, PolicyUnit.Text).GetString()!;

    public static IReadOnlyList<string> Texts(this PolicyPack pack, string key, DateOnly on)
        => PolicyReading.TryTexts(pack.Value(key, on, PolicyUnit.TextList), out string[] texts) ? texts : [];

    public static Fraction Fraction(this PolicyPack pack, string key, DateOnly on)
        => PolicyReading.TryFraction(pack.Value(key, on, PolicyUnit.Fraction), out Fraction fraction) ? fraction : default;

    public static MonthAndDay DayOfYear(this PolicyPack pack, string key, DateOnly on)
        => PolicyReading.TryDayOfYear(pack.Value(key, on, PolicyUnit.DayOfYear), out MonthAndDay day) ? day : default;

    /// <summary>A length of time with its way of counting, ready for <see cref="Deadline.Start"/>; the setting's unit decides the way.</summary>
    public static Period Period(this PolicyPack pack, string key, DateOnly on)
    {
        JsonElement length = pack.Value(
            key, on, PolicyUnit.Days, PolicyUnit.ExactDays, PolicyUnit.WorkingDays, PolicyUnit.Hours, PolicyUnit.Minutes, PolicyUnit.Months);
        return new Period(length.GetInt32(), pack.Setting(key).Unit switch
        {
            PolicyUnit.Days => PeriodUnit.Days,
            PolicyUnit.ExactDays => PeriodUnit.ExactDays,
            PolicyUnit.WorkingDays => PeriodUnit.WorkingDays,
            PolicyUnit.Hours => PeriodUnit.Hours,
            PolicyUnit.Minutes => PeriodUnit.Minutes,
            _ => PeriodUnit.Months,
        });
    }

    private static int Whole(this PolicyPack pack, string key, DateOnly on, PolicyUnit unit) => pack.Value(key, on, unit).GetInt32();

    private static JsonElement Value(this PolicyPack pack, string key, DateOnly on, params ReadOnlySpan<PolicyUnit> units)
    {
        PolicySetting setting = pack.Setting(key);
        return units.Contains(setting.Unit)
            ? setting.On(on).Value
            : throw new InvalidOperationException($"Policy setting {key} is of unit {setting.Unit} and was read as {units[0]}.");
    }
}
