namespace Boai.Localhost.ServiceBus;

internal sealed partial class BrokerMachine
{
    /// <summary>The next message for a receiver, locked for it or, if so asked, removed.</summary>
    /// <param name="session">The session that the receiver holds; null where the entity has none.</param>
    /// <returns>Null if there is nothing to receive now.</returns>
    public DeliveredMessage? Receive(EntityState entity, bool delete, SessionLock? session, DateTimeOffset now)
    {
        if (session is { Lost: true } || entity.FirstReady(session?.SessionId ?? string.Empty) is not { } sequence)
        {
            return null;
        }

        return Hand(entity, entity.Messages[sequence], delete, session, now);
    }

    /// <summary>Deferred messages, fetched by their numbers: all or none.</summary>
    /// <exception cref="ServiceBusFaultException">One of them is not deferred, or locked by another.</exception>
    public IReadOnlyList<DeliveredMessage> ReceiveDeferred(EntityPath path, IReadOnlyList<long> sequences, bool delete, string? sessionId, DateTimeOffset now)
    {
        EntityState entity = Find(path);
        SessionLock? session = sessionId is null ? null : HeldSession(entity, sessionId);
        MessageRecord[] records = [.. sequences.Distinct().Select(sequence =>
            entity.Messages.GetValueOrDefault(sequence) is { Status: MessageStatus.Deferred, Lock: null } record
            && (session is null || record.Content.SessionId == session.SessionId)
                ? record
                : throw new ServiceBusFaultException(
                    FaultCondition.MessageNotFound, $"No deferred message that is free has the number {sequence} in '{entity.Name}'."))];
        return [.. records.Select(record => Hand(entity, record, delete, session, now))];
    }

    /// <summary>Looks at messages of any state from a number on, without locking.</summary>
    public IReadOnlyList<DeliveredMessage> Peek(EntityPath path, long fromSequence, int count, string? sessionId)
    {
        EntityState entity = Find(path);
        return [.. entity.Messages.Values
            .SkipWhile(message => message.Sequence < fromSequence)
            .Where(message => sessionId is null || message.Content.SessionId == sessionId)
            .Take(count)
            .Select(message => message.Picture() with { LockToken = null, LockedUntil = null })];
    }

    private DeliveredMessage Hand(EntityState entity, MessageRecord message, bool delete, SessionLock? session, DateTimeOffset now)
    {
        if (delete)
        {
            DeliveredMessage last = message.Picture();
            Emit(new BrokerEvent.Removed(entity.Name, message.Sequence));
            return last;
        }

        Emit(new BrokerEvent.Delivered(entity.Name, message.Sequence));
        Guid token = newToken();
        message.Lock = new MessageLock(token, now + LockDuration(entity), session);
        entity.Locks.Add(token, message.Sequence);
        State.RefreshReady(entity, message);
        if (session is null)
        {
            entity.Agenda.Enqueue(new Due(DueKind.LockEnd, message.Sequence, token), message.Lock.OwnUntil);
        }

        return message.Picture();
    }

    private TimeSpan LockDuration(EntityState entity) => State.SettingsOf(entity)!.LockDuration;
}
