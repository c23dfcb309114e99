using Boai.Localhost.Engine.Core;
using Boai.Localhost.Engine.Model;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Boai.Localhost.Engine.Clients;

/// <summary>Entities, for a client in the same process.</summary>
internal sealed class EngineEntityClient(string name, EngineCore core, DataConverter converter) : DurableEntityClient(name)
{
    public override Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null, CancellationToken cancellation = default)
    {
        Require(id);
        ArgumentException.ThrowIfNullOrEmpty(operationName);
        Item signal = new()
        {
            Kind = ItemKind.OperationSignaled,
            Name = operationName,
            Data = converter.Serialize(input),
            At = options?.SignalTime?.ToUniversalTime() ?? default,
        };
        return core.Ask(() =>
        {
            core.Record(new Op.EntityDeliver { EntityId = id.ToString(), Item = signal, At = core.Now });
            return true;
        }, cancellation);
    }

    public override Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default)
        => Get(id, entity => Untyped(entity, includeState), cancellation);

    public override Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default)
        => Get(id, entity => Typed<T>(entity, includeState), cancellation);

    public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null)
        => List(filter, entity => Untyped(entity, filter?.IncludeState ?? true));

    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null)
        => List(filter, entity => Typed<T>(entity, filter?.IncludeState ?? true));

    public override Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default)
    {
        CleanEntityStorageRequest wanted = request ?? CleanEntityStorageRequest.Default;
        return core.Ask(() =>
        {
            int released = 0;
            int removed = 0;
            if (wanted.ReleaseOrphanedLocks)
            {
                foreach (Entity entity in core.State.Entities.Values.Where(IsLockOrphaned).ToList())
                {
                    core.Record(new Op.UnlockEntity { EntityId = entity.Id });
                    released++;
                }
            }

            if (wanted.RemoveEmptyEntities)
            {
                List<string> empty = [.. core.State.Entities.Values.Where(entity => entity.IsEmpty && !entity.IsStepping).Select(entity => entity.Id)];
                removed = empty.Count;
                if (removed > 0)
                {
                    core.Record(new Op.RemoveEntities { Ids = empty });
                }
            }

            return new CleanEntityStorageResult { EmptyEntitiesRemoved = removed, OrphanedLocksReleased = released };
        }, cancellation);
    }

    private static void Require(EntityInstanceId id)
    {
        if (id == default)
        {
            throw new ArgumentException($"Provided argument cannot be default value defined by '{typeof(EntityInstanceId)}'", nameof(id));
        }
    }

    private bool IsLockOrphaned(Entity entity)
        => entity.LockedBy is { } owner
            && (core.State.Find(owner.InstanceId) is not { IsFinished: false } instance || instance.Generation != owner.Generation);

    private Task<T?> Get<T>(EntityInstanceId id, Func<Entity, T> read, CancellationToken cancellation)
        where T : class
    {
        Require(id);
        return core.Ask(() => core.State.FindEntity(id.ToString()) is { State: not null } entity ? read(entity) : null, cancellation);
    }

    private AsyncPageable<T> List<T>(EntityQuery? filter, Func<Entity, T> read)
        where T : notnull
    {
        filter ??= new();
        return Pageable.Create<T>(async (continuation, hint, cancellation) =>
        {
            string after = continuation ?? filter.ContinuationToken ?? string.Empty;
            int size = hint ?? filter.PageSize ?? EntityQuery.DefaultPageSize;
            List<(string Id, T Value)> found = await core.Ask(
                () => core.State.Entities.Values
                    .Where(entity => string.CompareOrdinal(entity.Id, after) > 0 && Matches(entity, filter))
                    .OrderBy(entity => entity.Id, StringComparer.Ordinal)
                    .Take(size + 1)
                    .Select(entity => (entity.Id, read(entity)))
                    .ToList(),
                cancellation);
            return new([.. found.Take(size).Select(entity => entity.Value)], found.Count > size ? found[size - 1].Id : null);
        });
    }

    private static bool Matches(Entity entity, EntityQuery filter)
        => (entity.State is not null || filter.IncludeTransient)
            && (filter.InstanceIdStartsWith is null || entity.Id.StartsWith(filter.InstanceIdStartsWith, StringComparison.Ordinal))
            && (filter.LastModifiedFrom is null || entity.LastModifiedAt >= filter.LastModifiedFrom)
            && (filter.LastModifiedTo is null || entity.LastModifiedAt <= filter.LastModifiedTo);

    private EntityMetadata Untyped(Entity entity, bool withState)
        => new(EntityInstanceId.FromString(entity.Id), withState && entity.State is not null ? new SerializedData(entity.State, converter) : null)
        {
            LastModifiedTime = entity.LastModifiedAt,
            BacklogQueueSize = entity.Inbox.Count,
            LockedBy = entity.LockedBy?.InstanceId,
        };

    private EntityMetadata<T> Typed<T>(Entity entity, bool withState)
    {
        EntityInstanceId id = EntityInstanceId.FromString(entity.Id);
        return withState && entity.State is not null
            ? new(id, converter.Deserialize<T>(entity.State))
            {
                LastModifiedTime = entity.LastModifiedAt,
                BacklogQueueSize = entity.Inbox.Count,
                LockedBy = entity.LockedBy?.InstanceId,
            }
            : new(id)
            {
                LastModifiedTime = entity.LastModifiedAt,
                BacklogQueueSize = entity.Inbox.Count,
                LockedBy = entity.LockedBy?.InstanceId,
            };
    }
}
