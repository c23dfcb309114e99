using Boai.Localhost.Engine.Packing;

namespace Boai.Localhost.Engine.Model;

/// <summary>Who holds an entity's lock.</summary>
internal sealed record LockOwner(string InstanceId, long Generation);

/// <summary>One entity: what the journal says of it.</summary>
internal sealed class Entity
{
    public required string Id { get; init; }

    /// <summary>The serialized state; null if the entity has none.</summary>
    public string? State { get; set; }

    public LockOwner? LockedBy { get; set; }

    public DateTimeOffset LastModifiedAt { get; set; }

    /// <summary>Messages in the order of their arrival.</summary>
    public List<Item> Inbox { get; } = [];

    /// <summary>Signals whose time has not come.</summary>
    public List<Item> Scheduled { get; } = [];

    public bool IsEmpty => State is null && LockedBy is null && Inbox.Count == 0 && Scheduled.Count == 0;

    // What follows is not in the journal.
    public bool IsStepping { get; set; }

    public bool IsQueued { get; set; }

    public long LastRecord { get; set; }

    public bool IsDirty { get; set; }

    /// <summary>
    /// The positions of the messages that come next: in order of arrival up to the first request for the lock; while it is locked,
    /// only the owner's, up to the one that gives the lock back.
    /// </summary>
    public IEnumerable<int> Next()
    {
        for (int at = 0; at < Inbox.Count; at++)
        {
            Item item = Inbox[at];
            if (LockedBy is null)
            {
                yield return at;
                if (item.Kind == ItemKind.LockAsked)
                {
                    yield break;
                }
            }
            else if ((item.Kind is ItemKind.OperationCalled or ItemKind.LockReturned) && IsOwners(item))
            {
                yield return at;
                if (item.Kind == ItemKind.LockReturned)
                {
                    yield break;
                }
            }
        }
    }

    public void Write(PackWriter to)
    {
        to.Text(Id);
        to.Text(State);
        to.Text(LockedBy?.InstanceId);
        to.Number(LockedBy?.Generation ?? 0);
        to.Instant(LastModifiedAt);
        foreach (List<Item> items in new[] { Inbox, Scheduled })
        {
            to.Number(items.Count);
            foreach (Item item in items)
            {
                item.Write(to);
            }
        }
    }

    public static Entity Read(ref PackReader from)
    {
        string id = from.Text()!;
        string? state = from.Text();
        string? owner = from.Text();
        long generation = from.Number();
        Entity entity = new()
        {
            Id = id,
            State = state,
            LockedBy = owner is null ? null : new(owner, generation),
            LastModifiedAt = from.Instant(),
        };
        foreach (List<Item> items in new[] { entity.Inbox, entity.Scheduled })
        {
            for (int left = from.Int(); left > 0; left--)
            {
                items.Add(Item.Read(ref from));
            }
        }

        return entity;
    }

    private bool IsOwners(Item item) => item.Target == LockedBy!.InstanceId && item.Generation == LockedBy.Generation;
}
