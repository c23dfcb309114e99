using Boai.Localhost.Engine.Archiving;
using Boai.Localhost.Engine.Journal;
using Boai.Localhost.Engine.Model;
using Boai.Localhost.Engine.Running;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Engine.Core;

/// <summary>
/// The engine's one thread of execution. Everything that changes or reads the state runs here in turn; what may take long (code of the
/// application, the storage) runs elsewhere and posts its outcome.
/// </summary>
/// <remarks>
/// The state runs ahead of the journal, the world does not: a record is applied at once, so that a whole chain of steps goes into one
/// commit, but whatever leaves the engine (an activity's start, a client's answer) waits until the record it comes from is durable.
/// A crash before that loses both together.
/// </remarks>
internal sealed partial class EngineCore : IStateListener
{
    private readonly DurableEngineOptions options;
    private readonly IJournalStore store;
    private readonly TimeProvider time;
    private readonly WorkTracker work;
    private readonly ILogger log;
    private readonly RunEnvironment environment;
    private readonly Patience patience;
    private readonly HubOwnership ownership;
    private readonly JournalWriter writer;
    private readonly Action<Action> schedule;
    private readonly EngineState state;
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stopping = new();

    private readonly Lock inboxGate = new();
    private Queue<Action> inbox = new();
    private bool isPumping;
    private Action? lastAct;
    private IDisposable? busy;
    private volatile Exception? failure;
    private volatile bool isStopped;

