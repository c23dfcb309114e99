using Microsoft.DurableTask.Entities;

namespace Boai.Localhost.Engine.Model;

internal sealed partial class EngineState
{
    private Entity EntityOf(string id)
    {
        if (!entities.TryGetValue(id, out Entity? entity))
        {
            entity = new() { Id = id };
            entities.Add(id, entity);
        }

        return entity;
    }

    private void Deliver(string entityId, Item item, DateTimeOffset at)
    {
        Entity entity = EntityOf(entityId);
        Listener.Changed(entity);
        if (item.Kind == ItemKind.OperationSignaled && item.At > at)
        {
            entity.Scheduled.Add(item);
            Listener.SignalSet(entity, item.At);
        }
        else
        {
            entity.Inbox.Add(item);
            Listener.Ready(entity);
        }
    }

    private void Apply(Op.EntityDue due)
    {
        if (!entities.TryGetValue(due.EntityId, out Entity? entity))
        {
            return;
        }

        // Stable order: by due time, and by arrival among equals.
        foreach (Item signal in entity.Scheduled.Where(item => item.At <= due.At).OrderBy(item => item.At).ToList())
        {
            entity.Scheduled.Remove(signal);
            entity.Inbox.Add(signal);
        }

        Listener.Changed(entity);
        Listener.Ready(entity);
    }

    private void Apply(Op.EntityStep step)
    {
        if (!entities.TryGetValue(step.EntityId, out Entity? entity))
        {
            return;
        }

        List<Item> taken = [.. entity.Next().Take(step.Consumed).ToList().Select(at => entity.Inbox[at])];
        entity.Inbox.RemoveAll(taken.Contains);
        entity.State = step.State;
        entity.LastModifiedAt = step.At;
        Listener.Changed(entity);

        int result = 0;
        foreach (Item message in taken)
        {
            switch (message.Kind)
            {
                case ItemKind.OperationCalled:
                    Item answer = step.Results[result++];
                    if (byId.TryGetValue(message.Target!, out Instance? caller))
                    {
                        Deliver(caller, new()
                        {
                            Kind = ItemKind.EntityAnswered,
                            Id = message.Id,
                            Generation = message.Generation,
                            Data = answer.Data,
                            Failure = answer.Failure,
                        }, step.At);
                    }

                    break;
                case ItemKind.OperationSignaled:
                    result++;
                    break;
                case ItemKind.LockAsked:
                    entity.LockedBy = new(message.Target!, message.Generation);
                    PassOnLock(message, step.At);
                    break;
                case ItemKind.LockReturned when entity.LockedBy == new LockOwner(message.Target!, message.Generation):
                    entity.LockedBy = null;
                    break;
            }
        }

        foreach (Item sent in step.Sent)
        {
            if (sent.Kind == ItemKind.StartOrchestration)
            {
                // A start by an entity gives way to an instance of that id that is running.
                if (!byId.TryGetValue(sent.Target!, out Instance? other) || other.IsFinished)
                {
                    Start(sent.Target!, sent, null, step.At);
                }
            }
            else
            {
                Deliver(sent.Target!, new() { Kind = ItemKind.OperationSignaled, Name = sent.Name, Data = sent.Data, At = sent.At }, step.At);
            }
        }

        Listener.Ready(entity);
    }

    /// <summary>A lock of several entities goes through them in their order; the last one tells the orchestration.</summary>
    private void PassOnLock(Item asked, DateTimeOffset at)
    {
        int next = asked.Code + 1;
        if (next < asked.Entities!.Count)
        {
            Deliver(asked.Entities[next], new()
            {
                Kind = ItemKind.LockAsked,
                Id = asked.Id,
                Target = asked.Target,
                Generation = asked.Generation,
                Entities = asked.Entities,
                Code = next,
            }, at);
        }
        else if (byId.TryGetValue(asked.Target!, out Instance? owner))
        {
            Deliver(owner, new()
            {
                Kind = ItemKind.LockGranted,
                Id = asked.Id,
                Generation = asked.Generation,
                Entities = asked.Entities,
            }, at);
        }
        else
        {
            Return(asked.Entities, new(asked.Target!, asked.Generation), at);
        }
    }

    private void ReleaseLocks(Instance instance, DateTimeOffset at)
    {
        if (instance.Locks is { } locks)
        {
            instance.Locks = null;
            Return(locks.Entities, new(instance.Id, instance.Generation), at);
        }
    }

    private void Return(IReadOnlyList<string> locked, LockOwner owner, DateTimeOffset at)
    {
        foreach (string entity in locked)
        {
            Deliver(entity, new() { Kind = ItemKind.LockReturned, Target = owner.InstanceId, Generation = owner.Generation }, at);
        }
    }

    internal static bool IsEntityId(string id) => id.Length > 0 && id[0] == '@' && id.IndexOf('@', 1) > 1;

    internal static string NameOf(string entityId) => EntityInstanceId.FromString(entityId).Name;
}
