namespace Boai.Localhost.ServiceBus;

internal sealed partial class BrokerMachine
{
    /// <summary>Takes messages in, all or none. A duplicate is taken and dropped, as its sender must not notice.</summary>
    /// <returns>The sequence numbers, in order; 0 for a dropped duplicate.</returns>
    /// <exception cref="ServiceBusFaultException">The entity is a dead-letter queue, or wants a session id that a message lacks.</exception>
    public IReadOnlyList<long> Send(EntityPath path, IReadOnlyList<MessageContent> contents, DateTimeOffset now)
    {
        if (path.DeadLetter)
        {
            throw new ServiceBusFaultException(FaultCondition.NotAllowed, $"A dead-letter queue takes no messages from senders ('{path.Queue}').");
        }

        EntityState entity = Find(path);
        QueueSettings settings = Settings(path);
        while (settings.ForwardTo is { } next)
        {
            path = new EntityPath(next, DeadLetter: false, Management: false);
            entity = Find(path);
            settings = Settings(path);
        }

        if (settings.RequiresSession && contents.Any(content => string.IsNullOrEmpty(content.SessionId)))
        {
            throw new ServiceBusFaultException(
                FaultCondition.NotAllowed, $"The SessionId was not set on a message, and it cannot be sent to the entity: '{settings.Name}' requires sessions.");
        }

        return [.. contents.Select(content => Enqueue(entity, settings, content, now))];
    }

    /// <summary>Withdraws scheduled messages before their time.</summary>
    /// <exception cref="ServiceBusFaultException">One of them is not scheduled; then none is withdrawn.</exception>
    public void CancelScheduled(EntityPath path, IReadOnlyList<long> sequences)
    {
        EntityState entity = Find(path);
        foreach (long sequence in sequences)
        {
            if (entity.Messages.GetValueOrDefault(sequence) is not { Status: MessageStatus.Scheduled })
            {
                throw new ServiceBusFaultException(FaultCondition.MessageNotFound, $"No scheduled message has the number {sequence} in '{entity.Name}'.");
            }
        }

        foreach (long sequence in sequences.Distinct())
        {
            Emit(new BrokerEvent.Removed(entity.Name, sequence));
        }
    }

    private long Enqueue(EntityState entity, QueueSettings settings, MessageContent content, DateTimeOffset now)
    {
        if (settings.RequiresDuplicateDetection && content.MessageId is { } id
            && entity.Seen.TryGetValue(id, out DateTimeOffset seen) && now - seen < settings.DuplicateDetectionHistoryTimeWindow)
        {
            return 0;
        }

        long sequence = entity.LastSequence + 1;
        DateTimeOffset? scheduled = content.ScheduledFor > now ? content.ScheduledFor : null;
        MessageContent named = content.MessageId is null ? content.WithMessageId(newToken().ToString("N")) : content;
        Emit(new BrokerEvent.Enqueued(entity.Name, sequence, sequence, named, now, scheduled));
        return sequence;
    }
}
