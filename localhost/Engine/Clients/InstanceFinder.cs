using Boai.Localhost.Engine.Archiving;
using Boai.Localhost.Engine.Core;
using Boai.Localhost.Engine.Model;
using Microsoft.DurableTask.Client;

namespace Boai.Localhost.Engine.Clients;

/// <summary>Finds instances where they are: in memory, or finished in the archive.</summary>
internal sealed class InstanceFinder(EngineCore core)
{
    /// <summary>Reads something of an instance, wherever it is.</summary>
    /// <returns>What was read, or the default if there is no such instance.</returns>
    public async Task<T?> Read<T>(string id, Func<Instance, T> read, CancellationToken cancellation)
    {
        (bool isLive, T? value, (ArchiveSegment Segment, int Entry)? archived) = await core.Ask(
            () => core.State.Find(id) is { } instance
                ? (true, read(instance), null)
                : (false, default(T), core.State.Archive.Find(id)),
            cancellation);
        if (isLive || archived is not { } place)
        {
            return value;
        }

        Instance found = await core.Archive.Read(place.Segment, place.Entry, cancellation);
        return found.Id == id ? read(found) : default;
    }

    /// <summary>One page of the instances that match, in the order of their creation.</summary>
    /// <param name="after">The ordinal after which the page begins.</param>
    /// <param name="size">Most instances on it.</param>
    /// <param name="matches">The filter.</param>
    /// <param name="read">Reads an instance.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<(IReadOnlyList<T> Values, long? Next)> Page<T>(
        long after, int size, Func<Instance, bool> matches, Func<Instance, T> read, CancellationToken cancellation)
    {
        (List<(long Ordinal, T Value)> found, List<ArchiveSegment> segments) = await core.Ask(
            () => (
                core.State.Instances.Where(instance => instance.Ordinal > after && matches(instance)).Take(size + 1)
                    .Select(instance => (instance.Ordinal, read(instance))).ToList(),
                core.State.Archive.Segments.Where(segment => segment.LastOrdinal > after).OrderBy(segment => segment.FirstOrdinal).ToList()),
            cancellation);

        foreach (ArchiveSegment segment in segments)
        {
            if (found.Count > size && segment.FirstOrdinal > found[size].Ordinal)
            {
                break;
            }

            foreach ((int entry, Instance instance) in await core.Archive.ReadAll(segment, cancellation))
            {
                if (instance.Ordinal > after && matches(instance) && !segment.IsDead(entry))
                {
                    found.Add((instance.Ordinal, read(instance)));
                }
            }

            found.Sort((one, other) => one.Ordinal.CompareTo(other.Ordinal));
            if (found.Count > size + 1)
            {
                found.RemoveRange(size + 1, found.Count - size - 1);
            }
        }

        bool more = found.Count > size;
        return ([.. found.Take(size).Select(item => item.Value)], more ? found[size - 1].Ordinal : null);
    }

    public static bool Matches(
        Instance instance,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        IReadOnlySet<OrchestrationRuntimeStatus>? statuses,
        string? prefix)
        => (createdFrom is null || instance.CreatedAt >= createdFrom)
            && (createdTo is null || instance.CreatedAt <= createdTo)
            && (statuses is null || statuses.Contains(instance.Status))
            && (prefix is null || instance.Id.StartsWith(prefix, StringComparison.Ordinal));
}
