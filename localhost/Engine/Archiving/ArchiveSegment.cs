using Boai.Localhost.Engine.Model;
using Boai.Localhost.Engine.Packing;

namespace Boai.Localhost.Engine.Archiving;

/// <summary>
/// Finished instances packed into one blob that never changes. In memory stays only what finds one of them: a hash of its id and where it is.
/// </summary>
internal sealed class ArchiveSegment
{
    private readonly bool[] dead;

    private ArchiveSegment(string name, int count, ulong[] hashes, int[] offsets, long firstOrdinal, long lastOrdinal, int bytes)
    {
        (Name, Count, Hashes, Offsets) = (name, count, hashes, offsets);
        (FirstOrdinal, LastOrdinal, Bytes) = (firstOrdinal, lastOrdinal, bytes);
        dead = new bool[count];
    }

    public string Name { get; }

    public int Count { get; }

    public ulong[] Hashes { get; }

    /// <summary>Where each entry begins; one more than entries, the last being their end.</summary>
    public int[] Offsets { get; }

    public long FirstOrdinal { get; }

    public long LastOrdinal { get; }

    /// <summary>The blob's length: entries, then the index.</summary>
    public int Bytes { get; }

    public int DeadCount { get; private set; }

    public bool IsDead(int entry) => dead[entry];

    public bool Kill(int entry)
    {
        if (dead[entry])
        {
            return false;
        }

        dead[entry] = true;
        DeadCount++;
        return true;
    }

    public IEnumerable<int> DeadEntries() => Enumerable.Range(0, Count).Where(IsDead);

    /// <param name="name">Names the blob.</param>
    /// <param name="instances">In the order of their ordinals.</param>
    public static (ArchiveSegment Segment, byte[] Blob) Make(string name, IReadOnlyList<Instance> instances)
    {
        PackWriter all = new(instances.Count * 512);
        PackWriter one = new(1024);
        ulong[] hashes = new ulong[instances.Count];
        int[] offsets = new int[instances.Count + 1];
        for (int i = 0; i < instances.Count; i++)
        {
            one.Clear();
            instances[i].Write(one);
            hashes[i] = ArchiveIndex.HashOf(instances[i].Id);
            offsets[i] = all.Length;
            bool compress = one.Length > 600;
            all.Bool(compress);
            all.Raw(compress ? Compressed(one) : one.Written);
        }

        offsets[^1] = all.Length;
        for (int i = 0; i < instances.Count; i++)
        {
            all.Number((long)hashes[i]);
            all.Number(offsets[i + 1] - offsets[i]);
        }

        return (new(name, instances.Count, hashes, offsets, instances[0].Ordinal, instances[^1].Ordinal, all.Length), all.ToArray());
    }

    public static Instance Read(ReadOnlySpan<byte> entry)
    {
        byte[]? unpacked = entry[0] != 0 ? Journal.Compression.Decompress(entry[1..].ToArray()) : null;
        PackReader reader = new(unpacked ?? entry[1..]);
        return Instance.Read(ref reader);
    }

    public IEnumerable<(int Entry, Instance Instance)> ReadAll(byte[] blob)
    {
        for (int entry = 0; entry < Count; entry++)
        {
            if (!dead[entry])
            {
                yield return (entry, Read(blob.AsSpan(Offsets[entry], Offsets[entry + 1] - Offsets[entry])));
            }
        }
    }

    public void WriteMeta(PackWriter to)
    {
        to.Text(Name);
        to.Number(Count);
        to.Number(Offsets[^1]);
        to.Number(FirstOrdinal);
        to.Number(LastOrdinal);
        to.Number(Bytes);
    }

    public static Meta ReadMeta(ref PackReader from)
        => new(from.Text()!, from.Int(), from.Int(), from.Number(), from.Number(), from.Int());

    private static ReadOnlySpan<byte> Compressed(PackWriter one) => Journal.Compression.Compress(one.Written);

    /// <summary>What a checkpoint says of a segment; the rest is read from the end of its blob.</summary>
    internal sealed record Meta(string Name, int Count, int IndexOffset, long FirstOrdinal, long LastOrdinal, int Bytes)
    {
        public ArchiveSegment With(byte[] index)
        {
            ulong[] hashes = new ulong[Count];
            int[] offsets = new int[Count + 1];
            PackReader reader = new(index);
            for (int i = 0; i < Count; i++)
            {
                hashes[i] = (ulong)reader.Number();
                offsets[i + 1] = offsets[i] + reader.Int();
            }

            return new(Name, Count, hashes, offsets, FirstOrdinal, LastOrdinal, Bytes);
        }
    }
}
