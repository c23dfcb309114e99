using Boai.Localhost.Engine.Archiving;
using Boai.Localhost.Engine.Journal;
using Boai.Localhost.Engine.Model;
using Boai.Localhost.Engine.Packing;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Engine.Core;

/// <summary>
/// Checkpoints: what changed since the last one goes into one blob, finished instances into another and out of memory; when the changes
/// outgrow the whole, the whole is written anew. The journal before the checkpoint is deleted once the storage has surely saved it.
/// </summary>
internal sealed partial class EngineCore
{
    private readonly List<Instance> dirtyInstances = [];
    private readonly List<Entity> dirtyEntities = [];
    private readonly HashSet<long> removedOrdinals = [];
    private readonly HashSet<string> removedEntities = [];
    private readonly List<JournalEntryKey> entriesSinceCheckpoint = [];
    private readonly LinkedList<Settling> settling = new();
    private long bytesSinceCheckpoint;
    private long wholeBytes;
    private long changeBytes;
    private long lastCheckpointNumber;
    private bool isCheckpointing;
    private bool isSettling;
    private Task lastCheckpoint = Task.CompletedTask;

    private void NoteJournalEntry(int bytes)
    {
        entriesSinceCheckpoint.Add(new(writer.Epoch, writer.Sequence, bytes));
        bytesSinceCheckpoint += bytes;
    }

    private bool IsCheckpointDue => bytesSinceCheckpoint >= options.CheckpointAfterBytes
        || entriesSinceCheckpoint.Count >= options.CheckpointAfterEntries;

    private CheckpointDraft? DraftCheckpointIfDue() => IsCheckpointDue && !isCheckpointing ? DraftCheckpoint() : null;

    /// <summary>Packs the state as it is after the commit that is about to be made.</summary>
    private CheckpointDraft DraftCheckpoint()
    {
        isCheckpointing = true;
        long number = ++lastCheckpointNumber;
        bool whole = ownership.Head.Files.Count == 0 || changeBytes > wholeBytes || ownership.Head.Files.Count >= 16;
        string suffix = $"{writer.Epoch:D8}-{number:D8}";

        List<Instance> changed = whole ? [.. state.Instances] : [.. dirtyInstances.Where(instance => state.Find(instance.Ordinal) == instance)];
        List<Instance> finished = [.. changed.Where(instance => instance.IsFinished).OrderBy(instance => instance.Ordinal)];
        (ArchiveSegment Segment, byte[] Blob)? archived = finished.Count == 0 ? null : ArchiveSegment.Make("archive-" + suffix, finished);
        changed.RemoveAll(instance => instance.IsFinished);

        List<ArchiveSegment> empty = [.. state.Archive.Segments.Where(segment => segment.DeadCount == segment.Count)];
        IReadOnlyList<(string, int)> killed = state.Archive.TakeKilled();
        List<ArchiveSegment> segments = [];
        if (whole)
        {
            killed = [.. state.Archive.AllKilled().Where(entry => !empty.Exists(segment => segment.Name == entry.Segment))];
            segments.AddRange(state.Archive.Segments.Except(empty));
        }

        if (archived is { } made)
        {
            segments.Add(made.Segment);
        }

        PackWriter file = CheckpointFile.Write(
            whole,
            state,
            changed,
            whole ? [] : [.. removedOrdinals, .. finished.Select(instance => instance.Ordinal)],
            whole ? [.. state.Entities.Values] : [.. dirtyEntities.Where(entity => state.FindEntity(entity.Id) == entity)],
            whole ? [] : [.. removedEntities.Where(id => state.FindEntity(id) is null)],
            segments,
            whole ? [] : [.. empty.Select(segment => segment.Name)],
            killed);

        foreach (ArchiveSegment segment in empty)
        {
            state.Archive.Drop(segment);
        }

        foreach (Instance instance in dirtyInstances)
        {
            instance.IsDirty = false;
        }

        foreach (Entity entity in dirtyEntities)
        {
            entity.IsDirty = false;
        }

        dirtyInstances.Clear();
        dirtyEntities.Clear();
        removedOrdinals.Clear();
        removedEntities.Clear();
        if (whole)
        {
            (wholeBytes, changeBytes) = (file.Length, 0);
        }
        else
        {
            changeBytes += file.Length;
        }

        return new(number, whole, "checkpoint-" + suffix, file, archived, [.. finished.Select(instance => (instance, instance.LastRecord))], [.. empty.Select(segment => segment.Name)]);
    }

