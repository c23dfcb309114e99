using System.Text.Json.Nodes;
using DurableTask.Core.History;

namespace Boai.Localhost.Host;

/// <summary>
/// The <c>historyEvents</c> of the Durable HTTP API: what an instance went through, where a call and its result are one entry and the
/// engine's own bookkeeping is left out.
/// </summary>
internal static class InstanceHistory
{
    public static JsonArray Of(IEnumerable<HistoryEvent> history, bool showOutput)
    {
        List<HistoryEvent> events = [.. history];
        Dictionary<int, TaskScheduledEvent> calls = ById(events.OfType<TaskScheduledEvent>());
        Dictionary<int, SubOrchestrationInstanceCreatedEvent> children = ById(events.OfType<SubOrchestrationInstanceCreatedEvent>());
        HashSet<HistoryEvent> merged = [];
        JsonArray shown = [];
        foreach (HistoryEvent entry in events)
        {
            // The result names the call, so the call alone is shown only while it has none.
            switch (entry)
            {
                case TaskCompletedEvent done when calls.TryGetValue(done.TaskScheduledId, out TaskScheduledEvent? call):
                    merged.Add(call);
                    break;
                case TaskFailedEvent failed when calls.TryGetValue(failed.TaskScheduledId, out TaskScheduledEvent? call):
                    merged.Add(call);
                    break;
                case SubOrchestrationInstanceCompletedEvent done when children.TryGetValue(done.TaskScheduledId, out var child):
                    merged.Add(child);
                    break;
                case SubOrchestrationInstanceFailedEvent failed when children.TryGetValue(failed.TaskScheduledId, out var child):
                    merged.Add(child);
                    break;
            }
        }

        foreach (HistoryEvent entry in events.Where(entry => !merged.Contains(entry) && !IsBookkeeping(entry)))
        {
            JsonObject json = new() { ["EventType"] = entry.EventType.ToString(), ["Timestamp"] = entry.Timestamp };
            Describe(entry, json, calls, children, showOutput);
            shown.Add(json);
        }

        return shown;
    }

    private static bool IsBookkeeping(HistoryEvent entry) => entry is OrchestratorStartedEvent or OrchestratorCompletedEvent;

    private static Dictionary<int, T> ById<T>(IEnumerable<T> events)
        where T : HistoryEvent
    {
        // A rewound instance holds the numbers of its failed steps twice; the later one counts.
        Dictionary<int, T> byId = [];
        foreach (T entry in events)
        {
            byId[entry.EventId] = entry;
        }

        return byId;
    }

    private static void Describe(
        HistoryEvent entry,
        JsonObject json,
        Dictionary<int, TaskScheduledEvent> calls,
        Dictionary<int, SubOrchestrationInstanceCreatedEvent> children,
        bool showOutput)
    {
        switch (entry)
        {
            case ExecutionStartedEvent started:
                json["FunctionName"] = started.Name;
                json["Input"] = started.Input;
                break;
            case TaskScheduledEvent call:
                json["Name"] = call.Name;
                json["Input"] = call.Input;
                break;
            case TaskCompletedEvent done:
                Add(json, calls.GetValueOrDefault(done.TaskScheduledId));
                Add(json, "Result", done.Result, showOutput);
                break;
            case TaskFailedEvent failed:
                Add(json, calls.GetValueOrDefault(failed.TaskScheduledId));
                AddFailure(json, failed.Reason, failed.Details, failed.FailureDetails);
                break;
            case SubOrchestrationInstanceCreatedEvent child:
                json["Name"] = child.Name;
                json["InstanceId"] = child.InstanceId;
                json["Input"] = child.Input;
                break;
            case SubOrchestrationInstanceCompletedEvent done:
                Add(json, children.GetValueOrDefault(done.TaskScheduledId));
                Add(json, "Result", done.Result, showOutput);
                break;
            case SubOrchestrationInstanceFailedEvent failed:
                Add(json, children.GetValueOrDefault(failed.TaskScheduledId));
                AddFailure(json, failed.Reason, failed.Details, failed.FailureDetails);
                break;
            case ExecutionCompletedEvent ended:
                json["OrchestrationStatus"] = ended.OrchestrationStatus.ToString();
                Add(json, "Result", ended.Result, showOutput);
                break;
            case TimerCreatedEvent timer:
                json["FireAt"] = timer.FireAt;
                break;
            case TimerFiredEvent timer:
                json["FireAt"] = timer.FireAt;
                break;
            case EventRaisedEvent raised:
                json["Name"] = raised.Name;
                json["Input"] = raised.Input;
                break;
            case EventSentEvent sent:
                json["Name"] = sent.Name;
                json["InstanceId"] = sent.InstanceId;
                json["Input"] = sent.Input;
                break;
            case ExecutionTerminatedEvent terminated:
                json["Input"] = terminated.Input;
                break;
            case ExecutionSuspendedEvent suspended:
                json["Reason"] = suspended.Reason;
                break;
            case ExecutionResumedEvent resumed:
                json["Reason"] = resumed.Reason;
                break;
            case ExecutionRewoundEvent rewound:
                json["Reason"] = rewound.Reason;
                break;
            case GenericEvent generic:
                json["Data"] = generic.Data;
                break;
        }
    }

    private static void Add(JsonObject json, TaskScheduledEvent? call)
    {
        json["ScheduledTime"] = call?.Timestamp;
        json["FunctionName"] = call?.Name;
        json["Input"] = call?.Input;
    }

    private static void Add(JsonObject json, SubOrchestrationInstanceCreatedEvent? child)
    {
        json["ScheduledTime"] = child?.Timestamp;
        json["FunctionName"] = child?.Name;
        json["InstanceId"] = child?.InstanceId;
        json["Input"] = child?.Input;
    }

    private static void Add(JsonObject json, string name, string? payload, bool show)
    {
        if (show)
        {
            json[name] = InstanceStatus.Json(payload);
        }
    }

    private static void AddFailure(JsonObject json, string? reason, string? details, DurableTask.Core.FailureDetails? failure)
    {
        json["Reason"] = reason ?? failure?.ErrorMessage;
        json["Details"] = details ?? failure?.StackTrace;
        if (failure is not null)
        {
            json["ErrorType"] = failure.ErrorType;
        }
    }
}
