using System.Globalization;
using Boai.Localhost.Engine;

namespace Boai.Localhost.Testing.Simulation;

/// <summary>
/// The storage emulator: confirms at once, saves tables and blobs every now and then and not at the same moment, and goes back to what
/// it saved when it is killed.
/// </summary>
internal sealed class SimulatedStorage
{
    private readonly SimulatedWorld world;
    private Tables tables = new([], null);
    private Tables savedTables = new([], null);
    private Dictionary<string, byte[]> blobs = new(StringComparer.Ordinal);
    private Dictionary<string, byte[]> savedBlobs = new(StringComparer.Ordinal);
    private bool areTablesDirty;
    private bool areBlobsDirty;
    private long tags;

    public SimulatedStorage(SimulatedWorld world) => this.world = world;

    public bool IsUp { get; private set; } = true;

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    public long Inserts { get; private set; }

    public JournalHead? Head => tables.Head;

    public string? WriteHead(byte[] content, string? replaces)
    {
        if (tables.Head?.Tag != replaces)
        {
            return null;
        }

        tables = tables with { Head = new(content, (++tags).ToString(CultureInfo.InvariantCulture)) };
        TablesChanged();
        return tables.Head!.Tag;
    }

    public byte[]? ReadEntry(long epoch, long sequence) => tables.Entries.GetValueOrDefault((epoch, sequence));

    public bool Insert(long epoch, long sequence, byte[] content)
    {
        Inserts++;
        TablesChanged();
        return tables.Entries.TryAdd((epoch, sequence), content);
    }

    public void Delete(IReadOnlyList<JournalEntryKey> entries)
    {
        TablesChanged();
        foreach (JournalEntryKey key in entries)
        {
            tables.Entries.Remove((key.Epoch, key.Sequence));
        }
    }

    public void WriteBlob(string name, byte[] content)
    {
        blobs[name] = content;
        BlobsChanged();
    }

    public byte[]? ReadBlob(string name) => blobs.GetValueOrDefault(name);

    public void DeleteBlob(string name)
    {
        blobs.Remove(name);
        BlobsChanged();
    }

    public void Stop()
    {
        IsUp = false;
        world.Trace("storage does not answer");
    }

    public void Start()
    {
        IsUp = true;
        world.Trace("storage answers");
    }

    /// <summary>Ends as by a power cut: what was not saved is gone.</summary>
    public void Kill()
    {
        Kills++;
        IsUp = false;
        int lost = tables.Entries.Count - savedTables.Entries.Count;
        tables = savedTables with { Entries = new(savedTables.Entries) };
        blobs = new(savedBlobs, StringComparer.Ordinal);
        world.Trace($"storage killed, {lost} entries fewer");
    }

    /// <summary>The emulator saves some seconds after the first change since it last did.</summary>
    private void TablesChanged()
    {
        if (!areTablesDirty)
        {
            areTablesDirty = true;
            world.After(world.Between(4000, 6000), () =>
            {
                areTablesDirty = false;
                savedTables = tables with { Entries = new(tables.Entries) };
            });
        }
    }

    private void BlobsChanged()
    {
        if (!areBlobsDirty)
        {
            areBlobsDirty = true;
            world.After(world.Between(4000, 6000), () =>
            {
                areBlobsDirty = false;
                savedBlobs = new(blobs, StringComparer.Ordinal);
            });
        }
    }

    private sealed record Tables(Dictionary<(long Epoch, long Sequence), byte[]> Entries, JournalHead? Head);
}
