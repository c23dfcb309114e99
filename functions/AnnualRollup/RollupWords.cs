using System.Globalization;
using System.Resources;
using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Shared;

namespace Boai.Functions.AnnualRollup;

/// <summary>The rollup in Chinese.</summary>
internal static class RollupWords
{
    public static ResourceManager Words { get; } = new("Boai.Functions.AnnualRollup.RollupWords", typeof(RollupWords).Assembly);

    public static string Of<T>(T member)
        where T : struct, Enum
        => Text($"{typeof(T).Name}.{member}");

    public static string Of(RollupPeriod period) => period.Month is { } month
        ? string.Create(CultureInfo.InvariantCulture, $"{period.Year}年{month}月")
        : string.Create(CultureInfo.InvariantCulture, $"{period.Year}年度");

    /// <summary>The name that a unit had in the period.</summary>
    public static string UnitName(string unit, RollupPeriod period) =>
        unit == RollupUnits.Unattributed ? Text("unit.unattributed")
        : unit == RollupUnits.City ? Text("unit.city")
        : Divisions.Chongqing.History(UnitCode.Parse(unit)).LastOrDefault(division => division.From <= period.LastDay)?.Name ?? unit;

    /// <summary>不含…: null when no unit is missing.</summary>
    public static string? Without(IReadOnlyList<string> units, RollupPeriod period) =>
        units.Count == 0 ? null : Text("without").Replace("{units}", string.Join('、', units.Select(unit => UnitName(unit, period))), StringComparison.Ordinal);

    /// <summary>A finding as a sentence.</summary>
    public static string Of(Finding finding) => Of(finding.Code)
        .Replace("{value}", Number(finding.Value), StringComparison.Ordinal)
        .Replace("{other}", Number(finding.Other), StringComparison.Ordinal);

    public static string Text(string name) => Words.GetString(name, CultureInfo.InvariantCulture)
        ?? throw new InvalidOperationException($"RollupWords.resx has no text {name}.");

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
