using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>A name as it is written in stone or on a certificate: kept code point by code point, never normalised. <c>ToString()</c> is masked.</summary>
/// <remarks>
/// Handbook §7.7: exact characters. A <see cref="PersonName"/> is for finding people and is brought to NFC, which changes compatibility
/// ideographs (U+FA10 and the like) and so the shape that a family proof-read. Here these, and the selectors that ask for a variant of the
/// ideograph before them, are taken as they come.
/// </remarks>
[JsonConverter(typeof(TextValueJsonConverter<ExactName>))]
public sealed record ExactName : ITextValue<ExactName>
{
    private const int Longest = 50;
    private const int LongestInput = Longest * 4;

    // What NFC would replace: compatibility ideographs, in the basic plane and on plane 2.
    private static readonly (int First, int Last)[] Compatibility = [(0xF900, 0xFAFF), (0x2F800, 0x2FA1F)];
    private static readonly (int First, int Last)[] Selectors = [(0xFE00, 0xFE0E), (0xE0100, 0xE01EF)];

    private ExactName(string value) => Value = value;

    public string Value { get; }

    public static ExactName Parse(string text) => TextValue.Parse<ExactName>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out ExactName? value, out InputFault fault)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            fault = InputFault.Missing;
            return false;
        }

        fault = text.Length > LongestInput ? InputFault.PersonNameLength : FaultOf([.. text.EnumerateRunes()], text);
        value = fault == InputFault.None ? new ExactName(text) : null;
        return value is not null;
    }

    /// <summary>The whole name.</summary>
    public string Reveal() => Value;

    public override string ToString() => Masking.Name(Value);

    private static InputFault FaultOf(Rune[] runes, string text)
    {
        for (int index = 0; index < runes.Length; index++)
        {
            InputFault fault = IsIn(Selectors, runes[index])
                ? index > 0 && IsHan(runes[index - 1]) ? InputFault.None : InputFault.PersonNameSymbol
                : IsIn(Compatibility, runes[index]) ? InputFault.None : NameCharacters.FaultOf(runes[index]);
            if (fault != InputFault.None)
            {
                return fault;
            }
        }

        return NameCharacters.IsSeparator(runes[0]) || runes[^1].Value is not '.' && NameCharacters.IsSeparator(runes[^1]) ? InputFault.PersonNameSeparator
            : new StringInfo(text).LengthInTextElements is >= 2 and <= Longest ? InputFault.None
            : InputFault.PersonNameLength;
    }

    private static bool IsHan(Rune rune) => NameCharacters.IsHan(rune) || IsIn(Compatibility, rune);

    private static bool IsIn((int First, int Last)[] blocks, Rune rune) => blocks.Any(block => block.First <= rune.Value && rune.Value <= block.Last);
}
