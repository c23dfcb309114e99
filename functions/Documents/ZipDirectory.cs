using System.Buffers.Binary;
using System.Text;

namespace Boai.Functions.Documents;

/// <summary>The directory at the end of a ZIP archive.</summary>
/// <param name="Names">Entry names, as stored.</param>
/// <param name="IsAlone">Whether the archive is the whole file: nothing before its first entry, nothing behind its directory.</param>
internal sealed record ZipDirectory(IReadOnlyList<string> Names, bool IsAlone)
{
    private const int EndLength = 22;
    private const int EntryLength = 46;
    private const int LongestComment = ushort.MaxValue;

    /// <summary>Looks for a directory in the last bytes of a file.</summary>
    /// <param name="tail">The last bytes of the file.</param>
    /// <param name="length">Length of the whole file.</param>
    /// <returns>Null when there is none that holds together.</returns>
    public static ZipDirectory? Find(ReadOnlySpan<byte> tail, long length)
    {
        int earliest = Math.Max(0, tail.Length - EndLength - LongestComment);
        for (int place = tail.Length - EndLength; place >= earliest; place--)
        {
            if (tail[place..].StartsWith("PK\x05\x06"u8) && Read(tail, length, place) is { } directory)
            {
                return directory;
            }
        }

        return null;
    }

    private static ZipDirectory? Read(ReadOnlySpan<byte> tail, long length, int end)
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(tail[(end + 10)..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(tail[(end + 12)..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(tail[(end + 16)..]);
        int comment = BinaryPrimitives.ReadUInt16LittleEndian(tail[(end + 20)..]);
        long start = end - size;
        if (start < 0 || count == 0)
        {
            return null; // a directory of more than 256 KiB is nothing that we take, and an empty one holds no document
        }

        List<string> names = [];
        bool fromStart = false;
        int place = (int)start;
        for (int entry = 0; entry < count; entry++)
        {
            if (place + EntryLength > end || !tail[place..].StartsWith("PK\x01\x02"u8))
            {
                return null;
            }

            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(tail[(place + 28)..]);
            int further = BinaryPrimitives.ReadUInt16LittleEndian(tail[(place + 30)..]) + BinaryPrimitives.ReadUInt16LittleEndian(tail[(place + 32)..]);
            fromStart |= BinaryPrimitives.ReadUInt32LittleEndian(tail[(place + 42)..]) == 0;
            if (place + EntryLength + nameLength + further > end)
            {
                return null;
            }

            names.Add(Encoding.UTF8.GetString(tail.Slice(place + EntryLength, nameLength)));
            place += EntryLength + nameLength + further;
        }

        long directoryAt = length - tail.Length + start;
        return new ZipDirectory(names, place == end && fromStart && offset == directoryAt && end + EndLength + comment == tail.Length && comment == 0);
    }
}
