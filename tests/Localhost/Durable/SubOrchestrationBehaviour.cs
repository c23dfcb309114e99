using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class SubOrchestrationTests() : SubOrchestrationBehaviour(replayed: false);

public sealed class SubOrchestrationReplayTests() : SubOrchestrationBehaviour(replayed: true);

/// <summary>Orchestrations that call orchestrations.</summary>
public abstract class SubOrchestrationBehaviour(bool replayed) : Behaviour(replayed)
{
    [Fact]
    public async Task The_result_of_a_sub_orchestration_comes_back()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int, int>("Main", async (context, input) => await context.CallSubOrchestratorAsync<int>("Part", input) + 1)
            .AddOrchestratorFunc<int, int>("Part", (_, input) => input * 10));

        Assert.Equal(31, await hub.Run<int>("Main", 3));
    }

    [Fact]
    public async Task A_sub_orchestration_has_the_id_that_it_is_given()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc("Main", context => context.CallSubOrchestratorAsync("Part", options: new SubOrchestrationOptions(instanceId: "part-1")))
            .AddOrchestratorFunc<string>("Part", context => context.InstanceId));
        await hub.Run<object>("Main");

        OrchestrationMetadata part = await hub.Get("part-1");
        Assert.Equal(("Part", "part-1", OrchestrationRuntimeStatus.Completed), (part.Name, part.ReadOutputAs<string>(), part.RuntimeStatus));
    }

    [Fact]
    public async Task Without_an_id_each_sub_orchestration_gets_one_of_its_own()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string[]>("Main", context => Task.WhenAll(
                Enumerable.Range(0, 5).Select(_ => context.CallSubOrchestratorAsync<string>("Part"))))
            .AddOrchestratorFunc<string>("Part", context => context.InstanceId));

        string[] ids = (await hub.Run<string[]>("Main"))!;

        Assert.Equal(5, ids.Distinct().Count());
        foreach (string id in ids)
        {
            Assert.Equal(id, (await hub.Get(id)).ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task A_sub_orchestration_knows_its_parent_and_one_at_the_top_has_none()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Main", async context =>
                (context.Parent is null ? "top; " : "not top; ") + await context.CallSubOrchestratorAsync<string>("Part"))
            .AddOrchestratorFunc<string>("Part", context => $"{context.Parent!.Name.Name} {context.Parent.InstanceId}"));
        string id = await hub.Start("Main", id: "parent-1");

        Assert.Equal("top; Main parent-1", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task A_failure_passes_up_through_every_level_with_what_caused_it()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc("Main", context => context.CallSubOrchestratorAsync("Middle"))
            .AddOrchestratorFunc("Middle", context => context.CallSubOrchestratorAsync("Low"))
            .AddOrchestratorFunc("Low", context => context.CallActivityAsync("Break"))
            .AddActivityFunc("Break", _ => throw new FormatException("deep down")));

        TaskFailureDetails? failure = await hub.FailureOf("Main");

        List<string> types = [];
        for (; failure is not null; failure = failure.InnerFailure)
        {
            types.Add(failure.ErrorType);
        }

        Assert.Equal(typeof(FormatException).FullName, types[^1]);
        Assert.All(types[..^1], type => Assert.Equal(typeof(TaskFailedException).FullName, type));
        Assert.Equal(4, types.Count);
    }

    [Fact]
    public async Task A_parent_may_catch_the_failure_of_its_part()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Main", async context =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<string>("Part");
                }
                catch (TaskFailedException failed) when (failed.FailureDetails.IsCausedBy<InvalidOperationException>())
                {
                    return $"caught {failed.TaskName}: {failed.FailureDetails.ErrorMessage}";
                }
            })
            .AddOrchestratorFunc<string>("Part", new Func<TaskOrchestrationContext, string>(_ => throw new InvalidOperationException("no"))));

        Assert.Equal("caught Part: no", await hub.Run<string>("Main"));
    }

    [Fact]
    public async Task A_sub_orchestration_that_does_not_exist_fails_the_call_and_is_named()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc("Main", context => context.CallSubOrchestratorAsync("Missing")));

        Assert.Contains("Missing", (await hub.FailureOf("Main")).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parent_waits_while_its_part_waits()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Main", context =>
                context.CallSubOrchestratorAsync<string>("Part", options: new SubOrchestrationOptions(instanceId: "part")))
            .AddOrchestratorFunc<string>("Part", context => context.WaitForExternalEvent<string>("Go")));
        string id = await hub.Start("Main");
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(id));

        await hub.Raise("part", "Go", "done");

        Assert.Equal("done", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task The_same_id_can_be_used_again_once_the_first_has_ended()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int>("Main", async context =>
            {
                SubOrchestrationOptions same = new(instanceId: "part");
                return await context.CallSubOrchestratorAsync<int>("Part", 1, same) + await context.CallSubOrchestratorAsync<int>("Part", 10, same);
            })
            .AddOrchestratorFunc<int, int>("Part", (_, input) => input));

        Assert.Equal(11, await hub.Run<int>("Main"));
        Assert.Equal(10, (await hub.Get("part")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_id_of_an_entity_is_refused()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc("Main", context => context.CallSubOrchestratorAsync("Main", options: new SubOrchestrationOptions(instanceId: "@counter@1"))));

        Assert.True((await hub.FailureOf("Main")).IsCausedBy<ArgumentException>());
    }

    [Fact]
    public async Task A_sub_orchestration_can_be_deep()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<int, int>("Count", async (context, left) =>
            left == 0 ? 0 : 1 + await context.CallSubOrchestratorAsync<int>("Count", left - 1)));

        Assert.Equal(30, await hub.Run<int>("Count", 30));
    }
}
