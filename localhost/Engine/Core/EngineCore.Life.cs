using System.Globalization;
using Boai.Localhost.Engine.Archiving;
using Boai.Localhost.Engine.Journal;
using Boai.Localhost.Engine.Model;
using Boai.Localhost.Engine.Packing;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Engine.Core;

/// <summary>Start, lease and stop.</summary>
internal sealed partial class EngineCore
{
    private readonly CancellationTokenSource drain = new();
    private volatile bool isRecovering = true;
    private volatile bool isDraining;
    private ITimer? renewal;
    private bool isRenewing;
    private long markedSequence;

    /// <summary>How often the lease was renewed.</summary>
    public int LeaseRenewals { get; private set; }

    public async Task Start(CancellationToken cancellation)
    {
        await patience.Until("prepare the storage", async () =>
        {
            await store.InitializeAsync(cancellation);
            return true;
        }, null, cancellation);

        HubHead head = await ownership.Take(cancellation);
        try
        {
            await Recover(head, cancellation);
        }
        catch
        {
            ownership.Abandon();
            throw;
        }

        TimeSpan period = options.LeaseLength / 4;
        alarm = time.CreateTimer(_ => Post(Ring), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        renewal = options.InfrastructureTime.CreateTimer(_ => Renew(), null, period, period);
        Post(Resume);
    }

    /// <summary>As a crash: nothing is flushed or given back.</summary>
    public void Kill()
    {
        ownership.Abandon();
        End(new InvalidOperationException("The engine was killed."));
    }

    public async Task Stop(CancellationToken cancellation)
    {
        isDraining = true;
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(options.StopGrace + TimeSpan.FromSeconds(5));
        if (!isStopped && failure is null && !isRecovering)
        {
#pragma warning disable CA1849 // what runs on it is quick, and a simulation must see all of it on its own thread
            drain.Cancel();
#pragma warning restore CA1849
            if (!await EndsInTime(ActivitiesEnded(), bound.Token))
            {
                log.LogWarning("Activities did not end within {Seconds:0} s of the stop; they run again at the next start.", options.StopGrace.TotalSeconds);
            }

            await GiveBack(bound.Token);
        }

        ownership.Abandon();
        End(new InvalidOperationException($"The durable engine of hub '{options.HubName}' is not running."));
        completion.TrySetResult();
    }

    private async Task GiveBack(CancellationToken cancellation)
    {
        Task flushed = Ask(() => true, CancellationToken.None);
        try
        {
            if (!await EndsInTime(flushed, cancellation) || !await EndsInTime(lastCheckpoint, cancellation))
            {
                log.LogWarning("The storage did not take the last changes within the time of the stop; hub {Hub} is not given back.", options.HubName);
                return;
            }

            await flushed;
            await ownership.Release(cancellation);
        }
        catch (Exception notFlushed) when (notFlushed is OperationCanceledException or InvalidOperationException or HubOwnershipLostException)
        {
            log.LogWarning("The durable engine could not give hub {Hub} back: {Reason}", options.HubName, notFlushed.Message);
        }
    }

    /// <summary>Waits for something to end, well or not, as long as a stop may take.</summary>
    private async Task<bool> EndsInTime(Task task, CancellationToken cancellation)
    {
        TaskCompletionSource<bool> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ITimer limit = options.InfrastructureTime.CreateTimer(
            _ => ended.TrySetResult(false), null, options.StopGrace, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration cut = cancellation.UnsafeRegister(_ => ended.TrySetResult(false), null);
        _ = Watch();
        return await ended.Task;

        async Task Watch()
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            ended.TrySetResult(true);
        }
    }

    private void End(InvalidOperationException why)
    {
        List<Func<Exception, bool>> waiting;
        lock (inboxGate)
        {
            if (isStopped)
            {
                return;
            }

            isStopped = true;
            waiting = [.. unanswered];
            unanswered.Clear();
        }

        drain.Cancel();
        stopping.Cancel();
        renewal?.Dispose();
        alarm?.Dispose();
        commitDeadline.Dispose();
        foreach (Func<Exception, bool> fail in waiting)
        {
            fail(why);
        }

        EndPumping(() =>
        {
            FailWaiters(why);
            DropActivities();
        });
    }

    private async Task ActivitiesEnded()
    {
        Task ended = await Ask(() =>
        {
            if (runningActivities.Count == 0)
            {
                return Task.CompletedTask;
            }

            noActivities = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return noActivities.Task;
        });
        await ended;
    }

    private async Task Recover(HubHead head, CancellationToken cancellation)
    {
        HubHead from = head;
        try
        {
            await LoadCheckpoint(head.Files, cancellation);
        }
        catch (JournalDamagedException damaged) when (head.HasFallback)
        {
            log.LogWarning("{Reason} The start goes on from the checkpoint before it.", damaged.Message);
            from = head with { CheckpointEpoch = head.FallbackEpoch, CheckpointSequence = head.FallbackSequence, Files = head.FallbackFiles };
            state.Clear();
            await LoadCheckpoint(from.Files, cancellation);
            await ownership.Write(
                now => now with
                {
                    CheckpointEpoch = from.CheckpointEpoch,
                    CheckpointSequence = from.CheckpointSequence,
                    Files = from.Files,
                    FallbackEpoch = 0,
                    FallbackSequence = 0,
                    FallbackFiles = [],
                }, cancellation);
        }

        lastCheckpointNumber = head.CheckpointNumber;
        JournalReader reader = new(store, options, patience, log);
        long last = await reader.ReadToEnd(from, ownership.Owner, Replay, cancellation);
        await ReportLoss(last, cancellation);
        writer.ContinueAfter(head.Epoch, last);
        if (reader.OwnSeal is { } seal)
        {
            writer.Remember(seal.Epoch, seal.Sequence, seal.Content);
        }

        entriesSinceCheckpoint.AddRange(reader.Keys);
        bytesSinceCheckpoint = reader.Bytes;
        SettlePredecessors(ownership.Head);
    }

    private void Replay(byte[] record)
    {
        PackReader reader = new(record);
        state.Apply(Op.Read(ref reader));
    }

    private async Task LoadCheckpoint(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        List<CheckpointFile> files = [];
        (wholeBytes, changeBytes) = (0, 0);
        foreach (string name in names)
        {
            byte[]? blob = await patience.Until("read a checkpoint", () => store.ReadBlobAsync(name, cancellation), null, cancellation);
            CheckpointFile file = CheckpointFile.Read(blob, name, store.Description);
            (wholeBytes, changeBytes) = file.IsWhole ? (blob!.Length * 3L, 0) : (wholeBytes, changeBytes + (blob!.Length * 3L));
            files.Add(file);
        }

        // A later file may say that a segment has gone: then its blob may have gone too.
        HashSet<string> gone = [.. files.SelectMany(file => file.RemovedSegments)];
        foreach (CheckpointFile file in files)
        {
            await Load(file, gone, cancellation);
        }
    }

    private async Task Load(CheckpointFile file, HashSet<string> goneSegments, CancellationToken cancellation)
    {
        state.NextOrdinal = file.NextOrdinal;
        state.NextGeneration = file.NextGeneration;
        foreach (Instance removed in file.RemovedOrdinals.Select(state.Find).OfType<Instance>())
        {
            state.Forget(removed);
        }

        file.Instances.ForEach(state.Put);
        file.RemovedEntities.ForEach(state.Forget);
        file.Entities.ForEach(state.Put);
        foreach (ArchiveSegment.Meta[] chunk in file.Segments.Where(meta => !goneSegments.Contains(meta.Name)).Chunk(16))
        {
            foreach (ArchiveSegment segment in await Task.WhenAll(chunk.Select(meta => Archive.Open(meta, cancellation))))
            {
                state.Archive.Add(segment);
            }
        }

        foreach ((string segment, int entry) in file.Killed)
        {
            state.Archive.Kill(segment, entry);
        }
    }

    /// <summary>A blob is marked now and then with how far the journal had come; a journal that ends before it has lost something.</summary>
    private async Task ReportLoss(long last, CancellationToken cancellation)
    {
        byte[]? mark = await patience.Until("read the mark", () => store.ReadBlobAsync("mark", cancellation), null, cancellation);
        if (mark is not null && long.TryParse(System.Text.Encoding.ASCII.GetString(mark), NumberStyles.Integer, CultureInfo.InvariantCulture, out long marked)
            && marked > last)
        {
            log.LogWarning(
                "The storage lost journal entries {First} to {Last} of hub {Hub}, which it had confirmed before it was killed: "
                + "what was accepted in its last seconds is gone; everything before is whole.",
                last + 1, marked, options.HubName);
        }
    }

    /// <summary>Takes up everything where the journal left it.</summary>
    private void Resume()
    {
        isRecovering = false;
        lastRecord = durableRecord = 0;
        foreach (Instance instance in state.Instances.Where(instance => !instance.IsFinished).ToList())
        {
            instance.LastRecord = 0;
            if (!instance.Started && instance.StartAt > Now)
            {
                StartSet(instance, instance.StartAt);
            }

            if (instance.Pending is { Count: > 0 } pendingSteps
                && pendingSteps.Values.Any(kind => kind is ItemKind.TaskScheduled or ItemKind.TimerCreated))
            {
                foreach (Item item in PendingSteps.ItemsOf(instance).Values)
                {
                    if (item.Kind == ItemKind.TaskScheduled)
                    {
                        ActivityScheduled(instance, item);
                    }
                    else if (item.Kind == ItemKind.TimerCreated)
                    {
                        TimerSet(instance, item.Id, item.At);
                    }
                }
            }

            Ready(instance);
        }

        foreach (Entity entity in state.Entities.Values)
        {
            entity.LastRecord = 0;
            foreach (Item signal in entity.Scheduled)
            {
                SignalSet(entity, signal.At);
            }

            Ready(entity);
        }

        TakeUpQuestions();
    }

    private void Renew() => Post(() =>
    {
        Settle();
        RenewNow();
    });

    private void RenewNow()
    {
        if (!isRenewing)
        {
            isRenewing = true;
            _ = RenewLease();
        }
    }

    private async Task RenewLease()
    {
        try
        {
            await ownership.Write(head => head, stopping.Token);
            long sequence = writer.Sequence;
            if (sequence != markedSequence)
            {
                await WriteBlob("mark", System.Text.Encoding.ASCII.GetBytes(sequence.ToString(CultureInfo.InvariantCulture)), stopping.Token);
                markedSequence = sequence;
            }

            Post(Renewed);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            log.LogDebug("The lease is no longer renewed: the engine stops.");
        }
#pragma warning disable CA1031 // the outcome of the engine, not of this call
        catch (Exception lost)
        {
            Fail(lost);
        }
#pragma warning restore CA1031
    }

    private void Renewed()
    {
        isRenewing = false;
        LeaseRenewals++;

        // Questions and activities may have waited for it.
        TakeUpQuestions();
        StartActivities();
    }
}
