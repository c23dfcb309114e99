using Boai.Localhost.Engine.Packing;
using Microsoft.DurableTask.Client;

namespace Boai.Localhost.Engine.Model;

/// <summary>Who called a sub-orchestration, and by which step.</summary>
internal sealed record Caller(string InstanceId, string Name, long Generation, int TaskId);

/// <summary>Entities that an orchestration has locked or is locking, in the order in which they are locked.</summary>
internal sealed record HeldLocks(int RequestId, IReadOnlyList<string> Entities);

/// <summary>One orchestration instance: what the journal says of it.</summary>
internal sealed class Instance
{
    public required string Id { get; init; }

    /// <summary>Numbers instances in the order of their creation; listings follow it.</summary>
    public required long Ordinal { get; init; }

    public required string Name { get; init; }

    public string Version { get; set; } = string.Empty;

    /// <summary>Changes with every ContinueAsNew; answers to an earlier generation's questions are dropped by it.</summary>
    public long Generation { get; set; }

    public Caller? Parent { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The W3C trace context in which all that it calls is done, as <see cref="EngineTracing"/> packs it; null when whoever started it had none.</summary>
    public string? Trace { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUpdatedAt { get; set; }

    /// <summary>When the first step is due; the default for at once.</summary>
    public DateTimeOffset StartAt { get; init; }

    public OrchestrationRuntimeStatus Status { get; set; } = OrchestrationRuntimeStatus.Pending;

    /// <summary>Whether the present generation has taken its first step.</summary>
    public bool Started { get; set; }

    public string? Input { get; set; }

    public string? Output { get; set; }

    public Failure? Failure { get; set; }

    public string? CustomStatus { get; set; }

    public HeldLocks? Locks { get; set; }

    public HistoryBuffer History { get; } = new();

    /// <summary>What has come and was not yet taken into a step; null when empty, because most instances wait with nothing.</summary>
    public Queue<Item>? Inbox { get; set; }

    /// <summary>Steps that still await an answer, by number.</summary>
    public Dictionary<int, ItemKind>? Pending { get; set; }

    public bool IsFinished => Status
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>Whether the journal alone says that a step can be taken, given that its start is due.</summary>
    public bool HasWork => !IsFinished && Status != OrchestrationRuntimeStatus.Suspended && (!Started || Inbox is { Count: > 0 });

    // What follows is not in the journal.
    public Running.OrchestratorRun? Run { get; set; }

    public LinkedListNode<Instance>? LiveNode { get; set; }

    public bool IsStepping { get; set; }

    public bool IsQueued { get; set; }

    /// <summary>The last journal record that concerns it; an answer about it waits until that is durable.</summary>
    public long LastRecord { get; set; }

    public bool IsDirty { get; set; }

    public void Put(Item item) => (Inbox ??= new(1)).Enqueue(item);

    public void Write(PackWriter to)
    {
        to.Text(Id);
        to.Number(Ordinal);
        to.Text(Name);
        to.Text(Version);
        to.Number(Generation);
        to.Instant(CreatedAt);
        to.Instant(LastUpdatedAt);
        to.Instant(StartAt);
        to.Byte((byte)Status);
        to.Bool(Started);
        to.Text(Input);
        to.Text(Output);
        to.Text(CustomStatus);

        // Seldom set: one item holds parent, tags, trace, failure and locks.
        new Item
        {
            Kind = ItemKind.ExecutionStarted,
            Target = Parent?.InstanceId,
            Name = Parent?.Name,
            Generation = Parent?.Generation ?? 0,
            Id = Parent?.TaskId ?? -1,
            Tags = Tags,
            Failure = Failure,
            Entities = Locks?.Entities,
            Code = Locks?.RequestId ?? 0,
            Trace = Trace,
        }.Write(to);

        to.Number(Inbox?.Count ?? 0);
        foreach (Item item in Inbox ?? Enumerable.Empty<Item>())
        {
            item.Write(to);
        }

        to.Bytes(History.Written);
    }

    public static Instance Read(ref PackReader from)
    {
        string id = from.Text()!;
        long ordinal = from.Number();
        string name = string.Intern(from.Text()!);
        string version = string.Intern(from.Text()!);
        long generation = from.Number();
        DateTimeOffset created = from.Instant();
        DateTimeOffset updated = from.Instant();
        DateTimeOffset startAt = from.Instant();
        OrchestrationRuntimeStatus status = (OrchestrationRuntimeStatus)from.Byte();
        bool started = from.Bool();
        string? input = from.Text();
        string? output = from.Text();
        string? customStatus = from.Text();
        Item rest = Item.Read(ref from);
        Instance instance = new()
        {
            Id = id,
            Ordinal = ordinal,
            Name = name,
            Version = version,
            Generation = generation,
            CreatedAt = created,
            LastUpdatedAt = updated,
            StartAt = startAt,
            Status = status,
            Started = started,
            Input = input,
            Output = output,
            CustomStatus = customStatus,
            Parent = rest.Target is null ? null : new(rest.Target, rest.Name!, rest.Generation, rest.Id),
            Tags = rest.Tags,
            Trace = rest.Trace,
            Failure = rest.Failure,
            Locks = rest.Entities is null ? null : new(rest.Code, rest.Entities),
        };

        for (int waiting = from.Int(); waiting > 0; waiting--)
        {
            instance.Put(Item.Read(ref from));
        }

        instance.History.Add(from.Bytes());
        instance.History.Trim();
        if (!instance.IsFinished)
        {
            instance.Pending = PendingSteps.Of(instance);
        }

        return instance;
    }
}
