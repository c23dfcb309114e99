using Boai.Localhost.Engine.Running;
using Microsoft.DurableTask;

namespace Boai.Localhost.Engine;

/// <summary>Runs on the engine what an app registers in the public <see cref="DurableTaskRegistry"/> instead of as functions.</summary>
public static class RegisteredTasks
{
    /// <param name="registry">The app's orchestrators, activities and entities.</param>
    /// <param name="services">Handed to the registered factories.</param>
    /// <param name="converter">Reads inputs and writes results.</param>
    public static DurableTaskHandlers HandlersFor(DurableTaskRegistry registry, IServiceProvider services, DataConverter converter)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(converter);
        DurableTaskHandlers handlers = new();
        foreach (var versions in registry.VersionedOrchestrators.GroupBy(task => task.Name.Name, StringComparer.OrdinalIgnoreCase))
        {
            Versions<ITaskOrchestrator> code = new("orchestrator", versions.Key, [.. versions.Select(task => (task.Version.Version, task.Make))]);
            handlers.AddOrchestrator(versions.Key, context =>
            {
                ITaskOrchestrator orchestrator = code.Find(context.Version)(services);
                return orchestrator.RunAsync(context, ((OrchestratorContext)context).InputOf(orchestrator.InputType));
            });
        }

        foreach (var versions in registry.VersionedActivities.GroupBy(task => task.Name.Name, StringComparer.OrdinalIgnoreCase))
        {
            Versions<ITaskActivity> code = new("activity", versions.Key, [.. versions.Select(task => (task.Version.Version, task.Make))]);
            handlers.AddActivity(versions.Key, async (call, _) =>
            {
                ITaskActivity activity = code.Find(call.Version)(services);
                object? input = converter.Deserialize(call.SerializedInput, activity.InputType);
                return converter.Serialize(await activity.RunAsync(new Context(call), input));
            });
        }

        foreach ((TaskName name, Func<IServiceProvider, Microsoft.DurableTask.Entities.ITaskEntity> make) in registry.GetEntities())
        {
            handlers.AddEntity(name.Name, operation => make(services).RunAsync(operation));
        }

        return handlers;
    }

    /// <summary>The registrations of one name: the exact version is taken, and code without a version where none has one.</summary>
    private sealed class Versions<T>(string kind, string name, IReadOnlyList<(string? Version, Func<IServiceProvider, T> Make)> registered)
    {
        public Func<IServiceProvider, T> Find(string wanted)
        {
            foreach ((string? version, Func<IServiceProvider, T> make) in registered)
            {
                if (string.Equals(version ?? string.Empty, wanted, StringComparison.OrdinalIgnoreCase))
                {
                    return make;
                }
            }

            return registered is [{ Version: null or "" } only]
                ? only.Make
                : throw new InvalidOperationException($"No {kind} task named '{name}' with version '{wanted}' was found.");
        }
    }

    private sealed class Context(ActivityInvocation call) : TaskActivityContext
    {
        public override TaskName Name => call.Name;

        public override string InstanceId => call.InstanceId;

        public override string Version => call.Version;
    }
}
