namespace Boai.Localhost.ServiceBus;

/// <summary>What one entity holds, with the indexes by which it is found.</summary>
internal sealed class EntityState(string name)
{
    private readonly Dictionary<string, SortedSet<long>> readyBySession = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public long LastSequence { get; set; }

    public SortedList<long, MessageRecord> Messages { get; } = [];

    /// <summary>Sequence numbers by lock token.</summary>
    public Dictionary<Guid, long> Locks { get; } = [];

    public Dictionary<string, byte[]> SessionStates { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SessionLock> SessionLocks { get; } = new(StringComparer.Ordinal);

    /// <summary>When each MessageId was last accepted.</summary>
    public Dictionary<string, DateTimeOffset> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>What is to happen at which instant. Entries may be stale; whoever takes one looks again.</summary>
    public PriorityQueue<Due, DateTimeOffset> Agenda { get; } = new();

    /// <summary>Sessions with something to deliver.</summary>
    public IEnumerable<(string SessionId, long First)> ReadySessions => readyBySession.Select(ready => (ready.Key, ready.Value.Min));

    /// <summary>The lowest number that can be delivered in a session; "" where the entity has none. Null if there is none.</summary>
    public long? FirstReady(string sessionId) => readyBySession.TryGetValue(sessionId, out SortedSet<long>? ready) ? ready.Min : null;

    public void SetReady(MessageRecord message, string sessionId, bool ready)
    {
        if (ready)
        {
            if (!readyBySession.TryGetValue(sessionId, out SortedSet<long>? numbers))
            {
                readyBySession[sessionId] = numbers = [];
            }

            numbers.Add(message.Sequence);
        }
        else if (readyBySession.TryGetValue(sessionId, out SortedSet<long>? numbers) && numbers.Remove(message.Sequence) && numbers.Count == 0)
        {
            readyBySession.Remove(sessionId);
        }
    }
}

/// <param name="Sequence">The message concerned, or 0.</param>
/// <param name="Key">The lock token of a lock's end, the id of a session's end or of a MessageId's, or null.</param>
internal readonly record struct Due(DueKind Kind, long Sequence, object? Key);

internal enum DueKind
{
    Activation,
    Expiry,
    LockEnd,
    SessionEnd,
    Forget,
}
