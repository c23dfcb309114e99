namespace Boai.Localhost.ServiceBus;

/// <summary>How one function is triggered: its attribute, and the section <c>extensions.serviceBus</c> of host.json.</summary>
public sealed record ServiceBusTriggerSettings
{
    /// <summary>The queue, or with <c>/$DeadLetterQueue</c> its dead-letter queue.</summary>
    public required string QueueName { get; init; }

    /// <summary>The function, for the log.</summary>
    public string FunctionName { get; init; } = "The function";

    /// <summary>Whether one invocation gets all messages that wait, up to <see cref="MaxMessageBatchSize"/>.</summary>
    public bool IsBatched { get; init; }

    /// <summary>Whether the queue has sessions.</summary>
    public bool IsSessionsEnabled { get; init; }

    /// <summary>Whether the listener completes messages whose function ended well.</summary>
    public bool AutoCompleteMessages { get; init; } = true;

    /// <summary>How many messages are handled at once, where there are no sessions.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    /// <summary>How many sessions are handled at once.</summary>
    public int MaxConcurrentSessions { get; init; } = 8;

    /// <summary>The most messages of one batch.</summary>
    public int MaxMessageBatchSize { get; init; } = 1000;

    /// <summary>For how long locks are renewed while a function runs.</summary>
    public TimeSpan MaxAutoLockRenewalDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After how long without a message a session is left for another.</summary>
    public TimeSpan SessionIdleTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
