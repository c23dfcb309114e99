using System.Text.Json;
using Boai.Localhost.Engine.Packing;
using Microsoft.DurableTask;

namespace Boai.Localhost.Engine.Model;

/// <summary>What an item says. Numbers are stored: never change or reuse one.</summary>
internal enum ItemKind : byte
{
    // The frame of a step.
    TurnStarted = 1,
    ExecutionStarted = 2,
    ExecutionCompleted = 3,
    ContinuedAsNew = 4,
    Suspended = 5,
    Resumed = 6,
    Terminated = 7,
    Rewound = 8,

    // Steps that the orchestrator took, numbered by it.
    TaskScheduled = 20,
    SubOrchestrationScheduled = 21,
    TimerCreated = 22,
    TimerCancelled = 23,
    EventSent = 24,
    EntityCalled = 25,
    EntitySignaled = 26,
    LockRequested = 27,
    LockReleased = 28,

    // What came to it.
    TaskCompleted = 40,
    TaskFailed = 41,
    SubOrchestrationCompleted = 42,
    SubOrchestrationFailed = 43,
    TimerFired = 44,
    EventRaised = 45,
    EntityAnswered = 46,
    LockGranted = 47,

    // What came to an entity.
    OperationCalled = 60,
    OperationSignaled = 61,
    LockAsked = 62,
    LockReturned = 63,
    StartOrchestration = 64,
}

/// <summary>A failure and whether trying again could help.</summary>
internal sealed record Failure(TaskFailureDetails Details, bool NonRetriable = false);

/// <summary>
/// One fact: a message on its way, an entry of a history, or a step to be taken. One shape for all, with only the fields that are set
/// stored, so that every kind is packed, replayed and shown by the same code.
/// </summary>
internal sealed class Item
{
    public required ItemKind Kind { get; init; }

    /// <summary>The number of the orchestrator's step that this is or belongs to.</summary>
    public int Id { get; init; } = -1;

    /// <summary>Name of activity, orchestrator, event or operation.</summary>
    public string? Name { get; init; }

    /// <summary>Input, result, payload or reason.</summary>
    public string? Data { get; init; }

    /// <summary>The other instance or entity.</summary>
    public string? Target { get; init; }

    public string? Version { get; init; }

    /// <summary>Which of the other instance's generations is meant.</summary>
    public long Generation { get; init; }

    public DateTimeOffset At { get; init; }

