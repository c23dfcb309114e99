namespace Boai.Localhost.ServiceBus;

internal sealed partial class BrokerMachine
{
    /// <summary>Locks a session for one receiver: the named one, or the free one whose message waits longest.</summary>
    /// <returns>Null if none was named and none has anything to deliver.</returns>
    /// <exception cref="ServiceBusFaultException">Another receiver holds the named session, or the entity has no sessions.</exception>
    public SessionLock? AcceptSession(EntityPath path, string? sessionId, DateTimeOffset now)
    {
        EntityState entity = Find(path);
        RequireSessions(path, entity);
        string? chosen = sessionId ?? entity.ReadySessions
            .Where(ready => !entity.SessionLocks.ContainsKey(ready.SessionId))
            .OrderBy(ready => ready.First)
            .Select(ready => ready.SessionId)
            .FirstOrDefault();
        if (chosen is null)
        {
            return null;
        }

        SessionLock taken = new(entity.Name, chosen, now + LockDuration(entity));
        if (!entity.SessionLocks.TryAdd(chosen, taken))
        {
            throw new ServiceBusFaultException(
                FaultCondition.SessionCannotBeLocked, $"The requested session '{chosen}' cannot be accepted. It may be locked by another receiver.");
        }

        entity.Agenda.Enqueue(new Due(DueKind.SessionEnd, 0, taken), taken.Until);
        return taken;
    }

    /// <exception cref="ServiceBusFaultException">Nobody holds the session.</exception>
    public DateTimeOffset RenewSession(EntityPath path, string sessionId, DateTimeOffset now)
    {
        EntityState entity = Find(path);
        SessionLock held = HeldSession(entity, sessionId);
        held.Until = now + LockDuration(entity);
        entity.Agenda.Enqueue(new Due(DueKind.SessionEnd, 0, held), held.Until);
        return held.Until;
    }

    /// <summary>Gives a session and every message locked in it free for others.</summary>
    public void ReleaseSession(SessionLock held, DateTimeOffset now)
    {
        EntityState entity = State.Entity(held.Entity);
        if (held.Lost)
        {
            return;
        }

        held.Lost = true;
        entity.SessionLocks.Remove(held.SessionId);
        foreach (MessageRecord message in entity.Messages.Values.Where(message => message.Lock?.Session == held).ToArray())
        {
            Unlock(entity, message, now);
        }
    }

    public byte[]? GetSessionState(EntityPath path, string sessionId)
    {
        EntityState entity = Find(path);
        HeldSession(entity, sessionId);
        return entity.SessionStates.GetValueOrDefault(sessionId);
    }

    /// <exception cref="ServiceBusFaultException">Nobody holds the session.</exception>
    public void SetSessionState(EntityPath path, string sessionId, byte[]? state)
    {
        EntityState entity = Find(path);
        HeldSession(entity, sessionId);
        Emit(new BrokerEvent.SessionStateSet(entity.Name, sessionId, state));
    }

    /// <summary>Ids of sessions that hold messages or state, in order.</summary>
    public IReadOnlyList<string> Sessions(EntityPath path, int skip, int top)
    {
        EntityState entity = Find(path);
        RequireSessions(path, entity);
        return [.. entity.Messages.Values
            .Select(message => message.Content.SessionId!)
            .Concat(entity.SessionStates.Keys)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Skip(skip)
            .Take(top)];
    }

    private static SessionLock HeldSession(EntityState entity, string sessionId) => entity.SessionLocks.TryGetValue(sessionId, out SessionLock? held)
        ? held
        : throw new ServiceBusFaultException(
            FaultCondition.SessionLockLost, $"The session lock has expired on the session '{sessionId}' of '{entity.Name}'. Accept the session again.");

    private void RequireSessions(EntityPath path, EntityState entity)
    {
        if (State.LiveSettingsOf(entity) is not { RequiresSession: true })
        {
            throw new ServiceBusFaultException(
                FaultCondition.NotAllowed, $"A sessionful message receiver cannot be created on an entity that does not require sessions: '{path.Queue}'.");
        }
    }
}
