using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class PurgeTests() : PurgeBehaviour(replayed: false);

public sealed class PurgeReplayTests() : PurgeBehaviour(replayed: true);

/// <summary>Removing what has ended.</summary>
public abstract class PurgeBehaviour(bool replayed) : Behaviour(replayed)
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, string>("Echo", (_, input) => input)
        .AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ => throw new InvalidOperationException("no")))
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Say"))
        .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Middle", options: new SubOrchestrationOptions(instanceId: "middle")))
        .AddOrchestratorFunc("Middle", context => context.CallSubOrchestratorAsync("Echo", "x", new SubOrchestrationOptions(instanceId: "low")));

    [Fact]
    public async Task A_purged_instance_is_gone()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Echo", "x");

        PurgeResult purged = await hub.Client.PurgeInstanceAsync(id);

        Assert.Equal(1, purged.PurgedInstanceCount);
        Assert.Null(await hub.Client.GetInstanceAsync(id));
        Assert.Empty(await hub.All());
    }

    [Fact]
    public async Task Its_id_can_be_used_again()
    {
        await using TaskHub hub = await Given(Tasks);
        await hub.Start("Echo", "first", "case");
        await hub.Client.PurgeInstanceAsync("case");

        await hub.Start("Echo", "second", "case");

        Assert.Equal("second", await hub.ResultOf<string>("case"));
    }

    [Fact]
    public async Task It_stays_gone_after_a_restart()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Echo", "x");
        await hub.Client.PurgeInstanceAsync(id);

        await hub.RestartAsync(Tasks);

        Assert.Null(await hub.Client.GetInstanceAsync(id));
    }

    [Fact]
    public async Task Of_an_instance_that_does_not_exist_none_is_purged()
    {
        await using TaskHub hub = await Given(Tasks);

        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync("nobody")).PurgedInstanceCount);
    }

    [Fact]
    public async Task One_that_has_not_ended_is_not_purged()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Wait");

        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.PurgeInstanceAsync(id));

        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(id));
    }

    [Fact]
    public async Task Recursively_those_below_are_purged_too()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Parent");
        await hub.Start("Echo", "other", "other");

        PurgeResult purged = await hub.Client.PurgeInstanceAsync(id, new PurgeInstanceOptions(Recursive: true));

        Assert.Equal(3, purged.PurgedInstanceCount);
        Assert.Equal(["other"], await hub.All());
    }

    [Fact]
    public async Task Otherwise_those_below_stay()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Parent");

        await hub.Client.PurgeInstanceAsync(id);

        Assert.Equal(["low", "middle"], await hub.All());
    }

    [Fact]
    public async Task By_filter_those_are_purged_that_were_created_in_a_time_and_have_a_status()
    {
        await using TaskHub hub = await Given(Tasks);
        await hub.Start("Echo", "x", "too early");
        await hub.AdvanceAsync(TimeSpan.FromDays(1));
        DateTimeOffset from = hub.Now;
        await hub.Start("Echo", "x", "completed");
        await hub.Start("Fail", id: "failed");
        await hub.Start("Wait", id: "running");
        DateTimeOffset to = hub.Now;
        await hub.AdvanceAsync(TimeSpan.FromDays(1));
        await hub.Start("Echo", "x", "too late");

        PurgeResult purged = await hub.Client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(from, to, [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Running]));

        Assert.Equal(1, purged.PurgedInstanceCount);
        Assert.Equal(["failed", "running", "too early", "too late"], await hub.All());
    }

    [Fact]
    public async Task Without_a_filter_all_that_have_ended_are_purged()
    {
        await using TaskHub hub = await Given(Tasks);
        for (int i = 0; i < 450; i++)
        {
            await hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "x");
        }

        await hub.Start("Fail");
        await hub.Start("Wait", id: "running");

        PurgeResult purged = await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter());

        Assert.Equal((451, true), (purged.PurgedInstanceCount, purged.IsComplete));
        Assert.Equal(["running"], await hub.All());
    }

    [Fact]
    public async Task By_filter_those_below_can_go_too()
    {
        await using TaskHub hub = await Given(Tasks);
        await hub.Start("Parent");

        PurgeResult purged = await hub.Client.PurgeInstancesAsync(
            hub.Now.AddHours(-1), hub.Now.AddHours(1), [OrchestrationRuntimeStatus.Completed], new PurgeInstanceOptions(Recursive: true));

        Assert.Equal(3, purged.PurgedInstanceCount);
        Assert.Empty(await hub.All());
    }

    [Fact]
    public async Task A_filter_without_time_to_run_is_refused()
    {
        await using TaskHub hub = await Given(Tasks);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter { Timeout = TimeSpan.Zero }));
    }
}
