using System.Collections.Concurrent;
using Microsoft.DurableTask;

namespace Boai.Tests.Localhost.Durable;

public sealed class ActivityTests() : ActivityBehaviour(replayed: false);

public sealed class ActivityReplayTests() : ActivityBehaviour(replayed: true);

/// <summary>Activities: the outside work of an orchestration.</summary>
public abstract class ActivityBehaviour(bool replayed) : Behaviour(replayed)
{
    public sealed record Parcel(string Name, int Weight, IReadOnlyList<string> Stickers);

    [Fact]
    public async Task The_result_of_an_activity_comes_back()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int, int>("Main", async (context, input) => await context.CallActivityAsync<int>("Double", input) + 1)
            .AddActivityFunc<int, int>("Double", (_, number) => number * 2));

        Assert.Equal(43, await hub.Run<int>("Main", 21));
    }

    [Fact]
    public async Task Records_lists_and_text_of_any_script_pass_unchanged()
    {
        Parcel parcel = new("救灾帐篷 \"№1\" \U0001F4E6", -3, ["易碎", "", "a\nb"]);
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<Parcel, Parcel>("Main", (context, input) => context.CallActivityAsync<Parcel>("Pass", input))
            .AddActivityFunc<Parcel, Parcel>("Pass", (_, input) => input));

        Assert.Equivalent(parcel, await hub.Run<Parcel>("Main", parcel), strict: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(3_000_000)]
    public async Task A_payload_may_be_large(int length)
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string, string>("Main", (context, input) => context.CallActivityAsync<string>("Pass", input))
            .AddActivityFunc<string, string>("Pass", (_, input) => input));
        string text = new('界', length);

        Assert.Equal(text, await hub.Run<string>("Main", text));
    }

    [Fact]
    public async Task No_input_and_no_result_are_null()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Main", async context => await context.CallActivityAsync<string?>("Nothing") ?? "null came back")
            .AddActivityFunc<string?, string?>("Nothing", (_, input) => input is null ? null : "an input came"));

        Assert.Equal("null came back", await hub.Run<string>("Main"));
    }

    [Fact]
    public async Task An_activity_is_found_whatever_the_case_of_its_name()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Main", context => context.CallActivityAsync<string>("gREET"))
            .AddActivityFunc<string>("Greet", _ => "hello"));

        Assert.Equal("hello", await hub.Run<string>("mAIN"));
    }

    [Fact]
    public async Task Each_call_runs_once_however_often_the_orchestrator_is_replayed()
    {
        ConcurrentQueue<int> runs = new();
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int>("Main", async context =>
            {
                int sum = 0;
                for (int i = 0; i < 20; i++)
                {
                    sum += await context.CallActivityAsync<int>("Note", i);
                }

                return sum;
            })
            .AddActivityFunc<int, int>("Note", (_, number) =>
            {
                runs.Enqueue(number);
                return number;
            }));

        Assert.Equal(190, await hub.Run<int>("Main"));
        Assert.Equal(Enumerable.Range(0, 20), runs);
    }

    [Fact]
    public async Task An_activity_knows_its_name_and_the_instance_that_called_it()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Main", context => context.CallActivityAsync<string>("Who"))
            .AddActivityFunc<string>("Who", context => $"{context.Name} for {context.InstanceId}"));
        string id = await hub.Start("Main", id: "case-7");

        Assert.Equal("Who for case-7", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task Calls_that_nobody_awaits_run_all_the_same()
    {
        ConcurrentQueue<string> runs = new();
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc("Main", async context =>
            {
                _ = context.CallActivityAsync("Note", "first");
                await context.CallActivityAsync("Note", "second");
            })
            .AddActivityFunc<string>("Note", (_, text) => runs.Enqueue(text)));
        await hub.Run<object>("Main");
        await hub.SettleAsync();

        Assert.Equal(["first", "second"], runs.Order());
    }

    [Fact]
    public async Task A_failure_is_thrown_where_the_call_is_awaited_and_can_be_caught()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Main", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Pay", 5);
                    return "paid";
                }
                catch (TaskFailedException failed)
                {
                    return await context.CallActivityAsync<string>("Undo", $"{failed.TaskName} #{failed.TaskId}: {failed.FailureDetails.ErrorMessage}");
                }
            })
            .AddActivityFunc<int>("Pay", (_, _) => throw new InvalidOperationException("the account is closed"))
            .AddActivityFunc<string, string>("Undo", (_, reason) => $"undone after {reason}"));

        Assert.Equal("undone after Pay #0: the account is closed", await hub.Run<string>("Main"));
    }

    [Fact]
    public async Task A_failure_that_is_not_caught_fails_the_orchestration()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc("Main", context => context.CallActivityAsync("Pay"))
            .AddActivityFunc("Pay", _ => throw new InvalidOperationException("the account is closed")));

        TaskFailureDetails failure = await hub.FailureOf("Main");

        Assert.True(failure.IsCausedBy<TaskFailedException>());
        Assert.Contains("'Pay'", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.True(failure.InnerFailure!.IsCausedBy<InvalidOperationException>());
    }

    [Fact]
    public async Task A_call_of_an_activity_that_does_not_exist_fails_and_names_it()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc("Main", context => context.CallActivityAsync("Missing")));

        Assert.Contains("Missing", (await hub.FailureOf("Main")).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_in_the_place_of_the_input_are_refused()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc("Main", context => context.CallActivityAsync<int>("Any", input: new TaskOptions()))
            .AddActivityFunc<int>("Any", _ => 1));

        Assert.True((await hub.FailureOf("Main")).IsCausedBy<ArgumentException>());
    }
}
