namespace Microsoft.DurableTask.Entities;

/// <summary>One operation to be done by an entity.</summary>
public abstract class TaskEntityOperation
{
    protected TaskEntityOperation()
    {
    }

    public abstract string Name { get; }

    public abstract TaskEntityContext Context { get; }

    public abstract TaskEntityState State { get; }

    public abstract bool HasInput { get; }

    public virtual T? GetInput<T>() => (T?)GetInput(typeof(T));

    public abstract object? GetInput(Type inputType);

    public override string ToString() => $"{Context.Id.Name}/{Name}";
}

/// <summary>What an entity keeps between operations.</summary>
public abstract class TaskEntityState
{
    protected TaskEntityState()
    {
    }

    public abstract bool HasState { get; }

    public virtual T? GetState<T>(T? defaultValue = default) => GetState(typeof(T)) is T state ? state : defaultValue;

    public abstract object? GetState(Type type);

    /// <summary>Keeps the state; null deletes the entity.</summary>
    public abstract void SetState(object? state);
}

/// <summary>What an entity's operation may send to the rest of the world.</summary>
public abstract class TaskEntityContext
{
    protected TaskEntityContext()
    {
    }

    public abstract EntityInstanceId Id { get; }

    public virtual void SignalEntity(EntityInstanceId id, string operationName, SignalEntityOptions options)
        => SignalEntity(id, operationName, null, options);

    public abstract void SignalEntity(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null);

    public virtual string ScheduleNewOrchestration(TaskName name, StartOrchestrationOptions options)
        => ScheduleNewOrchestration(name, null, options);

    /// <returns>The id of the orchestration that will be started.</returns>
    public abstract string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null);
}
