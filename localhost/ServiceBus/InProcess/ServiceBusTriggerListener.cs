using Boai.Localhost.Engine;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.ServiceBus;

/// <summary>
/// Runs a function for the messages of a queue, as the Service Bus trigger does: locks are renewed while it runs, a good end
/// completes, an exception abandons, and the delivery count brings a message that never ends well to the dead-letter queue.
/// </summary>
/// <param name="invoke">Runs the function; its exception means failure.</param>
/// <param name="time">The clock of the broker.</param>
/// <param name="tracker">Counts invocations under way, for virtual time; or null.</param>
public sealed class ServiceBusTriggerListener(
    ServiceBusBroker broker,
    ServiceBusTriggerSettings settings,
    Func<ServiceBusInvocation, CancellationToken, Task> invoke,
    TimeProvider time,
    WorkTracker? tracker,
    ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly EntityPath path = EntityPath.Parse(settings.QueueName);
    private TriggerLane? lane;
    private Task sessions = Task.CompletedTask;

    /// <summary>Begins to receive.</summary>
    /// <exception cref="ServiceBusFaultException">No such queue, or sessions are enabled on one side only.</exception>
    public void Start()
    {
        if (settings.IsSessionsEnabled)
        {
            if (!broker.Options.Configuration.Queues.TryGetValue(path.Queue, out QueueSettings? queue) || !queue.RequiresSession)
            {
                throw new ServiceBusFaultException(
                    FaultCondition.NotAllowed, $"The trigger of '{settings.QueueName}' enables sessions, but no queue of that name requires them.");
            }

            sessions = Task.WhenAll(Enumerable.Range(0, settings.MaxConcurrentSessions).Select(_ => ServeSessionsAsync()));
            return;
        }

        lane = NewLane(session: null, settings.IsBatched ? settings.MaxMessageBatchSize : settings.MaxConcurrentCalls);
        lane.Start();
    }

    /// <summary>Takes no more messages and waits for the invocations that run; their cancellation tokens tell them.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (lane is not null)
        {
            await lane.StopAsync();
        }

        await sessions;
        stop.Dispose();
    }

    private TriggerLane NewLane(SessionLock? session, int credit) =>
        new(broker.Core, path, session, settings.IsBatched, credit, tracker, HandleAsync);

    private async Task ServeSessionsAsync()
    {
        // Counted from the end of one session until the next is waited for, and from a grant until its lane asks for
        // messages, so that virtual time does not pass in between.
        IDisposable? handover = null;
        while (!stop.IsCancellationRequested)
        {
            IDisposable? granted = null;
            Task<SessionLock> accepting = broker.Core.AcceptSessionAsync(
                path, null, Timeout.InfiniteTimeSpan, () => granted = tracker?.Begin($"Service Bus session of {settings.QueueName}"), stop.Token);
            handover?.Dispose();
            handover = null;
            try
            {
                SessionLock session = await accepting.WaitAsync(stop.Token);
                TriggerLane sessionLane = NewLane(session, settings.IsBatched ? settings.MaxMessageBatchSize : 1);
                sessionLane.Start();
                granted?.Dispose();
                await IdleAsync(sessionLane);
                await sessionLane.StopAsync();
                handover = sessionLane.TakeLeave();
            }
            catch (OperationCanceledException)
            {
                // A session granted after all is left to others.
                _ = accepting.ContinueWith(
                    given =>
                    {
                        broker.Core.ReleaseSession(given.Result);
                        granted?.Dispose();
                    },
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnRanToCompletion,
                    TaskScheduler.Default);
            }
            catch (Exception) when (broker.Completion.IsCompleted)
            {
                return; // the broker has stopped and said why
            }
        }

        handover?.Dispose();
    }

    /// <summary>Ends when the session is lost or given up, the listener stops, or nothing came for the idle time.</summary>
    private async Task IdleAsync(TriggerLane sessionLane)
    {
        Task stopped = Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
        while (true)
        {
            (bool busy, Task change) = sessionLane.Activity;
            // A function that takes long is not an idle session.
            using ITimer idle = time.CreateTimer(
                _ => sessionLane.EndIfIdle(), null, busy ? Timeout.InfiniteTimeSpan : settings.SessionIdleTimeout, Timeout.InfiniteTimeSpan);
            if (await Task.WhenAny(sessionLane.Ended, stopped, change) != change)
            {
                return;
            }
        }
    }

    private async Task<bool> HandleAsync(IReadOnlyList<BrokerMessage> messages)
    {
        using CancellationTokenSource done = new();
        Task renewing = RenewAsync(messages, done.Token);
        ServiceBusInvocation invocation = new(messages, settings.IsBatched);
        bool failed = false;
        try
        {
            await invoke(invocation, stop.Token);
        }
        catch (Exception failure) // a function may fail in any way; its message is delivered again
        {
            failed = true;
            logger.LogError(
                failure,
                "{Function} failed over message {MessageId} of Service Bus queue {Queue}, delivery {Count}.",
                settings.FunctionName, messages[0].MessageId, settings.QueueName, messages[0].DeliveryCount);
        }

        await done.CancelAsync();
        await renewing;
        if (failed || settings.AutoCompleteMessages)
        {
            await Task.WhenAll(messages.Select(message => SettleAsync(message, failed)));
        }

        return !invocation.IsSessionReleased;
    }

    private async Task SettleAsync(BrokerMessage message, bool failed)
    {
        try
        {
            await (failed ? broker.AbandonAsync(message) : broker.CompleteAsync(message));
        }
        catch (ServiceBusFaultException lost)
        {
            // The function settled it itself, or ran longer than its lock: the message is or will be with others.
            logger.LogDebug("Message {MessageId} of {Queue} was not settled: {Reason}", message.MessageId, settings.QueueName, lost.Message);
        }
        catch (Exception broken) when (broker.Completion.IsCompleted)
        {
            logger.LogDebug(broken, "Message {MessageId} of {Queue} was not settled: the broker has stopped.", message.MessageId, settings.QueueName);
        }
    }

    private async Task RenewAsync(IReadOnlyList<BrokerMessage> messages, CancellationToken done)
    {
        TimeSpan period = broker.Options.Configuration.Queues[path.Queue].LockDuration / 2;
        DateTimeOffset end = time.GetUtcNow() + settings.MaxAutoLockRenewalDuration;
        try
        {
            for (; time.GetUtcNow() + period <= end; await Task.WhenAll(messages.Select(broker.RenewLockAsync)))
            {
                await Task.Delay(period, time, done);
            }
        }
        catch (OperationCanceledException)
        {
            // The function has ended.
        }
        catch (ServiceBusFaultException lost)
        {
            logger.LogDebug("The lock on a message of {Queue} is no longer renewed: {Reason}", settings.QueueName, lost.Message);
        }
        catch (Exception broken) when (broker.Completion.IsCompleted)
        {
            logger.LogDebug(broken, "The lock on a message of {Queue} is no longer renewed: the broker has stopped.", settings.QueueName);
        }
    }
}
