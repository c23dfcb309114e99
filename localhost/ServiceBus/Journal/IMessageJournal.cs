namespace Boai.Localhost.ServiceBus;

/// <summary>
/// The durable log of one broker: opaque entries in order, now and then replaced by one checkpoint. It has one writer;
/// whoever opens it takes it from the writer before.
/// </summary>
public interface IMessageJournal : IAsyncDisposable
{
    /// <summary>Takes the journal over and reads what it holds.</summary>
    /// <exception cref="JournalOwnershipException">Another broker took it over in the same moment.</exception>
    Task<JournalContents> OpenAsync(CancellationToken cancellation);

    /// <summary>Adds one entry. When the task ends the entry is durable.</summary>
    /// <param name="entry">At most <see cref="LargestEntry"/> bytes.</param>
    /// <param name="cancellation">Ends the wait; the entry may or may not have become durable.</param>
    /// <exception cref="JournalOwnershipException">Another broker has taken the journal; nothing was written.</exception>
    Task AppendAsync(ReadOnlyMemory<byte> entry, CancellationToken cancellation);

    /// <summary>Replaces everything appended so far by one checkpoint.</summary>
    /// <exception cref="JournalOwnershipException">Another broker has taken the journal.</exception>
    Task CheckpointAsync(ReadOnlyMemory<byte> checkpoint, CancellationToken cancellation);

    /// <summary>True when the store was away and may have lost what it had confirmed: a checkpoint makes the journal whole again.</summary>
    bool WantsCheckpoint { get; }

    /// <summary>The most bytes that one entry can hold.</summary>
    int LargestEntry { get; }
}

/// <summary>What a journal holds when it is opened.</summary>
/// <param name="Checkpoint">The last checkpoint, or null.</param>
/// <param name="Entries">The entries since, in order.</param>
public sealed record JournalContents(byte[]? Checkpoint, IReadOnlyList<ReadOnlyMemory<byte>> Entries);
