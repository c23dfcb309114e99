using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Engine.Journal;

/// <summary>Reads the journal from the checkpoint to its end by key, and seals its end for the new owner.</summary>
internal sealed class JournalReader(IJournalStore store, DurableEngineOptions options, Patience patience, ILogger log)
{
    private const int Ahead = 32;

    private readonly Dictionary<(long, long), byte[]?> fetched = [];

    /// <summary>Entries read, oldest first, for trimming later.</summary>
    public List<JournalEntryKey> Keys { get; } = [];

    public long Bytes { get; private set; }

    /// <summary>The seal that this start put on its predecessor, if it had to.</summary>
    public (long Epoch, long Sequence, byte[] Content)? OwnSeal { get; private set; }

    /// <param name="head">The head as written when the hub was taken.</param>
    /// <param name="owner">Who writes the seal.</param>
    /// <param name="apply">Gets every record in order.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The number of the last entry.</returns>
    /// <exception cref="JournalDamagedException">An entry is damaged, foreign, or missing between others.</exception>
    /// <exception cref="HubOwnershipLostException">A later owner has sealed this epoch.</exception>
    public async Task<long> ReadToEnd(HubHead head, string owner, Action<byte[]> apply, CancellationToken cancellation)
    {
        Frames.Assembler assembler = new();
        long epoch = head.CheckpointEpoch;
        long sequence = head.CheckpointSequence + 1;
        while (true)
        {
            byte[]? content = await Fetch(epoch, sequence, cancellation) ?? await RequireEnd(epoch, sequence, cancellation);
            if (content is null)
            {
                if (epoch == head.Epoch)
                {
                    return sequence - 1;
                }

                byte[] seal = JournalEntry.WriteSeal(options.HubName, epoch, sequence, owner, head.Epoch);
                await patience.Until("seal the journal", () => store.TryInsertEntryAsync(epoch, sequence, seal, cancellation), null, cancellation);
                OwnSeal = (epoch, sequence, seal);
                continue;
            }

            JournalEntry entry = JournalEntry.Read(options.HubName, epoch, sequence, content, store.Description);
            if (entry.NextEpoch is { } next)
            {
                if (epoch == head.Epoch || next > head.Epoch)
                {
                    throw new HubOwnershipLostException(
                        $"Task hub '{options.HubName}' in {store.Description} was taken over by the owner of epoch {next} while this host started.");
                }

                if (assembler.HasPartial)
                {
                    log.LogInformation("The last record of epoch {Epoch} was not finished when its owner ended; it never took effect.", epoch);
                    assembler.DropPartial();
                }

                epoch = next;
                fetched.Clear();
                continue;
            }

            foreach (byte[] record in assembler.Read(entry.Content))
            {
                apply(record);
            }

            Keys.Add(new(epoch, sequence, content.Length));
            Bytes += content.Length;
            sequence++;
        }
    }

    private async Task<byte[]?> Fetch(long epoch, long sequence, CancellationToken cancellation)
    {
        if (!fetched.Remove((epoch, sequence), out byte[]? content))
        {
            // Several point reads at once, since each waits mostly for its answer.
            byte[]?[] next = await Task.WhenAll(Enumerable.Range(0, Ahead).Select(offset => patience.Until(
                "read the journal", () => store.ReadEntryAsync(epoch, sequence + offset, cancellation), null, cancellation)));
            for (int offset = 1; offset < Ahead; offset++)
            {
                fetched[(epoch, sequence + offset)] = next[offset];
            }

            content = next[0];
        }

        return content;
    }

    /// <returns>The entry, if its writer put it there while those after it were being read; null at the journal's end.</returns>
    private async Task<byte[]?> RequireEnd(long epoch, long sequence, CancellationToken cancellation)
    {
        long? later = fetched.Where(entry => entry.Value is not null && entry.Key.Item1 == epoch && entry.Key.Item2 > sequence)
            .Select(entry => (long?)entry.Key.Item2).Min();
        fetched.Clear();
        if (later is not { } found)
        {
            return null;
        }

        return await patience.Until("read the journal", () => store.ReadEntryAsync(epoch, sequence, cancellation), null, cancellation)
            ?? throw new JournalDamagedException(
                $"Journal entry {sequence} of epoch {epoch} of hub '{options.HubName}' in {store.Description} is missing, but entry {found} is there. "
                + "Restore the data folder from a copy, or give the hub up (another hub name, or an empty data folder).");
    }
}
