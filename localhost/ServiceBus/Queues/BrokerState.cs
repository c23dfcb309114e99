namespace Boai.Localhost.ServiceBus;

/// <summary>All entities, changed only by events. Pure: no clock, no store, no thread.</summary>
internal sealed class BrokerState(ServiceBusConfiguration configuration)
{
    private readonly Dictionary<string, EntityState> entities = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<EntityState> Entities => entities.Values;

    /// <summary>The settings of the queue that an entity is or belongs to; null when it is no longer declared.</summary>
    public QueueSettings? SettingsOf(EntityState entity) => configuration.Queues.GetValueOrDefault(EntityPath.Parse(entity.Name).Queue);

    /// <summary>Null for a dead-letter queue: neither life, sessions nor duplicate detection count there.</summary>
    public QueueSettings? LiveSettingsOf(EntityState entity) => EntityPath.Parse(entity.Name).DeadLetter ? null : SettingsOf(entity);

    public EntityState Entity(string name)
    {
        if (!entities.TryGetValue(name, out EntityState? entity))
        {
            entities[name] = entity = new EntityState(name);
        }

        return entity;
    }

    /// <summary>The key of the session that a message belongs to where it lies; "" where there are no sessions.</summary>
    public string SessionKey(EntityState entity, MessageRecord message) =>
        LiveSettingsOf(entity) is { RequiresSession: true } ? message.Content.SessionId ?? string.Empty : string.Empty;

    public void RefreshReady(EntityState entity, MessageRecord message) =>
        entity.SetReady(message, SessionKey(entity, message), message is { Status: MessageStatus.Active, Lock: null });

    public DateTimeOffset ExpiresAt(EntityState entity, MessageRecord message)
    {
        if (LiveSettingsOf(entity) is not { } settings || message.Status is MessageStatus.Scheduled)
        {
            return DateTimeOffset.MaxValue;
        }

        TimeSpan life = message.Content.TimeToLive is { } asked && asked < settings.DefaultMessageTimeToLive
            ? asked
            : settings.DefaultMessageTimeToLive;
        return life < DateTimeOffset.MaxValue - message.EnqueuedAt ? message.EnqueuedAt + life : DateTimeOffset.MaxValue;
    }

    public void Apply(BrokerEvent change)
    {
        EntityState entity = Entity(change.Entity);
        switch (change)
        {
            case BrokerEvent.Enqueued enqueued:
                Add(entity, new MessageRecord(enqueued.Sequence, enqueued.FirstSequence, enqueued.Content, enqueued.At)
                {
                    ScheduledFor = enqueued.ScheduledFor,
                    Status = enqueued.ScheduledFor is null ? MessageStatus.Active : MessageStatus.Scheduled,
                });
                Remember(entity, enqueued.Content.MessageId, enqueued.At);
                break;
            case BrokerEvent.Activated activated:
                MessageRecord scheduled = Remove(entity, activated.Sequence);
                Add(entity, new MessageRecord(activated.NewSequence, scheduled.FirstSequence, scheduled.Content, activated.At));
                break;
            case BrokerEvent.Delivered delivered:
                entity.Messages[delivered.Sequence].DeliveryCount++;
                break;
            case BrokerEvent.Removed removed:
                Remove(entity, removed.Sequence);
                break;
            case BrokerEvent.Deferred deferred:
                entity.Messages[deferred.Sequence].Status = MessageStatus.Deferred;
                RefreshReady(entity, entity.Messages[deferred.Sequence]);
                break;
            case BrokerEvent.Modified modified:
                entity.Messages[modified.Sequence].Content = modified.NewContent;
                break;
            case BrokerEvent.Moved moved:
                MessageRecord leaving = Remove(entity, moved.Sequence);
                Add(Entity(moved.Target), new MessageRecord(moved.NewSequence, leaving.FirstSequence, moved.NewContent, moved.At)
                {
                    DeliveryCount = leaving.DeliveryCount,
                    DeadLetterSource = moved.Source,
                });
                break;
            case BrokerEvent.SessionStateSet { State: null } cleared:
                entity.SessionStates.Remove(cleared.SessionId);
                break;
            case BrokerEvent.SessionStateSet set:
                entity.SessionStates[set.SessionId] = set.State;
                break;
            case BrokerEvent.Restored restored:
                Add(entity, new MessageRecord(restored.Sequence, restored.FirstSequence, restored.Content, restored.At)
                {
                    ScheduledFor = restored.ScheduledFor,
                    Status = restored.Status,
                    DeliveryCount = restored.DeliveryCount,
                    DeadLetterSource = restored.DeadLetterSource,
                });
                break;
            case BrokerEvent.Numbered numbered:
                entity.LastSequence = Math.Max(entity.LastSequence, numbered.LastSequence);
                break;
            case BrokerEvent.Remembered remembered:
                Remember(entity, remembered.MessageId, remembered.At);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"Unknown event {change.GetType().Name}.");
        }
    }

    /// <summary>Events from which the durable part of this state can be rebuilt.</summary>
    public IReadOnlyList<BrokerEvent> Snapshot()
    {
        List<BrokerEvent> events = [];
        foreach (EntityState entity in entities.Values)
        {
            string name = entity.Name;
            events.Add(new BrokerEvent.Numbered(name, entity.LastSequence));
            events.AddRange(entity.Messages.Values.Select(message => new BrokerEvent.Restored(
                name, message.Sequence, message.FirstSequence, message.Content, message.EnqueuedAt, message.ScheduledFor, message.Status, message.DeliveryCount, message.DeadLetterSource)));
            events.AddRange(entity.SessionStates.Select(state => new BrokerEvent.SessionStateSet(name, state.Key, state.Value)));
            events.AddRange(entity.Seen.Select(seen => new BrokerEvent.Remembered(name, seen.Key, seen.Value)));
        }

        return events;
    }

    private void Add(EntityState entity, MessageRecord message)
    {
        entity.LastSequence = Math.Max(entity.LastSequence, message.Sequence);
        entity.Messages.Add(message.Sequence, message);
        RefreshReady(entity, message);
        if (message.ScheduledFor is { } instant && message.Status is MessageStatus.Scheduled)
        {
            entity.Agenda.Enqueue(new Due(DueKind.Activation, message.Sequence, null), instant);
        }

        if (ExpiresAt(entity, message) is var expiry && expiry < DateTimeOffset.MaxValue)
        {
            entity.Agenda.Enqueue(new Due(DueKind.Expiry, message.Sequence, null), expiry);
        }
    }

    private MessageRecord Remove(EntityState entity, long sequence)
    {
        MessageRecord message = entity.Messages[sequence];
        entity.Messages.Remove(sequence);
        if (message.Lock is { } held)
        {
            entity.Locks.Remove(held.Token);
        }

        entity.SetReady(message, SessionKey(entity, message), ready: false);
        return message;
    }

    private void Remember(EntityState entity, string? messageId, DateTimeOffset at)
    {
        if (messageId is not null && LiveSettingsOf(entity) is { RequiresDuplicateDetection: true } settings)
        {
            entity.Seen[messageId] = at;
            entity.Agenda.Enqueue(new Due(DueKind.Forget, 0, messageId), at + settings.DuplicateDetectionHistoryTimeWindow);
        }
    }
}