    private void StartCheckpoint(CheckpointDraft draft)
    {
        JournalEntryKey[] covered = [.. entriesSinceCheckpoint];
        entriesSinceCheckpoint.Clear();
        bytesSinceCheckpoint = 0;
        (long epoch, long sequence) = (writer.Epoch, writer.Sequence);
        lastCheckpoint = options.Scheduler is null
            ? Task.Run(() => Checkpoint(draft, covered, epoch, sequence))
            : Checkpoint(draft, covered, epoch, sequence);
    }

    private async Task Checkpoint(CheckpointDraft draft, JournalEntryKey[] covered, long epoch, long sequence)
    {
        try
        {
            Dictionary<string, byte[]> blobs = [];
            if (draft.Archived is { } archived)
            {
                Archive.Keep(archived.Segment.Name, archived.Blob);
                blobs.Add(archived.Segment.Name, archived.Blob);
            }

            blobs.Add(draft.Name, CheckpointFile.Seal(draft.File));
            foreach ((string name, byte[] blob) in blobs)
            {
                await WriteBlob(name, blob, stopping.Token);
            }

            List<string> obsolete = [.. draft.EmptySegments];
            await ownership.Write(head =>
            {
                if (draft.IsWhole)
                {
                    obsolete.AddRange(head.Files);
                }

                // The fallback stays at the last checkpoint that is surely on disk, however many follow before the next one is.
                HubHead next = head.HasFallback
                    ? head
                    : head with { FallbackEpoch = head.CheckpointEpoch, FallbackSequence = head.CheckpointSequence, FallbackFiles = head.Files };
                return next with
                {
                    CheckpointEpoch = epoch,
                    CheckpointSequence = sequence,
                    CheckpointNumber = draft.Number,
                    Files = draft.IsWhole ? [draft.Name] : [.. head.Files, draft.Name],
                };
            }, stopping.Token);
            HubHead written = ownership.Head;
            Post(() => CheckpointDone(draft, new(written, blobs, covered, obsolete, IsRestorable: true, options.InfrastructureTime.GetTimestamp())));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The journal has it all; the next start reads that.
            log.LogDebug("A checkpoint was given up because the engine stops.");
        }
#pragma warning disable CA1031 // the outcome of the engine, not of this call
        catch (Exception lost)
        {
            Fail(lost);
        }
#pragma warning restore CA1031
    }

    private void CheckpointDone(CheckpointDraft draft, Settling written)
    {
        isCheckpointing = false;
        if (draft.Archived is { } archived)
        {
            state.Archive.Add(archived.Segment);
            foreach ((Instance instance, long record) in draft.Finished)
            {
                if (instance.LastRecord == record && state.Find(instance.Ordinal) == instance)
                {
                    state.Forget(instance);
                }
                else
                {
                    // Rewound, replaced or purged since: the archived copy does not count.
                    state.Archive.Remove(instance.Id);
                }
            }
        }

        settling.AddLast(written);
    }

    /// <summary>
    /// A checkpoint that an earlier owner of the hub did not live to settle: it has been read now, so in a while it is surely on disk,
    /// and what it made superfluous goes then.
    /// </summary>
    private void SettlePredecessors(HubHead head)
    {
        if (head.HasFallback)
        {
            Dictionary<string, byte[]> blobs = head.Files.Except(head.FallbackFiles).ToDictionary(name => name, _ => Array.Empty<byte>());
            List<string> obsolete = [.. head.FallbackFiles.Except(head.Files)];
            settling.AddLast(new Settling(head, blobs, null, obsolete, IsRestorable: false, options.InfrastructureTime.GetTimestamp()));
        }
    }

    /// <summary>Called now and then: finishes checkpoints that the storage has had time to save.</summary>
    private void Settle()
    {
        if (!isSettling && settling.First is { } oldest
            && options.InfrastructureTime.GetElapsedTime(oldest.Value.Since) >= options.StorageSettles)
        {
            isSettling = true;
            _ = Settle(oldest);
        }
    }

