using Boai.Localhost.Engine.Model;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Localhost.Engine.Running;

/// <summary>
/// A running orchestrator. Kept between steps while memory allows, so that a step costs what it does and not what its history is long;
/// made anew and led through the recorded steps when it was let go or the process restarted.
/// </summary>
internal sealed class OrchestratorRun
{
    private readonly TurnQueue queue = new();
    private readonly ReplayCheck check = new();
    private readonly OrchestrationFacts facts;
    private readonly RunEnvironment environment;
    private readonly OrchestratorContext context;
    private Task<object?>? main;
    private string? lastStatus;

    public OrchestratorRun(OrchestrationFacts facts, RunEnvironment environment, string? customStatus, Action enteredFromOutside)
    {
        this.facts = facts;
        this.environment = environment;
        lastStatus = customStatus;
        queue.EnteredFromOutside = enteredFromOutside;
        context = new(facts, environment, queue, check);
    }

    /// <summary>Takes one step.</summary>
    /// <param name="history">The recorded steps, if this run has not been through them yet.</param>
    /// <param name="at">The instant of the step.</param>
    /// <param name="incoming">What has come since the last step.</param>
    public StepResult Step(IReadOnlyList<Item>? history, DateTimeOffset at, IReadOnlyList<Item> incoming)
    {
        if (environment.Handlers.Orchestrator(facts.Name) is not { } code)
        {
            return FailedWithoutStep(new(
                "OrchestratorTaskNotFound", $"No orchestrator task named '{facts.Name}' was found.", null, null, null), at);
        }

        try
        {
            if (history is not null)
            {
                Replay(code, history);
            }

            Turn(code, at, incoming, replaying: false);
            check.EndTurn(open: true);
        }
        catch (NonDeterministicOrchestrationException departed)
        {
            return FailedWithoutStep(TaskFailureDetails.FromException(departed), at);
        }

        return queue.WasEnteredFromOutside || IsStuck ? FailedWithoutStep(AwaitedSomethingElse(), at) : Result(at);
    }

    /// <summary>Goes through the recorded steps and no further.</summary>
    /// <returns>Where the code departs from them first, or null.</returns>
    public (int Step, string Expected, string Found)? Compare(IReadOnlyList<Item> history)
    {
        try
        {
            Replay(environment.Handlers.Orchestrator(facts.Name)!, history);
        }
        catch (NonDeterministicOrchestrationException)
        {
            return check.Difference;
        }

        if (main is null)
        {
            return null;
        }

        if (queue.WasEnteredFromOutside || IsStuck)
        {
            return (-1, "steps of its context only", AwaitedSomethingElse().ErrorMessage);
        }

        return history.LastOrDefault(item => item.Kind == ItemKind.ExecutionCompleted)?.Code switch
        {
            (int)OrchestrationRuntimeStatus.Completed when !main.IsCompleted => (-1, "the end here", "the code waits for more"),
            (int)OrchestrationRuntimeStatus.Completed when !main.IsCompletedSuccessfully
                => (-1, "a good end here", $"the code fails: {main.Exception?.InnerException?.Message ?? "cancelled"}"),
            null when main.IsCompleted => (-1, "the code waiting for more here", "the code ends"),

            // Where a failed or terminated instance stands, the code may by now be better.
            _ => null,
        };
    }

    private bool IsStuck => !main!.IsCompleted && !context.AwaitsAnything;

    private void Replay(Func<TaskOrchestrationContext, Task<object?>> code, IReadOnlyList<Item> history)
    {
        List<Item> incoming = [];
        Item? turn = null;
        foreach (Item item in history)
        {
            if (item.Kind == ItemKind.TurnStarted)
            {
                Finish(turn);
                turn = item;
            }
            else if (item.Kind is >= ItemKind.TaskScheduled and < ItemKind.TaskCompleted)
            {
                check.Expect(item);
            }
            else
            {
                incoming.Add(item);
            }
        }

        Finish(turn);
        if (context.HasSetCustomStatus)
        {
            lastStatus = environment.Converter.Serialize(context.CustomStatus);
        }

        void Finish(Item? recorded)
        {
            if (recorded is not null)
            {
                Turn(code, recorded.At, incoming, replaying: true);
                check.EndTurn(open: recorded.Code == 1);
                incoming.Clear();
            }
        }
    }

    private void Turn(Func<TaskOrchestrationContext, Task<object?>> code, DateTimeOffset at, IReadOnlyList<Item> incoming, bool replaying)
    {
        context.Begin(at, replaying);
        queue.Run(() =>
        {
            if (main is null)
            {
                main = Start(code);
                queue.Drain();
            }

            foreach (Item item in incoming)
            {
                context.Receive(item);
                queue.Drain();
            }
        });
    }

    private async Task<object?> Start(Func<TaskOrchestrationContext, Task<object?>> code) => await code(context);

    private StepResult Result(DateTimeOffset at)
    {
        string? status = context.HasSetCustomStatus ? environment.Converter.Serialize(context.CustomStatus) : lastStatus;
        bool statusChanged = !string.Equals(status, lastStatus, StringComparison.Ordinal);
        lastStatus = status;

        Item? completion = Completion(at);
        IReadOnlyList<Item> actions = check.TakeNew();
        return new()
        {
            Actions = actions,
            StatusChanged = statusChanged,
            CustomStatus = status,
            Completion = completion,
            Carried = completion is { Kind: ItemKind.ContinuedAsNew, Code: 0 } ? context.UnprocessedEvents() : [],
        };
    }

    private Item? Completion(DateTimeOffset at)
    {
        if (!main!.IsCompleted)
        {
            return null;
        }

        Exception? thrown = main.IsCanceled ? new TaskCanceledException(main) : main.Exception?.InnerException;
        if (thrown is null && context.Next is { } next)
        {
            return new()
            {
                Kind = ItemKind.ContinuedAsNew,
                At = at,
                Data = environment.Converter.Serialize(next.NewInput),
                Version = string.IsNullOrWhiteSpace(next.NewVersion) ? null : next.NewVersion,
                Code = next.PreserveUnprocessedEvents ? 0 : 1,
            };
        }

        try
        {
            return thrown is null
                ? new() { Kind = ItemKind.ExecutionCompleted, At = at, Code = (int)OrchestrationRuntimeStatus.Completed, Data = environment.Converter.Serialize(main.Result) }
                : Failed(TaskFailureDetails.FromException(thrown), at);
        }
#pragma warning disable CA1031 // whatever the converter throws on the result is the orchestration's failure
        catch (Exception unserializable)
        {
            return Failed(TaskFailureDetails.FromException(unserializable), at);
        }
#pragma warning restore CA1031
    }

    private static Item Failed(TaskFailureDetails details, DateTimeOffset at) => new()
    {
        Kind = ItemKind.ExecutionCompleted,
        At = at,
        Code = (int)OrchestrationRuntimeStatus.Failed,
        Failure = new(details),
    };

    private static StepResult FailedWithoutStep(TaskFailureDetails details, DateTimeOffset at)
        => new() { Consumed = false, Completion = Failed(details, at) };

    private TaskFailureDetails AwaitedSomethingElse() => new(
        typeof(InvalidOperationException).FullName!,
        $"Orchestrator '{facts.Name}' (instance '{facts.Id}') awaited a task that did not come from its context, such as Task.Delay, "
        + "Task.Run, or I/O. Its code is replayed, so it may only await what TaskOrchestrationContext gives it: move such work into "
        + "an activity, and use context.CreateTimer to wait.",
        null, null, null);
}
