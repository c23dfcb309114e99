namespace Boai.Localhost.Engine.Archiving;

/// <summary>Finds archived instances by id. Part of the state: changed only on the engine's own thread of execution.</summary>
internal sealed class ArchiveIndex
{
    private readonly Dictionary<ulong, (ArchiveSegment Segment, int Entry)> entries = [];
    private readonly SortedDictionary<string, ArchiveSegment> segments = new(StringComparer.Ordinal);
    private List<(string Segment, int Entry)> killed = [];

    public IReadOnlyCollection<ArchiveSegment> Segments => segments.Values;

    public int Count => entries.Count;

    public static ulong HashOf(string id)
    {
        // FNV-1a over UTF-16: stable across processes, which string.GetHashCode is not.
        ulong hash = 14695981039346656037;
        foreach (char letter in id)
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return hash;
    }

    public (ArchiveSegment Segment, int Entry)? Find(string id)
        => entries.TryGetValue(HashOf(id), out (ArchiveSegment, int) found) ? found : null;

    public void Add(ArchiveSegment segment)
    {
        segments[segment.Name] = segment;
        for (int entry = 0; entry < segment.Count; entry++)
        {
            if (!segment.IsDead(entry))
            {
                entries[segment.Hashes[entry]] = (segment, entry);
            }
        }
    }

    public void Remove(string id)
    {
        if (entries.Remove(HashOf(id), out (ArchiveSegment Segment, int Entry) found) && found.Segment.Kill(found.Entry))
        {
            killed.Add((found.Segment.Name, found.Entry));
        }
    }

    /// <summary>As recorded in a checkpoint.</summary>
    public void Kill(string segment, int entry)
    {
        if (segments.TryGetValue(segment, out ArchiveSegment? holder) && holder.Kill(entry)
            && entries.TryGetValue(holder.Hashes[entry], out (ArchiveSegment Segment, int Entry) current) && current == (holder, entry))
        {
            entries.Remove(holder.Hashes[entry]);
        }
    }

    /// <summary>What was removed since this was last asked, for the next checkpoint.</summary>
    public IReadOnlyList<(string Segment, int Entry)> TakeKilled()
    {
        List<(string, int)> taken = killed;
        killed = [];
        return taken;
    }

    public IEnumerable<(string Segment, int Entry)> AllKilled()
        => segments.Values.SelectMany(segment => segment.DeadEntries().Select(entry => (segment.Name, entry)));

    public void Clear()
    {
        entries.Clear();
        segments.Clear();
        killed = [];
    }

    /// <summary>Lets go of a segment of which nothing is left.</summary>
    public void Drop(ArchiveSegment segment) => segments.Remove(segment.Name);
}
