using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Boai.Localhost.Engine.Packing;

namespace Boai.Localhost.Engine.Journal;

/// <summary>
/// The written form of a journal entry: which hub, epoch and number it is, a checksum, and either records or the seal that ends an epoch.
/// What does not fit its key or its checksum is damaged or foreign, and never skipped.
/// </summary>
internal sealed class JournalEntry
{
    private const int Mark = 0x424A_0001;
    private const int ChecksumBytes = 8;
    private const byte Seal = 2;
    private const byte Records = 1;
    private const byte CompressedRecords = 3;

    private JournalEntry(byte kind, byte[] content, string writer)
    {
        Content = content;
        Writer = writer;
        NextEpoch = kind == Seal ? BinaryPrimitives.ReadInt64LittleEndian(content) : null;
    }

    /// <summary>The epoch that took over, if this entry ends its epoch.</summary>
    public long? NextEpoch { get; }

    /// <summary>Who wrote it.</summary>
    public string Writer { get; }

    /// <summary>The frames.</summary>
    public byte[] Content { get; }

    public static byte[] WriteSeal(string hub, long epoch, long sequence, string writer, long nextEpoch)
    {
        byte[] content = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(content, nextEpoch);
        return Write(hub, epoch, sequence, writer, Seal, content);
    }

    public static byte[] WriteRecords(string hub, long epoch, long sequence, string writer, ReadOnlySpan<byte> frames)
    {
        if (frames.Length > 2048)
        {
            byte[] compressed = Compression.Compress(frames);
            if (compressed.Length < frames.Length)
            {
                return Write(hub, epoch, sequence, writer, CompressedRecords, compressed);
            }
        }

        return Write(hub, epoch, sequence, writer, Records, frames);
    }

    /// <exception cref="JournalDamagedException">The content is not this entry.</exception>
    public static JournalEntry Read(string hub, long epoch, long sequence, byte[] written, string where)
    {
        string name = $"Journal entry {sequence} of epoch {epoch} of hub '{hub}' in {where}";
        try
        {
            if (written.Length < 4 + ChecksumBytes || BinaryPrimitives.ReadInt32LittleEndian(written) != Mark)
            {
                throw new JournalDamagedException($"{name} was not written by this engine. The hub must be repaired or given up (another hub name, or an empty data folder).");
            }

            ReadOnlySpan<byte> body = written.AsSpan(4 + ChecksumBytes);
            if (!SHA256.HashData(body).AsSpan(0, ChecksumBytes).SequenceEqual(written.AsSpan(4, ChecksumBytes)))
            {
                throw new JournalDamagedException($"{name} is damaged: its checksum does not fit. Restore the data folder from a copy, or give the hub up.");
            }

            PackReader reader = new(body);
            string entryHub = reader.Text()!;
            long entryEpoch = reader.Number();
            long entrySequence = reader.Number();
            if (entryHub != hub || entryEpoch != epoch || entrySequence != sequence)
            {
                throw new JournalDamagedException($"{name} is foreign: it says it is entry {entrySequence} of epoch {entryEpoch} of hub '{entryHub}'.");
            }

            string writer = reader.Text()!;
            byte kind = reader.Byte();
            byte[] content = reader.Bytes().ToArray();
            return new(kind, kind == CompressedRecords ? Compression.Decompress(content) : content, writer);
        }
        catch (InvalidDataException unreadable)
        {
            throw new JournalDamagedException($"{name} is damaged: {unreadable.Message}", unreadable);
        }
    }

    private static byte[] Write(string hub, long epoch, long sequence, string writer, byte kind, ReadOnlySpan<byte> content)
    {
        PackWriter body = new(content.Length + 128);
        body.Text(hub);
        body.Number(epoch);
        body.Number(sequence);
        body.Text(writer);
        body.Byte(kind);
        body.Bytes(content);

        byte[] written = new byte[4 + ChecksumBytes + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(written, Mark);
        SHA256.HashData(body.Written).AsSpan(0, ChecksumBytes).CopyTo(written.AsSpan(4));
        body.Written.CopyTo(written.AsSpan(4 + ChecksumBytes));
        return written;
    }
}

/// <summary>Fast compression for what is written once and seldom read.</summary>
internal static class Compression
{
    public static byte[] Compress(ReadOnlySpan<byte> data)
    {
        using MemoryStream to = new(data.Length / 2);
        using (DeflateStream deflate = new(to, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(data);
        }

        return to.ToArray();
    }

    public static byte[] Decompress(byte[] data)
    {
        using DeflateStream inflate = new(new MemoryStream(data), CompressionMode.Decompress);
        using MemoryStream to = new(data.Length * 4);
        inflate.CopyTo(to);
        return to.ToArray();
    }
}
