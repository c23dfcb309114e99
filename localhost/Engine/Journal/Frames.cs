using Boai.Localhost.Engine.Packing;

namespace Boai.Localhost.Engine.Journal;

/// <summary>
/// Records within entries. A record that is larger than a commit is cut over consecutive entries and counts only once its last part is
/// there, so every record stands whole or not at all.
/// </summary>
internal static class Frames
{
    private const byte Whole = 0;
    private const byte Part = 1;
    private const byte LastPart = 2;

    public static void WriteWhole(PackWriter to, ReadOnlySpan<byte> record)
    {
        to.Byte(Whole);
        to.Bytes(record);
    }

    public static void WritePart(PackWriter to, ReadOnlySpan<byte> part, bool isLast)
    {
        to.Byte(isLast ? LastPart : Part);
        to.Bytes(part);
    }

    /// <summary>Puts records together from entries in their order.</summary>
    public sealed class Assembler
    {
        private readonly MemoryStream parts = new();

        /// <summary>Whether a record has begun and not ended; such a one was never committed.</summary>
        public bool HasPartial => parts.Length > 0;

        /// <summary>Forgets a record whose writer did not live to end it.</summary>
        public void DropPartial() => parts.SetLength(0);

        public List<byte[]> Read(byte[] frames)
        {
            List<byte[]> records = [];
            PackReader reader = new(frames);
            while (!reader.AtEnd)
            {
                byte kind = reader.Byte();
                ReadOnlySpan<byte> content = reader.Bytes();
                if (kind == Whole)
                {
                    records.Add(content.ToArray());
                    continue;
                }

                parts.Write(content);
                if (kind == LastPart)
                {
                    records.Add(parts.ToArray());
                    parts.SetLength(0);
                }
            }

            return records;
        }
    }
}
