using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace Boai.Tests.Support;

/// <summary>Runs a workflow in virtual time: activities are functions of the test, people act at set instants, the clock jumps.</summary>
/// <remarks>
/// At one instant activities are answered first, then people act, then timers fire. Every history is replayed when it ends: another order
/// of steps is an error. Everything runs on the test's own thread, so the same script gives the same run.
/// </remarks>
internal sealed class WorkflowRun(DateTimeOffset start, string instanceId)
{
    private const int MostSteps = 100_000;
    private static readonly JsonDataConverter Json = JsonDataConverter.Default;

    private readonly Dictionary<string, Func<string?, object?>> activities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> failures = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Action, (DateTimeOffset At, int Order)> people = new();
    private readonly List<Delivery> raised = [];
    private Func<TurnPump, ScriptedContext, Task<object?>>? code;
    private History? history;
    private object? output;

    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>Names of the activities that were run, in order, failed attempts included.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>How many histories there were: one more than <c>ContinueAsNew</c> was called.</summary>
    public int Histories { get; private set; }

    public bool IsOver { get; private set; }

    /// <summary>Whether every activity runs twice, as after a crash between its effect and its answer.</summary>
    public bool RunsEveryActivityTwice { get; init; }

    /// <summary>What an activity does; one that throws an <see cref="IOException"/> fails, as when a store does not answer.</summary>
    public WorkflowRun On<TInput>(string activity, Func<TInput, object?> run)
    {
        activities.Add(activity, data => run(Json.Deserialize<TInput>(data)!));
        return this;
    }

    /// <summary>The next so many attempts of an activity fail before they have done anything.</summary>
    public void FailNext(string activity, int times) => failures[activity] = times;

    /// <summary>Somebody acts at an instant, or at once when it is past.</summary>
    public void At(DateTimeOffset instant, Action act) => people.Enqueue(act, (instant, people.Count));

    /// <summary>An event arrives now.</summary>
    public void Raise(string name, object payload) => raised.Add(new Delivery(Now, Id: null, name, Json.Serialize(payload)));

    public void Start<TInput, TOutput>(Func<TaskOrchestrator<TInput, TOutput>> make, TInput input)
    {
        code = async (_, context) => await make().RunAsync(context, context.GetInput<TInput>()!);
        Begin(Json.Serialize(input), []);
    }

    /// <summary>Runs on to the workflow's end.</summary>
    public TOutput ToEnd<TOutput>()
    {
        Until(DateTimeOffset.MaxValue);
        return IsOver ? (TOutput)output! : throw new InvalidOperationException($"The workflow waits for something that never comes, at {Now:O}.");
    }

    /// <summary>Runs on until nothing is due at or before an instant.</summary>
    public void Until(DateTimeOffset instant)
    {
        for (int step = 0; !IsOver; step++)
        {
            Assert.True(step < MostSteps, $"The workflow goes round in circles at {Now:O}: {string.Join(", ", Calls.TakeLast(8))}");
            if (!Step(instant))
            {
                break;
            }
        }

        if (!IsOver && instant != DateTimeOffset.MaxValue && instant > Now)
        {
            Now = instant;
        }
    }

    private bool Step(DateTimeOffset last)
    {
        History current = history!;
        if (current.Context.Activities.TryDequeue(out PendingActivity? activity))
        {
            Deliver(Run(activity));
            return true;
        }

        if (raised is [{ } first, ..])
        {
            raised.RemoveAt(0);
            Deliver(first);
            return true;
        }

        (int Id, DateTimeOffset At)? timer = current.Context.Timers.Count == 0
            ? null
            : current.Context.Timers.Select(one => (one.Key, one.Value)).MinBy(one => (one.Value, one.Key));
        if (people.TryPeek(out Action? act, out (DateTimeOffset At, int Order) planned) && planned.At <= last && !(timer?.At < planned.At))
        {
            people.Dequeue();
            JumpTo(planned.At);
            act();
            return true;
        }

        if (timer is not { } due || due.At > last)
        {
            return false;
        }

        JumpTo(due.At);
        Deliver(new Delivery(Now, due.Id, Event: null, Data: null));
        return true;
    }

    private Delivery Run(PendingActivity activity)
    {
        Calls.Add(activity.Name);
        if (failures.GetValueOrDefault(activity.Name) is > 0 and int left)
        {
            failures[activity.Name] = left - 1;
            return new Delivery(Now, activity.Id, Event: null, Data: null, Failure: "The store did not answer.");
        }

        Func<string?, object?> run = activities[activity.Name];
        try
        {
            object? answer = run(activity.Input);
            return new Delivery(Now, activity.Id, Event: null, Json.Serialize(RunsEveryActivityTwice ? run(activity.Input) : answer));
        }
        catch (IOException failure)
        {
            return new Delivery(Now, activity.Id, Event: null, Data: null, failure.Message);
        }
    }

    private void JumpTo(DateTimeOffset instant) => Now = instant > Now ? instant : Now;

    private void Begin(string? input, IReadOnlyList<Delivery> carried)
    {
        Histories++;
        history = new History(instanceId, input, carried, Now, code!);
        EndIfDone();
    }

    private void Deliver(Delivery delivery)
    {
        history!.Deliver(delivery);
        EndIfDone();
    }

    private void EndIfDone()
    {
        if (!history!.Result.IsCompleted)
        {
            return;
        }

        history.CheckReplay();
        object? result = history.Result.GetAwaiter().GetResult();
        if (history.Context.Continues)
        {
            Begin(history.Context.NextInput, history.Context.Unprocessed);
            return;
        }

        (IsOver, output) = (true, result);
    }

    /// <summary>One history: what was delivered, and what the code did.</summary>
    private sealed class History
    {
        private readonly TurnPump pump = new();
        private readonly List<Delivery> deliveries = [];
        private readonly Func<History> again;

        public History(
            string id, string? input, IReadOnlyList<Delivery> carried, DateTimeOffset begunAt, Func<TurnPump, ScriptedContext, Task<object?>> code)
        {
            again = () => new History(id, input, carried, begunAt, code);
            Context = new ScriptedContext(id, input, carried, pump);
            Context.SetNow(begunAt);
            pump.Turn(() => Result = code(pump, Context));
        }

        public ScriptedContext Context { get; }

        public Task<object?> Result { get; private set; } = Task.FromResult<object?>(null);

        public void Deliver(Delivery delivery)
        {
            deliveries.Add(delivery);
            pump.Turn(() => Context.Deliver(delivery));
        }

        public void CheckReplay()
        {
            History replayed = again();
            foreach (Delivery delivery in deliveries)
            {
                replayed.Deliver(delivery);
            }

            Assert.Equal(Context.Steps, replayed.Context.Steps);
            Assert.Equal(Result.Status, replayed.Result.Status);
        }
    }
}
