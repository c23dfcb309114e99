namespace Microsoft.DurableTask.Entities;

/// <summary>Code that does the operations of one kind of entity.</summary>
public interface ITaskEntity
{
    ValueTask<object?> RunAsync(TaskEntityOperation operation);
}

/// <summary>Base of entities whose operations are its public methods, found by name whatever the case.</summary>
public abstract class TaskEntity<TState> : ITaskEntity
{
    protected TaskEntity()
    {
    }

    /// <summary>Whether methods of the state itself are operations too.</summary>
    protected virtual bool AllowStateDispatch => false;

    protected TState State { get; set; } = default!;

    protected TaskEntityContext Context { get; private set; } = null!;

    /// <exception cref="NotSupportedException">No method has the operation's name.</exception>
    public ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        Context = operation.Context;
        State = operation.State.GetState(typeof(TState)) is TState state ? state : InitializeState(operation);

        if (operation.TryDispatch(this, out object? result, out Type returnType) || TryDispatchToState(operation, out result, out returnType))
        {
            return OperationResult.Of(result, returnType, whenDone: () => operation.State.SetState(State));
        }

        if (string.Equals(operation.Name, "delete", StringComparison.OrdinalIgnoreCase))
        {
            operation.State.SetState(null);
            return default;
        }

        throw new NotSupportedException($"No suitable method found for entity operation '{operation}'.");
    }

    protected virtual TState InitializeState(TaskEntityOperation entityOperation)
        => Nullable.GetUnderlyingType(typeof(TState)) is { } underlying
            ? (TState)Activator.CreateInstance(underlying)!
            : Activator.CreateInstance<TState>();

    private bool TryDispatchToState(TaskEntityOperation operation, out object? result, out Type returnType)
    {
        if (!AllowStateDispatch)
        {
            result = null;
            returnType = typeof(void);
            return false;
        }

        return State is null
            ? throw new InvalidOperationException("Attempting to dispatch to state, but entity state is null.")
            : operation.TryDispatch(State, out result, out returnType);
    }
}
