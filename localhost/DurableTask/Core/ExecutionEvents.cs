namespace DurableTask.Core.History;

/// <summary>The instance began, or began anew.</summary>
public class ExecutionStartedEvent(int eventId, string? input) : HistoryEvent(eventId)
{
    public OrchestrationInstance? OrchestrationInstance;

    public override EventType EventType => EventType.ExecutionStarted;

    public ParentInstance? ParentInstance { get; set; }

    public string? Name { get; set; }

    public string? Version { get; set; }

    public string? Input { get; set; } = input;

    public IDictionary<string, string>? Tags { get; set; }

    public DateTime? ScheduledStartTime { get; set; }

    public int? Generation { get; set; }
}

/// <summary>The orchestrator returned or threw.</summary>
public class ExecutionCompletedEvent(
    int eventId, string? result, OrchestrationStatus orchestrationStatus, FailureDetails? failureDetails = null) : HistoryEvent(eventId)
{
    public override EventType EventType => EventType.ExecutionCompleted;

    public OrchestrationStatus OrchestrationStatus { get; } = orchestrationStatus;

    public string? Result { get; } = result;

    public FailureDetails? FailureDetails { get; } = failureDetails;
}

/// <summary>This generation ended and the next began.</summary>
public class ContinueAsNewEvent(int eventId, string? input)
    : ExecutionCompletedEvent(eventId, input, OrchestrationStatus.ContinuedAsNew)
{
    public override EventType EventType => EventType.ContinueAsNew;
}

/// <summary>A client ended the instance.</summary>
public class ExecutionTerminatedEvent(int eventId, string? input) : HistoryEvent(eventId)
{
    public override EventType EventType => EventType.ExecutionTerminated;

    public string? Input { get; set; } = input;
}

/// <summary>A client suspended the instance.</summary>
public class ExecutionSuspendedEvent(int eventId, string? reason) : HistoryEvent(eventId)
{
    public override EventType EventType => EventType.ExecutionSuspended;

    public string? Reason { get; set; } = reason;
}

/// <summary>A client resumed the instance.</summary>
public class ExecutionResumedEvent(int eventId, string? reason) : HistoryEvent(eventId)
{
    public override EventType EventType => EventType.ExecutionResumed;

    public string? Reason { get; set; } = reason;
}

/// <summary>A client took a failed instance back to before its failure.</summary>
public class ExecutionRewoundEvent(int eventId, string? reason) : HistoryEvent(eventId)
{
    public ExecutionRewoundEvent(int eventId)
        : this(eventId, null)
    {
    }

    public override EventType EventType => EventType.ExecutionRewound;

    public string? Reason { get; set; } = reason;

    public string? ParentExecutionId { get; set; }

    public string? InstanceId { get; set; }
}

/// <summary>A step of the orchestrator began.</summary>
public class OrchestratorStartedEvent(int eventId) : HistoryEvent(eventId)
{
    public override EventType EventType => EventType.OrchestratorStarted;
}

/// <summary>A step of the orchestrator ended.</summary>
public class OrchestratorCompletedEvent(int eventId) : HistoryEvent(eventId)
{
    public override EventType EventType => EventType.OrchestratorCompleted;
}
