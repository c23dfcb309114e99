using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace Boai.Localhost.Testing.Simulation;

internal sealed partial class SimulationRun
{
    private static readonly string[] EveryStatus = ["Pending", "Running", "Suspended", "Completed", "Failed", "Terminated"];

    private readonly Dictionary<(string Instance, string Name), IReadOnlyList<int>> eventsSeen = [];
    private readonly Dictionary<(string Instance, string Name), int[]> eventsSent = [];
    private readonly HashSet<string> purged = [];

    /// <summary>What is to be checked after all has been done and all hosts are gone.</summary>
    public void CheckEffects()
    {
        foreach (((string instance, string name), int[] sends) in eventsSent)
        {
            IReadOnlyList<int> seen = eventsSeen.GetValueOrDefault((instance, name), []);
            int[] counts = [.. Enumerable.Range(0, sends.Length).Select(number => seen.Count(value => value == number))];
            bool isRight = !counts.Where((count, number) => count < 1 || count > sends[number]).Any();
            if (world.Violations.Count == 0 && !isRight)
            {
                world.Violate($"{instance} {name}: events were sent [{string.Join(' ', sends)}] times and seen as [{string.Join(' ', seen)}]");
            }
        }
    }

    private async Task Drive()
    {
        unfinished.UnionWith(plan.Orders.Keys.Concat(plan.Endless));
        await Task.WhenAll(
            plan.Orders.Select(order => SeeThrough(order.Key, order.Value)).Concat(plan.Endless.Select(EndByForce)));
        if (plan.LosesStorage)
        {
            await calm.Task;
            await Task.WhenAll(plan.Orders.Select(order => SeeThroughAgain(order.Key, order.Value)));
        }

        await calm.Task;
        await CheckAll();

        // And once more as a new host finds it.
        Crash(Current!);
        await CheckAll();
        await RequireIdle();
        IsDone = true;
    }

    /// <summary>Does something with a client, again with the next host's when one dies over it.</summary>
    private async Task<T> Insist<T>(Func<DurableTaskClient, Task<T>> act)
    {
        while (true)
        {
            if (Current is { } host)
            {
                try
                {
                    Task<T> answer = Ask(host);
                    if (await Task.WhenAny(answer, host.Died) == answer)
                    {
                        return await answer;
                    }
                }
                catch (Exception unavailable) when (unavailable is InvalidOperationException or OperationCanceledException
                    && unavailable is not OrchestrationAlreadyExistsException)
                {
                    world.Trace("client: " + unavailable.GetType().Name);
                }
            }

            await Pause(50, plan.Options.LeaseLength.TotalMilliseconds / 30);
        }

        // Async, so that the answer comes back to this process and not to a thread of the pool.
        async Task<T> Ask(SimulatedHost host) => await act(host.Engine.Client);
    }

    private async Task Submit(string id, string name, object? input)
    {
        StartOrchestrationOptions options = new(id) { DedupeStatuses = EveryStatus };
        await Insist(async client =>
        {
            try
            {
                await client.ScheduleNewOrchestrationInstanceAsync(name, input, options);
            }
            catch (OrchestrationAlreadyExistsException)
            {
                // An attempt whose answer was lost.
                world.Trace($"{id} was accepted before");
            }

            return true;
        });
        world.Trace($"{id} is accepted");
    }

    private async Task SeeThrough(string id, PlayOrder order)
    {
        await Pause(0, 20_000);
        await Submit(id, PlayActor.Name, order);
        await Task.WhenAll(SendEvents(id, order), world.Chance(0.2) ? SuspendAndResume(id) : Task.CompletedTask);
        if (plan.LosesStorage)
        {
            return;
        }

        OrchestrationMetadata end = await Insist(client => client.WaitForInstanceCompletionAsync(id, true));
        RequireEnd(id, order, end);
        world.Trace($"{id} has ended");
        unfinished.Remove(id);
        if (world.Chance(0.15))
        {
            PurgeResult result = await Insist(client => client.PurgeInstanceAsync(id));
            world.Trace($"{id} is purged: {result.PurgedInstanceCount}");
            purged.Add(id);
        }
    }

    /// <summary>After a loss: sends all again until the end has come.</summary>
    private async Task SeeThroughAgain(string id, PlayOrder order)
    {
        while (true)
        {
            OrchestrationMetadata? now = await Insist(client => client.GetInstanceAsync(id, true));
            if (now is null)
            {
                await Submit(id, PlayActor.Name, order);
            }
            else if (now.IsCompleted)
            {
                RequireEnd(id, order, now);
                unfinished.Remove(id);
                return;
            }

            await Order(id, client => client.ResumeInstanceAsync(id));
            await SendEvents(id, order);
            await Pause(1000, 1000 + (plan.Options.LeaseLength.TotalMilliseconds / 4));
        }
    }