    public Failure? Failure { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The entities of a lock.</summary>
    public IReadOnlyList<string>? Entities { get; init; }

    /// <summary>A status or a flag, as the kind says.</summary>
    public int Code { get; init; }

    /// <summary>For a start: the W3C trace context (traceparent) of whoever asked for it.</summary>
    public string? Trace { get; init; }

    [Flags]
    private enum Fields
    {
        None = 0,
        Id = 1,
        Name = 2,
        Data = 4,
        Target = 8,
        Version = 16,
        Generation = 32,
        At = 64,
        Failure = 128,
        Tags = 256,
        Entities = 512,
        Code = 1024,
        Trace = 2048,
    }

    public void Write(PackWriter to)
    {
        Fields fields =
            (Id >= 0 ? Fields.Id : 0) | (Name is null ? 0 : Fields.Name) | (Data is null ? 0 : Fields.Data)
            | (Target is null ? 0 : Fields.Target) | (Version is null ? 0 : Fields.Version) | (Generation == 0 ? 0 : Fields.Generation)
            | (At == default ? 0 : Fields.At) | (Failure is null ? 0 : Fields.Failure) | (Tags is not { Count: > 0 } ? 0 : Fields.Tags)
            | (Entities is null ? 0 : Fields.Entities) | (Code == 0 ? 0 : Fields.Code) | (Trace is null ? 0 : Fields.Trace);

        to.Byte((byte)Kind);
        to.Number((int)fields);
        if (fields.HasFlag(Fields.Id))
        {
            to.Number(Id);
        }

        if (fields.HasFlag(Fields.Name))
        {
            to.Text(Name);
        }

        if (fields.HasFlag(Fields.Data))
        {
            to.Text(Data);
        }

        if (fields.HasFlag(Fields.Target))
        {
            to.Text(Target);
        }

        if (fields.HasFlag(Fields.Version))
        {
            to.Text(Version);
        }

        if (fields.HasFlag(Fields.Generation))
        {
            to.Number(Generation);
        }

        if (fields.HasFlag(Fields.At))
        {
            to.Instant(At);
        }

        if (fields.HasFlag(Fields.Failure))
        {
            WriteFailure(to, Failure!.Details, Failure.NonRetriable);
        }

        if (fields.HasFlag(Fields.Tags))
        {
            WriteTags(to, Tags!);
        }

        if (fields.HasFlag(Fields.Entities))
        {
            to.Number(Entities!.Count);
            foreach (string entity in Entities)
            {
                to.Text(entity);
            }
        }

        if (fields.HasFlag(Fields.Code))
        {
            to.Number(Code);
        }

        if (fields.HasFlag(Fields.Trace))
        {
            to.Text(Trace);
        }
    }

    public static Item Read(ref PackReader from)
    {
        ItemKind kind = (ItemKind)from.Byte();
        Fields fields = (Fields)from.Int();
        return new()
        {
            Kind = kind,
            Id = fields.HasFlag(Fields.Id) ? from.Int() : -1,
            Name = fields.HasFlag(Fields.Name) ? from.Text() : null,
            Data = fields.HasFlag(Fields.Data) ? from.Text() : null,
            Target = fields.HasFlag(Fields.Target) ? from.Text() : null,
            Version = fields.HasFlag(Fields.Version) ? from.Text() : null,
            Generation = fields.HasFlag(Fields.Generation) ? from.Number() : 0,
            At = fields.HasFlag(Fields.At) ? from.Instant() : default,
            Failure = fields.HasFlag(Fields.Failure) ? ReadFailure(ref from) : null,
            Tags = fields.HasFlag(Fields.Tags) ? ReadTags(ref from) : null,
            Entities = fields.HasFlag(Fields.Entities) ? ReadEntities(ref from) : null,
            Code = fields.HasFlag(Fields.Code) ? from.Int() : 0,
            Trace = fields.HasFlag(Fields.Trace) ? from.Text() : null,
        };
    }

    public override string ToString() => Name is null ? $"{Kind} #{Id}" : $"{Kind} #{Id} '{Name}'";

    private static void WriteTags(PackWriter to, IReadOnlyDictionary<string, string> tags)
    {
        to.Number(tags.Count);
        foreach ((string key, string value) in tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            to.Text(key);
            to.Text(value);
        }
    }

    private static Dictionary<string, string> ReadTags(ref PackReader from)
    {
        int count = from.Int();
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            string key = from.Text()!;
            tags[key] = from.Text()!;
        }

        return tags;
    }

    private static List<string> ReadEntities(ref PackReader from)
    {
        int count = from.Int();
        List<string> entities = [];
        for (int i = 0; i < count; i++)
        {
            entities.Add(from.Text()!);
        }

        return entities;
    }

    private static void WriteFailure(PackWriter to, TaskFailureDetails? details, bool nonRetriable)
    {
        to.Bool(details is not null);
        if (details is null)
        {
            return;
        }

        to.Bool(nonRetriable);
        to.Text(details.ErrorType);
        to.Text(details.ErrorMessage);
        to.Text(details.StackTrace);
        to.Text(details.Properties is null ? null : JsonSerializer.Serialize(details.Properties));
        WriteFailure(to, details.InnerFailure, false);
    }

    private static Failure? ReadFailure(ref PackReader from)
    {
        if (!from.Bool())
        {
            return null;
        }

        bool nonRetriable = from.Bool();
        string type = from.Text()!;
        string message = from.Text()!;
        string? stack = from.Text();
        string? properties = from.Text();
        Failure? inner = ReadFailure(ref from);
        return new(
            new(type, message, stack, inner?.Details, properties is null ? null : JsonSerializer.Deserialize<Dictionary<string, object?>>(properties)),
            nonRetriable);
    }
}
