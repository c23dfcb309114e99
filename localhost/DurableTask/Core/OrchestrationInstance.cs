namespace DurableTask.Core;

/// <summary>One execution of an instance; ContinueAsNew begins another execution.</summary>
public class OrchestrationInstance
{
    public string? InstanceId { get; set; }

    public string? ExecutionId { get; set; }

    public override string ToString() => $"[InstanceId: {InstanceId}, ExecutionId: {ExecutionId}]";
}

/// <summary>The caller of a sub-orchestration.</summary>
public class ParentInstance
{
    public string? Name;
    public OrchestrationInstance? OrchestrationInstance;
    public int TaskScheduleId;
    public string? Version;
}

/// <summary>Status as history writes it.</summary>
public enum OrchestrationStatus
{
    Running,
    Completed,
    ContinuedAsNew,
    Failed,
    Canceled,
    Terminated,
    Pending,
    Suspended,
}
