using System.Diagnostics;
using System.Globalization;
using Boai.Localhost.Engine.Archiving;
using Boai.Localhost.Engine.Core;
using Boai.Localhost.Engine.Model;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace Boai.Localhost.Engine.Clients;

/// <summary>The client of an engine in the same process. Every answer waits until what it says is durable.</summary>
internal sealed partial class EngineClient(DurableEngineOptions options, EngineCore core, DataConverter converter)
    : DurableTaskClient(options.HubName)
{
    private static readonly HashSet<OrchestrationRuntimeStatus> UnfinishedStatuses =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private readonly DurableEngineOptions options = options;
    private readonly InstanceFinder finder = new(core);

    public override DurableEntityClient Entities { get; } = new EngineEntityClient(options.HubName, core, converter);

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (string.IsNullOrEmpty(orchestratorName.Name))
        {
            throw new ArgumentException("An orchestration needs the name of its orchestrator.", nameof(orchestratorName));
        }

        string id = string.IsNullOrEmpty(options?.InstanceId) ? Guid.NewGuid().ToString("N") : options.InstanceId;
        RefuseEntity(id, nameof(options));

        // Without a choice, an unfinished instance is left alone and a finished one makes way, as the Functions host does.
        HashSet<OrchestrationRuntimeStatus> dedupe = options?.DedupeStatuses is { } chosen ? [.. chosen.Select(ParseStatus)] : UnfinishedStatuses;
        using Activity? asked = EngineTracing.Create(orchestratorName.Name, id);
        Item start = new()
        {
            Kind = ItemKind.ExecutionStarted,
            Name = orchestratorName.Name,
            Data = converter.Serialize(input),
            Version = options?.Version?.Version ?? this.options.DefaultVersion,
            Tags = options?.Tags is { Count: > 0 } tags ? new Dictionary<string, string>(tags) : null,
            At = options?.StartAt?.ToUniversalTime() ?? default,
            Trace = EngineTracing.Current,
        };

        (ArchiveSegment, int)? checkedPlace = null;
        while (true)
        {
            (ArchiveSegment Segment, int Entry)? toCheck = await core.Ask<(ArchiveSegment, int)?>(() =>
            {
                if (core.State.Find(id) is { } existing)
                {
                    RefuseDuplicate(id, existing.Status, dedupe);
                }
                else if (dedupe.Count > UnfinishedStatuses.Count(dedupe.Contains) && core.State.Archive.Find(id) is { } place && place != checkedPlace)
                {
                    return place;
                }

                core.Record(new Op.Create { Id = id, Start = start, CreatedAt = core.Now });
                return null;
            }, cancellation);
            if (toCheck is not { } archived)
            {
                return id;
            }

            Instance finished = await core.Archive.Read(archived.Segment, archived.Entry, cancellation);
            RefuseDuplicate(id, finished.Status, dedupe);
            checkedPlace = archived;
        }
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return Send(instanceId, new() { Kind = ItemKind.EventRaised, Name = eventName, Data = converter.Serialize(eventPayload) }, cancellation);
    }

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
        => Send(
            instanceId,
            new() { Kind = ItemKind.Terminated, Data = converter.Serialize(options?.Output), Code = options?.Recursive == true ? 1 : 0 },
            cancellation);

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => Send(instanceId, new() { Kind = ItemKind.Suspended, Data = reason }, cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => Send(instanceId, new() { Kind = ItemKind.Resumed, Data = reason }, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => Wait(instanceId, EngineCore.HasStarted, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => Wait(instanceId, instance => instance.IsFinished, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        RefuseEntity(instanceId, nameof(instanceId));
        return finder.Read(instanceId, instance => Snapshots.Of(instance, converter, getInputsAndOutputs), cancellation);
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        filter ??= new();
        HashSet<OrchestrationRuntimeStatus>? statuses = SetOf(filter.Statuses);
        return Pageable.Create<OrchestrationMetadata>(async (continuation, size, cancellation) =>
        {
            if (filter.TaskHubNames is { } hubs && hubs.Any() && !hubs.Contains(options.HubName, StringComparer.OrdinalIgnoreCase))
            {
                return new([]);
            }

            (IReadOnlyList<OrchestrationMetadata> values, long? next) = await finder.Page(
                Position(continuation ?? filter.ContinuationToken),
                SizeOf(size ?? filter.PageSize),
                instance => InstanceFinder.Matches(instance, filter.CreatedFrom, filter.CreatedTo, statuses, filter.InstanceIdPrefix),
                instance => Snapshots.Of(instance, converter, filter.FetchInputsAndOutputs),
                cancellation);
            return new(values, next?.ToString(CultureInfo.InvariantCulture));
        });
    }

    public override async Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        HashSet<OrchestrationRuntimeStatus>? statuses = SetOf(runtimeStatus);
        bool byCompletion = completedTimeFrom is not null || completedTimeTo is not null;
        (IReadOnlyList<string> ids, long? next) = await finder.Page(
            Position(lastInstanceKey),
            SizeOf(pageSize),
            instance => InstanceFinder.Matches(instance, null, null, statuses, null)
                && (!byCompletion || instance.IsFinished)
                && (completedTimeFrom is null || instance.LastUpdatedAt >= completedTimeFrom)
                && (completedTimeTo is null || instance.LastUpdatedAt <= completedTimeTo),
            instance => instance.Id,
            cancellation);
        return new(ids, next?.ToString(CultureInfo.InvariantCulture));
    }

    public override async Task<IList<HistoryEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        RefuseEntity(instanceId, nameof(instanceId));
        return await finder.Read(instanceId, HistoryView.Of, cancellation) ?? throw NotFound(instanceId);
    }

    /// <returns>What the instance went through, or null if there is none.</returns>
    internal Task<RecordedHistory?> RecordHistory(string instanceId, CancellationToken cancellation)
        => finder.Read(instanceId, RecordedHistory.Of, cancellation);

    public override ValueTask DisposeAsync() => default;

    private static OrchestrationRuntimeStatus ParseStatus(string text)
        => Enum.TryParse(text, ignoreCase: true, out OrchestrationRuntimeStatus status)
            ? status
            : throw new ArgumentException($"Invalid orchestration runtime status: '{text}' for deduplication.");

    private static HashSet<OrchestrationRuntimeStatus>? SetOf(IEnumerable<OrchestrationRuntimeStatus>? statuses)
        => statuses?.ToHashSet() is { Count: > 0 } set ? set : null;

    private static long Position(string? token) => string.IsNullOrEmpty(token)
        ? 0
        : long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out long position)
            ? position
            : throw new ArgumentException($"'{token}' is not a continuation token of this client.");

    private static int SizeOf(int size) => size > 0 ? size : OrchestrationQuery.DefaultPageSize;

    private static void RefuseEntity(string id, string parameter)
    {
        if (id.StartsWith('@'))
        {
            throw new ArgumentException(
                "Instance IDs starting with '@' are reserved for entities, and must not be used for orchestrations, when entity support is enabled.",
                parameter);
        }
    }

    private static void RefuseDuplicate(string id, OrchestrationRuntimeStatus status, HashSet<OrchestrationRuntimeStatus> dedupe)
    {
        if (dedupe.Contains(status))
        {
            throw new OrchestrationAlreadyExistsException($"An orchestration instance with ID '{id}' and status {status} already exists.");
        }
    }

    private static ArgumentException NotFound(string id) => new($"An orchestration with the instanceId {id} was not found.");

    // The real client speaks gRPC with its host and lets refusals of orders through as they come; which status they have depends on the host's version.
    private static RpcException Refusal(StatusCode code, string message) => new(new Status(code, message), message);

    private async Task Send(string instanceId, Item item, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        RefuseEntity(instanceId, nameof(instanceId));
        cancellation.ThrowIfCancellationRequested();
        await core.Ask(() =>
        {
            Instance? instance = core.State.Find(instanceId);
            if (instance is null && core.State.Archive.Find(instanceId) is null)
            {
                throw Refusal(StatusCode.NotFound, $"No instance with ID '{instanceId}' was found.");
            }

            if (instance is not { IsFinished: false })
            {
                throw Refusal(StatusCode.FailedPrecondition, $"{item.Kind}: the orchestration instance with ID '{instanceId}' is not running; it has ended.");
            }

            core.Record(new Op.Deliver { Ordinal = instance.Ordinal, Item = item, At = core.Now });
            return true;
        }, cancellation);
    }

    private async Task<OrchestrationMetadata> Wait(string id, Func<Instance, bool> condition, bool withData, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        RefuseEntity(id, nameof(id));
        (Task<OrchestrationMetadata>? waiting, (ArchiveSegment Segment, int Entry)? archived) = await core.Ask(() =>
        {
            Instance? live = core.State.Find(id);
            if (live is not null && condition(live))
            {
                return (Task.FromResult(Snapshots.Of(live, converter, withData)), null);
            }

            return live is null && core.State.Archive.Find(id) is { } place
                ? (null, place)
                : ((Task<OrchestrationMetadata>?)core.WaitFor(id, condition, found => Snapshots.Of(found, converter, withData), cancellation),
                    ((ArchiveSegment, int)?)null);
        }, cancellation);
        return archived is { } finished
            ? Snapshots.Of(await core.Archive.Read(finished.Segment, finished.Entry, cancellation), converter, withData)
            : await waiting!;
    }
}
