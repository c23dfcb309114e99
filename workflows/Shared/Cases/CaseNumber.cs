using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Boai.Workflows.Shared;

/// <summary>
/// The number of a case (案件编号), <c>{biz}-{unit}-{yyyy}-{seq6}{chk}</c>, for example <c>ODW-500103-2024-0000173</c>.
/// Holds no personal data; it is shown, printed and used as orchestration instance id.
/// </summary>
/// <remarks>
/// Handbook §2.3. A unit with an internal code stands without its hyphen (<c>CQZ-GX</c> as <c>CQZGX</c>), so that every number has
/// four fields. The last character is ISO 7064 MOD 11-2 over the rest without hyphens, each letter written as two digits, A = 00 …
/// Z = 25; see the decision page on case numbers.
/// </remarks>
[JsonConverter(typeof(TextValueJsonConverter<CaseNumber>))]
public sealed partial record CaseNumber : ITextValue<CaseNumber>
{
    /// <summary>Sequence numbers run from 1 to this within a business, unit and year.</summary>
    public const int LargestSequence = 999_999;

    private CaseNumber(string value, BusinessCode business, UnitCode unit, int year, int sequence)
        => (Value, Business, Unit, Year, Sequence) = (value, business, unit, year, sequence);

    public string Value { get; }

    public BusinessCode Business { get; }

    /// <summary>The unit that opened the case, as its code was then.</summary>
    public UnitCode Unit { get; }

    /// <summary>The Beijing calendar year in which the case was opened.</summary>
    public int Year { get; }

    public int Sequence { get; }

    /// <summary>Composes a number.</summary>
    /// <param name="year">Four digits.</param>
    /// <param name="sequence">From 1 to <see cref="LargestSequence"/>, unique within business, unit and year.</param>
    /// <exception cref="ArgumentOutOfRangeException">Year or sequence does not fit its field.</exception>
    public static CaseNumber Create(BusinessCode business, UnitCode unit, int year, int sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 9999);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, LargestSequence);

        string unitField = unit.Value.Replace("-", "", StringComparison.Ordinal);
        string body = string.Create(CultureInfo.InvariantCulture, $"{business.Value}-{unitField}-{year:0000}-{sequence:000000}");
        return new CaseNumber(body + CheckCharacterFor(body), business, unit, year, sequence);
    }

    public static CaseNumber Parse(string text) => TextValue.Parse<CaseNumber>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out CaseNumber? value, out InputFault fault)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            fault = InputFault.Missing;
            return false;
        }

        Match match = Form().Match(text);
        if (!match.Success || int.Parse(match.Groups["sequence"].ValueSpan, CultureInfo.InvariantCulture) == 0)
        {
            fault = InputFault.CaseNumberForm;
            return false;
        }

        if (CheckCharacterFor(text[..^1]) != text[^1])
        {
            fault = InputFault.CaseNumberCheckCharacter;
            return false;
        }

        if (!BusinessCode.TryParse(match.Groups["business"].Value, out BusinessCode? business, out fault))
        {
            return false;
        }

        string unit = match.Groups["zone"] is { Success: true } zone ? $"CQZ-{zone.Value}" : match.Groups["district"].Value;
        value = new CaseNumber(
            text,
            business,
            UnitCode.Parse(unit),
            int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(match.Groups["sequence"].ValueSpan, CultureInfo.InvariantCulture));
        return true;
    }

    string ITextValue<CaseNumber>.Reveal() => Value;

    public override string ToString() => Value;

    private static char CheckCharacterFor(string body)
    {
        StringBuilder digits = new(body.Length + 8);
        foreach (char character in body.Where(char.IsAsciiLetterOrDigit))
        {
            if (char.IsAsciiDigit(character))
            {
                digits.Append(character);
            }
            else
            {
                digits.Append(CultureInfo.InvariantCulture, $"{character - 'A':00}");
            }
        }

        return Mod11Two.CheckCharacterFor(digits.ToString());
    }

    [GeneratedRegex(
        @"^(?<business>[A-Z]{3})-(?:(?<district>[1-9][0-9]{5})|CQZ(?<zone>[A-Z]{2}[0-9]?))-(?<year>[1-9][0-9]{3})-(?<sequence>[0-9]{6})[0-9X]\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
