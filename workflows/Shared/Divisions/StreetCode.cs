using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>
/// The nine-digit code of a street or town (街道、镇、乡), as it was in 2023: its first six digits name the district it lay in then. The
/// code stays a street's name in this system when the street changes hands.
/// </summary>
[JsonConverter(typeof(TextValueJsonConverter<StreetCode>))]
public sealed record StreetCode : ITextValue<StreetCode>
{
    private const int Length = 9;
    private const int DistrictLength = 6;

    private StreetCode(string value) => Value = value;

    public string Value { get; }

    /// <summary>The district in which the street lay when it was coded.</summary>
    public UnitCode CodedIn => UnitCode.Parse(Value[..DistrictLength]);

    public static StreetCode Parse(string text) => TextValue.Parse<StreetCode>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out StreetCode? value, out InputFault fault)
    {
        fault = string.IsNullOrWhiteSpace(text) ? InputFault.Missing
            : text.Length != Length || !text.All(char.IsAsciiDigit) || text[0] == '0' ? InputFault.StreetCodeForm
            : InputFault.None;
        value = fault == InputFault.None ? new StreetCode(text!) : null;
        return value is not null;
    }

    string ITextValue<StreetCode>.Reveal() => Value;

    public override string ToString() => Value;
}
