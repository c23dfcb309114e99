using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>统一社会信用代码, GB 32100-2015: eighteen characters, the last a check character. Public, not masked.</summary>
/// <remarks>
/// Handbook §2.2. The authority's division code inside may be historical and is not compared with any list. The modulus 31 is prime and no
/// weight is a multiple of it, so one wrong character is always noticed.
/// </remarks>
[JsonConverter(typeof(TextValueJsonConverter<OrganisationCode>))]
public sealed record OrganisationCode : ITextValue<OrganisationCode>
{
    /// <summary>Digits and capitals without I, O, S, V, Z; a character's place is its value.</summary>
    public const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private const int Length = 18;
    private const int Radix = 3;

    private OrganisationCode(string value) => Value = value;

    public string Value { get; }

    public static OrganisationCode Parse(string text) => TextValue.Parse<OrganisationCode>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out OrganisationCode? value, out InputFault fault)
    {
        string normalized = text?.ToUpperInvariant() ?? "";
        fault = string.IsNullOrWhiteSpace(text) ? InputFault.Missing
            : normalized.Length != Length ? InputFault.OrganisationCodeLength
            : !normalized.All(Alphabet.Contains) ? InputFault.OrganisationCodeCharacter
            : CheckCharacterFor(normalized.AsSpan(0, Length - 1)) != normalized[^1] ? InputFault.OrganisationCodeCheckCharacter
            : InputFault.None;
        value = fault == InputFault.None ? new OrganisationCode(normalized) : null;
        return value is not null;
    }

    /// <summary>The check character of the first seventeen.</summary>
    /// <param name="body">Seventeen characters of <see cref="Alphabet"/>.</param>
    public static char CheckCharacterFor(ReadOnlySpan<char> body)
    {
        int sum = 0;
        int weight = 1;
        foreach (char character in body)
        {
            sum += Alphabet.IndexOf(character, StringComparison.Ordinal) * weight;
            weight = weight * Radix % Alphabet.Length;
        }

        return Alphabet[(Alphabet.Length - (sum % Alphabet.Length)) % Alphabet.Length];
    }

    string ITextValue<OrganisationCode>.Reveal() => Value;

    public override string ToString() => Value;
}
