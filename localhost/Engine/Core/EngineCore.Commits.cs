using Boai.Localhost.Engine.Journal;
using Boai.Localhost.Engine.Model;
using Boai.Localhost.Engine.Packing;

namespace Boai.Localhost.Engine.Core;

/// <summary>The group commit: while one is on its way, records gather for the next.</summary>
internal sealed partial class EngineCore
{
    // Long enough for steps under way to join a commit, short enough not to be felt when one of them never ends.
    private static readonly TimeSpan WaitForSteps = TimeSpan.FromMilliseconds(5);

    private readonly ITimer commitDeadline;
    private readonly Queue<(long Record, byte[] Packed)> pending = new();
    private readonly Queue<(long Record, Action Effect)> effects = new();
    private readonly PackWriter recordScratch = new(4096);
    private long lastRecord;
    private long durableRecord;
    private bool isCommitting;
    private bool commitNow;
    private bool isDeadlineSet;
    private Task lastCommit = Task.CompletedTask;

    // A record larger than a commit, with how much of it has been written.
    private (long Record, byte[] Packed, int Written)? large;

    private void PackRecord(Op op)
    {
        recordScratch.Clear();
        op.Write(recordScratch);
        pending.Enqueue((lastRecord, recordScratch.ToArray()));
    }

    private void TryCommit()
    {
        if (isCommitting || (pending.Count == 0 && large is null))
        {
            return;
        }

        if (steppingCount > 0 && !commitNow)
        {
            if (!isDeadlineSet)
            {
                isDeadlineSet = true;
                commitDeadline.Change(WaitForSteps, Timeout.InfiniteTimeSpan);
            }

            return;
        }

        commitNow = false;
        isDeadlineSet = false;
        commitDeadline.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        (PackWriter frames, long upTo) = NextCommit();
        bool takesAll = pending.Count == 0 && large is null;
        CheckpointDraft? draft = takesAll ? DraftCheckpointIfDue() : null;

        isCommitting = true;
        lastCommit = Commit(frames, upTo, draft);
    }

    private (PackWriter Frames, long UpTo) NextCommit()
    {
        PackWriter frames = new();
        long upTo = durableRecord;
        while (frames.Length < options.MaxCommitBytes)
        {
            if (large is { } record)
            {
                int part = Math.Min(options.MaxCommitBytes, record.Packed.Length - record.Written);
                bool isLast = record.Written + part == record.Packed.Length;
                Frames.WritePart(frames, record.Packed.AsSpan(record.Written, part), isLast);
                large = isLast ? null : record with { Written = record.Written + part };
                upTo = isLast ? record.Record : upTo;
                break;
            }

            if (!pending.TryPeek(out (long Record, byte[] Packed) next))
            {
                break;
            }

            if (next.Packed.Length > options.MaxCommitBytes)
            {
                if (frames.Length > 0)
                {
                    break;
                }

                pending.Dequeue();
                large = (next.Record, next.Packed, 0);
                continue;
            }

            if (frames.Length > 0 && frames.Length + next.Packed.Length > options.MaxCommitBytes)
            {
                break;
            }

            pending.Dequeue();
            Frames.WriteWhole(frames, next.Packed);
            upTo = next.Record;
        }

        return (frames, upTo);
    }

    private async Task Commit(PackWriter frames, long upTo, CheckpointDraft? draft)
    {
        try
        {
            int bytes = await writer.Append(frames.WrittenMemory, stopping.Token);
            Post(() => Committed(upTo, bytes, draft));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Post(() => isCommitting = false);
        }
#pragma warning disable CA1031 // the outcome of the engine, not of this call
        catch (Exception lost)
        {
            Fail(lost);
            Post(() => isCommitting = false);
        }
#pragma warning restore CA1031
    }

    private void Committed(long upTo, int bytes, CheckpointDraft? draft)
    {
        isCommitting = false;
        durableRecord = upTo;
        NoteJournalEntry(bytes);
        while (effects.TryPeek(out (long Record, Action Effect) next) && next.Record <= durableRecord)
        {
            effects.Dequeue().Effect();
        }

        if (draft is not null)
        {
            StartCheckpoint(draft);
        }
    }
}
