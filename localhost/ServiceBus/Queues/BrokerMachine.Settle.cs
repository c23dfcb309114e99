using Amqp.Types;

namespace Boai.Localhost.ServiceBus;

internal sealed partial class BrokerMachine
{
    /// <summary>Settles a locked message.</summary>
    /// <exception cref="ServiceBusFaultException">The token locks nothing (any more).</exception>
    public void Settle(EntityPath path, Guid token, Settlement settlement, DateTimeOffset now)
    {
        EntityState entity = Find(path);
        MessageRecord message = Locked(entity, token, now);
        switch (settlement)
        {
            case Settlement.Complete:
                Emit(new BrokerEvent.Removed(entity.Name, message.Sequence));
                break;
            case Settlement.Abandon abandon:
                Change(entity, message, abandon.Changes);
                Unlock(entity, message, now);
                break;
            case Settlement.Defer defer:
                Change(entity, message, defer.Changes);
                Free(entity, message);
                Emit(new BrokerEvent.Deferred(entity.Name, message.Sequence));
                GiveUpIfOver(entity, message, now);
                break;
            case Settlement.DeadLetter deadLetter when !EntityPath.Parse(entity.Name).DeadLetter:
                DeadLetter(entity, message, deadLetter.Reason, deadLetter.Description, deadLetter.Changes, now);
                break;
            case Settlement.DeadLetter:
                throw new ServiceBusFaultException(FaultCondition.NotAllowed, $"A message of '{entity.Name}' cannot be dead-lettered again.");
        }
    }

    /// <summary>Renews the lock of one message.</summary>
    /// <returns>The instant until which it is locked now.</returns>
    /// <exception cref="ServiceBusFaultException">The token locks nothing (any more).</exception>
    public DateTimeOffset RenewLock(EntityPath path, Guid token, DateTimeOffset now)
    {
        EntityState entity = Find(path);
        MessageRecord message = Locked(entity, token, now);
        if (message.Lock!.Session is { } session)
        {
            return session.Until;
        }

        message.Lock = message.Lock with { OwnUntil = now + LockDuration(entity) };
        entity.Agenda.Enqueue(new Due(DueKind.LockEnd, message.Sequence, token), message.Lock.OwnUntil);
        return message.Lock.OwnUntil;
    }

    private static MessageRecord Locked(EntityState entity, Guid token, DateTimeOffset now) =>
        entity.Locks.TryGetValue(token, out long sequence) && entity.Messages[sequence] is { Lock: { } held } message && held.Until > now
            ? message
            : throw new ServiceBusFaultException(
                FaultCondition.MessageLockLost,
                "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.");

    private void Change(EntityState entity, MessageRecord message, Map? changes)
    {
        if (changes is { Count: > 0 })
        {
            Emit(new BrokerEvent.Modified(entity.Name, message.Sequence, message.Content.WithApplicationProperties(changes)));
        }
    }

    private static void Free(EntityState entity, MessageRecord message)
    {
        entity.Locks.Remove(message.Lock!.Token);
        message.Lock = null;
    }

    /// <summary>Gives a message back to its queue, or up when it was delivered too often or its life is over.</summary>
    private void Unlock(EntityState entity, MessageRecord message, DateTimeOffset now)
    {
        Free(entity, message);
        State.RefreshReady(entity, message);
        if (State.LiveSettingsOf(entity) is not { } settings)
        {
            return;
        }

        if (message.Status is MessageStatus.Active && message.DeliveryCount >= settings.MaxDeliveryCount)
        {
            DeadLetter(
                entity, message, "MaxDeliveryCountExceeded", $"Message could not be consumed after {settings.MaxDeliveryCount} delivery attempts.", null, now);
        }
        else
        {
            GiveUpIfOver(entity, message, now);
        }
    }

    private void GiveUpIfOver(EntityState entity, MessageRecord message, DateTimeOffset now)
    {
        if (State.LiveSettingsOf(entity) is { } settings && State.ExpiresAt(entity, message) <= now)
        {
            Expire(entity, message, settings, now);
        }
    }

    private void Expire(EntityState entity, MessageRecord message, QueueSettings settings, DateTimeOffset now)
    {
        if (settings.DeadLetteringOnMessageExpiration)
        {
            DeadLetter(entity, message, "TTLExpiredException", "The message expired and was dead lettered.", null, now);
        }
        else
        {
            Emit(new BrokerEvent.Removed(entity.Name, message.Sequence));
        }
    }

    private void DeadLetter(EntityState entity, MessageRecord message, string? reason, string? description, Map? changes, DateTimeOffset now)
    {
        Map properties = new();
        foreach (KeyValuePair<object, object> change in changes ?? [])
        {
            properties[change.Key.ToString()!] = change.Value;
        }

        if (reason is not null)
        {
            properties[Annotations.DeadLetterReason] = reason;
        }

        if (description is not null)
        {
            properties[Annotations.DeadLetterErrorDescription] = description;
        }

        // A dead-letter queue keeps the numbers of its queue; elsewhere the message is a newcomer.
        string? forward = State.SettingsOf(entity)!.ForwardDeadLetteredMessagesTo;
        string target = forward is null ? entity.Name + EntityPath.DeadLetterSuffix : Find(EntityPath.Parse(forward)).Name;
        long sequence = forward is null ? message.Sequence : State.Entity(target).LastSequence + 1;
        MessageContent content = properties.Count == 0 ? message.Content : message.Content.WithApplicationProperties(properties);
        Emit(new BrokerEvent.Moved(entity.Name, message.Sequence, target, sequence, content, entity.Name, forward is null ? message.EnqueuedAt : now));
    }
}
