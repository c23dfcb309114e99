using Boai.Localhost.Engine;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.ServiceBus;

/// <summary>
/// The one place where the queue machine, the clock, the journal and the receivers meet. Every call takes the lock, does
/// what has become due, does what was asked, feeds the receivers, and completes when all of that is durable.
/// </summary>
internal sealed partial class BrokerCore : IAsyncDisposable
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly BrokerMachine machine;
    private readonly TimeProvider time;
    private readonly IMessageJournal journal;
    private readonly GroupCommitter committer;
    private readonly ITimer alarm;
    private readonly LinkedList<MessageReceiver> receivers = [];
    private readonly LinkedList<SessionWait> sessionWaits = [];
    private bool started;

    public BrokerCore(
        ServiceBusConfiguration configuration,
        IMessageJournal journal,
        TimeProvider time,
        BrokerCheckpointing checkpointing,
        WorkTracker? tracker,
        ILogger logger)
    {
        machine = new BrokerMachine(configuration, Guid.NewGuid);
        this.time = time;
        this.journal = journal;
        committer = new GroupCommitter(gate, journal, machine.State.Snapshot, checkpointing, tracker, logger);
        alarm = time.CreateTimer(_ => Touch(_ => { }), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Fails when the journal could no longer be written.</summary>
    public Task Completion => committer.Completion;

    public async Task StartAsync(CancellationToken cancellation)
    {
        JournalContents contents = await journal.OpenAsync(cancellation);
        lock (gate)
        {
            foreach (ReadOnlyMemory<byte> part in contents.Checkpoint is { } checkpoint ? [checkpoint, .. contents.Entries] : contents.Entries)
            {
                machine.Replay(EventCodec.Read(part));
            }

            committer.Start(contents);
            started = true;
        }

        Touch(_ => { });
    }

    /// <summary>Commits what waits and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await alarm.DisposeAsync();
        if (started)
        {
            try
            {
                await committer.StopAsync();
            }
            catch (Exception) when (committer.Completion.IsFaulted)
            {
                // Whoever watches Completion has been told; stopping a broken broker is not a second failure.
            }
        }

        committer.Dispose();
        await journal.DisposeAsync();
    }

    /// <summary>Runs one operation on the machine; its result comes when everything it rests on is durable.</summary>
    /// <exception cref="ServiceBusFaultException">The machine refuses.</exception>
    public Task<T> RunAsync<T>(Func<BrokerMachine, DateTimeOffset, T> operation)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Touch(now =>
        {
            try
            {
                T result = operation(machine, now);
                Commit(() => done.TrySetResult(result), broken => done.TrySetException(broken));
            }
            catch (Exception refusal) when (refusal is ServiceBusFaultException or FormatException)
            {
                Exception told = refusal is FormatException ? new ServiceBusFaultException(FaultCondition.DecodeError, refusal.Message) : refusal;
                Commit(() => done.TrySetException(told), broken => done.TrySetException(broken));
            }
        });
        return done.Task;
    }

    /// <summary>Under the lock: what has become due, then the given change, then what receivers get of it.</summary>
    private void Touch(Action<DateTimeOffset> change)
    {
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            Tick(now);
            change(now);
            ServeSessionWaits(now);
            while (FeedOneRound(now))
            {
            }

            if (machine.HasEvents)
            {
                Commit(() => { }, _ => { });
            }

            Arm(now);
        }
    }

    private void Tick(DateTimeOffset now)
    {
        foreach (SessionLock lost in machine.Sweep(now))
        {
            if (receivers.FirstOrDefault(receiver => receiver.Session == lost) is { } receiver)
            {
                receivers.Remove(receiver);
                Commit(receiver.Lost, _ => { });
            }
        }
    }

    /// <summary>One message for each receiver that wants one; then the first goes to the end of the line.</summary>
    private bool FeedOneRound(DateTimeOffset now)
    {
        bool any = false;
        foreach (MessageReceiver receiver in receivers)
        {
            if (receiver.Credit > 0 && machine.Receive(receiver.Entity, receiver.Delete, receiver.Session, now) is { } message)
            {
                receiver.Credit--;
                Commit(() => receiver.Deliver(message), _ => { });
                any = true;
            }
        }

        if (any && receivers.First is { } first)
        {
            receivers.RemoveFirst();
            receivers.AddLast(first);
        }

        return any;
    }

    private void Commit(Action durable, Action<Exception> failed) => committer.Enqueue(machine.TakeEvents(), durable, failed);

    private void Arm(DateTimeOffset now)
    {
        DateTimeOffset? next = machine.NextDue();
        foreach (SessionWait wait in sessionWaits)
        {
            next = wait.Deadline < DateTimeOffset.MaxValue && (next is null || wait.Deadline < next) ? wait.Deadline : next;
        }

        TimeSpan sleep = next is null ? Timeout.InfiniteTimeSpan : next.Value <= now ? TimeSpan.Zero : next.Value - now;
        alarm.Change(sleep > LongestSleep ? LongestSleep : sleep, Timeout.InfiniteTimeSpan);
    }
}
