using System.Collections.Frozen;
using System.Text;

namespace Boai.Workflows.Shared;

/// <summary>NFC for the characters that a name may have.</summary>
/// <remarks>
/// Our own, because the app runs in invariant globalization mode (no ICU to install on a fresh machine), where
/// <see cref="string.Normalize()"/> does nothing; and because replayed code must not depend on the machine's Unicode version.
/// Combining marks that do not compose with the letter before them stay where they are.
/// </remarks>
internal static class CanonicalForms
{
    private static readonly FrozenDictionary<Rune, Rune> Ideographs;
    private static readonly FrozenDictionary<(Rune Letter, Rune Mark), Rune> Compositions;

    static CanonicalForms()
    {
        Table table = EmbeddedLaw.Read<Table>("canonical-forms");
        Ideographs = table.Ideographs
            .SelectMany(row => row.EnumerateRunes().Chunk(2))
            .ToFrozenDictionary(pair => pair[0], pair => pair[1]);
        Compositions = table.Compositions
            .SelectMany(row => row.EnumerateRunes().Chunk(3))
            .ToFrozenDictionary(triple => (triple[0], triple[1]), triple => triple[2]);
    }

    public static string Compose(string text)
    {
        List<Rune> composed = [];
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (composed is [.., Rune before] && Compositions.TryGetValue((before, rune), out Rune whole))
            {
                composed[^1] = whole;
            }
            else
            {
                composed.Add(Ideographs.GetValueOrDefault(rune, rune));
            }
        }

        return string.Concat(composed);
    }

    /// <summary>Pairs of a compatibility ideograph and its unified form; triples of a letter, a mark and the letter with the mark.</summary>
    private sealed record Table(string Source, IReadOnlyList<string> Ideographs, IReadOnlyList<string> Compositions);
}
