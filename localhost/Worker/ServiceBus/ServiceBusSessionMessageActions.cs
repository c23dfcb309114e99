namespace Microsoft.Azure.Functions.Worker;

/// <summary>State and lock of the session whose message started the invocation; a parameter of the function.</summary>
/// <remarks>The host hands over a subclass. One made by a test does nothing of itself: override what the function calls.</remarks>
public class ServiceBusSessionMessageActions
{
    /// <summary>For the host, and for tests that override what they need.</summary>
    protected ServiceBusSessionMessageActions()
    {
    }

    /// <summary>When the session's lock ends unless renewed.</summary>
    public virtual DateTimeOffset SessionLockedUntil { get; protected set; }

    /// <summary>The session's state; empty when there is none.</summary>
    public virtual Task<BinaryData> GetSessionStateAsync(CancellationToken cancellationToken = default) => throw Unmade();

    /// <summary>Replaces the session's state.</summary>
    public virtual Task SetSessionStateAsync(BinaryData sessionState, CancellationToken cancellationToken = default) => throw Unmade();

    /// <summary>The session is left for others once the invocation has ended.</summary>
    public virtual Task ReleaseSession(CancellationToken cancellationToken = default) => throw Unmade();

    /// <summary>The session stays locked for another lock duration from now.</summary>
    public virtual Task RenewSessionLockAsync(CancellationToken cancellationToken = default) => throw Unmade();

    private static NotSupportedException Unmade() => new("These actions were not made by the host; override the method.");
}
