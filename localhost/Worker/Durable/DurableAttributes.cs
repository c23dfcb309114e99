using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a function as an orchestrator; the parameter is a <see cref="Microsoft.DurableTask.TaskOrchestrationContext"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The orchestrator's name; the function's name without it.</summary>
    public string? Orchestration { get; set; }
}

/// <summary>Marks a function as an activity; the parameter is its input.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The activity's name; the function's name without it.</summary>
    public string? Activity { get; set; }
}

/// <summary>Marks a function as an entity; the parameter is a <see cref="TaskEntityDispatcher"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EntityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The entity's name; the function's name without it.</summary>
    public string? EntityName { get; set; }
}

/// <summary>Hands a function a <see cref="Microsoft.DurableTask.Client.DurableTaskClient"/>.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>Task hub; the app's own without it. The local host serves the app's own only.</summary>
    public string? TaskHub { get; set; }

    /// <summary>Setting that holds the connection; AzureWebJobsStorage without it. The local host serves that one only.</summary>
    public string? ConnectionName { get; set; }
}
