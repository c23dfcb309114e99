using System.Globalization;
using System.Text;

namespace Boai.Workflows.Shared;

/// <summary>Which characters a name consists of (handbook §2.3).</summary>
internal static class NameCharacters
{
    /// <summary>间隔号 between the parts of a transliterated or minority name.</summary>
    public static readonly Rune MiddleDot = new('·');

    // Han blocks: BMP with Extension A, then Extensions B to F, I, and on plane 3 G and H.
    private static readonly (int First, int Last)[] HanBlocks =
        [(0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xFA0E, 0xFA29), (0x20000, 0x2A6DF), (0x2A700, 0x2EE5D), (0x30000, 0x323AF)];

    // Letters of Latin-1, Extended-A and -B, and Extended Additional.
    private static readonly (int First, int Last)[] LatinBlocks = [(0xC0, 0x24F), (0x1E00, 0x1EFF)];

    private static readonly (int First, int Last)[] DirectionControls = [(0x61C, 0x61C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069)];

    public static bool IsHan(Rune rune) => IsIn(HanBlocks, rune);

    public static bool IsLatin(Rune rune)
        => Rune.IsLetter(rune) && (rune.IsAscii || IsIn(LatinBlocks, rune));

    public static bool IsLetter(Rune rune) => IsHan(rune) || IsLatin(rune);

    public static bool IsSeparator(Rune rune) => rune == MiddleDot || rune.Value is ' ' or '-' or '\'' or '.';

    /// <summary>Why a character can be in no name.</summary>
    public static InputFault FaultOf(Rune rune)
        => IsLetter(rune) || IsSeparator(rune) ? InputFault.None
            : IsIn(DirectionControls, rune) ? InputFault.PersonNameDirectionOverride
            : Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                    => InputFault.PersonNameControlCharacter,
                UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
                    => InputFault.PersonNameDigit,
                UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                    or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
                    => InputFault.PersonNameScript,
                _ => InputFault.PersonNameSymbol,
            };

    private static bool IsIn((int First, int Last)[] blocks, Rune rune)
        => blocks.Any(block => block.First <= rune.Value && rune.Value <= block.Last);
}
