namespace Boai.Localhost.ServiceBus;

internal sealed partial class BrokerMachine
{
    /// <summary>Does everything that has become due: activates, expires, unlocks, forgets.</summary>
    /// <returns>The session locks that ran out.</returns>
    public IReadOnlyList<SessionLock> Sweep(DateTimeOffset now)
    {
        List<SessionLock> lost = [];
        foreach (EntityState entity in State.Entities.ToArray())
        {
            while (entity.Agenda.TryPeek(out _, out DateTimeOffset at) && at <= now)
            {
                Do(entity, entity.Agenda.Dequeue(), now, lost);
            }
        }

        return lost;
    }

    /// <summary>When <see cref="Sweep"/> may have something to do next; null for never.</summary>
    public DateTimeOffset? NextDue()
    {
        DateTimeOffset? next = null;
        foreach (EntityState entity in State.Entities)
        {
            while (entity.Agenda.TryPeek(out Due due, out DateTimeOffset at))
            {
                if (Stale(entity, due, at))
                {
                    entity.Agenda.Dequeue();
                    continue;
                }

                next = next is null || at < next ? at : next;
                break;
            }
        }

        return next;
    }

    private static bool Stale(EntityState entity, Due due, DateTimeOffset at) => due.Kind switch
    {
        DueKind.LockEnd => !(entity.Messages.GetValueOrDefault(due.Sequence)?.Lock is { } held && held.Token.Equals(due.Key) && held.OwnUntil == at),
        DueKind.SessionEnd => due.Key is SessionLock session && (session.Lost || session.Until != at),
        DueKind.Forget => false,
        _ => !entity.Messages.ContainsKey(due.Sequence),
    };

    private void Do(EntityState entity, Due due, DateTimeOffset now, List<SessionLock> lost)
    {
        QueueSettings? settings = State.SettingsOf(entity);
        MessageRecord? message = entity.Messages.GetValueOrDefault(due.Sequence);
        switch (due.Kind)
        {
            case DueKind.Activation when message is { Status: MessageStatus.Scheduled }:
                Emit(new BrokerEvent.Activated(entity.Name, message.Sequence, entity.LastSequence + 1, now));
                break;
            // A locked message does not expire in its receiver's hands; unlocking looks at its life again.
            case DueKind.Expiry when message is { Lock: null } && settings is not null && State.ExpiresAt(entity, message) <= now:
                Expire(entity, message, settings, now);
                break;
            case DueKind.LockEnd when message?.Lock is { } held && held.Token.Equals(due.Key) && held.Until <= now:
                Unlock(entity, message, now);
                break;
            case DueKind.SessionEnd when due.Key is SessionLock { Lost: false } session && session.Until <= now:
                ReleaseSession(session, now);
                lost.Add(session);
                break;
            case DueKind.Forget when due.Key is string id && settings is not null
                && entity.Seen.TryGetValue(id, out DateTimeOffset at) && now - at >= settings.DuplicateDetectionHistoryTimeWindow:
                entity.Seen.Remove(id);
                break;
            default:
                break; // stale: settled, renewed or gone since
        }
    }
}
