using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class SuspendTests() : SuspendBehaviour(replayed: false);

public sealed class SuspendReplayTests() : SuspendBehaviour(replayed: true);

/// <summary>Holding an orchestration and letting it go on.</summary>
public abstract class SuspendBehaviour(bool replayed) : Behaviour(replayed)
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("Event", context => context.WaitForExternalEvent<string>("Say"))
        .AddOrchestratorFunc<string>("Timer", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return $"{context.CurrentUtcDateTime:HH:mm}";
        });

    private static async Task Suspend(TaskHub hub, string id)
    {
        await hub.Client.SuspendInstanceAsync(id, "holiday");
        await hub.SettleAsync();
    }

    private static async Task Resume(TaskHub hub, string id)
    {
        await hub.Client.ResumeInstanceAsync(id, "back");
        await hub.SettleAsync();
    }

    [Fact]
    public async Task A_suspended_orchestration_says_so_and_one_resumed_runs()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Event");

        await Suspend(hub, id);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await hub.StatusOf(id));
        await Resume(hub, id);

        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(id));
    }

    [Fact]
    public async Task What_comes_meanwhile_is_taken_up_on_resumption()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Event");
        await Suspend(hub, id);

        await hub.Raise(id, "Say", "kept");
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await hub.StatusOf(id));
        await Resume(hub, id);

        Assert.Equal("kept", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task A_timer_that_comes_due_meanwhile_counts_on_resumption()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Timer");
        await Suspend(hub, id);
        await hub.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await hub.StatusOf(id));

        await Resume(hub, id);

        Assert.Equal("04:00", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task The_result_of_an_activity_waits_for_resumption()
    {
        TaskCompletionSource<string> result = new();
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Main", context => context.CallActivityAsync<string>("Slow"))
            .AddActivityFunc<string>("Slow", _ => result.Task));
        string id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Main");
        await hub.Client.WaitForInstanceStartAsync(id);
        await hub.Client.SuspendInstanceAsync(id);
        result.SetResult("slow result");
        await hub.SettleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await hub.StatusOf(id));

        await Resume(hub, id);

        Assert.Equal("slow result", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task An_orchestration_can_be_suspended_before_its_first_step()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Timer", options: new StartOrchestrationOptions(StartAt: hub.Now.AddHours(1)));
        await Suspend(hub, id);
        await hub.AdvanceAsync(TimeSpan.FromHours(9));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await hub.StatusOf(id));

        await Resume(hub, id);

        Assert.Equal("11:00", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task A_suspended_orchestration_can_be_terminated()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Event");
        await Suspend(hub, id);

        await hub.Client.TerminateInstanceAsync(id, "enough");
        await hub.SettleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, await hub.StatusOf(id));
    }

    [Fact]
    public async Task Suspension_lasts_through_a_restart()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Event");
        await Suspend(hub, id);

        await hub.RestartAsync(Tasks);
        await hub.Raise(id, "Say", "kept");
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await hub.StatusOf(id));
        await Resume(hub, id);

        Assert.Equal("kept", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task Twice_suspended_is_suspended_and_once_resumed_is_running()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Event");
        await Suspend(hub, id);
        await Suspend(hub, id);

        await Resume(hub, id);

        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(id));
    }

    [Fact]
    public async Task Resuming_one_that_runs_changes_nothing_and_suspending_one_that_has_ended_is_refused()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Event");
        await Resume(hub, id);
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(id));
        await hub.Raise(id, "Say", "end");

        await Assert.ThrowsAsync<RpcException>(() => Suspend(hub, id));

        Assert.Equal("end", await hub.ResultOf<string>(id));
    }
}
