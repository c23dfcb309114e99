using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Engine.Journal;

/// <summary>
/// Appends entries, one at a time, each under the next number. An entry that exists already is read back to see whose it is: ours, after
/// an answer that was lost; or another's, and then this engine is no longer the owner.
/// </summary>
/// <remarks>
/// The storage emulator confirms writes before it saves them. So the entries of the last minute stay in memory: when the emulator turns
/// out to have gone back, they are written again.
/// </remarks>
internal sealed class JournalWriter(IJournalStore store, DurableEngineOptions options, HubOwnership ownership, Patience patience, ILogger log)
{
    private static readonly TimeSpan SuspiciousGap = TimeSpan.FromMilliseconds(250);

    private readonly LinkedList<Written> recent = new();
    private readonly Turnstile repairing = new();
    private long epoch;
    private long lastAnswer;

    /// <summary>The number of the last entry.</summary>
    public long Sequence { get; private set; }

    public long Epoch => epoch;

    public void ContinueAfter(long epoch, long sequence)
    {
        this.epoch = epoch;
        Sequence = sequence;
        lastAnswer = options.InfrastructureTime.GetTimestamp();
    }

    /// <summary>Keeps an entry that is not ours but must outlive a loss as ours do: the seal on our predecessor.</summary>
    public void Remember(long epoch, long sequence, byte[] content)
        => recent.AddLast(new Written(epoch, sequence, content, options.InfrastructureTime.GetTimestamp()));

    /// <returns>How many bytes were written.</returns>
    /// <exception cref="HubOwnershipLostException">The entry's place is taken by another owner.</exception>
    public async Task<int> Append(ReadOnlyMemory<byte> frames, CancellationToken cancellation)
    {
        if (!ownership.IsLeaseRunning)
        {
            // We may have been asleep: make sure before anything else happens.
            await ownership.Write(head => head, cancellation);
        }

        if (IsGapSuspicious)
        {
            // Long enough for the emulator to have been restarted unnoticed: is what came before still there? If not, it must be
            // before this entry is, or a crash in between would leave a hole.
            await Check(cancellation);
        }

        long sequence = Sequence + 1;
        byte[] content = JournalEntry.WriteRecords(options.HubName, epoch, sequence, ownership.Owner, frames.Span);
        while (!await patience.Until(
            "append to the journal",
            () => store.TryInsertEntryAsync(epoch, sequence, content, cancellation),
            () => Repair(cancellation),
            cancellation))
        {
            if (await IsOurs(sequence, content, cancellation))
            {
                break;
            }

            // Refused, and then not there: the storage has gone back in between, or a later owner has cleared up.
            await ownership.Write(head => head, cancellation);
        }

        Sequence = sequence;
        bool gap = IsGapSuspicious;
        lastAnswer = options.InfrastructureTime.GetTimestamp();
        lock (recent)
        {
            recent.AddLast(new Written(epoch, sequence, content, lastAnswer));
            while (recent.Count > 1 && options.InfrastructureTime.GetElapsedTime(recent.First!.Value.At) > options.StorageSettles)
            {
                recent.RemoveFirst();
            }
        }

        if (gap)
        {
            await Check(cancellation);
        }

        return content.Length;
    }

    private bool IsGapSuspicious => options.InfrastructureTime.GetElapsedTime(lastAnswer) > SuspiciousGap;

    private async Task Check(CancellationToken cancellation)
    {
        await Repair(cancellation);
        lastAnswer = options.InfrastructureTime.GetTimestamp();
    }

    /// <summary>Writes again what the storage confirmed and lost.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="thorough">Looks at every kept entry, because more than one may have been written since the loss.</param>
    public async Task Repair(CancellationToken cancellation, bool thorough = false)
    {
        using IDisposable turn = await repairing.Enter(cancellation);
        await Patiently(async () =>
        {
            await store.InitializeAsync(cancellation);
            return true;
        });
        Written[] kept;
        lock (recent)
        {
            kept = [.. recent];
        }

        // What is lost is lost from the end: go back until one is found. The very last may have come after the loss.
        Stack<Written> missing = new();
        for (int at = kept.Length - 1; at >= 0; at--)
        {
            Written entry = kept[at];
            bool isThere = await Patiently(() => store.ReadEntryAsync(entry.Epoch, entry.Sequence, cancellation)) is not null;
            if (!isThere)
            {
                missing.Push(entry);
            }
            else if (!thorough && at < kept.Length - 1)
            {
                break;
            }
        }

        if (missing.Count == 0)
        {
            return;
        }

        (long first, long last, int count) = (missing.Min(entry => entry.Sequence), missing.Max(entry => entry.Sequence), missing.Count);
        foreach (Written entry in missing)
        {
            bool isThere = false;
            while (!isThere)
            {
                isThere = await Patiently(() => store.TryInsertEntryAsync(entry.Epoch, entry.Sequence, entry.Content, cancellation))
                    || await IsOurs(entry.Sequence, entry.Content, cancellation, entry.Epoch);
            }
        }

        log.LogWarning(
            "The storage lost {Count} journal entries that it had confirmed ({First} to {Last}); they were written again from memory.",
            count, first, last);

        // Each request by itself: beginning anew after each failure would never end in bad weather.
        Task<T> Patiently<T>(Func<Task<T>> request) => patience.Until("check the journal", request, null, cancellation);
    }

    /// <returns>Whether the entry is there and ours; false if there is none.</returns>
    /// <exception cref="HubOwnershipLostException">It is another's.</exception>
    private async Task<bool> IsOurs(long sequence, byte[] content, CancellationToken cancellation, long? ofEpoch = null)
    {
        byte[]? found = await patience.Until(
            "read back the journal", () => store.ReadEntryAsync(ofEpoch ?? epoch, sequence, cancellation), null, cancellation);
        if (found is null || found.AsSpan().SequenceEqual(content))
        {
            return found is not null;
        }

        string whose = JournalEntry.Read(options.HubName, ofEpoch ?? epoch, sequence, found, store.Description) is { NextEpoch: { } next }
            ? $"the owner of epoch {next}"
            : "another owner";
        throw new HubOwnershipLostException(
            $"Journal entry {sequence} of epoch {ofEpoch ?? epoch} of hub '{options.HubName}' was written by {whose}; "
            + "this host is no longer the owner and stops.");
    }

    private sealed record Written(long Epoch, long Sequence, byte[] Content, long At);
}
