using Boai.Localhost.Engine.Journal;
using Boai.Localhost.Engine.Model;

namespace Boai.Localhost.Engine.Archiving;

/// <summary>Reads archived instances. Blobs that the storage may not have saved yet are also kept in memory, and read from there.</summary>
internal sealed class ArchiveReader(IJournalStore store, Patience patience)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, byte[]> unsettled = new();

    public void Keep(string name, byte[] blob) => unsettled[name] = blob;

    public void Settled(string name) => unsettled.TryRemove(name, out _);

    public async Task<Instance> Read(ArchiveSegment segment, int entry, CancellationToken cancellation)
    {
        int offset = segment.Offsets[entry];
        int length = segment.Offsets[entry + 1] - offset;
        if (unsettled.TryGetValue(segment.Name, out byte[]? kept))
        {
            return ArchiveSegment.Read(kept.AsSpan(offset, length));
        }

        byte[]? content = await patience.Until(
            "read the archive", () => store.ReadBlobAsync(segment.Name, offset, length, cancellation), null, cancellation);
        return ArchiveSegment.Read(content ?? throw Missing(segment.Name));
    }

    public async Task<IReadOnlyList<(int Entry, Instance Instance)>> ReadAll(ArchiveSegment segment, CancellationToken cancellation)
    {
        byte[]? blob = unsettled.TryGetValue(segment.Name, out byte[]? kept)
            ? kept
            : await patience.Until("read the archive", () => store.ReadBlobAsync(segment.Name, cancellation), null, cancellation);
        return [.. segment.ReadAll(blob ?? throw Missing(segment.Name))];
    }

    public async Task<ArchiveSegment> Open(ArchiveSegment.Meta meta, CancellationToken cancellation)
    {
        byte[]? index = await patience.Until(
            "read the archive's index",
            () => store.ReadBlobAsync(meta.Name, meta.IndexOffset, meta.Bytes - meta.IndexOffset, cancellation), null, cancellation);
        return meta.With(index ?? throw Missing(meta.Name));
    }

    private JournalDamagedException Missing(string name)
        => new($"Archive '{name}' in {store.Description} is missing. Restore the data folder from a copy.");
}
