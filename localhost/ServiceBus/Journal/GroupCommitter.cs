using Boai.Localhost.Engine;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.ServiceBus;

/// <summary>
/// Makes events durable in the order in which they happened, as many at once as are waiting, and only then lets their
/// effects out (answers, deliveries), in the same order.
/// </summary>
/// <param name="gate">The lock under which events are made; held to take what waits together with a snapshot.</param>
/// <param name="snapshot">The state after all events enqueued so far; called under the lock.</param>
/// <param name="tracker">Counts commits under way, or null.</param>
internal sealed class GroupCommitter(
    Lock gate,
    IMessageJournal journal,
    Func<IReadOnlyList<BrokerEvent>> snapshot,
    BrokerCheckpointing thresholds,
    WorkTracker? tracker,
    ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim signal = new(0);
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Work> committing = [];
    private Queue<Work> waiting = new();
    private long bytesSinceCheckpoint;
    private long checkpointBytes;
    private int entriesSinceCheckpoint;
    private bool stopping;
    private Exception? failure;

    /// <summary>Ends when the committer has stopped; fails when the journal could not be written.</summary>
    public Task Completion => completion.Task;

    /// <param name="opened">What the journal held, for the thresholds of the next checkpoint.</param>
    public void Start(JournalContents opened)
    {
        checkpointBytes = opened.Checkpoint?.Length ?? 0;
        entriesSinceCheckpoint = opened.Entries.Count;
        bytesSinceCheckpoint = opened.Entries.Sum(entry => (long)entry.Length);
        _ = Task.Run(RunAsync);
    }

    /// <summary>Adds work; the caller holds the lock.</summary>
    /// <param name="durable">Runs on the committer's thread: it must be short.</param>
    public void Enqueue(IReadOnlyList<BrokerEvent> events, Action durable, Action<Exception> failed)
    {
        if (failure is not null || stopping)
        {
            failed(failure ?? new ServiceBusFaultException(FaultCondition.InternalError, "The broker has stopped."));
            return;
        }

        waiting.Enqueue(new Work(events, durable, failed, tracker?.Begin("Service Bus commit")));
        if (waiting.Count == 1)
        {
            signal.Release();
        }
    }

    /// <summary>Commits what waits, then ends.</summary>
    public async Task StopAsync()
    {
        lock (gate)
        {
            stopping = true;
        }

        signal.Release();
        await completion.Task;
    }

    public void Dispose() => signal.Dispose();

    private async Task RunAsync()
    {
        Queue<Work> batch = new();
        try
        {
            while (true)
            {
                await signal.WaitAsync();
                IReadOnlyList<BrokerEvent>? checkpoint;
                bool last;
                lock (gate)
                {
                    (batch, waiting) = (waiting, new Queue<Work>());
                    checkpoint = thresholds.Reached(entriesSinceCheckpoint, bytesSinceCheckpoint, checkpointBytes) || journal.WantsCheckpoint
                        ? snapshot()
                        : null;
                    last = stopping;
                }

                await CommitAsync(batch);
                if (checkpoint is not null)
                {
                    await CheckpointAsync(checkpoint);
                }

                if (last)
                {
                    completion.SetResult();
                    return;
                }
            }
        }
        catch (Exception broken) // whatever stopped the journal stops the broker: its owner sees Completion fail
        {
            logger.LogCritical(broken, "The broker's journal cannot be written; the broker stops.");
            Fail(broken, batch);
        }
    }

    private void Fail(Exception broken, Queue<Work> batch)
    {
        Work[] abandoned;
        lock (gate)
        {
            failure = broken;
            abandoned = [.. committing, .. batch, .. waiting];
            waiting.Clear();
        }

        foreach (Work work in abandoned)
        {
            work.Failed(broken);
            work.Tracked?.Dispose();
        }

        completion.SetException(broken);
    }

    private async Task CommitAsync(Queue<Work> batch)
    {
        while (batch.Count > 0)
        {
            List<BrokerEvent> events = TakeGroup(batch);
            foreach (byte[] entry in Entries(events))
            {
                await journal.AppendAsync(entry, CancellationToken.None);
                entriesSinceCheckpoint++;
                bytesSinceCheckpoint += entry.Length;
            }

            foreach (Work work in committing)
            {
                LetOut(work);
            }

            committing.Clear();
        }
    }

    /// <summary>One receiver's trouble must not keep the others waiting: its message comes back when its lock ends.</summary>
    private void LetOut(Work work)
    {
        try
        {
            work.Durable();
        }
        catch (Exception broken) // a callback of any receiver
        {
            logger.LogError(broken, "An effect of a committed change failed.");
        }

        work.Tracked?.Dispose();
    }

    private List<BrokerEvent> TakeGroup(Queue<Work> batch)
    {
        List<BrokerEvent> events = [];
        for (int size = 0; batch.TryPeek(out Work? next); committing.Add(batch.Dequeue()))
        {
            size += next.Events.Sum(EventCodec.Size);
            if (committing.Count > 0 && size > journal.LargestEntry)
            {
                break;
            }

            events.AddRange(next.Events);
        }

        return events;
    }

    /// <summary>One entry as a rule. Work larger than an entry (a sweep over great messages) is split between events.</summary>
    private IEnumerable<byte[]> Entries(List<BrokerEvent> events)
    {
        for (int start = 0, end = 0; start < events.Count; start = end)
        {
            for (int size = 0; end < events.Count; end++)
            {
                size += EventCodec.Size(events[end]);
                if (size > journal.LargestEntry && end > start)
                {
                    break;
                }
            }

            yield return EventCodec.Write(events[start..end]);
        }
    }

    private async Task CheckpointAsync(IReadOnlyList<BrokerEvent> state)
    {
        byte[] bytes = EventCodec.Write(state);
        await journal.CheckpointAsync(bytes, CancellationToken.None);
        logger.LogDebug("Checkpoint of {Bytes} bytes after {Entries} entries.", bytes.Length, entriesSinceCheckpoint);
        (entriesSinceCheckpoint, bytesSinceCheckpoint, checkpointBytes) = (0, 0, bytes.Length);
    }

    private sealed record Work(IReadOnlyList<BrokerEvent> Events, Action Durable, Action<Exception> Failed, IDisposable? Tracked);
}
