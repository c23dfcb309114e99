using System.Buffers.Binary;
using System.Text;

namespace Boai.Functions.Printing;

/// <summary>Which characters a TrueType font has a glyph for: its <c>cmap</c>, read once.</summary>
/// <remarks>Formats 4 and 12, the two that fonts with Unicode encodings carry (OpenType 1.9, table cmap).</remarks>
public sealed class FontCoverage
{
    private const int BasicPlane = 4;
    private const int AllPlanes = 12;
    private readonly HashSet<int> _characters = [];

    private FontCoverage() { }

    public int Count => _characters.Count;

    public bool Has(Rune rune) => _characters.Contains(rune.Value);

    /// <exception cref="InvalidDataException">Not a TrueType font, or none with a Unicode encoding.</exception>
    public static FontCoverage Of(ReadOnlySpan<byte> font)
    {
        ReadOnlySpan<byte> map = Table(font, "cmap"u8);
        FontCoverage coverage = new();
        for (int record = 0; record < Short(map, 2); record++)
        {
            ReadOnlySpan<byte> table = map[(int)Long(map, 8 + (8 * record))..];
            switch (Short(table, 0))
            {
                case BasicPlane:
                    coverage.ReadSegments(table);
                    break;
                case AllPlanes:
                    coverage.ReadGroups(table);
                    break;
            }
        }

        return coverage.Count > 0 ? coverage : throw new InvalidDataException("The font has no Unicode encoding.");
    }

    // Format 12: groups of first, last, first glyph; glyph 0 is the empty box.
    private void ReadGroups(ReadOnlySpan<byte> table)
    {
        uint groups = Long(table, 12);
        for (int group = 0; group < groups; group++)
        {
            int at = 16 + (12 * group);
            (int first, int last, uint glyph) = ((int)Long(table, at), (int)Long(table, at + 4), Long(table, at + 8));
            for (int character = first; character <= last; character++)
            {
                if (glyph + (uint)(character - first) != 0)
                {
                    _characters.Add(character);
                }
            }
        }
    }

    // Format 4: parallel arrays of last, first, delta and offset per segment.
    private void ReadSegments(ReadOnlySpan<byte> table)
    {
        int segments = Short(table, 6) / 2;
        for (int segment = 0; segment < segments; segment++)
        {
            int last = Short(table, 14 + (2 * segment));
            int first = Short(table, 16 + (2 * (segments + segment)));
            int delta = Short(table, 16 + (2 * ((2 * segments) + segment)));
            int offsetAt = 16 + (2 * ((3 * segments) + segment));
            int offset = Short(table, offsetAt);
            for (int character = first; character <= last && character < 0xFFFF; character++)
            {
                int glyph = offset == 0 ? character + delta : Short(table, offsetAt + offset + (2 * (character - first)));
                if ((glyph & 0xFFFF) != 0)
                {
                    _characters.Add(character);
                }
            }
        }
    }

    private static ReadOnlySpan<byte> Table(ReadOnlySpan<byte> font, ReadOnlySpan<byte> tag)
    {
        if (font.Length < 12 || Long(font, 0) is not (0x00010000 or 0x74727565))
        {
            throw new InvalidDataException("Not a font with TrueType outlines.");
        }

        for (int table = 0; table < Short(font, 4); table++)
        {
            ReadOnlySpan<byte> record = font.Slice(12 + (16 * table), 16);
            if (record[..4].SequenceEqual(tag))
            {
                return font.Slice((int)Long(record, 8), (int)Long(record, 12));
            }
        }

        throw new InvalidDataException("The font has no character map.");
    }

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static uint Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
