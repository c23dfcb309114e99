using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class DeterminismTests() : DeterminismBehaviour(replayed: false);

public sealed class DeterminismReplayTests() : DeterminismBehaviour(replayed: true);

/// <summary>What replay gives and asks: the same values every time, and code that takes the same steps.</summary>
public abstract class DeterminismBehaviour(bool replayed) : Behaviour(replayed)
{
    private static readonly Func<TaskOrchestrationContext, Task<string>> Shipped = async context =>
    {
        string first = await context.CallActivityAsync<string>("Say", "one");
        await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
        string second = await context.CallSubOrchestratorAsync<string>("Part", options: new SubOrchestrationOptions(instanceId: "part"));
        return $"{first}, {second}, {await context.WaitForExternalEvent<string>("Say")}";
    };

    /// <summary>Changes that a running instance cannot bear, with the step that history has and the one that the code takes.</summary>
    private static readonly Dictionary<string, (Func<TaskOrchestrationContext, Task<string>> Code, string Expected, string Found)> Changes = new()
    {
        ["another activity"] = (async context =>
        {
            await context.CallActivityAsync<string>("Shout", "one");
            return "";
        }, "'Say'", "'Shout'"),
        ["another kind of step"] = (async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return "";
        }, "call activity 'Say'", "create timer"),
        ["a step before"] = (async context =>
        {
            await context.CallActivityAsync<string>("Check");
            return await Shipped(context);
        }, "'Say'", "'Check'"),
        ["a step left out"] = (async context =>
        {
            await context.CallActivityAsync<string>("Say", "one");
            return await context.CallSubOrchestratorAsync<string>("Part", options: new SubOrchestrationOptions(instanceId: "part"));
        }, "create timer", "call sub-orchestration 'Part'"),
        ["another sub-orchestration"] = (async context =>
        {
            await context.CallActivityAsync<string>("Say", "one");
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return await context.CallSubOrchestratorAsync<string>("Part", options: new SubOrchestrationOptions(instanceId: "apart"));
        }, "'part'", "'apart'"),
        ["an earlier end"] = (async context =>
        {
            await context.CallActivityAsync<string>("Say", "one");
            return "";
        }, "create timer", "no further step"),
        ["a step more"] = (async context =>
        {
            _ = context.CallActivityAsync<string>("Say", "one");
            await context.CallActivityAsync<string>("Say", "two");
            return "";
        }, "no further step", "call activity 'Say'"),
    };

    public static TheoryData<string> ChangeNames => [.. Changes.Keys];

    private static Action<DurableTaskRegistry> With(Func<TaskOrchestrationContext, Task<string>> code) => tasks => tasks
        .AddOrchestratorFunc<string>("Main", code)
        .AddOrchestratorFunc<string>("Part", _ => "part")
        .AddActivityFunc<string, string>("Say", (_, text) => text)
        .AddActivityFunc<string, string>("Shout", (_, text) => text.ToUpperInvariant())
        .AddActivityFunc<string>("Check", _ => "checked");

    [Theory]
    [MemberData(nameof(ChangeNames))]
    public async Task Code_that_departs_from_history_fails_with_both_steps_named(string change)
    {
        await using TaskHub hub = await Given(With(Shipped));
        await hub.Start("Main", id: "case");
        await hub.AdvanceAsync(TimeSpan.FromHours(1));

        await hub.RestartAsync(With(Changes[change].Code));
        await hub.Raise("case", "Say", "event");

        OrchestrationMetadata failed = await hub.Get("case");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Contains("Non-Deterministic", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        string[] sides = failed.FailureDetails.ErrorMessage.Split(", but ");
        Assert.Contains(Changes[change].Expected, sides[0], StringComparison.Ordinal);
        Assert.Contains(Changes[change].Found, sides[1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ChangeNames))]
    public async Task Corrected_code_goes_on_where_it_was_and_nothing_is_lost(string change)
    {
        await using TaskHub hub = await Given(With(Shipped));
        await hub.Start("Main", id: "case");
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        await hub.RestartAsync(With(Changes[change].Code));
        await hub.Raise("case", "Say", "event");

        await hub.RestartAsync(With(Shipped));
        await hub.Client.RewindInstanceAsync("case", "the code is corrected");

        Assert.Equal("one, part, event", await hub.ResultOf<string>("case"));
    }

    [Fact]
    public async Task Code_that_goes_on_differently_only_after_what_has_happened_is_no_departure()
    {
        await using TaskHub hub = await Given(With(Shipped));
        await hub.Start("Main", id: "case");
        await hub.AdvanceAsync(TimeSpan.FromHours(1));

        await hub.RestartAsync(With(async context =>
        {
            string before = await Shipped(context);
            return $"{before}, {await context.CallActivityAsync<string>("Shout", "new")}";
        }));
        await hub.Raise("case", "Say", "event");

        Assert.Equal("one, part, event, NEW", await hub.ResultOf<string>("case"));
    }

    [Fact]
    public async Task Identifiers_made_by_the_context_differ_from_one_another_and_stay_the_same_in_a_replay()
    {
        HashSet<Guid> seen = [];
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<List<Guid>>("Main", async context =>
            {
                List<Guid> made = [];
                for (int i = 0; i < 4; i++)
                {
                    made.AddRange([context.NewGuid(), context.NewGuid()]);
                    seen.UnionWith(made);
                    await context.CallActivityAsync("Nothing");
                }

                return made;
            })
            .AddActivityFunc("Nothing", _ => { }));

        List<Guid> one = (await hub.Run<List<Guid>>("Main"))!;
        Assert.Equal(8, one.Distinct().Count());
        Assert.Equal(one.Order(), seen.Order());
        List<Guid> two = (await hub.Run<List<Guid>>("Main"))!;

        Assert.Empty(one.Intersect(two));
    }

    [Fact]
    public async Task Code_can_tell_a_replay_from_a_first_run()
    {
        List<int> firstRuns = [];
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc("Main", async context =>
            {
                for (int i = 0; i < 5; i++)
                {
                    if (!context.IsReplaying)
                    {
                        firstRuns.Add(i);
                    }

                    await context.CallActivityAsync("Nothing");
                }
            })
            .AddActivityFunc("Nothing", _ => { }));
        await hub.Run<object>("Main");

        Assert.Equal([0, 1, 2, 3, 4], firstRuns);
    }

    [Fact]
    public async Task Code_that_awaits_what_is_not_its_contexts_fails_and_is_told_what_to_use()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc("Main", async _ => await Task.Run(() => { })));

        TaskFailureDetails failure = await hub.FailureOf("Main");

        Assert.Contains("activity", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("CreateTimer", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parent_whose_part_departed_goes_on_with_it_when_the_code_is_corrected()
    {
        static Action<DurableTaskRegistry> Tasks(string activity) => tasks => tasks
            .AddOrchestratorFunc<string>("Parent", context => context.CallSubOrchestratorAsync<string>("Part"))
            .AddOrchestratorFunc<string>("Part", async context =>
            {
                string said = await context.CallActivityAsync<string>(activity, "part");
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return said;
            })
            .AddActivityFunc<string, string>("Say", (_, text) => text)
            .AddActivityFunc<string, string>("Shout", (_, text) => text);
        await using TaskHub hub = await Given(Tasks("Say"));
        string id = await hub.Start("Parent");
        await hub.RestartAsync(Tasks("Shout"));
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, await hub.StatusOf(id));

        await hub.RestartAsync(Tasks("Say"));
        await hub.Client.RewindInstanceAsync(id, "the code is corrected");

        Assert.Equal("part", await hub.ResultOf<string>(id));
    }
}
