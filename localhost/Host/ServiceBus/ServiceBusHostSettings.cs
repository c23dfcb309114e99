namespace Boai.Localhost.Host;

/// <summary>The section <c>extensions.serviceBus</c> of host.json: how Service Bus triggers take messages.</summary>
internal sealed record ServiceBusHostSettings
{
    /// <summary>Whether a message is completed when its function ends well, unless the attribute says otherwise.</summary>
    public bool AutoCompleteMessages { get; init; } = true;

    /// <summary>Messages handled at once by one function, where there are no sessions.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    /// <summary>Sessions handled at once by one function.</summary>
    public int MaxConcurrentSessions { get; init; } = 8;

    /// <summary>The most messages of one batch.</summary>
    public int MaxMessageBatchSize { get; init; } = 1000;

    /// <summary>For how long locks are renewed while a function runs.</summary>
    public TimeSpan MaxAutoLockRenewalDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After how long without a message a session is left for another.</summary>
    public TimeSpan SessionIdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    public static ServiceBusHostSettings Read(HostJsonSection section) => new()
    {
        AutoCompleteMessages = section.Flag("autoCompleteMessages", true),
        MaxConcurrentCalls = section.Number("maxConcurrentCalls", 16, 1, 10_000),
        MaxConcurrentSessions = section.Number("maxConcurrentSessions", 8, 1, 10_000),
        MaxMessageBatchSize = section.Number("maxMessageBatchSize", 1000, 1, 10_000),
        MaxAutoLockRenewalDuration = section.Span("maxAutoLockRenewalDuration", TimeSpan.FromMinutes(5)),
        SessionIdleTimeout = section.Span("sessionIdleTimeout", TimeSpan.FromMinutes(1)),
    };
}
