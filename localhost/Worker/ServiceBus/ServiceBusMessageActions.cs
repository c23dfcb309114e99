using Azure.Messaging.ServiceBus;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Settles the messages that an invocation was started with; a parameter of the function.</summary>
/// <remarks>The host hands over a subclass. One made by a test does nothing of itself: override what the function calls.</remarks>
public class ServiceBusMessageActions
{
    /// <summary>For the host, and for tests that override what they need.</summary>
    protected ServiceBusMessageActions()
    {
    }

    /// <summary>The message is done with.</summary>
    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => throw Unmade();

    /// <summary>The message goes back to its queue, or to the dead-letter queue when it was delivered too often.</summary>
    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) =>
        throw Unmade();

    /// <summary>The message goes to the dead-letter queue.</summary>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) => throw Unmade();

    /// <summary>The message waits until it is fetched by its number.</summary>
    public virtual Task DeferMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) =>
        throw Unmade();

    /// <summary>The message stays locked for another lock duration from now.</summary>
    public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => throw Unmade();

    private static NotSupportedException Unmade() => new("These actions were not made by the host; override the method.");
}
