using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Boai.Workflows.Shared;

/// <summary>
/// A code for a person nobody knows yet (无名氏), <c>{unit}-{day found}-{number}</c>, for example <c>500103-20260115-001</c>. Used in
/// emergency medical aid and disasters only; must be resolved or closed.
/// </summary>
[JsonConverter(typeof(TextValueJsonConverter<TemporaryPersonCode>))]
public sealed partial record TemporaryPersonCode : PersonId, ITextValue<TemporaryPersonCode>
{
    private TemporaryPersonCode(string normalized)
        : base(normalized)
    {
    }

    public override PersonIdKind Kind => PersonIdKind.Unknown;

    public static TemporaryPersonCode Parse(string text) => TextValue.Parse<TemporaryPersonCode>(text);

    /// <summary>Composes a code.</summary>
    /// <param name="number">1 to 999, unique within the unit and day.</param>
    public static TemporaryPersonCode Create(UnitCode unit, DateOnly foundOn, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 999);
        return new TemporaryPersonCode(string.Create(CultureInfo.InvariantCulture, $"{unit.Value}-{foundOn:yyyyMMdd}-{number:000}"));
    }

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out TemporaryPersonCode? value, out InputFault fault)
    {
        value = null;
        fault = InputFault.Missing;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        fault = Form().Match(text) is { Success: true } match
            && UnitCode.TryParse(match.Groups["unit"].Value, out _, out _)
            && BirthDates.TryRead(match.Groups["day"].ValueSpan, out _)
                ? InputFault.None
                : InputFault.TemporaryPersonCodeForm;
        value = fault == InputFault.None ? new TemporaryPersonCode(text) : null;
        return value is not null;
    }

    [GeneratedRegex(@"^(?<unit>[A-Z0-9-]{6,7})-(?<day>[0-9]{8})-(?!000)[0-9]{3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
