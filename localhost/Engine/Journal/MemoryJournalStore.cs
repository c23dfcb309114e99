using System.Globalization;

namespace Boai.Localhost.Engine;

/// <summary>A journal in memory with the semantics of the real one; outlives the engines that use it, so tests can restart them.</summary>
public sealed class MemoryJournalStore : IJournalStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<(long Epoch, long Sequence), byte[]> entries = [];
    private readonly Dictionary<string, byte[]> blobs = new(StringComparer.Ordinal);
    private JournalHead? head;
    private long tags;

    public string Description => "memory";

    /// <summary>How many writes were made, of every kind.</summary>
    public long Writes { get; private set; }

    /// <summary>How many journal entries were inserted.</summary>
    public long EntriesWritten { get; private set; }

    /// <summary>How many journal entries are kept now.</summary>
    public int EntryCount
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
            }
        }
    }

    public Task InitializeAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<JournalHead?> ReadHeadAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            return Task.FromResult(head);
        }
    }

    public Task<string?> TryWriteHeadAsync(byte[] content, string? replaces, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (head?.Tag != replaces)
            {
                return Task.FromResult<string?>(null);
            }

            Writes++;
            head = new(content, (++tags).ToString(CultureInfo.InvariantCulture));
            return Task.FromResult<string?>(head.Tag);
        }
    }

    public Task<byte[]?> ReadEntryAsync(long epoch, long sequence, CancellationToken cancellation)
    {
        lock (gate)
        {
            return Task.FromResult(entries.GetValueOrDefault((epoch, sequence)));
        }
    }

    public Task<bool> TryInsertEntryAsync(long epoch, long sequence, byte[] content, CancellationToken cancellation)
    {
        lock (gate)
        {
            bool inserted = entries.TryAdd((epoch, sequence), content);
            if (inserted)
            {
                Writes++;
                EntriesWritten++;
            }

            return Task.FromResult(inserted);
        }
    }

    public Task DeleteEntriesAsync(IReadOnlyList<JournalEntryKey> entries, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entries);
        lock (gate)
        {
            Writes++;
            foreach (JournalEntryKey key in entries)
            {
                this.entries.Remove((key.Epoch, key.Sequence));
            }

            return Task.CompletedTask;
        }
    }

    public Task WriteBlobAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        lock (gate)
        {
            Writes++;
            blobs[name] = content.ToArray();
            return Task.CompletedTask;
        }
    }

    public Task<byte[]?> ReadBlobAsync(string name, CancellationToken cancellation)
    {
        lock (gate)
        {
            return Task.FromResult(blobs.GetValueOrDefault(name));
        }
    }

    public Task<byte[]?> ReadBlobAsync(string name, long offset, int length, CancellationToken cancellation)
    {
        lock (gate)
        {
            return Task.FromResult(blobs.GetValueOrDefault(name) is { } content
                ? content.AsSpan((int)offset, Math.Min(length, content.Length - (int)offset)).ToArray()
                : null);
        }
    }

    public Task DeleteBlobAsync(string name, CancellationToken cancellation)
    {
        lock (gate)
        {
            Writes++;
            blobs.Remove(name);
            return Task.CompletedTask;
        }
    }

    /// <summary>A copy of the present content: what a storage emulator has on its disk, to go back to after a simulated crash.</summary>
    public MemoryJournalStore Copy()
    {
        lock (gate)
        {
            MemoryJournalStore copy = new() { head = head, tags = tags + 1_000_000 };
            foreach (((long, long) key, byte[] content) in entries)
            {
                copy.entries.Add(key, content);
            }

            foreach ((string name, byte[] content) in blobs)
            {
                copy.blobs.Add(name, content);
            }

            return copy;
        }
    }

    /// <summary>Takes over the content of another store, losing what was written since that copy was made.</summary>
    public void GoBackTo(MemoryJournalStore earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        MemoryJournalStore kept = earlier.Copy();
        lock (gate)
        {
            head = kept.head;
            tags = Math.Max(tags, kept.tags);
            entries.Clear();
            foreach (((long, long) key, byte[] content) in kept.entries)
            {
                entries.Add(key, content);
            }

            blobs.Clear();
            foreach ((string name, byte[] content) in kept.blobs)
            {
                blobs.Add(name, content);
            }
        }
    }

    /// <summary>Changes an entry behind the engine's back, as a broken disk would.</summary>
    public void Damage(Func<(long Epoch, long Sequence), byte[], byte[]?> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (gate)
        {
            foreach (((long, long) key, byte[] content) in entries.ToArray())
            {
                if (change(key, content) is { } changed)
                {
                    entries[key] = changed;
                }
                else
                {
                    entries.Remove(key);
                }
            }
        }
    }
}
