using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class RestartTests() : RestartBehaviour(replayed: false);

public sealed class RestartReplayTests() : RestartBehaviour(replayed: true);

/// <summary>Starting an orchestration again with the same input.</summary>
public abstract class RestartBehaviour(bool replayed) : Behaviour(replayed)
{
    private readonly List<string> runs = [];

    private void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, string>("Main", (context, input) => context.CallActivityAsync<string>("Note", input))
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Say"))
        .AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ => throw new InvalidOperationException("no")))
        .AddActivityFunc<string, string>("Note", (context, text) =>
        {
            runs.Add($"{text} in {context.InstanceId}");
            return text;
        });

    [Fact]
    public async Task The_same_instance_runs_again_from_the_beginning()
    {
        await using TaskHub hub = await Given(Tasks);
        await hub.Start("Main", "input", "case");
        await hub.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("case", await hub.Client.RestartAsync("case"));
        await hub.SettleAsync();

        Assert.Equal("input", await hub.ResultOf<string>("case"));
        Assert.Equal(["input in case", "input in case"], runs);
        Assert.Equal(hub.Now, (await hub.Get("case")).CreatedAt);
    }

    [Fact]
    public async Task With_a_new_id_the_old_instance_stays()
    {
        await using TaskHub hub = await Given(Tasks);
        await hub.Start("Main", "input", "case");

        string again = await hub.Client.RestartAsync("case", restartWithNewInstanceId: true);
        await hub.SettleAsync();

        Assert.NotEqual("case", again);
        Assert.Equal("input", await hub.ResultOf<string>(again));
        Assert.Equal(["input in case", $"input in {again}"], runs);
    }

    [Fact]
    public async Task One_that_failed_or_was_terminated_can_be_restarted()
    {
        await using TaskHub hub = await Given(Tasks);
        await hub.Start("Fail", id: "failed");
        await hub.Start("Wait", id: "terminated");
        await hub.Client.TerminateInstanceAsync("terminated");

        await hub.Client.RestartAsync("failed");
        await hub.Client.RestartAsync("terminated");
        await hub.SettleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Failed, await hub.StatusOf("failed"));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf("terminated"));
    }

    [Fact]
    public async Task One_that_runs_cannot_be_restarted_in_place()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Wait");

        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.RestartAsync(id));

        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(id));
    }

    [Fact]
    public async Task One_that_does_not_exist_cannot_be_restarted()
    {
        await using TaskHub hub = await Given(Tasks);

        Assert.Contains(
            "nobody", (await Assert.ThrowsAsync<ArgumentException>(() => hub.Client.RestartAsync("nobody"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_and_version_are_kept()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Main", context => context.Version));
        StartOrchestrationOptions options = new() { Version = "3.1", Tags = new Dictionary<string, string> { ["unit"] = "4201" } };
        string id = await hub.Start("Main", options: options);

        string again = await hub.Client.RestartAsync(id, restartWithNewInstanceId: true);

        Assert.Equal("3.1", await hub.ResultOf<string>(again));
        Assert.Equal("4201", (await hub.Get(again)).Tags["unit"]);
    }
}
