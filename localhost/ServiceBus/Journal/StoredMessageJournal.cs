using System.Globalization;
using Boai.Localhost.Engine;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.ServiceBus;

/// <summary>
/// The broker's journal in the store that the durable engine uses too: entries inserted once under epoch and number, one head
/// changed by compare-and-swap, checkpoints in blobs.
/// </summary>
/// <remarks>
/// Opening begins an epoch and closes the earlier ones by a seal in the place of their next entry: a writer that was only
/// asleep finds its next place taken, so the store itself refuses it. Seals stay when their epoch's entries are deleted.
/// </remarks>
/// <param name="store">Under a name of the broker's own.</param>
/// <param name="time">Tells how long the store was not heard of; null for the machine's.</param>
public sealed class StoredMessageJournal(IJournalStore store, ILogger logger, TimeProvider? time = null) : IMessageJournal
{
    // An emulator that was killed needs longer to come back, and within less nothing that it had confirmed can be gone.
    private static readonly TimeSpan SuspiciousGap = TimeSpan.FromMilliseconds(250);

    private static readonly byte[] Seal = [0xFF];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource closing = new();
    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly List<byte[]> sinceCheckpoint = [];
    private long lastAnswer;
    private JournalHeadState head = new(0, null, [], []);
    private string? tag;
    private long sequence;
    private List<JournalGarbage> covered = [];
    private Task cleaning = Task.CompletedTask;

    /// <inheritdoc/>
    public int LargestEntry => 2560 * 1024;

    /// <inheritdoc/>
    public bool WantsCheckpoint { get; private set; }

    /// <inheritdoc/>
    public async Task<JournalContents> OpenAsync(CancellationToken cancellation)
    {
        await store.InitializeAsync(cancellation);
        JournalHead? found = await store.ReadHeadAsync(cancellation);
        JournalHeadState before = found is null ? head : JournalHeadState.Decode(found.Content);
        head = before with { Epoch = before.Epoch + 1, Segments = [.. before.Segments, new JournalSegment(before.Epoch + 1, 1)] };
        tag = await store.TryWriteHeadAsync(head.Encode(), found?.Tag, cancellation) ?? throw new JournalOwnershipException();

        List<ReadOnlyMemory<byte>> entries = [];
        foreach (JournalSegment segment in before.Segments)
        {
            int[] sizes = await ReadSegmentAsync(segment, entries, cancellation);
            covered.Add(new JournalGarbage(segment.Epoch, segment.First, sizes, null));
        }

        // What the writer before confirmed in its last seconds may still be lost by the store; a checkpoint says it again.
        WantsCheckpoint = entries.Count > 0;
        byte[]? checkpoint = head.Checkpoint is null ? null : await store.ReadBlobAsync(head.Checkpoint, cancellation);
        if (head.Checkpoint is { } name && checkpoint is null)
        {
            WantsCheckpoint = true;
            JournalContents made = await ReadReplacedAsync(name, cancellation);
            checkpoint = made.Checkpoint;
            entries.InsertRange(0, made.Entries);
        }

        lastAnswer = time.GetTimestamp();
        return new JournalContents(checkpoint, entries);
    }

    /// <inheritdoc/>
    public async Task AppendAsync(ReadOnlyMemory<byte> entry, CancellationToken cancellation)
    {
        byte[] content = entry.ToArray();
        long place = sequence + 1;
        bool away = false;
        bool suspicious = time.GetElapsedTime(lastAnswer) > SuspiciousGap;
        while (true)
        {
            try
            {
                if (away || (suspicious && await HasLostAsync(cancellation)))
                {
                    await RestoreAsync(cancellation);
                    away = true;
                }

                suspicious = false;

                await InsertAsync(place, content, cancellation);
                break;
            }
            catch (JournalUnavailableException unavailable)
            {
                if (!away)
                {
                    logger.LogWarning("The broker's journal is out of reach ({Reason}); messages wait.", unavailable.Message);
                }

                away = true;
                await Task.Delay(Pause, closing.Token);
            }
        }

        if (away)
        {
            logger.LogInformation("The broker's journal is back.");
            WantsCheckpoint = true;
        }

        sequence = place;
        sinceCheckpoint.Add(content);
        lastAnswer = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public async Task CheckpointAsync(ReadOnlyMemory<byte> checkpoint, CancellationToken cancellation)
    {
        await cleaning;
        string name = string.Create(CultureInfo.InvariantCulture, $"{head.Epoch:D8}-{sequence:D14}.checkpoint");
        try
        {
            await store.WriteBlobAsync(name, checkpoint, cancellation);
            string? oldBlob = head.Checkpoint == name ? null : head.Checkpoint;
            int[] sizes = [.. sinceCheckpoint.Select(entry => entry.Length)];
            JournalGarbage[] replaced =
                [.. covered.Select(item => item with { ReplacedBy = name }), new JournalGarbage(head.Epoch, head.Segments[^1].First, sizes, oldBlob, name)];
            JournalGarbage[] older = [.. head.Garbage];
            JournalHeadState next = new(head.Epoch, name, [new JournalSegment(head.Epoch, sequence + 1)], [.. older, .. replaced]);
            await WriteHeadAsync(next, cancellation);
            covered = [];
            sinceCheckpoint.Clear();
            WantsCheckpoint = false;
            lastAnswer = time.GetTimestamp();
            cleaning = CleanAsync(older);
        }
        catch (JournalUnavailableException unavailable)
        {
            // The entries still stand; the next commit asks again.
            logger.LogWarning("No checkpoint of the broker's journal now ({Reason}).", unavailable.Message);
            WantsCheckpoint = true;
        }
    }

    /// <summary>Gives up waiting for a store that is away, and deleting; looks whether all is there that was confirmed.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await cleaning;
        try
        {
            if (tag is not null && time.GetElapsedTime(lastAnswer) > SuspiciousGap && await HasLostAsync(CancellationToken.None))
            {
                await RestoreAsync(CancellationToken.None);
            }
        }
        catch (Exception unsure) when (unsure is JournalUnavailableException or JournalOwnershipException)
        {
            logger.LogDebug("Whether the broker's journal is whole could not be seen at the end ({Reason}).", unsure.Message);
        }

        closing.Dispose();
    }

