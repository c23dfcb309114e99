using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Boai.Localhost.Engine.Model;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Engine.Running;

/// <summary>The context of a running orchestrator: notes the steps that its code takes, and answers them from what came in.</summary>
internal sealed partial class OrchestratorContext : TaskOrchestrationContext
{
    // The name space of the public implementation, so that code which stores such ids finds the same ones on either stack.
    private static readonly Guid GuidNamespace = new("9e952958-5e33-4daf-827f-2fa12937b875");

    private readonly OrchestrationFacts facts;
    private readonly RunEnvironment environment;
    private readonly TurnQueue queue;
    private readonly ReplayCheck check;
    private readonly Dictionary<int, TaskCompletionSource<Item>> awaited = [];
    private readonly ExternalEvents events;
    private readonly OrchestratorEntities entities;
    private int nextId;
    private int guidsMade;
    private bool isReplaying;
    private DateTime now;

    public OrchestratorContext(OrchestrationFacts facts, RunEnvironment environment, TurnQueue queue, ReplayCheck check)
    {
        this.facts = facts;
        this.environment = environment;
        this.queue = queue;
        this.check = check;
        events = new(environment.Converter);
        entities = new(this);
    }

    public override TaskName Name => new(facts.Name);

    public override string InstanceId => facts.Id;

    public override string Version => facts.Version;

    public override ParentOrchestrationInstance? Parent => facts.Parent;

    public override DateTime CurrentUtcDateTime => now;

    public override bool IsReplaying => isReplaying;

    public override TaskOrchestrationEntityFeature Entities => entities;

    public object? CustomStatus { get; private set; }

    /// <summary>Whether this generation has set a status; until then that of the earlier ones stands.</summary>
    public bool HasSetCustomStatus { get; private set; }

    /// <summary>How the next generation is to start, if the code asked for one.</summary>
    public ContinueAsNewOptions? Next { get; private set; }

    public bool AwaitsAnything => awaited.Count > 0 || events.AnyAwaited;

    protected override ILoggerFactory LoggerFactory => environment.Logs;

    internal DataConverter Converter => environment.Converter;

    public void Begin(DateTimeOffset at, bool replaying)
    {
        now = at.UtcDateTime;
        isReplaying = replaying;
    }

    public void Receive(Item item)
    {
        switch (item.Kind)
        {
            case ItemKind.EventRaised:
                events.Receive(item);
                break;
            case ItemKind.TaskCompleted or ItemKind.TaskFailed or ItemKind.SubOrchestrationCompleted or ItemKind.SubOrchestrationFailed
                or ItemKind.TimerFired or ItemKind.EntityAnswered or ItemKind.LockGranted:
                if (awaited.Remove(item.Id, out TaskCompletionSource<Item>? waiting))
                {
                    waiting.TrySetResult(item);
                }

                break;
        }
    }

    public IReadOnlyList<Item> UnprocessedEvents() => events.Unprocessed();

    public override T? GetInput<T>()
        where T : default
        => Converter.Deserialize<T>(facts.Input);

    /// <summary>The input as a type that is known only at run time.</summary>
    internal object? InputOf(Type type) => Converter.Deserialize(facts.Input, type);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                $"A {nameof(TaskOptions)} value was provided for the activity input but no value was provided for {nameof(options)}. "
                + $"Did you actually mean to provide a {nameof(TaskOptions)} value for the {nameof(options)} parameter?",
                nameof(input));
        }

        string? data = Converter.Serialize(input);
        string? version = options?.Version is { } chosen ? chosen.Version : Version;
        return await WithRetries(options?.Retry, async () =>
        {
            Item answer = await Ask(new()
            {
                Kind = ItemKind.TaskScheduled,
                Id = NextId(),
                Name = name.Name,
                Data = data,
                Version = string.IsNullOrEmpty(version) ? null : version,
                Tags = options?.Tags?.AsReadOnly(),
            });
            return Result<TResult>(name, answer);
        });
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        string id = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        if (id.StartsWith('@'))
        {
            throw new ArgumentException(
                "Instance IDs starting with '@' are reserved for entities, and must not be used for orchestrations.", nameof(options));
        }

        entities.RequireNoLocks("While holding locks, cannot call suborchestrators.");
        string? data = Converter.Serialize(input);
        return await WithRetries(options?.Retry, async () =>
        {
            Item answer = await Ask(new()
            {
                Kind = ItemKind.SubOrchestrationScheduled,
                Id = NextId(),
                Name = orchestratorName.Name,
                Target = id,
                Data = data,
                Version = options?.Version is { } version ? version.Version : environment.DefaultVersion,
                Tags = options?.Tags?.AsReadOnly(),
            });
            return Result<TResult>(orchestratorName, answer);
        });
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        int id = NextId();
        Task<Item> fired = Ask(new() { Kind = ItemKind.TimerCreated, Id = id, At = new DateTimeOffset(fireAt.ToUniversalTime(), TimeSpan.Zero) });
        if (cancellationToken.CanBeCanceled)
        {
            TaskCompletionSource<Item> waiting = awaited[id];
            cancellationToken.Register(() =>
            {
                if (awaited.Remove(id))
                {
                    Note(new() { Kind = ItemKind.TimerCancelled, Id = id });
                    waiting.TrySetCanceled(cancellationToken);
                }
            });
        }

        return fired;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        RequireTurn();
        return events.Wait<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (instanceId.StartsWith('@'))
        {
            throw new ArgumentException(
                "Instance IDs starting with '@' are reserved for entities, and must not be used for orchestrations.", nameof(instanceId));
        }

        Note(new() { Kind = ItemKind.EventSent, Id = NextId(), Target = instanceId, Name = eventName, Data = Converter.Serialize(payload) });
    }

    public override void SetCustomStatus(object? customStatus)
    {
        RequireTurn();
        CustomStatus = customStatus;
        HasSetCustomStatus = true;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
        => ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RequireTurn();
        Next = options;
    }

    /// <summary>A GUID made of the instance, the step's instant and a count (version 5 of RFC 9562), so that a replay makes the same.</summary>
    public override Guid NewGuid()
    {
        RequireTurn();
        string name = string.Create(CultureInfo.InvariantCulture, $"{InstanceId}_{now:o}_{guidsMade++}");
        byte[] source = [.. GuidNamespace.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
#pragma warning disable CA5350 // names, not secrets
        Span<byte> hash = SHA1.HashData(source).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }

    internal int NextId()
    {
        RequireTurn();
        return nextId++;
    }

    /// <summary>Takes a step that is answered later.</summary>
    internal Task<Item> Ask(Item step)
    {
        Note(step);
        TaskCompletionSource<Item> waiting = new();
        awaited.Add(step.Id, waiting);
        return waiting.Task;
    }

    /// <summary>Takes a step that has no answer.</summary>
    internal void Note(Item step)
    {
        RequireTurn();
        check.Take(step);
    }

    private void RequireTurn()
    {
        if (!queue.IsInTurn)
        {
            queue.ReportOutside();
            throw new InvalidOperationException(
                $"The context of orchestrator '{facts.Name}' (instance '{facts.Id}') was used outside its own thread of execution. "
                + "Await only what the context gives, without ConfigureAwait(false) and without Task.Run.");
        }
    }

    private TResult Result<TResult>(TaskName name, Item answer)
        => answer.Failure is { } failure
            ? throw new StepFailedException(name.Name, answer.Id, failure)
            : Converter.Deserialize<TResult>(answer.Data)!;
}
