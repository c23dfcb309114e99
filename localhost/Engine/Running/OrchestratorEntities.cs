using System.Diagnostics.CodeAnalysis;
using Boai.Localhost.Engine.Model;
using Microsoft.DurableTask.Entities;

namespace Boai.Localhost.Engine.Running;

/// <summary>What an orchestrator may do with entities, and the rules of its critical section.</summary>
internal sealed class OrchestratorEntities(OrchestratorContext context) : TaskOrchestrationEntityFeature
{
    private EntityInstanceId[]? locked;
    private HashSet<EntityInstanceId>? free;
    private bool acquiring;

    public void RequireNoLocks(string otherwise)
    {
        if (locked is not null)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    public override async Task<TResult> CallEntityAsync<TResult>(
        EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null)
    {
        Item answer = await Call(id, operationName, input);
        return context.Converter.Deserialize<TResult>(answer.Data)!;
    }

    public override async Task CallEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null)
        => await Call(id, operationName, input);

    public override Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
    {
        Require(id);
        if (locked?.Contains(id) == true)
        {
            throw new InvalidOperationException("Must not signal a locked entity from a critical section.");
        }

        context.Note(new()
        {
            Kind = ItemKind.EntitySignaled,
            Id = context.NextId(),
            Target = id.ToString(),
            Name = operationName,
            Data = context.Converter.Serialize(input),
            At = options?.SignalTime?.ToUniversalTime() ?? default,
        });
        return Task.CompletedTask;
    }

    public override async Task<IAsyncDisposable> LockEntitiesAsync(IEnumerable<EntityInstanceId> entityIds)
    {
        ArgumentNullException.ThrowIfNull(entityIds);
        // One order for all who lock: two who want the same entities cannot wait for each other.
        EntityInstanceId[] wanted = [.. entityIds.Distinct().OrderBy(id => id.Name, StringComparer.Ordinal).ThenBy(id => id.Key, StringComparer.Ordinal)];
        if (wanted.Length == 0)
        {
            throw new ArgumentException("The list of entities to lock must not be empty.", nameof(entityIds));
        }

        RequireNoLocks("Must not enter another critical section from within a critical section.");
        locked = wanted;
        free = [];
        acquiring = true;
        await context.Ask(new()
        {
            Kind = ItemKind.LockRequested,
            Id = context.NextId(),
            Entities = [.. wanted.Select(id => id.ToString())],
        });
        acquiring = false;
        free = [.. wanted];
        return new Releaser(this, wanted);
    }

    public override bool InCriticalSection([NotNullWhen(true)] out IReadOnlyList<EntityInstanceId>? entityIds)
    {
        entityIds = locked is null ? [] : [.. free!];
        return locked is not null;
    }

    private static void Require(EntityInstanceId id)
    {
        if (id == default)
        {
            throw new ArgumentException($"Provided argument cannot be default value defined by '{typeof(EntityInstanceId)}'", nameof(id));
        }
    }

    private async Task<Item> Call(EntityInstanceId id, string operation, object? input)
    {
        Require(id);
        if (locked is not null && !free!.Remove(id))
        {
            throw new InvalidOperationException(
                acquiring ? "Must await the completion of the lock request prior to calling any entity."
                : locked.Contains(id) ? "Must not call an entity from a critical section while a prior call to the same entity is still pending."
                : "Must not call an entity from a critical section if it is not one of the locked entities.");
        }

        Item answer = await context.Ask(new()
        {
            Kind = ItemKind.EntityCalled,
            Id = context.NextId(),
            Target = id.ToString(),
            Name = operation,
            Data = context.Converter.Serialize(input),
        });
        if (locked?.Contains(id) == true)
        {
            free!.Add(id);
        }

        return answer.Failure is { } failure ? throw new EntityOperationFailedException(id, operation, failure.Details) : answer;
    }

    private void Release(EntityInstanceId[] section)
    {
        if (locked == section)
        {
            locked = null;
            free = null;
            context.Note(new() { Kind = ItemKind.LockReleased, Id = context.NextId() });
        }
    }

    private sealed class Releaser(OrchestratorEntities entities, EntityInstanceId[] section) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            entities.Release(section);
            return default;
        }
    }
}
