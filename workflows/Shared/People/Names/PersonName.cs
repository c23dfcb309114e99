using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>
/// A person's name (姓名): 2–50 characters as a reader counts them, Han (rare ideographs included) or Latin, with <c>·</c>, blank, hyphen,
/// apostrophe or full stop between letters. Stored in NFC. <c>ToString()</c> is masked.
/// </summary>
/// <remarks>Handbook §2.3. A Han name has 2 to 50 ideographs; a single letter or a sign that a spreadsheet would run is refused.</remarks>
[JsonConverter(typeof(TextValueJsonConverter<PersonName>))]
public sealed record PersonName : ITextValue<PersonName>
{
    private const int Shortest = 2;
    private const int Longest = 50;

    // Longer input is refused before any work is done on it: no name of 50 characters needs more than this.
    private const int LongestInput = Longest * 4;

    private PersonName(string value) => Value = value;

    public string Value { get; }

    public static PersonName Parse(string text) => TextValue.Parse<PersonName>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out PersonName? value, out InputFault fault)
    {
        value = null;
        fault = InputFault.Missing;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        fault = InputFault.PersonNameLength;
        if (text.Length > LongestInput)
        {
            return false;
        }

        string name = CanonicalForms.Compose(WithOneKindOfSign(text));
        fault = FaultOf(name);
        value = fault == InputFault.None ? new PersonName(name) : null;
        return value is not null;
    }

    /// <summary>The whole name.</summary>
    public string Reveal() => Value;

    /// <summary>Masked, for example 王*明.</summary>
    public override string ToString() => Masking.Name(Value);

    // Keyboards and fonts give the middle dot and the apostrophe many code points; one of each is kept.
    private static string WithOneKindOfSign(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (int index = 0; index < source.Length; index++)
        {
            span[index] = source[index] switch
            {
                '\u2022' or '\u2027' or '\u30FB' or '\uFF65' => '·',
                '\u2019' or '\u02BC' => '\'',
                char other => other,
            };
        }
    });

    private static InputFault FaultOf(string name)
    {
        if (name[0] is '=' or '+' or '-' or '@')
        {
            return InputFault.PersonNameFormula;
        }

        Rune[] runes = [.. name.EnumerateRunes()];
        InputFault fault = runes.Select(NameCharacters.FaultOf).FirstOrDefault(found => found != InputFault.None);
        if (fault != InputFault.None)
        {
            return fault;
        }

        if (!SeparatorsStandBetweenLetters(runes))
        {
            return InputFault.PersonNameSeparator;
        }

        return new StringInfo(name).LengthInTextElements is >= Shortest and <= Longest ? InputFault.None : InputFault.PersonNameLength;
    }

    // The middle dot joins parts of any script; blank, hyphen, apostrophe and full stop belong to Latin names.
    private static bool SeparatorsStandBetweenLetters(Rune[] runes)
        => Enumerable.Range(0, runes.Length)
            .Where(index => NameCharacters.IsSeparator(runes[index]))
            .All(index => StandsWell(runes[index], index > 0 ? runes[index - 1] : null, index + 1 < runes.Length ? runes[index + 1] : null));

    private static bool StandsWell(Rune separator, Rune? before, Rune? after)
    {
        if (separator == NameCharacters.MiddleDot)
        {
            return before is { } left && after is { } right && NameCharacters.IsLetter(left) && NameCharacters.IsLetter(right);
        }

        bool afterLetter = before is { } letter && (NameCharacters.IsLatin(letter) || (separator.Value == ' ' && letter.Value == '.'));
        bool beforeLetter = after is { } next && NameCharacters.IsLatin(next);
        bool endsInitial = separator.Value == '.' && (after is null || after.Value.Value == ' ');
        return afterLetter && (beforeLetter || endsInitial);
    }
}
