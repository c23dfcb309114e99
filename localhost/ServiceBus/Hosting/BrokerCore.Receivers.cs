namespace Boai.Localhost.ServiceBus;

internal sealed partial class BrokerCore
{
    /// <summary>Adds a receiver without credit.</summary>
    /// <exception cref="ServiceBusFaultException">No such entity, or it requires a session.</exception>
    public MessageReceiver Open(EntityPath path, bool delete, SessionLock? session, Action<DeliveredMessage> deliver, Action lost)
    {
        lock (gate)
        {
            EntityState entity = machine.Find(path);
            if (session is null && machine.State.LiveSettingsOf(entity) is { RequiresSession: true })
            {
                throw new ServiceBusFaultException(
                    FaultCondition.NotAllowed,
                    $"It is not possible for an entity that requires sessions to create a non-sessionful message receiver: '{path.Queue}'.");
            }

            MessageReceiver receiver = new(path, entity, delete, session, deliver, lost);
            receivers.AddLast(receiver);
            return receiver;
        }
    }

    /// <summary>Takes a receiver away; its session is free at once, its locked messages when their locks run out.</summary>
    public void Close(MessageReceiver receiver) => Touch(now =>
    {
        receivers.Remove(receiver);
        if (receiver.Session is { } session)
        {
            machine.ReleaseSession(session, now);
        }
    });

    public void AddCredit(MessageReceiver receiver, int more) => Touch(_ => receiver.Credit = Math.Max(0, receiver.Credit + more));

    /// <summary>Takes all credit back, once whatever is there has been delivered.</summary>
    /// <param name="drained">Called after the last delivery made on that credit.</param>
    public void Drain(MessageReceiver receiver, Action drained) => Touch(now =>
    {
        while (FeedOneRound(now))
        {
        }

        receiver.Credit = 0;
        Commit(drained, _ => { });
    });

    /// <summary>Locks a session: the named one now, or the next one that has something within a time.</summary>
    /// <param name="patience">How long to wait for the next one; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="granted">Called the moment the session is the caller's, before the result; short, never throws. Or null.</param>
    /// <param name="cancellation">Ends the wait; a session granted in the same moment is still the caller's.</param>
    /// <exception cref="ServiceBusFaultException">Held by another, or nothing came.</exception>
    public Task<SessionLock> AcceptSessionAsync(EntityPath path, string? sessionId, TimeSpan patience, Action? granted = null, CancellationToken cancellation = default)
    {
        SessionWait wait = new(path, patience == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : time.GetUtcNow() + patience, granted);
        Touch(now =>
        {
            try
            {
                if (machine.AcceptSession(path, sessionId, now) is { } session)
                {
                    Grant(wait, session);
                }
                else
                {
                    sessionWaits.AddLast(wait);
                }
            }
            catch (ServiceBusFaultException refusal)
            {
                wait.Done.TrySetException(refusal);
            }
        });
        if (!wait.Done.Task.IsCompleted && cancellation.CanBeCanceled)
        {
            CancellationTokenRegistration registration = cancellation.Register(() => GiveUp(wait, cancellation));
            wait.Done.Task.ContinueWith(_ => registration.Unregister(), TaskScheduler.Default);
        }

        return wait.Done.Task;
    }

    private void GiveUp(SessionWait wait, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (sessionWaits.Remove(wait))
            {
                wait.Done.TrySetCanceled(cancellation);
            }
        }
    }

    /// <summary>Gives back a session that no receiver was opened for.</summary>
    public void ReleaseSession(SessionLock session) => Touch(now => machine.ReleaseSession(session, now));

    private void ServeSessionWaits(DateTimeOffset now)
    {
        for (LinkedListNode<SessionWait>? node = sessionWaits.First; node is not null;)
        {
            (LinkedListNode<SessionWait> current, node) = (node, node.Next);
            if (machine.AcceptSession(current.Value.Path, null, now) is { } session)
            {
                sessionWaits.Remove(current);
                Grant(current.Value, session);
            }
            else if (current.Value.Deadline <= now)
            {
                sessionWaits.Remove(current);
                current.Value.Done.TrySetException(new ServiceBusFaultException(
                    FaultCondition.Timeout, "The operation did not complete within the allocated time: no session has a message."));
            }
        }
    }

    private void Grant(SessionWait wait, SessionLock session) =>
        Commit(
            () =>
            {
                wait.Granted?.Invoke();
                wait.Done.TrySetResult(session);
            },
            broken => wait.Done.TrySetException(broken));

    private sealed record SessionWait(EntityPath Path, DateTimeOffset Deadline, Action? Granted)
    {
        public TaskCompletionSource<SessionLock> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