    public EngineCore(
        DurableEngineOptions options,
        IJournalStore store,
        RunEnvironment environment,
        TimeProvider time,
        WorkTracker work,
        ILoggerFactory logs)
    {
        this.options = options;
        this.store = store;
        this.environment = environment;
        this.time = time;
        this.work = work;
        log = logs.CreateLogger("Boai.Localhost.Engine");
        patience = new(options.InfrastructureTime, log);
        ownership = new(store, options, patience, log);
        writer = new(store, options, ownership, patience, log);
        ownership.StorageWentBack = () => writer.Repair(stopping.Token, thorough: true);
        Archive = new(store, patience);
        state = new(this, new ArchiveIndex());
        schedule = options.Scheduler ?? (static action => ThreadPool.UnsafeQueueUserWorkItem(static run => run(), action, preferLocal: false));
        commitDeadline = options.InfrastructureTime.CreateTimer(_ => Post(() => commitNow = true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Task Completion => completion.Task;

    public ArchiveReader Archive { get; }

    /// <summary>Only to be read on the engine's own thread of execution.</summary>
    public EngineState State => state;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Queues something to run on the engine's thread of execution.</summary>
    public void Post(Action action)
    {
        lock (inboxGate)
        {
            if (isStopped || failure is not null)
            {
                return;
            }

            busy ??= work.Begin("durable engine");
            inbox.Enqueue(action);
            if (isPumping)
            {
                return;
            }

            isPumping = true;
        }

        schedule(Pump);
    }

    /// <summary>Reads or changes the state, and answers once everything recorded so far is durable.</summary>
    public Task<T> Ask<T>(Func<T> question, CancellationToken cancellation = default)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (inboxGate)
        {
            if (isStopped || failure is not null)
            {
                return Task.FromException<T>(Unavailable());
            }

            unanswered.Add(answer.TrySetException);
        }

        WhenOwner(() =>
        {
            try
            {
                T result = question();
                AfterDurable(() => Answer(() => answer.TrySetResult(result)));
            }
#pragma warning disable CA1031 // the question's failure is the asker's
            catch (Exception refused)
            {
                AfterDurable(() => Answer(() => answer.TrySetException(refused)));
            }
#pragma warning restore CA1031

            void Answer(Action give)
            {
                lock (inboxGate)
                {
                    unanswered.Remove(answer.TrySetException);
                }

                give();
            }
        });
        return cancellation.CanBeCanceled ? answer.Task.WaitAsync(cancellation) : answer.Task;
    }

    private readonly HashSet<Func<Exception, bool>> unanswered = [];
    private readonly Queue<Action> untilOwner = new();

    /// <summary>
    /// Runs something once this engine surely owns the hub. One that has been asleep may know less than the owner does by now:
    /// it must not say of an instance that there is none.
    /// </summary>
    private void WhenOwner(Action act) => Post(() =>
    {
        if (!isRecovering && ownership.IsLeaseRunning)
        {
            act();
            return;
        }

        untilOwner.Enqueue(act);
        if (!isRecovering)
        {
            RenewNow();
        }
    });

    private void TakeUpQuestions()
    {
        while (untilOwner.TryDequeue(out Action? act))
        {
            act();
        }
    }

    /// <summary>Applies a change and puts it into the journal.</summary>
    public void Record(Op op)
    {
        lastRecord++;
        PackRecord(op);
        state.Apply(op);
    }

    /// <summary>Runs something once all that is recorded by now is durable.</summary>
    public void AfterDurable(Action effect)
    {
        if (durableRecord >= lastRecord)
        {
            effect();
        }
        else
        {
            effects.Enqueue((lastRecord, effect));
        }
    }

    private InvalidOperationException Unavailable() => failure is { } reason
        ? new($"The durable engine of hub '{options.HubName}' has stopped: {reason.Message}", reason)
        : new($"The durable engine of hub '{options.HubName}' is not running.");

    private bool IsOver => failure is not null || isStopped;

    private void Pump()
    {
        try
        {
            while (RunBatch())
            {
            }
        }
#pragma warning disable CA1031 // a fault of the engine itself must stop it in the open, not leave it half alive
        catch (Exception fault)
        {
            Fail(fault);
        }
#pragma warning restore CA1031

        // Once it is over nothing is posted any more, so this is the last that the engine's thread of execution does.
        Action? last = null;
        lock (inboxGate)
        {
            if (IsOver)
            {
                (last, lastAct) = (lastAct, null);
            }
        }

        last?.Invoke();
    }

    /// <returns>Whether there is more to do.</returns>
    private bool RunBatch()
    {
        Queue<Action> batch;
        lock (inboxGate)
        {
            batch = inbox;
            inbox = new();
        }

        while (!IsOver && batch.TryDequeue(out Action? action))
        {
            action();
            if (steppingCount < options.MaxConcurrentOrchestrators && !IsOver)
            {
                StartSteps();
            }
        }

        if (!IsOver)
        {
            StartSteps();
            StartActivities();
            TrimLiveOrchestrators();
            TryCommit();
            ArmAlarm();
        }

        lock (inboxGate)
        {
            if (IsOver)
            {
                return false;
            }

            if (inbox.Count > 0)
            {
                return true;
            }

            isPumping = false;
            if (IsQuiet)
            {
                busy?.Dispose();
                busy = null;
            }

            return false;
        }
    }

    /// <summary>
    /// Ends the engine's thread of execution with one last act, after whatever it is doing now. Called under no lock, once,
    /// after <see cref="failure"/> or <see cref="isStopped"/> was set.
    /// </summary>
    private void EndPumping(Action act)
    {
        lock (inboxGate)
        {
            inbox.Clear();
            busy?.Dispose();
            busy = null;
            if (isPumping)
            {
                lastAct += act;
                return;
            }

            isPumping = true;
        }

        act();
    }

    private bool IsQuiet => steppingCount == 0 && entitySteps == 0 && !isCommitting && pending.Count == 0
        && readyInstances.Count == 0 && readyEntities.Count == 0;

    /// <summary>Stops at once, with the reason as the outcome.</summary>
    private void Fail(Exception reason)
    {
        List<Func<Exception, bool>> waiting;
        lock (inboxGate)
        {
            if (failure is not null || isStopped)
            {
                return;
            }

            failure = reason;
            waiting = [.. unanswered];
            unanswered.Clear();
        }

        log.LogCritical(reason, "The durable engine of hub {Hub} stops: {Reason}", options.HubName, reason.Message);
        ownership.Abandon();
        drain.Cancel();
        stopping.Cancel();
        renewal?.Dispose();
        commitDeadline.Dispose();
        alarm?.Dispose();
        foreach (Func<Exception, bool> fail in waiting)
        {
            fail(Unavailable());
        }

        EndPumping(() =>
        {
            FailWaiters(Unavailable());
            DropActivities();
        });
        completion.TrySetException(reason);
        _ = completion.Task.Exception;
    }
}
