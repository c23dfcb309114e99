using Amqp;

namespace Boai.Localhost.ServiceBus;

/// <summary>Takes messages of one receiver and hands them on, singly or as a batch of all that wait.</summary>
/// <param name="handle">Handles and settles; never fails.</param>
internal sealed class TriggerLane(
    BrokerCore core, EntityPath path, SessionLock? session, bool batched, int credit, Func<IReadOnlyList<BrokerMessage>, Task> handle)
{
    private readonly Lock gate = new();
    private readonly List<BrokerMessage> waiting = [];
    private readonly HashSet<Task> running = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MessageReceiver? receiver;
    private TaskCompletionSource progress = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the lane's session is lost.</summary>
    public Task Ended => ended.Task;

    /// <summary>Ends at the next delivery or end of a handling; for whoever waits for the lane to fall idle.</summary>
    public Task Progress
    {
        get
        {
            lock (gate)
            {
                return running.Count > 0 ? Task.WhenAny(running) : progress.Task;
            }
        }
    }

    public void Start()
    {
        receiver = core.Open(path, delete: false, session, Take, () => ended.TrySetResult());
        core.AddCredit(receiver, credit);
    }

    /// <summary>Takes no more, and waits for what runs.</summary>
    public async Task StopAsync()
    {
        core.Close(receiver!);
        while (true)
        {
            Task[] left;
            lock (gate)
            {
                left = [.. running];
            }

            if (left is [])
            {
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
            // No later delivery would read better.
            core.RunAsync((machine, now) =>
            {
                machine.Settle(path, delivered.LockToken!.Value, new Settlement.DeadLetter("UnreadableMessage", unreadable.Message, null), now);
                return true;
            }).ContinueWith(_ => core.AddCredit(receiver!, 1), TaskScheduler.Default);
            return;
        }

        lock (gate)
        {
            waiting.Add(message);
            if (!batched || running.Count == 0)
            {
                Next();
            }

            progress.TrySetResult();
            progress = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Next()
    {
        Task task = Task.Run(() => RunAsync());
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
            await handle(messages);
            core.AddCredit(receiver!, messages.Length);
        }
    }
}
