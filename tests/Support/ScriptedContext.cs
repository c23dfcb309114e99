using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boai.Tests.Support;

/// <summary>Something that came to an orchestration: the answer to a step, a timer, or an event from outside.</summary>
/// <param name="Id">Of the step that it answers; null for an event.</param>
/// <param name="Event">Name of the event; null for an answer.</param>
/// <param name="Failure">Why the step failed; null when it did not.</param>
internal sealed record Delivery(DateTimeOffset At, int? Id, string? Event, string? Data, string? Failure = null);

/// <summary>An activity that the orchestration waits for.</summary>
internal sealed record PendingActivity(int Id, string Name, string? Input);

/// <summary>The context of one history: notes every step in order, and answers from what is delivered.</summary>
internal sealed class ScriptedContext(string instanceId, string? input, IReadOnlyList<Delivery> carried, TurnPump pump) : TaskOrchestrationContext
{
    private static readonly JsonDataConverter Json = JsonDataConverter.Default;

    private readonly Dictionary<int, TaskCompletionSource<Delivery>> waiting = [];
    private readonly LinkedList<Delivery> buffered = new(carried);
    private readonly List<(string Name, TaskCompletionSource<Delivery> Waiter)> listeners = [];
    private DateTime now;
    private int nextId;

    /// <summary>Every step in order, as text: a replay must give the same.</summary>
    public List<string> Steps { get; } = [];

    public Queue<PendingActivity> Activities { get; } = [];

    public SortedDictionary<int, DateTimeOffset> Timers { get; } = [];

    /// <summary>Input of the next history, once <c>ContinueAsNew</c> was asked for.</summary>
    public string? NextInput { get; private set; }

    public bool Continues { get; private set; }

    /// <summary>Events that nobody has taken.</summary>
    public IReadOnlyList<Delivery> Unprocessed => [.. buffered];

    public override TaskName Name => new("scripted");

    public override string InstanceId => instanceId;

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => now;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public void SetNow(DateTimeOffset instant) => now = instant.UtcDateTime;

    public void Deliver(Delivery delivery)
    {
        SetNow(delivery.At);
        if (delivery.Event is { } name)
        {
            int listener = listeners.FindIndex(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase));
            if (listener < 0)
            {
                buffered.AddLast(delivery);
                return;
            }

            TaskCompletionSource<Delivery> waiter = listeners[listener].Waiter;
            listeners.RemoveAt(listener);
            waiter.SetResult(delivery);
        }
        else if (waiting.Remove(delivery.Id!.Value, out TaskCompletionSource<Delivery>? step))
        {
            Timers.Remove(delivery.Id.Value);
            step.SetResult(delivery);
        }
    }

    public override T? GetInput<T>()
        where T : default
        => Json.Deserialize<T>(input);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        string? data = Json.Serialize(input);
        for (int attempt = 1; ; attempt++)
        {
            int id = Take($"call {name.Name} {data}");
            Activities.Enqueue(new PendingActivity(id, name.Name, data));
            Delivery answer = await Answer(id);
            if (answer.Failure is null)
            {
                return Json.Deserialize<TResult>(answer.Data)!;
            }

            if (options?.Retry?.Policy is not { } policy || attempt >= policy.MaxNumberOfAttempts)
            {
                throw new TaskFailedException(name.Name, id, new TaskFailureDetails("Scripted", answer.Failure, null, null, null));
            }

            double pause = policy.FirstRetryInterval.TotalSeconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
            await CreateTimer(TimeSpan.FromSeconds(Math.Min(pause, policy.MaxRetryInterval.TotalSeconds)), CancellationToken.None);
        }
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        int id = Take(string.Create(CultureInfo.InvariantCulture, $"timer {fireAt:O}"));
        Timers[id] = new DateTimeOffset(fireAt, TimeSpan.Zero);
        Task<Delivery> fired = Answer(id);
        if (cancellationToken.CanBeCanceled)
        {
            TaskCompletionSource<Delivery> step = waiting[id];
            cancellationToken.Register(() =>
            {
                if (waiting.Remove(id))
                {
                    Timers.Remove(id);
                    Note($"cancel {id}");
                    step.SetCanceled(cancellationToken);
                }
            });
        }

        return fired;
    }

    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        LinkedListNode<Delivery>? node = buffered.First;
        while (node is not null && !string.Equals(node.Value.Event, eventName, StringComparison.OrdinalIgnoreCase))
        {
            node = node.Next;
        }

        if (node is not null)
        {
            buffered.Remove(node);
            return Json.Deserialize<T>(node.Value.Data)!;
        }

        TaskCompletionSource<Delivery> waiter = new();
        listeners.Add((eventName, waiter));
        return Json.Deserialize<T>((await waiter.Task).Data)!;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        Note($"continue {preserveUnprocessedEvents}");
        (Continues, NextInput) = (true, Json.Serialize(newInput));
        if (!preserveUnprocessedEvents)
        {
            buffered.Clear();
        }
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
        => Note($"send {instanceId} {eventName} {Json.Serialize(payload)}");

    public override void SetCustomStatus(object? customStatus) => Note($"status {Json.Serialize(customStatus)}");

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
        => throw new NotSupportedException("A scripted run has no other orchestrations.");

    public override Guid NewGuid() => throw new NotSupportedException("No workflow here needs a GUID.");

    private int Take(string step)
    {
        Note(step);
        return nextId++;
    }

    private void Note(string step)
    {
        if (!pump.IsInTurn)
        {
            throw new InvalidOperationException($"'{step}' was taken outside the orchestrator's own thread of execution.");
        }

        Steps.Add(step);
    }

    private Task<Delivery> Answer(int id)
    {
        TaskCompletionSource<Delivery> step = new();
        waiting.Add(id, step);
        return step.Task;
    }
}
