namespace Boai.Localhost.ServiceBus;

/// <summary>One message in an entity. Everything but the lock is durable.</summary>
internal sealed class MessageRecord(long sequence, long firstSequence, MessageContent content, DateTimeOffset enqueuedAt)
{
    public long Sequence { get; } = sequence;

    public long FirstSequence { get; } = firstSequence;

    public MessageContent Content { get; set; } = content;

    public DateTimeOffset EnqueuedAt { get; } = enqueuedAt;

    public DateTimeOffset? ScheduledFor { get; init; }

    public MessageStatus Status { get; set; }

    public int DeliveryCount { get; set; }

    public string? DeadLetterSource { get; init; }

    /// <summary>Who may settle it now, or null. Not durable: a broker that starts anew has handed out nothing.</summary>
    public MessageLock? Lock { get; set; }

    public DeliveredMessage Picture() => new(
        Content, Sequence, FirstSequence, EnqueuedAt, DeliveryCount, Status, Lock?.Token, Lock?.Until, DeadLetterSource);
}

/// <param name="Session">The session under whose lock this one stands, or null; then <paramref name="OwnUntil"/> counts.</param>
internal sealed record MessageLock(Guid Token, DateTimeOffset OwnUntil, SessionLock? Session)
{
    public DateTimeOffset Until => Session?.Until ?? OwnUntil;
}

/// <summary>The right of one receiver to one session.</summary>
internal sealed class SessionLock(string entity, string sessionId, DateTimeOffset until)
{
    public string Entity { get; } = entity;

    public string SessionId { get; } = sessionId;

    public DateTimeOffset Until { get; set; } = until;

    /// <summary>True from the moment at which the lock was released or ran out.</summary>
    public bool Lost { get; set; }
}
