using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class ContinueAsNewTests() : ContinueAsNewBehaviour(replayed: false);

public sealed class ContinueAsNewReplayTests() : ContinueAsNewBehaviour(replayed: true);

/// <summary>Going on as a new generation with an empty history.</summary>
public abstract class ContinueAsNewBehaviour(bool replayed) : Behaviour(replayed)
{
    private static async Task<string> Collect(TaskOrchestrationContext context, bool keep)
    {
        string taken = context.GetInput<string>() ?? "";
        if (taken.Length == 3)
        {
            return taken;
        }

        taken += await context.WaitForExternalEvent<string>("Letter");
        context.ContinueAsNew(taken, keep);
        return "not the result";
    }

    [Fact]
    public async Task Each_generation_starts_with_the_input_that_the_last_one_gave()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int, string>("Main", async (context, round) =>
            {
                await context.CreateTimer(TimeSpan.FromDays(30), CancellationToken.None);
                if (round < 12)
                {
                    context.ContinueAsNew(round + 1);
                    return "not the result";
                }

                return $"round {round} of {context.InstanceId}";
            }));
        string id = await hub.Start("Main", 1, "monthly");

        Assert.Equal("round 12 of monthly", await hub.ResultOf<string>(id));
        Assert.Equal(TimeSpan.FromDays(360), hub.Now - new DateTimeOffset(2026, 1, 5, 1, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Between_generations_the_instance_is_running()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<int>("Main", async (context, round) =>
        {
            await context.WaitForExternalEvent<string>("Next");
            context.ContinueAsNew(round + 1);
        }));
        string id = await hub.Start("Main", 0);
        for (int round = 1; round <= 3; round++)
        {
            await hub.Raise(id, "Next", "");
            OrchestrationMetadata instance = await hub.Get(id);
            Assert.Equal((OrchestrationRuntimeStatus.Running, round), (instance.RuntimeStatus, instance.ReadInputAs<int>()));
        }
    }

    [Fact]
    public async Task The_history_of_earlier_generations_is_gone()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int>("Main", async (context, round) =>
            {
                await context.CallActivityAsync("Nothing");
                if (round < 50)
                {
                    context.ContinueAsNew(round + 1);
                }
            })
            .AddActivityFunc("Nothing", _ => { }));
        string id = await hub.Start("Main", 0);
        await hub.End(id);

        Assert.Single((await hub.Client.GetOrchestrationHistoryAsync(id)).OfType<TaskScheduledEvent>());
    }

    [Fact]
    public async Task Events_that_were_not_awaited_go_on_in_their_order()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Main", context => Collect(context, keep: true)));
        string id = await hub.Start("Main", options: new StartOrchestrationOptions(StartAt: hub.Now.AddHours(1)));
        foreach (string letter in new List<string> { "a", "b", "c" })
        {
            await hub.Raise(id, "Letter", letter);
        }

        Assert.Equal("abc", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task Events_that_were_not_awaited_are_dropped_if_they_are_not_to_be_kept()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Main", context => Collect(context, keep: false)));
        string id = await hub.Start("Main", options: new StartOrchestrationOptions(StartAt: hub.Now.AddHours(1)));
        foreach (string letter in new List<string> { "a", "b", "c" })
        {
            await hub.Raise(id, "Letter", letter);
        }

        await hub.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(id));
        Assert.Equal("a", (await hub.Get(id)).ReadInputAs<string>());
        await hub.Raise(id, "Letter", "x");
        await hub.Raise(id, "Letter", "y");

        Assert.Equal("axy", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task Timers_of_an_earlier_generation_do_not_fire_in_a_later_one()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<int, string>("Main", async (context, round) =>
        {
            if (round == 0)
            {
                _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                context.ContinueAsNew(1);
                return "";
            }

            await context.CreateTimer(TimeSpan.FromHours(5), CancellationToken.None);
            return $"{context.CurrentUtcDateTime:HH:mm}";
        }));

        Assert.Equal("06:00", await hub.Run<string>("Main", 0));
    }

    [Fact]
    public async Task Results_asked_for_by_an_earlier_generation_do_not_come_to_a_later_one()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int, string>("Main", async (context, round) =>
            {
                if (round == 0)
                {
                    _ = context.CallActivityAsync<string>("Say", "old");
                    context.ContinueAsNew(1);
                    return "";
                }

                return await context.CallActivityAsync<string>("Say", "new");
            })
            .AddActivityFunc<string, string>("Say", async (_, text) =>
            {
                await Task.Yield();
                return text;
            }));

        Assert.Equal("new", await hub.Run<string>("Main", 0));
    }

    [Fact]
    public async Task A_part_that_an_earlier_generation_called_does_not_answer_a_later_one()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int, string>("Main", async (context, round) =>
            {
                Task<string> part = context.CallSubOrchestratorAsync<string>("Part", options: new SubOrchestrationOptions(instanceId: $"part {round}"));
                if (round == 0)
                {
                    context.ContinueAsNew(1);
                    return "";
                }

                return await part;
            })
            .AddOrchestratorFunc<string>("Part", context => context.WaitForExternalEvent<string>("Say")));
        string id = await hub.Start("Main", 0);

        await hub.Raise("part 0", "Say", "old");
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(id));
        await hub.Raise("part 1", "Say", "new");

        Assert.Equal("new", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task A_generation_may_go_on_in_another_version()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Main", context =>
        {
            if (context.Version == "1.0")
            {
                context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "2.0" });
            }

            return context.Version;
        }));
        string id = await hub.Start("Main", options: new StartOrchestrationOptions { Version = "1.0" });

        Assert.Equal("2.0", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task A_version_stays_if_no_other_is_asked_for()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<int, string>("Main", (context, round) =>
        {
            if (round == 0)
            {
                context.ContinueAsNew(1);
            }

            return context.Version;
        }));
        string id = await hub.Start("Main", 0, options: new StartOrchestrationOptions { Version = "1.0" });

        Assert.Equal("1.0", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task A_sub_orchestration_answers_its_parent_when_its_last_generation_ends()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int>("Main", context => context.CallSubOrchestratorAsync<int>("Part", 0))
            .AddOrchestratorFunc<int, int>("Part", (context, round) =>
            {
                if (round < 5)
                {
                    context.ContinueAsNew(round + 1);
                }

                return round;
            }));

        Assert.Equal(5, await hub.Run<int>("Main"));
    }

    [Fact]
    public async Task Tags_and_the_time_of_creation_stay()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<int>("Main", async (context, round) =>
        {
            if (round < 3)
            {
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                context.ContinueAsNew(round + 1);
            }
        }));
        DateTimeOffset start = hub.Now;
        string id = await hub.Start("Main", 0, options: new StartOrchestrationOptions { Tags = new Dictionary<string, string> { ["unit"] = "4201" } });

        OrchestrationMetadata ended = await hub.End(id);

        Assert.Equal("4201", ended.Tags["unit"]);
        Assert.Equal((start, start.AddDays(3)), (ended.CreatedAt, ended.LastUpdatedAt));
    }
}