    private Task SendEvents(string id, PlayOrder order) => Task.WhenAll(
        order.Acts.Where(act => act.Kind == PlayKind.Events).Select(async act =>
        {
            if (!eventsSent.TryGetValue((id, $"event-{act.Key}"), out int[]? sends))
            {
                eventsSent[(id, $"event-{act.Key}")] = sends = new int[act.Number];
            }

            for (int number = 0; number < act.Number; number++)
            {
                await Pause(0, 10_000);
                await Order(id, client =>
                {
                    sends[number]++;
                    return client.RaiseEventAsync(id, world.Chance(0.5) ? $"event-{act.Key}" : $"EVENT-{act.Key}", number);
                });
            }
        }));

    private async Task SuspendAndResume(string id)
    {
        await Pause(0, 10_000);
        await Order(id, client => client.SuspendInstanceAsync(id));
        await Pause(0, 10_000);
        await Order(id, client => client.ResumeInstanceAsync(id));
    }

    /// <summary>Gives an instance an order. One that has ended, or that the storage lost, refuses it, and the caller sees that for itself.</summary>
    private async Task Order(string id, Func<DurableTaskClient, Task> order) => await Insist(async client =>
    {
        try
        {
            await order(client);
        }
        catch (Exception refused) when (refused is Grpc.Core.RpcException or InvalidOperationException)
        {
            if (await client.GetInstanceAsync(id) is { IsCompleted: false })
            {
                throw;
            }
        }

        return true;
    });

    private async Task EndByForce(string id)
    {
        while (true)
        {
            await Submit(id, "Endless", null);
            await Pause(0, 30_000);
            await Order(id, client => client.TerminateInstanceAsync(id, "enough"));
            OrchestrationMetadata? end = await Insist(client => client.GetInstanceAsync(id, true));
            if (end is null && plan.LosesStorage)
            {
                continue;
            }

            if (end?.RuntimeStatus != OrchestrationRuntimeStatus.Terminated && !plan.LosesStorage)
            {
                world.Violate($"{id} was terminated and is {end?.RuntimeStatus.ToString() ?? "gone"}");
            }

            unfinished.Remove(id);
            return;
        }
    }

    private void RequireEnd(string id, PlayOrder order, OrchestrationMetadata end)
    {
        long expected = PlayModel.SumOf(order.Acts);
        bool isRight = order.Fails
            ? end.RuntimeStatus == OrchestrationRuntimeStatus.Failed && end.FailureDetails!.IsCausedBy<PlayedFailureException>()
            : end.RuntimeStatus == OrchestrationRuntimeStatus.Completed && end.ReadOutputAs<long>() == expected;
        if (!isRight)
        {
            world.Violate(
                $"{id} ended {end.RuntimeStatus} with {end.SerializedOutput ?? end.FailureDetails?.ToString()} in place of {(order.Fails ? "a failure" : expected)}");
        }
    }

    private async Task CheckAll()
    {
        foreach ((string id, PlayOrder order) in plan.Orders)
        {
            OrchestrationMetadata? end = await Insist(client => client.GetInstanceAsync(id, true));
            if (purged.Contains(id))
            {
                if (end is not null)
                {
                    world.Violate($"{id} was purged and is there");
                }
            }
            else if (end is null)
            {
                world.Violate($"{id} was accepted, and is gone");
            }
            else
            {
                RequireEnd(id, order, end);
                RequireOneResultEach(id, await Insist(client => client.GetOrchestrationHistoryAsync(id)));
            }
        }

        if (!plan.LosesStorage)
        {
            await CheckEntities();
        }
    }

    private void RequireOneResultEach(string id, IList<HistoryEvent> history)
    {
        Dictionary<int, int> results = history.OfType<TaskScheduledEvent>().ToDictionary(step => step.EventId, _ => 0);
        foreach (int step in history.Select(ResultOf).OfType<int>())
        {
            results[step] = results.GetValueOrDefault(step) + 1;
        }

        foreach ((int step, int count) in results.Where(step => step.Value != 1))
        {
            world.Violate($"The history of {id} has {count} results of step {step}");
        }

        static int? ResultOf(HistoryEvent item) => item switch
        {
            TaskCompletedEvent completed => completed.TaskScheduledId,
            TaskFailedEvent failed => failed.TaskScheduledId,
            _ => null,
        };
    }

    private async Task CheckEntities()
    {
        long[] expected = PlayModel.Totals(plan.Orders.Values.SelectMany(order => order.Acts));
        for (int number = 0; number < expected.Length; number++)
        {
            EntityMetadata<long>? entity = await Insist(client => client.Entities.GetEntityAsync<long>(PlayActor.EntityOf(number)));
            if ((entity?.State ?? 0) != expected[number])
            {
                world.Violate($"Entity {number} holds {entity?.State} in place of {expected[number]}");
            }
        }
    }

    /// <summary>When all is done nothing may be counted as under way, or virtual time would stand still for ever.</summary>
    private async Task RequireIdle()
    {
        await Pause(5000, 5000);
        if (Current is { Tracker.IsIdle: false } busy)
        {
            world.Violate($"All is done, and {busy.Process.Name} still counts {string.Join(", ", busy.Tracker.InFlight)}");
        }
    }
}
