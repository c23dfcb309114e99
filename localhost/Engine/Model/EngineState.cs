using Boai.Localhost.Engine.Packing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Localhost.Engine.Model;

/// <summary>What has to happen because the state changed.</summary>
internal interface IStateListener
{
    /// <summary>The instance was changed by the record that is being applied.</summary>
    void Changed(Instance instance);

    void Changed(Entity entity);

    /// <summary>The instance may have a step to take.</summary>
    void Ready(Instance instance);

    void Ready(Entity entity);

    void ActivityScheduled(Instance instance, Item item);

    void TimerSet(Instance instance, int timer, DateTimeOffset due);

    void StartSet(Instance instance, DateTimeOffset due);

    void SignalSet(Entity entity, DateTimeOffset due);

    /// <summary>An execution has ended, by itself or from outside; its history is still there.</summary>
    void Ended(Instance instance, OrchestrationRuntimeStatus status, DateTimeOffset at);

    void Removed(Instance instance);

    void Removed(Entity entity);
}

/// <summary>
/// All instances and entities. Changes only by applying records, and the same records always give the same state:
/// neither clock nor chance nor code of the application is asked here.
/// </summary>
internal sealed partial class EngineState
{
    private readonly Dictionary<string, Instance> byId = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Instance> byOrdinal = [];
    private readonly Dictionary<string, Entity> entities = new(StringComparer.Ordinal);

    public EngineState(IStateListener listener, Archiving.ArchiveIndex archive)
    {
        Listener = listener;
        Archive = archive;
    }

    public IStateListener Listener { get; set; }

    public Archiving.ArchiveIndex Archive { get; }

    public long NextOrdinal { get; set; } = 1;

    public long NextGeneration { get; set; } = 1;

    public IReadOnlyDictionary<string, Entity> Entities => entities;

    public IReadOnlyCollection<Instance> Instances => byOrdinal.Values;

    public Instance? Find(string id) => byId.GetValueOrDefault(id);

    public Instance? Find(long ordinal) => byOrdinal.GetValueOrDefault(ordinal);

    public Entity? FindEntity(string id) => entities.GetValueOrDefault(id);

    public void Put(Instance instance)
    {
        if (byId.TryGetValue(instance.Id, out Instance? other))
        {
            byOrdinal.Remove(other.Ordinal);
        }

        byId[instance.Id] = instance;
        byOrdinal[instance.Ordinal] = instance;
    }

    public void Put(Entity entity) => entities[entity.Id] = entity;

    /// <summary>Lets go of an instance, because the archive has it or because it is no more.</summary>
    public void Forget(Instance instance)
    {
        if (byId.GetValueOrDefault(instance.Id) == instance)
        {
            byId.Remove(instance.Id);
        }

        byOrdinal.Remove(instance.Ordinal);
    }

    /// <summary>Back to nothing, to read another checkpoint.</summary>
    public void Clear()
    {
        byId.Clear();
        byOrdinal.Clear();
        entities.Clear();
        Archive.Clear();
        NextOrdinal = 1;
        NextGeneration = 1;
    }

    public void Forget(string entityId) => entities.Remove(entityId);

    public void Apply(Op op)
    {
        switch (op)
        {
            case Op.Create create:
                Start(create.Id, create.Start, null, create.CreatedAt);
                break;
            case Op.Deliver deliver:
                if (byOrdinal.TryGetValue(deliver.Ordinal, out Instance? target))
                {
                    Deliver(target, deliver.Item, deliver.At);
                }

                break;
            case Op.Step step:
                Apply(step);
                break;
            case Op.EntityDeliver deliver:
                Deliver(deliver.EntityId, deliver.Item, deliver.At);
                break;
            case Op.EntityStep step:
                Apply(step);
                break;
            case Op.EntityDue due:
                Apply(due);
                break;
            case Op.Purge purge:
                Apply(purge);
                break;
            case Op.Restore restore:
                PackReader reader = new(restore.Packed);
                Instance restored = Instance.Read(ref reader);
                Archive.Remove(restored.Id);
                Put(restored);
                Listener.Changed(restored);
                break;
            case Op.RemoveEntities remove:
                foreach (Entity empty in remove.Ids.Select(FindEntity).OfType<Entity>().Where(entity => entity.IsEmpty).ToList())
                {
                    entities.Remove(empty.Id);
                    Listener.Removed(empty);
                }

                break;
            case Op.UnlockEntity unlock when entities.TryGetValue(unlock.EntityId, out Entity? entity):
                entity.LockedBy = null;
                Listener.Changed(entity);
                Listener.Ready(entity);
                break;
        }
    }

