namespace Boai.Localhost.ServiceBus;

/// <summary>One queue as <c>servicebus.json</c> declares it; the defaults are those of the service.</summary>
/// <param name="Name">The entity path, compared without regard to case.</param>
public sealed record QueueSettings(string Name)
{
    /// <summary>How long a message, or a session, stays locked unless the lock is renewed; at most five minutes.</summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After this many deliveries without completion a message is dead-lettered; at least 1.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>The longest life of a message; a message may ask for a shorter one.</summary>
    public TimeSpan DefaultMessageTimeToLive { get; init; } = TimeSpan.MaxValue;

    /// <summary>Whether an expired message goes to the dead-letter queue rather than away.</summary>
    public bool DeadLetteringOnMessageExpiration { get; init; }

    /// <summary>Whether a message whose MessageId was seen within the window is dropped.</summary>
    public bool RequiresDuplicateDetection { get; init; }

    /// <summary>How long a MessageId is remembered.</summary>
    public TimeSpan DuplicateDetectionHistoryTimeWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether every message belongs to a session and only session receivers may receive.</summary>
    public bool RequiresSession { get; init; }

    /// <summary>The queue that receives what is sent to this one, or null.</summary>
    public string? ForwardTo { get; init; }

    /// <summary>The queue that receives what this one dead-letters, or null.</summary>
    public string? ForwardDeadLetteredMessagesTo { get; init; }
}
