namespace Boai.Localhost.ServiceBus;

/// <summary>One consumer of an entity, as the broker sees it: a link's or one in process.</summary>
/// <param name="delete">Whether messages are removed as they are handed over, rather than locked.</param>
/// <param name="session">The session it holds, or null.</param>
/// <param name="deliver">Gets each message once its delivery is durable; short, never throws.</param>
/// <param name="lost">Told when the session's lock ran out.</param>
internal sealed class MessageReceiver(
    EntityPath path, EntityState entity, bool delete, SessionLock? session, Action<DeliveredMessage> deliver, Action lost)
{
    public EntityPath Path { get; } = path;

    public EntityState Entity { get; } = entity;

    public bool Delete { get; } = delete;

    public SessionLock? Session { get; } = session;

    public Action<DeliveredMessage> Deliver { get; } = deliver;

    public Action Lost { get; } = lost;

    /// <summary>How many messages it is still willing to take; guarded by the broker's lock.</summary>
    public int Credit { get; set; }
}
