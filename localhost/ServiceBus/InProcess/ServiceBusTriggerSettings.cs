using System.Globalization;
using System.Text.Json;

namespace Boai.Localhost.ServiceBus;

/// <summary>How one function is triggered: its attribute, and the section <c>extensions.serviceBus</c> of host.json.</summary>
public sealed record ServiceBusTriggerSettings
{
    /// <summary>The queue, or with <c>/$DeadLetterQueue</c> its dead-letter queue.</summary>
    public required string QueueName { get; init; }

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

    /// <summary>These settings with what the section <c>extensions.serviceBus</c> says.</summary>
    /// <exception cref="ServiceBusConfigurationException">A value cannot be used.</exception>
    public ServiceBusTriggerSettings WithHostJson(JsonElement section) => this with
    {
        AutoCompleteMessages = AutoCompleteMessages && Flag(section, "autoCompleteMessages", true),
        MaxConcurrentCalls = Count(section, "maxConcurrentCalls", MaxConcurrentCalls),
        MaxConcurrentSessions = Count(section, "maxConcurrentSessions", MaxConcurrentSessions),
        MaxMessageBatchSize = Count(section, "maxMessageBatchSize", MaxMessageBatchSize),
        MaxAutoLockRenewalDuration = Duration(section, "maxAutoLockRenewalDuration", MaxAutoLockRenewalDuration),
        SessionIdleTimeout = Duration(section, "sessionIdleTimeout", SessionIdleTimeout),
    };

    private static bool Flag(JsonElement section, string name, bool otherwise) => !section.TryGetProperty(name, out JsonElement value)
        ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, value, "true or false");

    private static int Count(JsonElement section, string name, int otherwise) => !section.TryGetProperty(name, out JsonElement value)
        ? otherwise
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out int count) && count > 0
            ? count
            : throw Wrong(name, value, "a whole number above zero");

    private static TimeSpan Duration(JsonElement section, string name, TimeSpan otherwise) => !section.TryGetProperty(name, out JsonElement value)
        ? otherwise
        : value.ValueKind is JsonValueKind.String
            && TimeSpan.TryParse(value.GetString(), CultureInfo.InvariantCulture, out TimeSpan duration) && duration >= TimeSpan.Zero
            ? duration
            : throw Wrong(name, value, "a time span hh:mm:ss");

    private static ServiceBusConfigurationException Wrong(string name, JsonElement value, string must) =>
        new($"host.json: extensions.serviceBus.{name} must be {must} (it is {value.GetRawText()}).");
}
