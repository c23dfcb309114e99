using System.Globalization;
using System.Text;
using Boai.Functions.Errors;

namespace Boai.Functions.Forms;

/// <summary>What free text may hold: letters, marks, digits, punctuation and spaces.</summary>
/// <remarks>
/// Refused with their own codes: control characters, characters that change the direction of text (they make a screen show another
/// sentence than the one stored), emoji, and a first character that a spreadsheet would take for a formula.
/// </remarks>
public static class TextRules
{
    /// <summary>Checks one text and adds what is wrong to <paramref name="errors"/>.</summary>
    /// <param name="maxCharacters">In characters as people count them (text elements), not UTF-16 units.</param>
    /// <param name="lines">Whether line ends and tabs may stand in it.</param>
    /// <returns>The text without surrounding white space; empty when missing.</returns>
    public static string Check(string? text, string field, int maxCharacters, FieldErrors errors, bool required = true, bool lines = false)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            if (required)
            {
                errors.Add(field, PlatformErrors.TextRequired);
            }

            return "";
        }

        string normal = text.Trim();
        int length = new StringInfo(normal).LengthInTextElements;
        if (length > maxCharacters)
        {
            errors.Add(field, PlatformErrors.TextTooLong,
                ("max", maxCharacters.ToString(CultureInfo.InvariantCulture)), ("length", length.ToString(CultureInfo.InvariantCulture)));
            return normal;
        }

        if (Refusal(normal, lines) is { } code)
        {
            errors.Add(field, code);
        }
        else if (normal[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠')
        {
            errors.Add(field, PlatformErrors.TextFormula, ("character", normal[0].ToString()));
        }

        return normal;
    }

    private static string? Refusal(string text, bool lines)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (lines && rune.Value is '\n' or '\r' or '\t')
            {
                continue;
            }

            if (rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
            {
                return PlatformErrors.TextBidi;
            }

            if (IsEmoji(rune))
            {
                return PlatformErrors.TextEmoji;
            }

            if (rune.Value == 0xFFFD // also what half of a surrogate pair reads as
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return PlatformErrors.TextControl;
            }
        }

        return null;
    }

    // The emoji planes, the pictographs of the basic plane, and what joins or selects them.
    private static bool IsEmoji(Rune rune) => rune.Value is (>= 0x1F000 and <= 0x1FAFF) or (>= 0x2600 and <= 0x27BF) or (>= 0x2B00 and <= 0x2BFF)
        or 0x200D or 0xFE0F or 0x20E3 or (>= 0xE0020 and <= 0xE007F);
}
