using Boai.Localhost.Engine.Archiving;
using Boai.Localhost.Engine.Model;
using Boai.Localhost.Engine.Packing;
using Microsoft.DurableTask.Client;

namespace Boai.Localhost.Engine.Clients;

/// <summary>Purge, restart and rewind: what is done to finished instances.</summary>
internal sealed partial class EngineClient
{
    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        OrchestrationRuntimeStatus? status = await finder.Read(instanceId, instance => (OrchestrationRuntimeStatus?)instance.Status, cancellation);
        if (status is null)
        {
            return new(0, true);
        }

        if (UnfinishedStatuses.Contains(status.Value))
        {
            throw new InvalidOperationException(
                $"Only orchestrations in a terminal state can be purged, but the orchestration with instance ID {instanceId} has status {status}");
        }

        return new(await Purge([instanceId], options?.Recursive == true, cancellation), true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Timeout is { } timeout && timeout <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(filter), timeout, "PurgeInstancesFilter.Timeout must be a positive TimeSpan.");
        }

        long started = this.options.InfrastructureTime.GetTimestamp();
        HashSet<OrchestrationRuntimeStatus>? statuses = SetOf(filter.Statuses);
        int purged = 0;
        long after = 0;
        while (true)
        {
            (IReadOnlyList<(string Id, long Ordinal)> page, long? next) = await finder.Page(
                after,
                200,
                instance => instance.IsFinished && InstanceFinder.Matches(instance, filter.CreatedFrom, filter.CreatedTo, statuses, null),
                instance => (instance.Id, instance.Ordinal),
                cancellation);
            purged += await Purge([.. page.Select(instance => instance.Id)], options?.Recursive == true, cancellation);
            if (next is null)
            {
                return new(purged, true);
            }

            after = next.Value;
            if (filter.Timeout is { } limit && this.options.InfrastructureTime.GetElapsedTime(started) >= limit)
            {
                return new(purged, false);
            }
        }
    }

    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        RefuseEntity(instanceId, nameof(instanceId));
        (Item Start, OrchestrationRuntimeStatus Status)? found = await finder.Read(
            instanceId,
            instance => ((Item, OrchestrationRuntimeStatus)?)(new Item
            {
                Kind = ItemKind.ExecutionStarted,
                Name = instance.Name,
                Version = instance.Version,
                Data = instance.Input,
                Tags = instance.Tags,
            }, instance.Status),
            cancellation);
        if (found is not { } before)
        {
            throw NotFound(instanceId);
        }

        string id = restartWithNewInstanceId ? Guid.NewGuid().ToString("N") : instanceId;
        await core.Ask(() =>
        {
            if (core.State.Find(id) is { IsFinished: false })
            {
                throw new InvalidOperationException($"An orchestration with the instanceId {instanceId} cannot be restarted: it is not finished.");
            }

            core.Record(new Op.Create { Id = id, Start = before.Start, CreatedAt = core.Now });
            return true;
        }, cancellation);
        return id;
    }

    public override async Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        RefuseEntity(instanceId, nameof(instanceId));
        while (true)
        {
            // The instance and whatever sub-orchestration of it may have to go back too must be in memory first.
            (ArchiveSegment Segment, int Entry)? missing = await core.Ask<(ArchiveSegment, int)?>(() =>
            {
                if (FirstArchived(instanceId) is { } place)
                {
                    return place;
                }

                Instance instance = core.State.Find(instanceId) ?? throw NotFound(instanceId);
                if (instance.Status != OrchestrationRuntimeStatus.Failed)
                {
                    throw new InvalidOperationException(
                        $"Only failed orchestrations can be rewound, but the orchestration with instance ID {instanceId} has status {instance.Status}.");
                }

                core.Record(new Op.Deliver { Ordinal = instance.Ordinal, Item = new() { Kind = ItemKind.Rewound, Data = reason }, At = core.Now });
                return null;
            }, cancellation);
            if (missing is not { } archived)
            {
                return;
            }

            Instance restored = await core.Archive.Read(archived.Segment, archived.Entry, cancellation);
            PackWriter packed = new();
            restored.Write(packed);
            await core.Ask(() =>
            {
                if (core.State.Find(restored.Id) is null && core.State.Archive.Find(restored.Id) == archived)
                {
                    core.Record(new Op.Restore { Packed = packed.ToArray() });
                }

                return true;
            }, cancellation);
        }
    }

    private (ArchiveSegment, int)? FirstArchived(string id)
    {
        if (core.State.Find(id) is not { } instance)
        {
            return core.State.Archive.Find(id);
        }

        return instance.Status == OrchestrationRuntimeStatus.Failed
            ? Snapshots.ChildrenOf(instance).Select(FirstArchived).FirstOrDefault(place => place is not null)
            : null;
    }

    private async Task<int> Purge(IReadOnlyList<string> ids, bool recursive, CancellationToken cancellation)
    {
        List<string> all = [.. ids];
        for (int at = 0; recursive && at < all.Count; at++)
        {
            string parent = all[at];
            foreach (string child in await finder.Read(parent, instance => Snapshots.ChildrenOf(instance).ToList(), cancellation) ?? [])
            {
                if (!all.Contains(child) && await finder.Read(child, instance => instance.IsFinished && instance.Parent?.InstanceId == parent, cancellation))
                {
                    all.Add(child);
                }
            }
        }

        return await core.Ask(() =>
        {
            List<string> there = [.. all.Where(id => core.State.Find(id) is { } live ? live.IsFinished : core.State.Archive.Find(id) is not null)];
            if (there.Count > 0)
            {
                core.Record(new Op.Purge { Ids = there });
            }

            return there.Count;
        }, cancellation);
    }
}