    private async Task Settle(LinkedListNode<Settling> node)
    {
        Settling checkpoint = node.Value;
        try
        {
            if (!await IsStillThere(checkpoint))
            {
                Post(() =>
                {
                    isSettling = false;
                    node.Value = checkpoint with { Since = options.InfrastructureTime.GetTimestamp() };
                });
                return;
            }

            JournalEntryKey[] covered = checkpoint.Covered ?? await CoveredBetween(ownership.Head, checkpoint.Head);

            // From here on the checkpoint before may go.
            await ownership.Write(head => head.CheckpointNumber == checkpoint.Head.CheckpointNumber
                ? head with { FallbackEpoch = 0, FallbackSequence = 0, FallbackFiles = [] }
                : head with
                {
                    FallbackEpoch = checkpoint.Head.CheckpointEpoch,
                    FallbackSequence = checkpoint.Head.CheckpointSequence,
                    FallbackFiles = checkpoint.Head.Files,
                }, stopping.Token);
            foreach (JournalEntryKey[] chunk in covered.Chunk(500))
            {
                await patience.Until("trim the journal", async () =>
                {
                    await store.DeleteEntriesAsync(chunk, stopping.Token);
                    return true;
                }, null, stopping.Token);
            }

            foreach (string name in checkpoint.Obsolete)
            {
                await patience.Until("delete a blob", async () =>
                {
                    await store.DeleteBlobAsync(name, stopping.Token);
                    return true;
                }, null, stopping.Token);
            }

            foreach (string name in checkpoint.Blobs.Keys)
            {
                Archive.Settled(name);
            }

            Post(() =>
            {
                settling.Remove(node);
                isSettling = false;
                Settle();
            });
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            log.LogDebug("Trimming was given up because the engine stops; the next checkpoint makes up for it.");
        }
#pragma warning disable CA1031 // the outcome of the engine, not of this call
        catch (Exception lost)
        {
            Fail(lost);
        }
#pragma warning restore CA1031
    }

    /// <returns>False if something was lost, and written again from memory.</returns>
    private async Task<bool> IsStillThere(Settling checkpoint)
    {
        bool complete = true;
        foreach ((string name, byte[] blob) in checkpoint.Blobs)
        {
            byte[]? probe = await patience.Until("check a blob", () => store.ReadBlobAsync(name, 0, 1, stopping.Token), null, stopping.Token);
            if (probe is not null)
            {
                continue;
            }

            if (!checkpoint.IsRestorable)
            {
                throw new InvalidOperationException(
                    $"The storage lost {name}, which it had confirmed. The journal still holds what was in it: the next start reads it from there.");
            }

            log.LogWarning("The storage lost {Blob}, which it had confirmed; it was written again from memory.", name);
            await WriteBlob(name, blob, stopping.Token);
            complete = false;
        }

        return complete;
    }

    /// <summary>The entries from the fallback's position to a checkpoint's, found by reading them, over every change of owner.</summary>
    private async Task<JournalEntryKey[]> CoveredBetween(HubHead fallback, HubHead checkpoint)
    {
        List<JournalEntryKey> covered = [];
        (long epoch, long sequence) = (fallback.FallbackEpoch, fallback.FallbackSequence + 1);
        while (sequence <= checkpoint.CheckpointSequence)
        {
            byte[]? content = await patience.Until(
                "read the journal", () => store.ReadEntryAsync(epoch, sequence, stopping.Token), null, stopping.Token);
            if (content is null)
            {
                break;
            }

            if (JournalEntry.Read(options.HubName, epoch, sequence, content, store.Description).NextEpoch is { } next)
            {
                // Seals stay: they are what refuses an owner of that epoch for ever.
                epoch = next;
                continue;
            }

            covered.Add(new(epoch, sequence++, content.Length));
        }

        return [.. covered];
    }

    private Task<bool> WriteBlob(string name, byte[] blob, CancellationToken cancellation) => patience.Until("write a blob", async () =>
    {
        await store.WriteBlobAsync(name, blob, cancellation);
        return true;
    }, () => store.InitializeAsync(cancellation), cancellation);

    private sealed record CheckpointDraft(
        long Number,
        bool IsWhole,
        string Name,
        PackWriter File,
        (ArchiveSegment Segment, byte[] Blob)? Archived,
        IReadOnlyList<(Instance Instance, long LastRecord)> Finished,
        IReadOnlyList<string> EmptySegments);

    /// <param name="Head">The head as it was written with the checkpoint.</param>
    /// <param name="Blobs">What was written for it.</param>
    /// <param name="Covered">The journal entries that it makes superfluous; null if they must be looked for.</param>
    /// <param name="Obsolete">The blobs that it makes superfluous.</param>
    /// <param name="IsRestorable">Whether the blobs' content is kept here.</param>
    /// <param name="Since">When it was written or read.</param>
    private sealed record Settling(
        HubHead Head, Dictionary<string, byte[]> Blobs, JournalEntryKey[]? Covered, List<string> Obsolete, bool IsRestorable, long Since);
}
