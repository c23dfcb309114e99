using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask;

/// <summary>Which code runs under which name.</summary>
public sealed partial class DurableTaskRegistry
{
    private readonly Dictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, ITaskActivity>> activities = [];
    private readonly Dictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, ITaskOrchestrator>> orchestrators = [];
    private readonly Dictionary<TaskName, Func<IServiceProvider, ITaskEntity>> entities = [];

    public DurableTaskRegistry()
    {
    }

    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskOrchestrator>>> GetOrchestrators()
        => orchestrators.Select(entry => KeyValuePair.Create(entry.Key.Name, entry.Value));

    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskActivity>>> GetActivities()
        => activities.Select(entry => KeyValuePair.Create(entry.Key.Name, entry.Value));

    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskEntity>>> GetEntities() => entities;

    /// <summary>What is registered, with the versions that the public listings leave out.</summary>
    internal IEnumerable<(TaskName Name, TaskVersion Version, Func<IServiceProvider, ITaskOrchestrator> Make)> VersionedOrchestrators
        => orchestrators.Select(entry => (entry.Key.Name, entry.Key.Version, entry.Value));

    internal IEnumerable<(TaskName Name, TaskVersion Version, Func<IServiceProvider, ITaskActivity> Make)> VersionedActivities
        => activities.Select(entry => (entry.Key.Name, entry.Key.Version, entry.Value));

    private static TaskName NameOf(Type type)
        => Attribute.GetCustomAttribute(type, typeof(DurableTaskAttribute)) is DurableTaskAttribute { Name.Name: { Length: > 0 } name }
            ? new TaskName(name)
            : new TaskName(type.Name);

    private static TaskVersion VersionOf(Type type)
        => Attribute.GetCustomAttribute(type, typeof(DurableTaskAttribute)) is DurableTaskAttribute { Version: { Length: > 0 } version }
            ? new TaskVersion(version)
            : default;

    private static ArgumentException AlreadyAdded(string kind, TaskName name, TaskVersion version)
        => new(version == default
            ? $"An {kind} named '{name}' is already added."
            : $"An {kind} named '{name}' with version '{version.Version}' is already added.", nameof(name));
}
