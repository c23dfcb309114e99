using System.Collections.Frozen;
using System.Globalization;

namespace Boai.Workflows.Shared;

/// <summary>The one place that masks names and numbers (handbook §12.6, I-06). Masking what is masked changes nothing.</summary>
/// <remarks>
/// A public list shows masked names, and identity and phone numbers not even masked; the masked numbers are for staff who have to tell
/// two records apart.
/// </remarks>
public static class Masking
{
    private const string Hidden = "***";

    private static readonly FrozenSet<string> CompoundSurnames =
        EmbeddedLaw.Read<Surnames>("compound-surnames").List.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// 李雷 → 李*; 王小明 → 王*明; 欧阳娜娜 → 欧阳**; 菲利普·汉考克 → 菲***克. Any other Han name of four or more keeps its first character
    /// only, and a compound surname is kept whole in three characters too (欧阳娜 → 欧阳*): 欧*娜 would hide nothing.
    /// </summary>
    public static string Name(string name)
    {
        string[] characters = TextElements(name);
        return IsMasked(characters) ? name
            : characters.Any(IsForeign) ? Foreign(characters)
            : characters switch
            {
                [] => "",
                [_] => "*",
                [string first, _] => first + "*",
                [string first, string second, ..] when CompoundSurnames.Contains(first + second)
                    => first + second + Stars(characters.Length - 2),
                [string first, _, string last] => $"{first}*{last}",
                [string first, ..] => first + Stars(characters.Length - 1),
            };
    }

    /// <summary>
    /// An identifier, card or document number: the longer it is, the more of its ends is kept (18 characters: <c>500***********0017</c>).
    /// </summary>
    public static string Number(string number)
    {
        (int head, int tail) = number.Length switch
        {
            >= 15 => (3, 4),
            >= 11 => (2, 2),
            >= 8 => (1, 2),
            >= 2 => (0, 1),
            _ => (0, 0),
        };
        return Middle(number, head, tail);
    }

    /// <summary><c>138****5678</c>; other numbers keep their first three and last two characters.</summary>
    public static string Phone(string phone)
        => phone.Length == 11 && phone[0] == '1' ? Middle(phone, 3, 4) : phone.Length > 6 ? Middle(phone, 3, 2) : Number(phone);

    /// <summary>Only the last four digits, as banks print them.</summary>
    public static string BankCard(string card) => card.Length > 4 ? Middle(card, 0, 4) : Number(card);

    private static string Middle(string text, int head, int tail)
        => text[..head] + Stars(text.Length - head - tail) + text[^tail..];

    private static string Foreign(string[] characters)
    {
        // With three letters or fewer, first and last would be nearly the whole name.
        return characters.Count(character => !IsSign(character)) > 3
            ? characters[0] + Hidden + characters[^1]
            : characters[0] + Hidden;
    }

    private static bool IsForeign(string character) => character == "·" || character[0] < '\u2E80';

    private static bool IsSign(string character) => character is "·" or " " or "-" or "'" or ".";

    // Exactly the forms that this class makes; a star anywhere else is a character like any other.
    private static bool IsMasked(string[] characters) => characters switch
    {
        ["*"] => true,
        [not "*", "*"] => true,
        [not "*", "*", not "*"] => true,
        [not "*", "*", "*", "*", not "*"] => true,
        [string first, string second, .. string[] rest] when CompoundSurnames.Contains(first + second) => AreStars(rest),
        [not "*", .. string[] rest] => rest.Length >= 3 && AreStars(rest),
        _ => false,
    };

    private static bool AreStars(string[] characters) => characters is not [] && characters.All(character => character == "*");

    private static string Stars(int count) => new('*', count);

    private static string[] TextElements(string text)
    {
        List<string> elements = [];
        TextElementEnumerator each = StringInfo.GetTextElementEnumerator(text);
        while (each.MoveNext())
        {
            elements.Add(each.GetTextElement());
        }

        return [.. elements];
    }

    private sealed record Surnames(string Source, IReadOnlyList<string> List);
}