    private Instance Start(string id, Item start, Caller? parent, DateTimeOffset at, string? trace = null)
    {
        if (byId.TryGetValue(id, out Instance? replaced))
        {
            if (!replaced.IsFinished)
            {
                Finish(replaced, Terminated(null, at), at);
            }

            Forget(replaced);
            Listener.Removed(replaced);
        }

        Archive.Remove(id);
        Instance instance = new()
        {
            Id = id,
            Ordinal = NextOrdinal++,
            Generation = NextGeneration++,
            Name = string.Intern(start.Name!),
            Version = string.Intern(start.Version ?? string.Empty),
            Input = start.Data,
            Tags = start.Tags,
            Trace = trace ?? start.Trace,
            Parent = parent,
            CreatedAt = at,
            LastUpdatedAt = at,
            StartAt = start.At,
        };
        Put(instance);
        Listener.Changed(instance);
        if (instance.StartAt > at)
        {
            Listener.StartSet(instance, instance.StartAt);
        }
        else
        {
            Listener.Ready(instance);
        }

        return instance;
    }

    private void Apply(Op.Step step)
    {
        if (!byOrdinal.TryGetValue(step.Ordinal, out Instance? instance) || instance.IsFinished)
        {
            return;
        }

        instance.History.Add(new Item { Kind = ItemKind.TurnStarted, At = step.At });
        for (int taken = 0; taken < step.Consumed; taken++)
        {
            instance.History.Add(instance.Inbox!.Dequeue());
        }

        if (instance.Inbox is { Count: 0 })
        {
            instance.Inbox = null;
        }

        instance.Started = true;
        instance.LastUpdatedAt = step.At;
        if (instance.Status == OrchestrationRuntimeStatus.Pending)
        {
            instance.Status = OrchestrationRuntimeStatus.Running;
        }

        if (step.StatusChanged)
        {
            instance.CustomStatus = step.CustomStatus;
        }

        Listener.Changed(instance);
        foreach (Item action in step.Actions)
        {
            instance.History.Add(action);
            Act(instance, action, step.At);
        }

        switch (step.Completion)
        {
            case null:
                break;
            case { Kind: ItemKind.ContinuedAsNew } next:
                ContinueAsNew(instance, next, step);
                break;
            default:
                Finish(instance, step.Completion, step.At);
                break;
        }
    }

    private void Act(Instance instance, Item action, DateTimeOffset at)
    {
        switch (action.Kind)
        {
            case ItemKind.TaskScheduled:
                Await(instance, action);
                Listener.ActivityScheduled(instance, action);
                break;
            case ItemKind.SubOrchestrationScheduled:
                Await(instance, action);
                StartSub(instance, action, at);
                break;
            case ItemKind.TimerCreated:
                Await(instance, action);
                Listener.TimerSet(instance, action.Id, action.At);
                break;
            case ItemKind.TimerCancelled:
                instance.Pending?.Remove(action.Id);
                break;
            case ItemKind.EventSent:
                if (byId.TryGetValue(action.Target!, out Instance? receiver))
                {
                    Deliver(receiver, new() { Kind = ItemKind.EventRaised, Name = action.Name, Data = action.Data }, at);
                }

                break;
            case ItemKind.EntityCalled:
                Await(instance, action);
                Deliver(action.Target!, FromOrchestration(instance, action, ItemKind.OperationCalled), at);
                break;
            case ItemKind.EntitySignaled:
                Deliver(action.Target!, new() { Kind = ItemKind.OperationSignaled, Name = action.Name, Data = action.Data, At = action.At }, at);
                break;
            case ItemKind.LockRequested:
                Await(instance, action);
                instance.Locks = new(action.Id, action.Entities!);
                Deliver(action.Entities![0], FromOrchestration(instance, action, ItemKind.LockAsked), at);
                break;
            case ItemKind.LockReleased:
                ReleaseLocks(instance, at);
                break;
        }
    }

    private void StartSub(Instance parent, Item action, DateTimeOffset at)
    {
        if (byId.TryGetValue(action.Target!, out Instance? other) && !other.IsFinished)
        {
            TaskFailureDetails details = new(
                typeof(global::DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException).FullName!,
                $"An orchestration with the instance ID '{action.Target}' is already running; a sub-orchestration needs an ID of its own.",
                null, null, null);
            Deliver(parent, new()
            {
                Kind = ItemKind.SubOrchestrationFailed,
                Id = action.Id,
                Generation = parent.Generation,
                Failure = new(details),
            }, at);
            return;
        }

        Start(action.Target!, action, new(parent.Id, parent.Name, parent.Generation, action.Id), at, parent.Trace);
    }

