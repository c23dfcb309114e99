using Boai.Localhost.Engine;

namespace Boai.Tests.Localhost.Durability;

/// <summary>Passes everything on and counts the entries.</summary>
internal sealed class CountingStore(IJournalStore inner) : IJournalStore
{
    private int inserted;
    private int deleted;

    public int Inserted => inserted;

    public int Deleted => deleted;

    /// <summary>The key of the last entry that was inserted.</summary>
    public (long Epoch, long Sequence) Last { get; private set; }

    /// <summary>Stands between the engine and an insert.</summary>
    public Func<Func<Task<bool>>, Task<bool>>? AroundInsert { get; set; }

    public string Description => inner.Description;

    public Task InitializeAsync(CancellationToken cancellation) => inner.InitializeAsync(cancellation);

    public Task<JournalHead?> ReadHeadAsync(CancellationToken cancellation) => inner.ReadHeadAsync(cancellation);

    public Task<string?> TryWriteHeadAsync(byte[] content, string? replaces, CancellationToken cancellation)
        => inner.TryWriteHeadAsync(content, replaces, cancellation);

    public Task<byte[]?> ReadEntryAsync(long epoch, long sequence, CancellationToken cancellation)
        => inner.ReadEntryAsync(epoch, sequence, cancellation);

    public async Task<bool> TryInsertEntryAsync(long epoch, long sequence, byte[] content, CancellationToken cancellation)
    {
        bool done = AroundInsert is { } around
            ? await around(() => inner.TryInsertEntryAsync(epoch, sequence, content, cancellation))
            : await inner.TryInsertEntryAsync(epoch, sequence, content, cancellation);
        if (done)
        {
            Interlocked.Increment(ref inserted);
            Last = (epoch, sequence);
        }

        return done;
    }

    public Task DeleteEntriesAsync(IReadOnlyList<JournalEntryKey> entries, CancellationToken cancellation)
    {
        Interlocked.Add(ref deleted, entries.Count);
        return inner.DeleteEntriesAsync(entries, cancellation);
    }

    public Task WriteBlobAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
        => inner.WriteBlobAsync(name, content, cancellation);

    public Task<byte[]?> ReadBlobAsync(string name, CancellationToken cancellation) => inner.ReadBlobAsync(name, cancellation);

    public Task<byte[]?> ReadBlobAsync(string name, long offset, int length, CancellationToken cancellation)
        => inner.ReadBlobAsync(name, offset, length, cancellation);

    public Task DeleteBlobAsync(string name, CancellationToken cancellation) => inner.DeleteBlobAsync(name, cancellation);
}
