using Boai.Functions.Errors;

namespace Boai.Functions.Documents;

/// <summary>What a document turned out to be.</summary>
public abstract record Sniffed
{
    private Sniffed() { }

    public sealed record As(DocumentType Type) : Sniffed;

    /// <param name="Code">An error code of the catalogue.</param>
    public sealed record Refused(string Code) : Sniffed;
}

/// <summary>Decides the type of a document by its content while it streams by; names and declared types count for nothing.</summary>
/// <remarks>
/// Keeps the first bytes and the last 256 KiB. A file must be one thing only: an image or PDF with an archive behind it, or an archive with
/// something before or after it, is refused, because another program would see another file in it.
/// </remarks>
public sealed class DocumentSniffer
{
    private const int HeadLength = 64;
    internal const int TailLength = 256 * 1024;
    private readonly byte[] _head = new byte[HeadLength];
    private readonly byte[] _tail = new byte[TailLength];
    private long _length;

    /// <summary>Takes the next bytes.</summary>
    public void Observe(ReadOnlySpan<byte> bytes)
    {
        if (_length < HeadLength)
        {
            int part = (int)Math.Min(HeadLength - _length, bytes.Length);
            bytes[..part].CopyTo(_head.AsSpan((int)_length));
        }

        // The ring keeps byte n at place n mod its length.
        ReadOnlySpan<byte> kept = bytes.Length > TailLength ? bytes[^TailLength..] : bytes;
        int place = (int)((_length + bytes.Length - kept.Length) % TailLength);
        int first = Math.Min(kept.Length, TailLength - place);
        kept[..first].CopyTo(_tail.AsSpan(place));
        kept[first..].CopyTo(_tail);
        _length += bytes.Length;
    }

    /// <summary>The verdict, when everything has gone by.</summary>
    public Sniffed Verdict()
    {
        if (_length == 0)
        {
            return new Sniffed.Refused(PlatformErrors.DocumentEmpty);
        }

        ReadOnlySpan<byte> head = _head.AsSpan(0, (int)Math.Min(HeadLength, _length));
        byte[] tail = Tail();
        if (head.StartsWith("PK\x03\x04"u8))
        {
            return ArchiveVerdict.Of(tail, _length);
        }

        DocumentType? type = Signature.Of(head);
        if (type is null)
        {
            return new Sniffed.Refused(PlatformErrors.DocumentType);
        }

        return ZipDirectory.Find(tail, _length) is not null ? new Sniffed.Refused(PlatformErrors.DocumentMixed)
            : Ending.Fits(type.Value, tail) ? new Sniffed.As(type.Value)
            : new Sniffed.Refused(PlatformErrors.DocumentDamaged);
    }

    private byte[] Tail()
    {
        int length = (int)Math.Min(TailLength, _length);
        byte[] tail = new byte[length];
        int start = (int)((_length - length) % TailLength);
        int first = Math.Min(length, TailLength - start);
        _tail.AsSpan(start, first).CopyTo(tail);
        _tail.AsSpan(0, length - first).CopyTo(tail.AsSpan(first));
        return tail;
    }
}

/// <summary>First bytes.</summary>
internal static class Signature
{
    public static DocumentType? Of(ReadOnlySpan<byte> head) =>
        head.StartsWith("%PDF-1."u8) || head.StartsWith("%PDF-2."u8) ? DocumentType.Pdf
        : head.StartsWith(new byte[] { 0xFF, 0xD8, 0xFF }) ? DocumentType.Jpeg
        : head.StartsWith(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13 }) && head[12..].StartsWith("IHDR"u8) ? DocumentType.Png
        : IsHeic(head) ? DocumentType.Heic
        : null;

    // ISO base media: a box of type ftyp whose brands say HEVC still images.
    private static bool IsHeic(ReadOnlySpan<byte> head)
    {
        if (head.Length < 16 || !head[4..].StartsWith("ftyp"u8))
        {
            return false;
        }

        int size = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(head);
        for (int place = 8; place + 4 <= Math.Min(size, head.Length); place = place == 8 ? 16 : place + 4)
        {
            ReadOnlySpan<byte> brand = head.Slice(place, 4);
            if (brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("heim"u8) || brand.SequenceEqual("heis"u8))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Last bytes: a file cut short is told from a whole one.</summary>
internal static class Ending
{
    private static readonly byte[] PngEnd = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82];

    public static bool Fits(DocumentType type, ReadOnlySpan<byte> tail) => type switch
    {
        // Writers leave white space or an update note behind the mark, rarely more than a kilobyte.
        DocumentType.Pdf => tail[Math.Max(0, tail.Length - 2048)..].IndexOf("%%EOF"u8) >= 0,

        // Phones put a preview or motion data behind the picture.
        DocumentType.Jpeg => tail.LastIndexOf(new byte[] { 0xFF, 0xD9 }) >= 0,
        DocumentType.Png => tail.EndsWith(PngEnd),

        // Its boxes give their own lengths; a reader finds the cut.
        _ => true,
    };
}
