using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask.Client.Entities;

/// <summary>A snapshot of an entity.</summary>
public class EntityMetadata<TState>(EntityInstanceId id)
{
    private readonly TState? state;

    public EntityMetadata(EntityInstanceId id, TState? state)
        : this(id)
    {
        IncludesState = state is not null;
        this.state = state;
    }

    public EntityInstanceId Id { get; } = Check.NotDefault(id);

    public DateTimeOffset LastModifiedTime { get; init; }

    /// <summary>How many messages wait for the entity.</summary>
    public int BacklogQueueSize { get; init; }

    /// <summary>The orchestration that holds the entity's lock, or null.</summary>
    public string? LockedBy { get; init; }

    [MemberNotNullWhen(true, nameof(state))]
    public bool IncludesState { get; }

    /// <exception cref="InvalidOperationException">The state was not asked for, or there is none.</exception>
    public TState State
        => IncludesState ? state : throw new InvalidOperationException($"Cannot retrieve state when {nameof(IncludesState)}=false");
}

/// <summary>A snapshot of an entity whose state's type is not known.</summary>
public sealed class EntityMetadata(EntityInstanceId id, SerializedData? state = null) : EntityMetadata<SerializedData>(id, state);
