using Boai.Localhost.Engine.Model;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask;

namespace Boai.Localhost.Engine.Clients;

/// <summary>Shows a history in the public event types.</summary>
internal static class HistoryView
{
    public static IList<HistoryEvent> Of(Instance instance)
    {
        List<HistoryEvent> events = [];
        DateTimeOffset at = instance.CreatedAt;
        bool inTurn = false;
        bool started = false;
        Dictionary<int, DateTime> timers = [];
        foreach (Item item in instance.History.Items())
        {
            if (item.Kind == ItemKind.TurnStarted)
            {
                EndTurn();
                at = item.At;
                inTurn = true;
                Add(new OrchestratorStartedEvent(-1));
                if (!started)
                {
                    started = true;
                    Add(Started(instance));
                }
            }
            else if (Of(item) is { } shown)
            {
                if (shown is TimerCreatedEvent created)
                {
                    timers[created.EventId] = created.FireAt;
                }
                else if (shown is TimerFiredEvent fired)
                {
                    fired.FireAt = timers.GetValueOrDefault(fired.TimerId);
                }

                Add(shown);
            }
        }

        EndTurn();
        return events;

        void EndTurn()
        {
            if (inTurn)
            {
                Add(new OrchestratorCompletedEvent(-1));
                inTurn = false;
            }
        }

        void Add(HistoryEvent next)
        {
            next.Timestamp = at.UtcDateTime;
            events.Add(next);
        }
    }

    private static ExecutionStartedEvent Started(Instance instance) => new(-1, instance.Input)
    {
        Name = instance.Name,
        Version = instance.Version,
        Tags = instance.Tags?.ToDictionary(),
        ScheduledStartTime = instance.StartAt == default ? null : instance.StartAt.UtcDateTime,
        OrchestrationInstance = new() { InstanceId = instance.Id, ExecutionId = ExecutionId(instance.Generation) },
        ParentInstance = instance.Parent is not { } parent ? null : new()
        {
            Name = parent.Name,
            TaskScheduleId = parent.TaskId,
            OrchestrationInstance = new() { InstanceId = parent.InstanceId, ExecutionId = ExecutionId(parent.Generation) },
        },
    };

    private static string ExecutionId(long generation) => generation.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    private static HistoryEvent? Of(Item item) => item.Kind switch
    {
        ItemKind.ExecutionCompleted when item.Code == (int)OrchestrationStatus.Terminated => null,
        ItemKind.ExecutionCompleted => new ExecutionCompletedEvent(-1, item.Data, (OrchestrationStatus)item.Code, Failure(item)),
        ItemKind.Suspended => new ExecutionSuspendedEvent(-1, item.Data),
        ItemKind.Resumed => new ExecutionResumedEvent(-1, item.Data),
        ItemKind.Terminated => new ExecutionTerminatedEvent(-1, item.Data),
        ItemKind.Rewound => new ExecutionRewoundEvent(-1, item.Data),
        ItemKind.TaskScheduled => new TaskScheduledEvent(item.Id, item.Name, item.Version, item.Data) { Tags = item.Tags?.ToDictionary() },
        ItemKind.TaskCompleted => new TaskCompletedEvent(-1, item.Id, item.Data),
        ItemKind.TaskFailed => new TaskFailedEvent(-1, item.Id, item.Failure?.Details.ErrorMessage, item.Failure?.Details.StackTrace, Failure(item)),
        ItemKind.SubOrchestrationScheduled => new SubOrchestrationInstanceCreatedEvent(item.Id)
        {
            Name = item.Name,
            Version = item.Version,
            InstanceId = item.Target,
            Input = item.Data,
            Tags = item.Tags?.ToDictionary(),
        },
        ItemKind.SubOrchestrationCompleted => new SubOrchestrationInstanceCompletedEvent(-1, item.Id, item.Data),
        ItemKind.SubOrchestrationFailed
            => new SubOrchestrationInstanceFailedEvent(-1, item.Id, item.Failure?.Details.ErrorMessage, item.Failure?.Details.StackTrace, Failure(item)),
        ItemKind.TimerCreated => new TimerCreatedEvent(item.Id, item.At.UtcDateTime),
        ItemKind.TimerFired => new TimerFiredEvent(-1) { TimerId = item.Id },
        ItemKind.EventRaised => new EventRaisedEvent(-1, item.Data) { Name = item.Name },
        ItemKind.EventSent or ItemKind.EntityCalled or ItemKind.EntitySignaled
            => new EventSentEvent(item.Id) { InstanceId = item.Target, Name = item.Name, Input = item.Data },
        ItemKind.EntityAnswered => new EventRaisedEvent(-1, item.Data) { Name = $"answer #{item.Id}" },
        ItemKind.LockRequested => new GenericEvent(item.Id, "lock " + string.Join(", ", item.Entities ?? [])),
        ItemKind.LockGranted => new GenericEvent(-1, $"lock #{item.Id} granted"),
        ItemKind.LockReleased => new GenericEvent(item.Id, "locks released"),
        _ => null,
    };

    private static FailureDetails? Failure(Item item)
        => item.Failure is { } failure ? Failure(failure.Details, failure.NonRetriable) : null;

    private static FailureDetails Failure(TaskFailureDetails details, bool nonRetriable) => new(
        details.ErrorType,
        details.ErrorMessage,
        details.StackTrace,
        details.InnerFailure is { } inner ? Failure(inner, false) : null,
        nonRetriable,
        details.Properties);
}
