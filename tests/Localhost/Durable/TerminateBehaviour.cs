using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class TerminateTests() : TerminateBehaviour(replayed: false);

public sealed class TerminateReplayTests() : TerminateBehaviour(replayed: true);

/// <summary>Ending an orchestration from outside.</summary>
public abstract class TerminateBehaviour(bool replayed) : Behaviour(replayed)
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Say"))
        .AddOrchestratorFunc("Parent", async context => await Task.WhenAll(
            context.CallSubOrchestratorAsync("Middle", options: new SubOrchestrationOptions(instanceId: "middle")),
            context.CallSubOrchestratorAsync<string>("Wait", options: new SubOrchestrationOptions(instanceId: "side"))))
        .AddOrchestratorFunc("Middle", context => context.CallSubOrchestratorAsync<string>("Wait", options: new SubOrchestrationOptions(instanceId: "low")))
        .AddOrchestratorFunc<string>("Catching", async context =>
        {
            try
            {
                return await context.CallSubOrchestratorAsync<string>("Wait", options: new SubOrchestrationOptions(instanceId: "part"));
            }
            catch (TaskFailedException failed)
            {
                return $"without {failed.TaskName}";
            }
        });

    private static async Task Terminate(TaskHub hub, string id, TerminateInstanceOptions? options = null)
    {
        await hub.Client.TerminateInstanceAsync(id, options);
        await hub.SettleAsync();
    }

    [Fact]
    public async Task A_terminated_orchestration_has_that_status_and_the_output_that_was_given()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Wait");

        await Terminate(hub, id, new TerminateInstanceOptions("withdrawn by the applicant"));

        OrchestrationMetadata ended = await hub.Get(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("withdrawn by the applicant", ended.ReadOutputAs<string>());
        Assert.True(ended.IsCompleted);
        Assert.Null(ended.FailureDetails);
    }

    [Fact]
    public async Task Nothing_happens_in_it_any_more()
    {
        int after = 0;
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc("Main", async context =>
            {
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                await context.CallActivityAsync("After");
            })
            .AddActivityFunc("After", _ => { after++; }));
        string id = await hub.Start("Main");

        await Terminate(hub, id);
        await hub.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal(0, after);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, await hub.StatusOf(id));
    }

    [Fact]
    public async Task An_orchestration_that_has_not_begun_can_be_terminated()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Wait", options: new StartOrchestrationOptions(StartAt: hub.Now.AddDays(1)));

        await Terminate(hub, id);
        await hub.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, await hub.StatusOf(id));
    }

    [Fact]
    public async Task Recursively_all_below_end_with_it()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Parent");

        await Terminate(hub, id, new TerminateInstanceOptions("all", Recursive: true));

        foreach (string each in new List<string> { id, "middle", "low", "side" })
        {
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, await hub.StatusOf(each));
        }
    }

    [Fact]
    public async Task Otherwise_those_below_go_on()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Parent");

        await Terminate(hub, id);
        await hub.Raise("low", "Say", "still here");

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, await hub.StatusOf(id));
        Assert.Equal("still here", await hub.ResultOf<string>("low"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusOf("middle"));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf("side"));
    }

    [Fact]
    public async Task To_its_parent_a_terminated_orchestration_has_failed()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Catching");

        await Terminate(hub, "part");

        Assert.Equal("without Wait", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task One_that_has_ended_stays_as_it_ended()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Wait");
        await hub.Raise(id, "Say", "end");

        await Assert.ThrowsAsync<RpcException>(() => Terminate(hub, id, new TerminateInstanceOptions("late")));

        Assert.Equal("end", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task Whoever_waits_for_its_end_is_told()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Wait");
        Task<OrchestrationMetadata> waiting = hub.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.False(waiting.IsCompleted);

        await Terminate(hub, id, new TerminateInstanceOptions(7));

        Assert.Equal(7, (await waiting).ReadOutputAs<int>());
    }
}
