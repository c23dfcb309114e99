using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Boai.Workflows.Shared;

/// <summary>护照: issuing country (ISO 3166-1 alpha-3) and number, written <c>USA:E12345678</c>.</summary>
[JsonConverter(typeof(TextValueJsonConverter<Passport>))]
public sealed partial record Passport : PersonId, ITextValue<Passport>
{
    private static readonly FrozenSet<string> Countries =
        EmbeddedLaw.Read<CountryCodes>("countries").Alpha3.ToFrozenSet(StringComparer.Ordinal);

    private Passport(string normalized)
        : base(normalized)
    {
    }

    public override PersonIdKind Kind => PersonIdKind.Passport;

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public string IssuedBy => Normalized[..3];

    public static Passport Parse(string text) => TextValue.Parse<Passport>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out Passport? value, out InputFault fault)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            fault = InputFault.Missing;
            return false;
        }

        string[] parts = text.ToUpperInvariant().Split(':', 2);
        fault = parts.Length != 2 || !Countries.Contains(parts[0]) ? InputFault.PassportCountry
            : !Number().IsMatch(parts[1]) ? InputFault.PassportNumber
            : InputFault.None;
        value = fault == InputFault.None ? new Passport($"{parts[0]}:{parts[1]}") : null;
        return value is not null;
    }

    [GeneratedRegex(@"^[A-Z0-9]{5,20}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    private sealed record CountryCodes(string Source, IReadOnlyList<string> Alpha3);
}
