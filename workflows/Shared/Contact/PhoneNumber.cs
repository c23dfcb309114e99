using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Boai.Workflows.Shared;

/// <summary>
/// A telephone number: a mainland mobile, a mainland landline with area code (<c>023-63810000</c>), or a foreign number in E.164.
/// <c>ToString()</c> is masked.
/// </summary>
/// <remarks>Handbook §2.3. A mobile written with +86 is the same number without it.</remarks>
[JsonConverter(typeof(TextValueJsonConverter<PhoneNumber>))]
public sealed partial record PhoneNumber : ITextValue<PhoneNumber>
{
    private const string China = "+86";

    private PhoneNumber(string normalized) => Normalized = normalized;

    /// <summary>Eleven digits of a mobile; area code, hyphen and number of a landline; <c>+</c> and digits of a foreign number.</summary>
    public string Normalized { get; }

    /// <summary>Whether a one-time code can be sent to it.</summary>
    public bool IsMobile => Mobile().IsMatch(Normalized);

    public static PhoneNumber Parse(string text) => TextValue.Parse<PhoneNumber>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out PhoneNumber? value, out InputFault fault)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            fault = InputFault.Missing;
            return false;
        }

        string number = text.StartsWith(China, StringComparison.Ordinal) && Mobile().IsMatch(text[China.Length..])
            ? text[China.Length..]
            : text;
        Match landline = Landline().Match(number);
        value = landline.Success ? new PhoneNumber($"{landline.Groups["area"].Value}-{landline.Groups["number"].Value}")
            : Mobile().IsMatch(number) || (International().IsMatch(number) && !number.StartsWith(China, StringComparison.Ordinal))
                ? new PhoneNumber(number)
            : null;
        fault = value is null ? InputFault.PhoneForm : InputFault.None;
        return value is not null;
    }

    /// <summary>The whole number.</summary>
    public string Reveal() => Normalized;

    /// <summary>Masked, for example <c>138****5678</c>.</summary>
    public override string ToString() => Masking.Phone(Normalized);

    [GeneratedRegex(@"^1[3-9][0-9]{9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Mobile();

    // Without a hyphen, only 010 and 02x are area codes of three digits.
    [GeneratedRegex(@"^(?<area>010|02[0-9]|0[3-9][0-9]{2})-?(?<number>[0-9]{7,8})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Landline();

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex International();
}
