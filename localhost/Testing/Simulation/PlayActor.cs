using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Boai.Localhost.Testing.Simulation;

/// <summary>The orchestrator that does what its input says.</summary>
internal sealed class PlayActor(SimulatedWorld world, Action<string, string, IReadOnlyList<int>> eventsSeen)
{
    public const string Name = "Play";
    public const string EchoName = "Echo";
    public const string WorkName = "Work";
    public const string EntityName = "sum";

    private static readonly TaskOptions Retries = TaskOptions.FromRetryPolicy(new(PlayModel.Attempts, TimeSpan.FromSeconds(2), 2));

    public async Task<object?> Run(TaskOrchestrationContext context)
    {
        PlayOrder order = context.GetInput<PlayOrder>()!;
        long sum = order.Sum;
        for (int at = order.At; at < order.Acts.Count; at++)
        {
            Play act = order.Acts[at];
            sum = PlayModel.Combine(sum, await Do(context, act));
            if (act.Kind == PlayKind.Renew)
            {
                context.ContinueAsNew(order with { At = at + 1, Sum = sum });
                return null;
            }
        }

        return order.Fails ? throw new PlayedFailureException() : sum;
    }

    public static async Task<object?> Echo(TaskOrchestrationContext context)
    {
        EchoOrder order = context.GetInput<EchoOrder>()!;
        await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
        context.SendEvent(order.To, order.Event, order.Value);
        return null;
    }

    public static ValueTask<object?> Sum(TaskEntityOperation operation)
    {
        operation.State.SetState(operation.State.GetState<long>() + operation.GetInput<long>());
        return ValueTask.FromResult<object?>(operation.State.GetState<long>());
    }

    private async Task<long> Do(TaskOrchestrationContext context, Play act)
    {
        long value = PlayModel.ValueOf(act.Key);
        switch (act.Kind)
        {
            case PlayKind.Work:
                return await Caught(() => context.CallActivityAsync<long>(WorkName, new WorkOrder(act.Key, act.Number), Retries), -value);
            case PlayKind.Sleep:
                await Sleep(context, act.Number);
                return value;
            case PlayKind.Events:
                return await Collect(context, act);
            case PlayKind.InVain:
                return await InVain(context, act);
            case PlayKind.Race:
                return await Race(context, act);
            case PlayKind.Sub:
                return await context.CallSubOrchestratorAsync<long>(Name, new PlayOrder(act.Parts!));
            case PlayKind.FailingSub:
                return await Caught(() => context.CallSubOrchestratorAsync<long>(Name, new PlayOrder(act.Parts!, Fails: true)), -1);
            case PlayKind.FanOut:
                long[] values = await Task.WhenAll(act.Parts!.Select(part => Do(context, part)));
                return values.Aggregate(0L, PlayModel.Combine);
            case PlayKind.Echo:
                Task echo = context.CallSubOrchestratorAsync(EchoName, new EchoOrder(context.InstanceId, $"echo-{act.Key}", value));
                long echoed = await context.WaitForExternalEvent<long>($"Echo-{act.Key}");
                await echo;
                return echoed;
            case PlayKind.Add:
                await context.Entities.CallEntityAsync(EntityOf(PlayModel.FirstEntity(act)), "add", (long)act.Number);
                return value;
            case PlayKind.Move:
                await Move(context, act);
                return value;
            default:
                return 0;
        }
    }

    public static EntityInstanceId EntityOf(int number) => new(EntityName, $"e{number}");

    private static async Task<long> Caught(Func<Task<long>> call, long ifFailed)
    {
        try
        {
            return await call();
        }
        catch (TaskFailedException)
        {
            return ifFailed;
        }
    }

    private async Task Sleep(TaskOrchestrationContext context, int seconds)
    {
        DateTime due = context.CurrentUtcDateTime.AddSeconds(seconds);
        await context.CreateTimer(due, CancellationToken.None);
        RequirePassed(context, due, "a timer");
    }

    private async Task<long> InVain(TaskOrchestrationContext context, Play act)
    {
        DateTime due = context.CurrentUtcDateTime.AddSeconds(act.Number);
        try
        {
            return await context.WaitForExternalEvent<long>($"never-{act.Key}", TimeSpan.FromSeconds(act.Number));
        }
        catch (OperationCanceledException)
        {
            RequirePassed(context, due, "a timeout");
            return 7;
        }
    }

    private async Task<long> Race(TaskOrchestrationContext context, Play act)
    {
        using CancellationTokenSource loser = new();
        DateTime due = context.CurrentUtcDateTime.AddSeconds(act.Number);
        Task first = context.CreateTimer(due, CancellationToken.None);
        Task second = context.CreateTimer(due.AddDays(4000), loser.Token);
        Task won = await Task.WhenAny(first, second);
#pragma warning disable CA1849 // an orchestrator stays on its own thread of execution
        loser.Cancel();
#pragma warning restore CA1849
        RequirePassed(context, due, "a race");
        return won == first ? 11 : 12;
    }

    private async Task<long> Collect(TaskOrchestrationContext context, Play act)
    {
        List<int> seen = [];
        HashSet<int> distinct = [];
        while (distinct.Count < act.Number)
        {
            int number = await context.WaitForExternalEvent<int>($"event-{act.Key}");
            seen.Add(number);
            distinct.Add(number);
        }

        if (!context.IsReplaying)
        {
            eventsSeen(context.InstanceId, $"event-{act.Key}", seen);
        }

        return distinct.Count;
    }

    private static async Task Move(TaskOrchestrationContext context, Play act)
    {
        EntityInstanceId from = EntityOf(PlayModel.FirstEntity(act));
        EntityInstanceId to = EntityOf(PlayModel.SecondEntity(act));
        await using (await context.Entities.LockEntitiesAsync(from, to))
        {
            await context.Entities.CallEntityAsync(from, "add", (long)-act.Number);
            await context.Entities.CallEntityAsync(to, "add", (long)act.Number);
        }
    }

    private void RequirePassed(TaskOrchestrationContext context, DateTime due, string what)
    {
        if (context.CurrentUtcDateTime < due || (!context.IsReplaying && world.Now.UtcDateTime < due))
        {
            world.Violate($"{what} of {context.InstanceId} due at {due:O} fired at {context.CurrentUtcDateTime:O}, when the clock said {world.Now:O}");
        }
    }
}

/// <summary>Thrown where a generated orchestration is to fail. Without a stack trace: that differs with the mood of the compiler.</summary>
internal sealed class PlayedFailureException() : Exception("It was to fail.")
{
    public override string? StackTrace => null;
}
