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
    private static readonly TimeSpan SessionPatience = TimeSpan.FromMinutes(1);

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

            sessions = Task.WhenAll(Enumerable.Range(0, settings.MaxConcurrentSessions).Select(_ => Task.Run(ServeSessionsAsync)));
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
        new(broker.Core, path, session, settings.IsBatched, credit, HandleAsync);

    private async Task ServeSessionsAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            Task<SessionLock> accepting = broker.Core.AcceptSessionAsync(path, null, SessionPatience);
            try
            {
                SessionLock session = await accepting.WaitAsync(stop.Token);
                TriggerLane sessionLane = NewLane(session, settings.IsBatched ? settings.MaxMessageBatchSize : 1);
                sessionLane.Start();
                await IdleAsync(sessionLane);
                await sessionLane.StopAsync();
            }
            catch (OperationCanceledException)
            {
                // A session granted after all is left to others.
                _ = accepting.ContinueWith(
                    granted => broker.Core.ReleaseSession(granted.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            }
            catch (ServiceBusFaultException nothing) when (nothing.Condition == FaultCondition.Timeout)
            {
                logger.LogTrace("No session of {Queue} has a message.", settings.QueueName);
            }
            catch (Exception) when (broker.Completion.IsCompleted)
            {
                return; // the broker has stopped and said why
            }
        }
    }

    /// <summary>Ends when the session is lost, the listener stops, or nothing came for the idle time.</summary>
    private async Task IdleAsync(TriggerLane sessionLane)
    {
        Task stopped = Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
        while (true)
        {
            using CancellationTokenSource nap = new();
            Task idle = Task.Delay(settings.SessionIdleTimeout, time, nap.Token);
            Task first = await Task.WhenAny(sessionLane.Ended, stopped, sessionLane.Progress, idle);
            await nap.CancelAsync();
            if (first == sessionLane.Ended || first == stopped || first == idle)
            {
                return;
            }
        }
    }

    private async Task HandleAsync(IReadOnlyList<BrokerMessage> messages)
    {
        using IDisposable? counted = tracker?.Begin($"Service Bus message of {settings.QueueName}");
        using CancellationTokenSource done = new();
        Task renewing = RenewAsync(messages, done.Token);
        bool failed = false;
        try
        {
            await invoke(new ServiceBusInvocation(messages, settings.IsBatched), stop.Token);
        }
        catch (Exception failure) // a function may fail in any way; its message is delivered again
        {
            failed = true;
            logger.LogError(
                failure, "The function for {Queue} failed on message {MessageId}, delivery {Count}.", settings.QueueName, messages[0].MessageId, messages[0].DeliveryCount);
        }

        await done.CancelAsync();
        await renewing;
        if (failed || settings.AutoCompleteMessages)
        {
            await Task.WhenAll(messages.Select(message => SettleAsync(message, failed)));
        }
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
