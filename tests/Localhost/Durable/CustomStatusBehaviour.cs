using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class CustomStatusTests() : CustomStatusBehaviour(replayed: false);

public sealed class CustomStatusReplayTests() : CustomStatusBehaviour(replayed: true);

/// <summary>What an orchestration says of itself.</summary>
public abstract class CustomStatusBehaviour(bool replayed) : Behaviour(replayed)
{
    public sealed record Stage(string Name, int Step);

    [Fact]
    public async Task The_status_can_be_read_while_the_orchestration_waits_and_changes_with_it()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc("Main", async context =>
        {
            context.SetCustomStatus(new Stage("review", 1));
            await context.WaitForExternalEvent<string>("Next");
            context.SetCustomStatus(new Stage("payment", 2));
            await context.WaitForExternalEvent<string>("Next");
        }));
        string id = await hub.Start("Main");
        Assert.Equal(new Stage("review", 1), (await hub.Get(id)).ReadCustomStatusAs<Stage>());

        await hub.Raise(id, "Next", "");

        Assert.Equal(new Stage("payment", 2), (await hub.Get(id)).ReadCustomStatusAs<Stage>());
    }

    [Fact]
    public async Task Of_several_in_one_step_the_last_counts()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc("Main", context =>
        {
            context.SetCustomStatus("first");
            context.SetCustomStatus("last");
            return context.WaitForExternalEvent<string>("Next");
        }));

        Assert.Equal("last", (await hub.Get(await hub.Start("Main"))).ReadCustomStatusAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_status_stays_after_the_end_however_it_ended(bool fails)
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<bool>("Main", async (context, fail) =>
        {
            context.SetCustomStatus("working");
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            if (fail)
            {
                throw new InvalidOperationException("no");
            }
        }));
        string id = await hub.Start("Main", fails);

        OrchestrationMetadata ended = await hub.End(id);

        Assert.Equal(fails, ended.RuntimeStatus == OrchestrationRuntimeStatus.Failed);
        Assert.Equal("working", ended.ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task The_status_stays_over_generations_until_another_is_set()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<int>("Main", async (context, round) =>
        {
            if (round == 0)
            {
                context.SetCustomStatus("from the first");
                context.ContinueAsNew(1);
                return;
            }

            await context.WaitForExternalEvent<string>("Next");
            await context.WaitForExternalEvent<string>("Next");
            context.SetCustomStatus("from the second");
        }));
        string id = await hub.Start("Main", 0);
        Assert.Equal("from the first", (await hub.Get(id)).ReadCustomStatusAs<string>());
        await hub.Raise(id, "Next", "");
        Assert.Equal("from the first", (await hub.Get(id)).ReadCustomStatusAs<string>());

        await hub.Raise(id, "Next", "");

        Assert.Equal("from the second", (await hub.Get(id)).ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task An_orchestration_without_one_has_none()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<int>("Main", _ => 1));

        OrchestrationMetadata ended = await hub.Get(await hub.Start("Main"));

        Assert.Null(ended.SerializedCustomStatus);
        Assert.Null(ended.ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task The_status_is_not_given_to_who_does_not_ask_for_data()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc("Main", context => context.SetCustomStatus("secret")));
        string id = await hub.Start("Main");

        OrchestrationMetadata instance = (await hub.Client.GetInstanceAsync(id))!;

        Assert.Null(instance.SerializedCustomStatus);
        Assert.Throws<InvalidOperationException>(() => instance.ReadCustomStatusAs<string>());
    }
}
