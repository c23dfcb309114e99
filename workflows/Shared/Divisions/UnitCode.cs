using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Boai.Workflows.Shared;

/// <summary>
/// The code of a division or a reporting unit: six digits of GB/T 2260 (<c>500103</c>), or an internal code for a unit
/// that has none (<c>CQZ-GX</c>). Says nothing about whether such a unit exists: ask <see cref="Divisions"/>.
/// </summary>
/// <remarks>Handbook §2.4: internal unit codes, never invented GB codes.</remarks>
[JsonConverter(typeof(TextValueJsonConverter<UnitCode>))]
public sealed partial record UnitCode : ITextValue<UnitCode>, IComparable<UnitCode>
{
    private const string InternalPrefix = "CQZ-";

    private UnitCode(string value) => Value = value;

    /// <summary>The municipality itself (市本级).</summary>
    public static UnitCode City { get; } = new("500000");

    public string Value { get; }

    /// <summary>Whether this is an internal code rather than one of GB/T 2260.</summary>
    public bool IsInternal => Value.StartsWith(InternalPrefix, StringComparison.Ordinal);

    public static UnitCode Parse(string text) => TextValue.Parse<UnitCode>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out UnitCode? value, out InputFault fault)
    {
        value = null;
        fault = string.IsNullOrWhiteSpace(text) ? InputFault.Missing
            : Form().IsMatch(text) ? InputFault.None
            : InputFault.UnitCodeForm;
        if (fault == InputFault.None)
        {
            value = new UnitCode(text!);
        }

        return value is not null;
    }

    public int CompareTo(UnitCode? other) => string.CompareOrdinal(Value, other?.Value);

    public static bool operator <(UnitCode left, UnitCode right) => left.CompareTo(right) < 0;

    public static bool operator >(UnitCode left, UnitCode right) => left.CompareTo(right) > 0;

    public static bool operator <=(UnitCode left, UnitCode right) => left.CompareTo(right) <= 0;

    public static bool operator >=(UnitCode left, UnitCode right) => left.CompareTo(right) >= 0;

    string ITextValue<UnitCode>.Reveal() => Value;

    public override string ToString() => Value;

    [GeneratedRegex(@"^(?:[1-9][0-9]{5}|CQZ-[A-Z]{2}[0-9]?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
