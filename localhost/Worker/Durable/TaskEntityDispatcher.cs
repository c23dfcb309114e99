using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the operation that an entity function was started for.</summary>
public sealed class TaskEntityDispatcher
{
    private readonly TaskEntityOperation operation;
    private readonly IServiceProvider services;

    internal TaskEntityDispatcher(TaskEntityOperation operation, IServiceProvider services)
    {
        this.operation = operation;
        this.services = services;
    }

    /// <summary>What the operation returned.</summary>
    internal object? Result { get; private set; }

    /// <summary>Whether the function dispatched at all.</summary>
    internal bool Dispatched { get; private set; }

    /// <summary>Runs the operation on that entity.</summary>
    public Task DispatchAsync(ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DispatchAsync(entity.RunAsync);
    }

    /// <summary>
    /// Runs the operation on an entity made by the container; where <typeparamref name="T"/> is no entity, it is the state, and its
    /// methods are the operations.
    /// </summary>
    public Task DispatchAsync<T>() => typeof(ITaskEntity).IsAssignableFrom(typeof(T))
        ? DispatchAsync((ITaskEntity)ActivatorUtilities.GetServiceOrCreateInstance<T>(services)!)
        : DispatchAsync(new StateEntity<T>());

    /// <summary>Runs the operation by that function.</summary>
    public async Task DispatchAsync(Func<TaskEntityOperation, ValueTask<object?>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Dispatched = true;
        Result = await handler(operation);
    }

    private sealed class StateEntity<TState> : TaskEntity<TState>
    {
        protected override bool AllowStateDispatch => true;
    }
}