    /// <summary>
    /// A checkpoint's blob and the head that names it are saved by the emulator at different moments, so the blob alone may be
    /// lost. What it was made of is kept until the next checkpoint.
    /// </summary>
    private async Task<JournalContents> ReadReplacedAsync(string lost, CancellationToken cancellation)
    {
        JournalGarbage[] made = [.. head.Garbage.Where(item => item.ReplacedBy == lost)];
        if (made is [])
        {
            throw Missing($"checkpoint '{lost}'");
        }

        logger.LogWarning("The broker's checkpoint '{Name}' is lost; its messages are read from what it was made of.", lost);
        List<ReadOnlyMemory<byte>> entries = [];
        foreach (JournalEntryKey key in made.SelectMany(item => item.Keys()))
        {
            entries.Add(await store.ReadEntryAsync(key.Epoch, key.Sequence, cancellation) ?? throw Missing($"entry {key.Epoch}/{key.Sequence}"));
        }

        byte[]? before = made[^1].Blob is { } name ? await store.ReadBlobAsync(name, cancellation) ?? throw Missing($"checkpoint '{name}'") : null;
        return new JournalContents(before, entries);
    }

    private InvalidDataException Missing(string what) =>
        new($"The broker's {what} is missing in {store.Description}. Restore it, or delete the data folder to begin anew.");

    /// <summary>The emulator goes back as a whole, so if the last thing that it confirmed is there, everything is.</summary>
    private async Task<bool> HasLostAsync(CancellationToken cancellation) =>
        (sinceCheckpoint.Count > 0 && await store.ReadEntryAsync(head.Epoch, sequence, cancellation) is null)
        || (await store.ReadHeadAsync(cancellation))?.Tag != tag
        || (head.Checkpoint is { } name && await store.ReadBlobAsync(name, 0, 1, cancellation) is null);

    private async Task<int[]> ReadSegmentAsync(JournalSegment segment, List<ReadOnlyMemory<byte>> entries, CancellationToken cancellation)
    {
        int before = entries.Count;
        for (long place = segment.First; ; place++)
        {
            byte[]? entry = await store.ReadEntryAsync(segment.Epoch, place, cancellation);
            if (entry is null && !await store.TryInsertEntryAsync(segment.Epoch, place, Seal, cancellation))
            {
                // The writer of that epoch was faster; its entry counts, and the seal goes behind it.
                entry = await store.ReadEntryAsync(segment.Epoch, place, cancellation);
            }

            if (entry is null || entry.AsSpan().SequenceEqual(Seal))
            {
                return [.. entries.Skip(before).Select(read => read.Length)];
            }

            entries.Add(entry);
        }
    }

    /// <summary>A place that is taken may hold this very entry: a write whose answer was lost.</summary>
    private async Task InsertAsync(long place, byte[] content, CancellationToken cancellation)
    {
        if (!await store.TryInsertEntryAsync(head.Epoch, place, content, cancellation))
        {
            byte[]? there = await store.ReadEntryAsync(head.Epoch, place, cancellation);
            if (there is null || !there.AsSpan().SequenceEqual(content))
            {
                throw new JournalOwnershipException();
            }
        }
    }

    private async Task WriteHeadAsync(JournalHeadState next, CancellationToken cancellation)
    {
        byte[] content = next.Encode();
        string? written = await store.TryWriteHeadAsync(content, tag, cancellation);
        if (written is null)
        {
            JournalHead? there = await store.ReadHeadAsync(cancellation);
            written = there is not null && there.Content.AsSpan().SequenceEqual(content) ? there.Tag : throw new JournalOwnershipException();
        }

        (head, tag) = (next, written);
    }

    /// <summary>An emulator that was killed comes back without its last seconds: what is missing is written again.</summary>
    private async Task RestoreAsync(CancellationToken cancellation)
    {
        await store.InitializeAsync(cancellation);
        JournalHead? there = await store.ReadHeadAsync(cancellation);
        if (there is not null && JournalHeadState.Decode(there.Content).Epoch > head.Epoch)
        {
            throw new JournalOwnershipException();
        }

        if (there?.Tag != tag)
        {
            tag = await store.TryWriteHeadAsync(head.Encode(), there?.Tag, cancellation) ?? throw new JournalOwnershipException();
        }

        long first = sequence - sinceCheckpoint.Count + 1;
        for (int index = 0; index < sinceCheckpoint.Count; index++)
        {
            await InsertAsync(first + index, sinceCheckpoint[index], cancellation);
        }
    }

    /// <summary>Deletes what the checkpoint before the last one replaced; the last one's stays as long as that may be lost itself.</summary>
    private async Task CleanAsync(JournalGarbage[] garbage)
    {
        try
        {
            foreach (JournalGarbage item in garbage)
            {
                await store.DeleteEntriesAsync(item.Keys(), closing.Token);
                if (item.Blob is { } blob)
                {
                    await store.DeleteBlobAsync(blob, closing.Token);
                }
            }

            head = head with { Garbage = [.. head.Garbage.Skip(garbage.Length)] };
        }
        catch (Exception interrupted) when (interrupted is JournalUnavailableException or OperationCanceledException)
        {
            logger.LogDebug("Replaced entries of the broker's journal are deleted later ({Reason}).", interrupted.Message);
        }
    }
}
