namespace Boai.Localhost.ServiceBus;

/// <summary>One durable change of one entity. State changes by these only, so that the journal alone rebuilds it.</summary>
/// <param name="Entity">The entity's canonical name: a queue's, or a queue's with <c>/$DeadLetterQueue</c>.</param>
internal abstract record BrokerEvent(string Entity)
{
    /// <param name="ScheduledFor">The instant of activation of a scheduled message, or null.</param>
    public sealed record Enqueued(
        string Entity, long Sequence, long FirstSequence, MessageContent Content, DateTimeOffset At, DateTimeOffset? ScheduledFor)
        : BrokerEvent(Entity);

    /// <summary>A scheduled message's time has come: it joins the end of the queue under a new number.</summary>
    public sealed record Activated(string Entity, long Sequence, long NewSequence, DateTimeOffset At) : BrokerEvent(Entity);

    /// <summary>A delivery is about to be made; counted first, so that a message that kills its receiver is counted too.</summary>
    public sealed record Delivered(string Entity, long Sequence) : BrokerEvent(Entity);

    public sealed record Removed(string Entity, long Sequence) : BrokerEvent(Entity);

    public sealed record Deferred(string Entity, long Sequence) : BrokerEvent(Entity);

    /// <param name="NewContent">The message with changed application properties.</param>
    public sealed record Modified(string Entity, long Sequence, MessageContent NewContent) : BrokerEvent(Entity);

    /// <summary>A message left for a dead-letter queue (or where that forwards to).</summary>
    public sealed record Moved(string Entity, long Sequence, string Target, long NewSequence, MessageContent NewContent, string Source, DateTimeOffset At)
        : BrokerEvent(Entity);

    /// <param name="State">The new state, or null when it was cleared.</param>
    public sealed record SessionStateSet(string Entity, string SessionId, byte[]? State) : BrokerEvent(Entity);

    /// <summary>Only in checkpoints: a message in whatever state it had.</summary>
    public sealed record Restored(
        string Entity,
        long Sequence,
        long FirstSequence,
        MessageContent Content,
        DateTimeOffset At,
        DateTimeOffset? ScheduledFor,
        MessageStatus Status,
        int DeliveryCount,
        string? DeadLetterSource)
        : BrokerEvent(Entity);

    /// <summary>Only in checkpoints: the last number given out.</summary>
    public sealed record Numbered(string Entity, long LastSequence) : BrokerEvent(Entity);

    /// <summary>Only in checkpoints: a MessageId that duplicate detection still remembers.</summary>
    public sealed record Remembered(string Entity, string MessageId, DateTimeOffset At) : BrokerEvent(Entity);
}
