using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class RewindTests() : RewindBehaviour(replayed: false);

public sealed class RewindReplayTests() : RewindBehaviour(replayed: true);

/// <summary>Letting a failed orchestration go on from before its failure.</summary>
public abstract class RewindBehaviour(bool replayed) : Behaviour(replayed)
{
    private readonly Dictionary<string, int> runs = [];
    private bool broken = true;

    private int Ran(string name) => runs.GetValueOrDefault(name);

    private string Work(string name)
    {
        lock (runs)
        {
            runs[name] = Ran(name) + 1;
        }

        return name.StartsWith("bad", StringComparison.Ordinal) && broken ? throw new InvalidOperationException($"{name} is broken") : name;
    }

    private void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("Main", async context =>
        {
            string first = await context.CallActivityAsync<string>("Work", "good 1");
            string second = await context.CallActivityAsync<string>("Work", "bad");
            return $"{first}, {second}, {await context.CallActivityAsync<string>("Work", "good 2")}";
        })
        .AddOrchestratorFunc<string[]>("Wide", async context => await Task.WhenAll(
            context.CallActivityAsync<string>("Work", "good"),
            context.CallActivityAsync<string>("Work", "bad 1"),
            context.CallActivityAsync<string>("Work", "bad 2")))
        .AddOrchestratorFunc<string>("Parent", async context =>
            await context.CallActivityAsync<string>("Work", "good p") + ", " + await context.CallSubOrchestratorAsync<string>("Main"))
        .AddOrchestratorFunc<string>("Handling", async context =>
        {
            try
            {
                await context.CallActivityAsync<string>("Work", "bad 1");
            }
            catch (TaskFailedException)
            {
                await context.CallActivityAsync<string>("Work", "good");
            }

            return await context.CallActivityAsync<string>("Work", "bad 2");
        })
        .AddOrchestratorFunc("Throw", async context =>
        {
            await context.CallActivityAsync<string>("Work", "good");
            Throw();
        })
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Say"))
        .AddActivityFunc<string, string>("Work", (_, name) => Work(name));

    private void Throw()
    {
        if (broken)
        {
            throw new InvalidOperationException("the orchestrator's own mistake");
        }
    }

    private async Task<TaskHub> Failed(string orchestrator)
    {
        TaskHub hub = await Given(Tasks);
        await hub.Start(orchestrator, id: "case");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, await hub.StatusOf("case"));
        return hub;
    }

    private async Task Rewind(TaskHub hub)
    {
        broken = false;
        await hub.Client.RewindInstanceAsync("case", "repaired");
        await hub.SettleAsync();
    }

    [Fact]
    public async Task The_failed_call_is_made_again_and_what_had_succeeded_is_not()
    {
        await using TaskHub hub = await Failed("Main");

        await Rewind(hub);

        Assert.Equal("good 1, bad, good 2", await hub.ResultOf<string>("case"));
        Assert.Equal((1, 2, 1), (Ran("good 1"), Ran("bad"), Ran("good 2")));
    }

    [Fact]
    public async Task All_failed_calls_of_a_fan_out_are_made_again()
    {
        await using TaskHub hub = await Failed("Wide");

        await Rewind(hub);

        Assert.Equal(["good", "bad 1", "bad 2"], (await hub.ResultOf<string[]>("case"))!);
        Assert.Equal((1, 2, 2), (Ran("good"), Ran("bad 1"), Ran("bad 2")));
    }

    [Fact]
    public async Task A_failed_sub_orchestration_is_rewound_with_its_parent()
    {
        await using TaskHub hub = await Failed("Parent");

        await Rewind(hub);

        Assert.Equal("good p, good 1, bad, good 2", await hub.ResultOf<string>("case"));
        Assert.Equal((1, 1, 2, 1), (Ran("good p"), Ran("good 1"), Ran("bad"), Ran("good 2")));
    }

    [Fact]
    public async Task A_failure_that_the_orchestrator_had_dealt_with_is_not_repeated()
    {
        await using TaskHub hub = await Failed("Handling");

        await Rewind(hub);

        Assert.Equal("bad 2", await hub.ResultOf<string>("case"));
        Assert.Equal((1, 1, 2), (Ran("bad 1"), Ran("good"), Ran("bad 2")));
    }

    [Fact]
    public async Task An_orchestrator_that_threw_itself_takes_its_last_step_again()
    {
        await using TaskHub hub = await Failed("Throw");

        await Rewind(hub);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusOf("case"));
        Assert.Equal(1, Ran("good"));
    }

    [Fact]
    public async Task What_fails_again_can_be_rewound_again()
    {
        await using TaskHub hub = await Failed("Main");
        await hub.Client.RewindInstanceAsync("case", "not repaired yet");
        await hub.SettleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Failed, await hub.StatusOf("case"));

        await Rewind(hub);

        Assert.Equal("good 1, bad, good 2", await hub.ResultOf<string>("case"));
        Assert.Equal(3, Ran("bad"));
    }

    [Fact]
    public async Task A_rewound_orchestration_goes_on_after_a_restart()
    {
        await using TaskHub hub = await Failed("Main");
        await hub.RestartAsync(Tasks);

        await Rewind(hub);
        await hub.RestartAsync(Tasks);

        Assert.Equal("good 1, bad, good 2", await hub.ResultOf<string>("case"));
    }

    [Theory]
    [InlineData("Wait", OrchestrationRuntimeStatus.Running)]
    [InlineData("Good", OrchestrationRuntimeStatus.Completed)]
    public async Task Only_one_that_failed_can_be_rewound(string orchestrator, OrchestrationRuntimeStatus status)
    {
        await using TaskHub hub = await Given(tasks =>
        {
            Tasks(tasks);
            tasks.AddOrchestratorFunc<int>("Good", _ => 1);
        });
        await hub.Start(orchestrator, id: "case");

        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.RewindInstanceAsync("case", "x"));

        Assert.Contains(status.ToString(), refused.Message, StringComparison.Ordinal);
        Assert.Equal(status, await hub.StatusOf("case"));
    }

    [Fact]
    public async Task One_that_does_not_exist_cannot_be_rewound()
    {
        await using TaskHub hub = await Given(Tasks);

        await Assert.ThrowsAsync<ArgumentException>(() => hub.Client.RewindInstanceAsync("nobody", "x"));
    }
}
