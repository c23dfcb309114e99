using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class ExternalEventTests() : ExternalEventBehaviour(replayed: false);

public sealed class ExternalEventReplayTests() : ExternalEventBehaviour(replayed: true);

/// <summary>Events from outside.</summary>
public abstract class ExternalEventBehaviour(bool replayed) : Behaviour(replayed)
{
    public sealed record Decision(string By, bool Approved);

    private static void TakeAndGo(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<int, List<string>>("Take", async (context, count) =>
        {
            await context.WaitForExternalEvent<object?>("Go");
            List<string> taken = [];
            for (int i = 0; i < count; i++)
            {
                taken.Add(await context.WaitForExternalEvent<string>("Item"));
            }

            return taken;
        });

    [Fact]
    public async Task An_event_that_is_awaited_arrives_with_its_payload()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<Decision>("Main", context => context.WaitForExternalEvent<Decision>("Decided")));
        string id = await hub.Start("Main");
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(id));

        await hub.Raise(id, "Decided", new Decision("officer", true));

        Assert.Equal(new Decision("officer", true), await hub.ResultOf<Decision>(id));
    }

    [Fact]
    public async Task Events_that_come_before_they_are_awaited_are_kept_in_the_order_of_their_arrival()
    {
        await using TaskHub hub = await Given(TakeAndGo);
        string id = await hub.Start("Take", 3);
        foreach (string item in new[] { "a", "b", "c" })
        {
            await hub.Raise(id, "Item", item);
        }

        await hub.Raise(id, "Go");

        Assert.Equal(["a", "b", "c"], (await hub.ResultOf<List<string>>(id))!);
    }

    [Fact]
    public async Task Names_of_events_differ_by_more_than_case()
    {
        await using TaskHub hub = await Given(TakeAndGo);
        string id = await hub.Start("Take", 3);
        await hub.Raise(id, "ITEM", "a");
        await hub.Raise(id, "gO");
        await hub.Raise(id, "item", "b");
        await hub.Raise(id, "iTeM", "c");

        Assert.Equal(["a", "b", "c"], (await hub.ResultOf<List<string>>(id))!);
    }

    [Fact]
    public async Task An_event_of_another_name_does_not_wake_who_waits()
    {
        await using TaskHub hub = await Given(TakeAndGo);
        string id = await hub.Start("Take", 1);

        await hub.Raise(id, "Other", "x");

        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(id));
    }

    [Fact]
    public async Task Hundreds_of_events_are_neither_lost_nor_doubled_nor_reordered()
    {
        await using TaskHub hub = await Given(TakeAndGo);
        string id = await hub.Start("Take", 300);
        string[] items = [.. Enumerable.Range(0, 300).Select(number => $"item {number}")];
        await hub.Client.RaiseEventAsync(id, "Go");
        foreach (string item in items)
        {
            await hub.Client.RaiseEventAsync(id, "Item", item);
        }

        Assert.Equal(items, (await hub.ResultOf<List<string>>(id))!);
    }

    [Fact]
    public async Task An_event_goes_to_the_instance_that_it_is_for()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Main", context => context.WaitForExternalEvent<string>("Say")));
        string one = await hub.Start("Main");
        string two = await hub.Start("Main");

        await hub.Raise(two, "Say", "two");

        Assert.Equal("two", await hub.ResultOf<string>(two));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(one));
    }

    [Fact]
    public async Task Of_several_who_wait_for_one_name_the_latest_is_served_first()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Main", async context =>
        {
            Task<string> first = context.WaitForExternalEvent<string>("Say");
            Task<string> second = context.WaitForExternalEvent<string>("Say");
            await Task.WhenAll(first, second);
            return $"first got {first.Result}, second got {second.Result}";
        }));
        string id = await hub.Start("Main");
        await hub.Raise(id, "Say", "a");
        await hub.Raise(id, "Say", "b");

        Assert.Equal("first got b, second got a", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task An_event_may_have_no_payload()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<bool>("Main", async context => await context.WaitForExternalEvent<string?>("Ping") is null));
        string id = await hub.Start("Main");

        await hub.Raise(id, "Ping");

        Assert.True(await hub.ResultOf<bool>(id));
    }

    [Fact]
    public async Task A_payload_that_cannot_be_read_fails_where_it_is_awaited()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Main", async context =>
        {
            try
            {
                return $"{await context.WaitForExternalEvent<int>("Number")}";
            }
            catch (System.Text.Json.JsonException)
            {
                return "unreadable";
            }
        }));
        string id = await hub.Start("Main");

        await hub.Raise(id, "Number", "seven");

        Assert.Equal("unreadable", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task Who_waits_for_one_name_with_two_types_is_told_that_this_cannot_be()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc("Main", async context =>
        {
            Task<int> number = context.WaitForExternalEvent<int>("Say");
            await context.WaitForExternalEvent<string>("say");
            await number;
        }));

        Assert.True((await hub.FailureOf("Main")).IsCausedBy<ArgumentException>());
    }

    [Fact]
    public async Task A_wait_that_was_given_up_takes_no_event()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Main", async context =>
        {
            using CancellationTokenSource stop = new();
            Task<string> given = context.WaitForExternalEvent<string>("Say", stop.Token);
            await context.WaitForExternalEvent<string>("Stop");
            stop.Cancel();
            await context.WaitForExternalEvent<string>("Go");
            return $"{given.IsCanceled}, then {await context.WaitForExternalEvent<string>("Say")}";
        }));
        string id = await hub.Start("Main");
        await hub.Raise(id, "Stop", "");
        await hub.Raise(id, "Say", "kept");
        await hub.Raise(id, "Go", "");

        Assert.Equal("True, then kept", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task Events_raised_before_the_first_step_are_kept()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Main", context => context.WaitForExternalEvent<string>("Say")));
        string id = await hub.Start("Main", options: new StartOrchestrationOptions(StartAt: hub.Now.AddDays(1)));
        await hub.Raise(id, "Say", "early");
        Assert.Equal(OrchestrationRuntimeStatus.Pending, await hub.StatusOf(id));

        Assert.Equal("early", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task Events_wait_through_a_restart()
    {
        await using TaskHub hub = await Given(TakeAndGo);
        string id = await hub.Start("Take", 2);
        await hub.Raise(id, "Item", "before");

        await hub.RestartAsync(TakeAndGo);
        await hub.Raise(id, "Item", "after");
        await hub.Raise(id, "Go");

        Assert.Equal(["before", "after"], (await hub.ResultOf<List<string>>(id))!);
    }

    [Fact]
    public async Task An_event_for_an_instance_that_has_ended_is_refused_and_changes_nothing()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<int>("Main", _ => 7));
        string id = await hub.Start("Main");
        OrchestrationMetadata before = await hub.Get(id);

        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<RpcException>(() => hub.Raise(id, "Late", "x"));

        Assert.Equal(before.LastUpdatedAt, (await hub.Get(id)).LastUpdatedAt);
        Assert.Equal(7, (await hub.Get(id)).ReadOutputAs<int>());
    }
}
