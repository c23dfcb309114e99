using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class WaitTests() : WaitBehaviour(replayed: false);

public sealed class WaitReplayTests() : WaitBehaviour(replayed: true);

/// <summary>Clients that wait for a start or an end.</summary>
public abstract class WaitBehaviour(bool replayed) : Behaviour(replayed)
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Say"))
        .AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ => throw new InvalidOperationException("no")))
        .AddOrchestratorFunc<int, int>("Rounds", async (context, round) =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            if (round < 3)
            {
                context.ContinueAsNew(round + 1);
            }

            return round;
        });

    [Fact]
    public async Task Waiting_for_the_start_ends_with_the_first_step()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        OrchestrationMetadata started = await hub.Client.WaitForInstanceStartAsync(id);

        Assert.Equal((OrchestrationRuntimeStatus.Running, id), (started.RuntimeStatus, started.InstanceId));
    }

    [Fact]
    public async Task Waiting_for_a_start_in_the_future_lasts_until_then()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Wait", options: new StartOrchestrationOptions(StartAt: hub.Now.AddDays(1)));
        Task<OrchestrationMetadata> waiting = hub.Client.WaitForInstanceStartAsync(id);
        await hub.AdvanceAsync(TimeSpan.FromHours(23));
        Assert.False(waiting.IsCompleted);

        await hub.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await waiting).RuntimeStatus);
    }

    [Fact]
    public async Task Waiting_for_the_end_lasts_until_then_and_brings_the_result()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Wait");
        Task<OrchestrationMetadata>[] waiting = [.. Enumerable.Range(0, 5).Select(_ => hub.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true))];
        Assert.DoesNotContain(waiting, task => task.IsCompleted);

        await hub.Raise(id, "Say", "end");

        Assert.All(await Task.WhenAll(waiting), ended => Assert.Equal("end", ended.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task Without_asking_for_data_none_is_brought()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Wait", "input");
        await hub.Raise(id, "Say", "end");

        OrchestrationMetadata ended = await hub.Client.WaitForInstanceCompletionAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Null(ended.SerializedOutput);
        Assert.Null(ended.SerializedInput);
    }

    [Fact]
    public async Task One_that_has_ended_already_is_answered_at_once()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Fail");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await hub.Client.WaitForInstanceStartAsync(id)).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await hub.Client.WaitForInstanceCompletionAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_failure_comes_with_its_details_and_does_not_throw()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Fail");

        OrchestrationMetadata ended = await hub.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        Assert.Equal("no", ended.FailureDetails?.ErrorMessage);
    }

    [Fact]
    public async Task A_new_generation_is_no_end()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Rounds", 1);
        Task<OrchestrationMetadata> waiting = hub.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        await hub.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.False(waiting.IsCompleted);

        await hub.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(3, (await waiting).ReadOutputAs<int>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wait_can_be_given_up_and_the_instance_goes_on(bool forEnd)
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Wait", options: new StartOrchestrationOptions(StartAt: hub.Now.AddDays(1)));
        using CancellationTokenSource stop = new();
        Task<OrchestrationMetadata> waiting = forEnd
            ? hub.Client.WaitForInstanceCompletionAsync(id, stop.Token)
            : hub.Client.WaitForInstanceStartAsync(id, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await hub.AdvanceAsync(TimeSpan.FromDays(1));
        await hub.Raise(id, "Say", "end");
        Assert.Equal("end", await hub.ResultOf<string>(id));
    }
}