    private void Deliver(Instance instance, Item item, DateTimeOffset at)
    {
        switch (item.Kind)
        {
            case ItemKind.Suspended when !instance.IsFinished && instance.Status != OrchestrationRuntimeStatus.Suspended:
                instance.Status = OrchestrationRuntimeStatus.Suspended;
                Note(instance, item, at);
                break;
            case ItemKind.Resumed when instance.Status == OrchestrationRuntimeStatus.Suspended:
                instance.Status = instance.Started ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Pending;
                Note(instance, item, at);
                Listener.Ready(instance);
                break;
            case ItemKind.Terminated when !instance.IsFinished:
                Terminate(instance, item, at);
                break;
            case ItemKind.Rewound when instance.Status == OrchestrationRuntimeStatus.Failed:
                Rewind(instance, item, at);
                break;
            case ItemKind.EventRaised when !instance.IsFinished:
                instance.Put(item);
                Listener.Changed(instance);
                Listener.Ready(instance);
                break;
            case ItemKind.TaskCompleted or ItemKind.TaskFailed or ItemKind.SubOrchestrationCompleted or ItemKind.SubOrchestrationFailed
                or ItemKind.TimerFired or ItemKind.EntityAnswered or ItemKind.LockGranted:
                // Taken once: a repeated or late answer finds nothing that awaits it.
                if (!instance.IsFinished && item.Generation == instance.Generation && instance.Pending?.Remove(item.Id) == true)
                {
                    instance.Put(item);
                    Listener.Changed(instance);
                    Listener.Ready(instance);
                }
                else if (item.Kind == ItemKind.LockGranted)
                {
                    // Nobody waits for this lock any more: give it back at once.
                    Return(item.Entities!, new(instance.Id, item.Generation), at);
                }

                break;
        }
    }

    private void Note(Instance instance, Item item, DateTimeOffset at)
    {
        instance.History.Add(item);
        instance.LastUpdatedAt = at;
        Listener.Changed(instance);
    }

    private void ContinueAsNew(Instance instance, Item next, Op.Step step)
    {
        ReleaseLocks(instance, step.At);
        Listener.Ended(instance, OrchestrationRuntimeStatus.ContinuedAsNew, step.At);
        instance.Generation = NextGeneration++;
        instance.Input = next.Data;
        instance.Version = next.Version is null ? instance.Version : string.Intern(next.Version);
        instance.Pending = null;
        instance.Started = false;
        instance.History.Clear();

        Queue<Item> inbox = new(step.Carried);
        foreach (Item waiting in (instance.Inbox ?? Enumerable.Empty<Item>()).Where(item => item.Kind == ItemKind.EventRaised))
        {
            inbox.Enqueue(waiting);
        }

        instance.Inbox = inbox.Count == 0 ? null : inbox;
        Listener.Ready(instance);
    }

    private void Finish(Instance instance, Item completion, DateTimeOffset at)
    {
        ReleaseLocks(instance, at);
        instance.History.Add(completion);
        instance.History.Trim();
        instance.Status = (OrchestrationRuntimeStatus)completion.Code;
        instance.Output = completion.Data;
        instance.Failure = completion.Failure;
        instance.LastUpdatedAt = at;
        instance.Pending = null;
        if (instance.Status != OrchestrationRuntimeStatus.Failed)
        {
            // A failed instance keeps what it has not yet seen, in case it is rewound.
            instance.Inbox = null;
        }

        Listener.Ended(instance, instance.Status, at);
        Listener.Changed(instance);
        if (instance.Parent is { } caller && byId.TryGetValue(caller.InstanceId, out Instance? parent))
        {
            Deliver(parent, AnswerTo(caller, instance), at);
        }
    }

    private static Item AnswerTo(Caller caller, Instance instance)
        => instance.Status == OrchestrationRuntimeStatus.Completed
            ? new()
            {
                Kind = ItemKind.SubOrchestrationCompleted,
                Id = caller.TaskId,
                Generation = caller.Generation,
                Data = instance.Output,
            }
            : new()
            {
                Kind = ItemKind.SubOrchestrationFailed,
                Id = caller.TaskId,
                Generation = caller.Generation,
                Failure = instance.Failure ?? new(new(
                    "OrchestrationTerminated", $"The sub-orchestration '{instance.Id}' was terminated.", null, null, null)),
            };

    private static Item Terminated(string? output, DateTimeOffset at) => new()
    {
        Kind = ItemKind.ExecutionCompleted,
        Data = output,
        At = at,
        Code = (int)OrchestrationRuntimeStatus.Terminated,
    };

    private void Terminate(Instance instance, Item order, DateTimeOffset at)
    {
        List<Item> children = order.Code == 0 ? [] : [.. PendingSteps.ItemsOf(instance).Values.Where(item => item.Kind == ItemKind.SubOrchestrationScheduled)];
        instance.History.Add(order);
        Finish(instance, Terminated(order.Data, at), at);
        foreach (Item child in children)
        {
            if (byId.TryGetValue(child.Target!, out Instance? sub) && !sub.IsFinished)
            {
                Terminate(sub, order, at);
            }
        }
    }

    private void Apply(Op.Purge purge)
    {
        foreach (string id in purge.Ids)
        {
            Archive.Remove(id);
            if (byId.TryGetValue(id, out Instance? instance))
            {
                Forget(instance);
                Listener.Removed(instance);
            }
        }
    }

    private static void Await(Instance instance, Item action) => (instance.Pending ??= [])[action.Id] = action.Kind;

    private static Item FromOrchestration(Instance instance, Item action, ItemKind kind) => new()
    {
        Kind = kind,
        Id = action.Id,
        Name = action.Name,
        Data = action.Data,
        Target = instance.Id,
        Generation = instance.Generation,
        Entities = action.Entities,
    };
}
