using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>A division or zone over the days of its existence. A code may have named two divisions, one after the other.</summary>
/// <param name="From">First day; the founding of the municipality for what was there then.</param>
/// <param name="Source">How well founded the entry is.</param>
/// <param name="Parent">The next level up; null for the municipality.</param>
/// <param name="To">Last day; null while it exists.</param>
/// <param name="Inside">For a zone: the districts it takes parts of.</param>
public sealed record Division(
    UnitCode Code,
    string Name,
    DivisionLevel Level,
    DateOnly From,
    SourceMark Source,
    UnitCode? Parent = null,
    DateOnly? To = null,
    IReadOnlyList<UnitCode>? Inside = null)
{
    public bool ExistsOn(DateOnly day) => From <= day && (To is null || day <= To);

    /// <summary>Whether it is one of the county-level units: 区, 县, 自治县.</summary>
    [JsonIgnore]
    public bool IsCountyLevel => Level is DivisionLevel.District or DivisionLevel.County or DivisionLevel.AutonomousCounty;
}

/// <summary>The level of a division.</summary>
public enum DivisionLevel
{
    /// <summary>直辖市.</summary>
    Municipality,

    /// <summary>市辖区 or 县 as a heading of the code table, not an authority.</summary>
    Group,

    /// <summary>区.</summary>
    District,

    /// <summary>县, and the county-level cities (县级市) of the past.</summary>
    County,

    /// <summary>自治县.</summary>
    AutonomousCounty,

    /// <summary>开发区, acting like a district, without a code of GB/T 2260.</summary>
    Zone,
}

/// <summary>A street that the rules must know by name: it changed hands or lies in a zone.</summary>
/// <param name="Zone">The zone it lies in.</param>
public sealed record Street(StreetCode Code, string Name, UnitCode? Zone = null);

/// <summary>Territory that went from one division to another.</summary>
/// <param name="On">First day under the new division.</param>
/// <param name="Streets">With <see cref="SuccessionScope.Streets"/>: which.</param>
public sealed record DivisionSuccession(
    DateOnly On, UnitCode From, UnitCode To, SuccessionScope Scope, SourceMark Source, IReadOnlyList<StreetCode>? Streets = null)
{
    public bool Names(StreetCode street) => Streets?.Contains(street) == true;
}

/// <summary>How much of a division a succession takes.</summary>
public enum SuccessionScope
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>The streets it names.</summary>
    Streets,

    /// <summary>All but the streets that other successions of the day name.</summary>
    Remainder,
}
