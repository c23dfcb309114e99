using Amqp;
using Boai.Localhost.Engine;

namespace Boai.Localhost.ServiceBus;

/// <summary>Takes messages of one receiver and hands them on, singly or as a batch of all that wait.</summary>
/// <param name="tracker">Counts handling under way from the delivery on, so that virtual time does not pass in between; or null.</param>
/// <param name="handle">Handles and settles; never fails. False when no more is wanted of the session.</param>
internal sealed class TriggerLane(
    BrokerCore core,
    EntityPath path,
    SessionLock? session,
    bool batched,
    int credit,
    WorkTracker? tracker,
    Func<IReadOnlyList<BrokerMessage>, Task<bool>> handle)
{
    private readonly Lock gate = new();
    private readonly List<BrokerMessage> waiting = [];
    private readonly HashSet<Task> running = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MessageReceiver? receiver;
    private TaskCompletionSource progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IDisposable? leaving;
    private bool over;
    private bool stopping;
    private bool closed;

    /// <summary>Ends when the lane's session is lost or given up.</summary>
    public Task Ended => ended.Task;

    /// <summary>Ends at the next delivery or end of a handling, with whether something is being handled now.</summary>
    public (bool IsBusy, Task Change) Activity
    {
        get
        {
            lock (gate)
            {
                return running.Count > 0 ? (true, Task.WhenAny(running)) : (false, progress.Task);
            }
        }
    }

    public void Start()
    {
        receiver = core.Open(path, delete: false, session, Take, End);
        core.AddCredit(receiver, credit);
    }

    /// <summary>Ends the lane unless something is being handled.</summary>
    public void EndIfIdle()
    {
        lock (gate)
        {
            if (running.Count == 0)
            {
                End();
            }
        }
    }

    /// <summary>Takes over the count that began when the lane ended: until somebody waits for the next session, time must not pass.</summary>
    public IDisposable? TakeLeave() => Interlocked.Exchange(ref leaving, null);

    /// <summary>Takes no more, and waits for what runs; only then its session is free.</summary>
    public async Task StopAsync()
    {
        lock (gate)
        {
            stopping = true;
        }

        core.AddCredit(receiver!, -credit);
        while (true)
        {
            Task[] left;
            lock (gate)
            {
                left = [.. running];
                closed = left is [];
            }

            if (left is [])
            {
                core.Close(receiver!);
                return;
            }

            await Task.WhenAll(left);
        }
    }

    private void Take(DeliveredMessage delivered)
    {
        BrokerMessage message;
        try
        {
            message = new BrokerMessage(path, delivered);
        }
        catch (Exception unreadable) when (unreadable is AmqpException or FormatException or InvalidCastException or NotSupportedException)
        {
            SetAside(delivered, unreadable);
            return;
        }

        lock (gate)
        {
            if (closed)
            {
                return; // its lock runs out, and it comes again
            }

            waiting.Add(message);
            if (!batched || running.Count == 0)
            {
                Next();
            }

            progress.TrySetResult();
            progress = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>No later delivery would read better.</summary>
    private void SetAside(DeliveredMessage delivered, Exception unreadable) => core.RunAsync((machine, now) =>
    {
        machine.Settle(path, delivered.LockToken!.Value, new Settlement.DeadLetter("UnreadableMessage", unreadable.Message, null), now);
        return true;
    }).ContinueWith(_ => Replenish(1), TaskScheduler.Default);

    private void Next()
    {
        IDisposable? counted = tracker?.Begin($"Service Bus message of {path.Queue}");
        Task task = Task.Run(RunAsync);
        running.Add(task);
        task.ContinueWith(
            done =>
            {
                lock (gate)
                {
                    running.Remove(done);
                    if (batched && waiting.Count > 0)
                    {
                        Next();
                    }
                }

                counted?.Dispose();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task RunAsync()
    {
        BrokerMessage[] messages;
        lock (gate)
        {
            messages = batched ? [.. waiting] : [.. waiting.Take(1)];
            waiting.RemoveRange(0, messages.Length);
        }

        if (messages.Length > 0)
        {
            if (!await handle(messages))
            {
                End();
                return;
            }

            Replenish(messages.Length);
        }
    }

    private void End()
    {
        lock (gate)
        {
            if (over)
            {
                return;
            }

            over = true;
            leaving = tracker?.Begin($"Service Bus session of {path.Queue}");
        }

        ended.TrySetResult();
    }

    private void Replenish(int handled)
    {
        lock (gate)
        {
            if (stopping)
            {
                return;
            }
        }

        core.AddCredit(receiver!, handled);
    }
}
