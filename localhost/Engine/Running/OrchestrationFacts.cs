using Boai.Localhost.Engine.Model;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Engine.Running;

/// <summary>What an orchestrator knows of its instance; fixed for one generation.</summary>
internal sealed record OrchestrationFacts(string Id, string Name, string Version, string? Input, ParentOrchestrationInstance? Parent)
{
    public static OrchestrationFacts Of(Instance instance) => new(
        instance.Id,
        instance.Name,
        instance.Version,
        instance.Input,
        instance.Parent is { } parent ? new(parent.Name, parent.InstanceId) : null);
}

/// <summary>What orchestrators are run with.</summary>
internal sealed record RunEnvironment(
    DurableTaskHandlers Handlers,
    DataConverter Converter,
    ILoggerFactory Logs,
    string DefaultVersion,
    Microsoft.DurableTask.Worker.IExceptionPropertiesProvider? ExceptionProperties);

/// <summary>What a step came to.</summary>
internal sealed record StepResult
{
    public IReadOnlyList<Item> Actions { get; init; } = [];

    public bool StatusChanged { get; init; }

    public string? CustomStatus { get; init; }

    public Item? Completion { get; init; }

    public IReadOnlyList<Item> Carried { get; init; } = [];

    /// <summary>Whether the step's messages were taken; not when the code could not be run on them.</summary>
    public bool Consumed { get; init; } = true;
}
