using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using PdfSharp.Drawing;
using PdfSharp.Fonts;

namespace Boai.Functions.Printing;

/// <summary>A stretch of text that one font draws.</summary>
public sealed record FontRun(string Text, string Family);

/// <summary>The fonts of printed documents: Noto Serif SC, and where a setting names one, a font of the branch's own for characters that it lacks.</summary>
/// <remarks>
/// Setting <c>Boai:Certificates:ExtraFont</c>: path of a TrueType file. A character that no font has is named by <see cref="Missing"/>;
/// nothing may be drawn before that was asked, for a font draws what it lacks as an empty box.
/// </remarks>
public sealed class PdfFonts
{
    private const string Main = "NotoSerifSC";
    private static readonly Faces Known = new();
    private readonly (string Family, FontCoverage Coverage)[] _families;

    // PDFsharp knows one source of fonts per process and keeps what it has read.
    static PdfFonts() => GlobalFontSettings.FontResolver = Known;

    public PdfFonts(IConfiguration configuration) => _families = configuration["Boai:Certificates:ExtraFont"] is { Length: > 0 } path
        ? [(Main, Known.Coverage(Main)), Family(Known.Add(File.ReadAllBytes(path)))]
        : [(Main, Known.Coverage(Main))];

    /// <summary>The characters of a text that cannot be drawn as they stand, each once; with what selects a variant of it.</summary>
    public IReadOnlyList<string> Missing(string text) =>
        [.. Characters(text).Where(character => FamilyOf(character) is null).Distinct(StringComparer.Ordinal)];

    /// <summary>Splits a text into stretches of one font each.</summary>
    /// <exception cref="ArgumentException">A character is missing in every font.</exception>
    public IReadOnlyList<FontRun> Runs(string text)
    {
        List<FontRun> runs = [];
        foreach (string character in Characters(text))
        {
            string family = FamilyOf(character) ?? throw new ArgumentException($"No font has {Name(character)}.", nameof(text));
            if (runs is [.., { } last] && last.Family == family)
            {
                runs[^1] = last with { Text = last.Text + character };
            }
            else
            {
                runs.Add(new FontRun(character, family));
            }
        }

        return runs;
    }

    /// <summary>A font to draw with.</summary>
    /// <param name="size">In points.</param>
    public static XFont Font(string family, double size, bool bold) => new(family, size, bold ? XFontStyleEx.Bold : XFontStyleEx.Regular);

    /// <summary>A character for people: itself, and its code points.</summary>
    public static string Name(string character) =>
        $"“{character}”({string.Join(' ', character.EnumerateRunes().Select(rune => $"U+{rune.Value:X4}"))})";

    /// <summary>Code points, each with the variation selectors that follow it.</summary>
    internal static IEnumerable<string> Characters(string text)
    {
        StringBuilder one = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (one.Length > 0 && !IsSelector(rune))
            {
                yield return one.ToString();
                one.Clear();
            }

            one.Append(rune.ToString());
        }

        if (one.Length > 0)
        {
            yield return one.ToString();
        }
    }

    // A selector asks for another shape of the character before it. PDFsharp draws by code point alone and would draw the usual shape.
    private string? FamilyOf(string character)
    {
        Rune rune = Rune.GetRuneAt(character, 0);
        return rune.Utf16SequenceLength == character.Length && _families.FirstOrDefault(family => family.Coverage.Has(rune)) is { Family: { } found } ? found : null;
    }

    private static bool IsSelector(Rune rune) => rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private static (string, FontCoverage) Family(string name) => (name, Known.Coverage(name));

    private sealed class Faces : IFontResolver
    {
        private const string Bold = "-Bold";
        private readonly ConcurrentDictionary<string, byte[]> _added = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, FontCoverage> _coverage = new(StringComparer.Ordinal);

        /// <returns>The family, named by what the font is.</returns>
        public string Add(byte[] font)
        {
            string family = "Extra-" + Convert.ToHexStringLower(SHA256.HashData(font))[..16];
            _added.TryAdd(family, font);
            return family;
        }

        public FontCoverage Coverage(string family) =>
            _coverage.GetOrAdd(family, _ => FontCoverage.Of(GetFont(family == Main ? Main + "-Regular" : family)));

        public byte[] GetFont(string faceName) => _added.TryGetValue(faceName, out byte[]? added)
            ? added
            : File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fonts", faceName + ".ttf"));

        public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) => familyName == Main
            ? new FontResolverInfo(Main + (isBold ? Bold : "-Regular"))
            : new FontResolverInfo(familyName, mustSimulateBold: isBold, mustSimulateItalic: false);
    }
}
