namespace Boai.Localhost.Engine;

/// <summary>
/// Where an engine keeps its journal: entries that can be inserted once under their key, one head row changed by compare-and-swap,
/// and blobs. Nothing here needs a query.
/// </summary>
/// <remarks>
/// Every method may throw <see cref="JournalUnavailableException"/>; the caller then does not know whether the change was made,
/// and reads back by key.
/// </remarks>
public interface IJournalStore
{
    /// <summary>What a person knows the store by, for messages.</summary>
    string Description { get; }

    /// <summary>Makes what must exist before anything else works; harmless when it exists.</summary>
    Task InitializeAsync(CancellationToken cancellation);

    /// <returns>The head, or null if the hub is new.</returns>
    Task<JournalHead?> ReadHeadAsync(CancellationToken cancellation);

    /// <param name="content">The new content.</param>
    /// <param name="replaces">The tag of the head it replaces; null to create it.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The new tag, or null if the head is not the one that was to be replaced.</returns>
    Task<string?> TryWriteHeadAsync(byte[] content, string? replaces, CancellationToken cancellation);

    /// <returns>The entry's content, or null if there is none.</returns>
    Task<byte[]?> ReadEntryAsync(long epoch, long sequence, CancellationToken cancellation);

    /// <summary>Inserts an entry whole or not at all.</summary>
    /// <returns>False if there is an entry of that key.</returns>
    Task<bool> TryInsertEntryAsync(long epoch, long sequence, byte[] content, CancellationToken cancellation);

    /// <summary>Deletes entries that are no longer needed; those that do not exist are passed over.</summary>
    Task DeleteEntriesAsync(IReadOnlyList<JournalEntryKey> entries, CancellationToken cancellation);

    Task WriteBlobAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <returns>The content, or null if there is no such blob.</returns>
    Task<byte[]?> ReadBlobAsync(string name, CancellationToken cancellation);

    /// <returns>The part of the content, or null if there is no such blob.</returns>
    Task<byte[]?> ReadBlobAsync(string name, long offset, int length, CancellationToken cancellation);

    Task DeleteBlobAsync(string name, CancellationToken cancellation);
}

/// <param name="Epoch">The owner's epoch.</param>
/// <param name="Sequence">The number of the entry.</param>
/// <param name="Bytes">How long its content is.</param>
public readonly record struct JournalEntryKey(long Epoch, long Sequence, int Bytes);

/// <param name="Content">The head's content.</param>
/// <param name="Tag">Changes with every write.</param>
public sealed record JournalHead(byte[] Content, string Tag);

/// <summary>The store did not answer, or not clearly; whether a change was made is unknown.</summary>
public sealed class JournalUnavailableException : Exception
{
    public JournalUnavailableException()
    {
    }

    public JournalUnavailableException(string message)
        : base(message)
    {
    }

    public JournalUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The journal is damaged, or not this engine's; the message names the entry.</summary>
public sealed class JournalDamagedException : Exception
{
    public JournalDamagedException()
    {
    }

    public JournalDamagedException(string message)
        : base(message)
    {
    }

    public JournalDamagedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Another engine owns the task hub; the message says which.</summary>
public sealed class HubOwnershipLostException : Exception
{
    public HubOwnershipLostException()
    {
    }

    public HubOwnershipLostException(string message)
        : base(message)
    {
    }

    public HubOwnershipLostException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
