using Microsoft.DurableTask;

namespace Boai.Tests.Localhost.Durable;

public sealed class FanOutTests() : FanOutBehaviour(replayed: false);

public sealed class FanOutReplayTests() : FanOutBehaviour(replayed: true);

/// <summary>Many calls at once, and their results together.</summary>
public abstract class FanOutBehaviour(bool replayed) : Behaviour(replayed)
{
    // A replay at every step makes the work grow with the square.
    private int Wide => Replayed ? 500 : 10_000;

    [Fact]
    public async Task Results_come_in_the_order_of_the_calls_however_the_activities_end()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int[]>("Main", context => Task.WhenAll(Enumerable.Range(0, 50).Select(n => context.CallActivityAsync<int>("Pass", n))))
            .AddActivityFunc<int, int>("Pass", async (_, number) =>
            {
                for (int i = 0; i < number % 7; i++)
                {
                    await Task.Yield();
                }

                return number;
            }));

        Assert.Equal(Enumerable.Range(0, 50), (await hub.Run<int[]>("Main"))!);
    }

    [Fact]
    public async Task Thousands_of_activities_fan_out_and_in()
    {
        int wide = Wide;
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<long>("Main", async context =>
                (await Task.WhenAll(Enumerable.Range(1, wide).Select(n => context.CallActivityAsync<long>("Pass", n)))).Sum())
            .AddActivityFunc<long, long>("Pass", (_, number) => number));

        Assert.Equal((long)wide * (wide + 1) / 2, await hub.Run<long>("Main"));
    }

    [Fact]
    public async Task Sub_orchestrations_fan_out_and_in()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int>("Main", async context =>
                (await Task.WhenAll(Enumerable.Range(0, 100).Select(n => context.CallSubOrchestratorAsync<int>("Part", n)))).Sum())
            .AddOrchestratorFunc<int, int>("Part", (context, n) => context.CallActivityAsync<int>("Pass", n))
            .AddActivityFunc<int, int>("Pass", (_, number) => number));

        Assert.Equal(4950, await hub.Run<int>("Main"));
    }

    [Fact]
    public async Task The_first_of_several_can_be_awaited()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Main", async context =>
        {
            Task<string> left = context.WaitForExternalEvent<string>("Left");
            Task<string> right = context.WaitForExternalEvent<string>("Right");
            return await await Task.WhenAny(left, right);
        }));
        string id = await hub.Start("Main");

        await hub.Raise(id, "Right", "right");

        Assert.Equal("right", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task One_failure_among_many_fails_the_whole_after_all_have_ended()
    {
        int ran = 0;
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc("Main", context => Task.WhenAll(Enumerable.Range(0, 20).Select(n => context.CallActivityAsync("Check", n))))
            .AddActivityFunc<int>("Check", (_, number) =>
            {
                Interlocked.Increment(ref ran);
                if (number == 13)
                {
                    throw new InvalidOperationException("thirteen");
                }
            }));

        Assert.Equal("thirteen", (await hub.FailureOf("Main")).InnerFailure!.ErrorMessage);
        Assert.Equal(20, ran);
    }

    [Fact]
    public async Task Several_failures_can_be_told_apart()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<List<string>>("Main", async context =>
            {
                Task[] all = [.. Enumerable.Range(0, 6).Select(n => context.CallActivityAsync("Check", n))];
                try
                {
                    await Task.WhenAll(all);
                }
                catch (TaskFailedException)
                {
                    // Each is looked at below.
                }

                return [.. all.Select(task => task.Exception is { } failed ? failed.InnerException!.Message.Split(": ")[^1] : "ok")];
            })
            .AddActivityFunc<int>("Check", (_, number) =>
            {
                if (number % 2 == 1)
                {
                    throw new InvalidOperationException($"odd {number}");
                }
            }));

        Assert.Equal(["ok", "odd 1", "ok", "odd 3", "ok", "odd 5"], (await hub.Run<List<string>>("Main"))!);
    }

    [Fact]
    public async Task Steps_of_different_kinds_can_run_side_by_side()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Main", async context =>
            {
                Task<string> activity = context.CallActivityAsync<string>("Text", "activity");
                Task<string> part = context.CallSubOrchestratorAsync<string>("Part");
                Task<string> arrival = context.WaitForExternalEvent<string>("Say");
                Task timer = context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
                await Task.WhenAll(activity, part, arrival, timer);
                return $"{activity.Result}, {part.Result}, {arrival.Result} at {context.CurrentUtcDateTime:HH:mm}";
            })
            .AddOrchestratorFunc<string>("Part", context => context.CallActivityAsync<string>("Text", "part"))
            .AddActivityFunc<string, string>("Text", (_, text) => text));
        string id = await hub.Start("Main");
        await hub.Raise(id, "Say", "event");

        Assert.Equal("activity, part, event at 01:05", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task Work_can_be_kept_to_so_many_at_a_time()
    {
        int running = 0;
        int most = 0;
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int>("Main", async context =>
            {
                List<Task<int>> open = [];
                int sum = 0;
                for (int n = 1; n <= 30; n++)
                {
                    if (open.Count == 4)
                    {
                        Task<int> ended = await Task.WhenAny(open);
                        open.Remove(ended);
                        sum += await ended;
                    }

                    open.Add(context.CallActivityAsync<int>("Work", n));
                }

                return sum + (await Task.WhenAll(open)).Sum();
            })
            .AddActivityFunc<int, int>("Work", async (_, number) =>
            {
                int now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref running);
                return number;
            }));

        Assert.Equal(465, await hub.Run<int>("Main"));
        Assert.InRange(most, 1, 4);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = Volatile.Read(ref target); seen < value;)
        {
            int before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
