using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Certificates;

/// <summary>The number on a certificate: kind, Beijing year of issue, place in that year's series without gaps, check character; for example <c>JX-2026-0000014</c>.</summary>
/// <remarks>It is no secret and opens nothing: whoever verifies a certificate needs its code too. The check character is ISO 7064 MOD 11-2 over the digits.</remarks>
[JsonConverter(typeof(TextValueJsonConverter<CertificateNumber>))]
public sealed partial record CertificateNumber : ITextValue<CertificateNumber>
{
    public const int LargestSequence = 999_999;

    private static readonly (CertificateKind Kind, string Letters)[] Series =
    [
        (CertificateKind.Donation, "JX"), (CertificateKind.Honour, "RY"), (CertificateKind.FuneralWaiver, "SZ"), (CertificateKind.Priority, "YX"),
    ];

    private CertificateNumber(string value, CertificateKind kind, int year, int sequence) => (Value, Kind, Year, Sequence) = (value, kind, year, sequence);

    public string Value { get; }

    public CertificateKind Kind { get; }

    public int Year { get; }

    public int Sequence { get; }

    /// <summary>Kind and year: numbers are counted within.</summary>
    public static string SeriesOf(CertificateKind kind, int year) => string.Create(CultureInfo.InvariantCulture, $"{LettersOf(kind)}-{year:0000}");

    /// <exception cref="ArgumentOutOfRangeException">Year or sequence does not fit its field.</exception>
    public static CertificateNumber Create(CertificateKind kind, int year, int sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 9999);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, LargestSequence);
        string digits = string.Create(CultureInfo.InvariantCulture, $"{year:0000}{sequence:000000}");
        return new CertificateNumber($"{LettersOf(kind)}-{digits[..4]}-{digits[4..]}{Mod11Two.CheckCharacterFor(digits)}", kind, year, sequence);
    }

    public static CertificateNumber Parse(string text) => TextValue.Parse<CertificateNumber>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out CertificateNumber? value, out InputFault fault)
    {
        value = null;
        fault = string.IsNullOrWhiteSpace(text) ? InputFault.Missing : InputFault.CaseNumberForm;
        Match match = Form().Match(text ?? "");
        int kind = Array.FindIndex(Series, one => one.Letters == match.Groups["kind"].Value);
        if (!match.Success || kind < 0 || int.Parse(match.Groups["sequence"].ValueSpan, CultureInfo.InvariantCulture) == 0)
        {
            return false;
        }

        CertificateNumber made = Create(
            Series[kind].Kind, int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(match.Groups["sequence"].ValueSpan, CultureInfo.InvariantCulture));
        fault = made.Value == text ? InputFault.None : InputFault.CaseNumberCheckCharacter;
        value = fault == InputFault.None ? made : null;
        return value is not null;
    }

    string ITextValue<CertificateNumber>.Reveal() => Value;

    public override string ToString() => Value;

    private static string LettersOf(CertificateKind kind) => Series.First(one => one.Kind == kind).Letters;

    [GeneratedRegex(@"^(?<kind>[A-Z]{2})-(?<year>[1-9][0-9]{3})-(?<sequence>[0-9]{6})[0-9X]\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
