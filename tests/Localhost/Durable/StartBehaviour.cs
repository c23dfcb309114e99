using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class StartTests() : StartBehaviour(replayed: false);

public sealed class StartReplayTests() : StartBehaviour(replayed: true);

/// <summary>Starting: ids, instants, tags, versions, and what an existing instance of the same id means.</summary>
public abstract class StartBehaviour(bool replayed) : Behaviour(replayed)
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, string>("Echo", (_, input) => input)
        .AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ => throw new InvalidOperationException("no")))
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Say"))
        .AddOrchestratorFunc<string>("Time", context => $"{context.CurrentUtcDateTime:yyyy-MM-dd HH:mm}")
        .AddOrchestratorFunc<string>("Version", context => $"version '{context.Version}'")
        .AddOrchestratorFunc<string>("Child version", async context =>
            $"{await context.CallSubOrchestratorAsync<string>("Version")}, "
            + await context.CallSubOrchestratorAsync<string>("Version", options: new SubOrchestrationOptions { Version = "9" }));

    [Fact]
    public async Task Without_an_id_each_instance_gets_one_of_its_own()
    {
        await using TaskHub hub = await Given(Tasks);
        HashSet<string> ids = [];
        for (int i = 0; i < 20; i++)
        {
            ids.Add(await hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", i));
        }

        Assert.Equal(20, ids.Count);
        Assert.DoesNotContain("", ids);
    }

    [Fact]
    public async Task Ids_differ_by_case()
    {
        await using TaskHub hub = await Given(Tasks);
        await hub.Start("Echo", "lower", "case");
        await hub.Start("Echo", "upper", "CASE");

        Assert.Equal("lower", await hub.ResultOf<string>("case"));
        Assert.Equal("upper", await hub.ResultOf<string>("CASE"));
    }

    [Fact]
    public async Task An_unknown_orchestrator_fails_the_instance_and_is_named()
    {
        await using TaskHub hub = await Given(Tasks);

        TaskFailureDetails failure = await hub.FailureOf("Missing");

        Assert.Contains("Missing", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_in_the_future_waits_for_its_instant()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Time", options: new StartOrchestrationOptions(StartAt: hub.Now.AddDays(100)));
        await hub.AdvanceAsync(TimeSpan.FromDays(99));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, await hub.StatusOf(id));

        Assert.Equal("2026-04-15 01:00", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task A_start_in_the_past_is_at_once_and_its_offset_does_not_matter()
    {
        await using TaskHub hub = await Given(Tasks);

        string past = await hub.Start("Time", options: new StartOrchestrationOptions(StartAt: hub.Now.AddDays(-1)));
        string beijing = await hub.Start(
            "Time", options: new StartOrchestrationOptions(StartAt: new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.FromHours(8))));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusOf(past));
        Assert.Equal("2026-01-05 04:00", await hub.ResultOf<string>(beijing));
    }

    [Fact]
    public async Task A_start_in_the_future_outlasts_a_restart()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Time", options: new StartOrchestrationOptions(StartAt: hub.Now.AddDays(2)));

        await hub.RestartAsync(Tasks);

        Assert.Equal("2026-01-07 01:00", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task Tags_are_kept_with_the_instance()
    {
        await using TaskHub hub = await Given(Tasks);
        Dictionary<string, string> tags = new() { ["unit"] = "4201", ["种类"] = "助学" };
        string id = await hub.Start("Echo", "x", options: new StartOrchestrationOptions { Tags = tags });
        await hub.RestartAsync(Tasks);

        Assert.Equal(tags.OrderBy(tag => tag.Key, StringComparer.Ordinal), (await hub.Get(id)).Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal));
        Assert.Empty((await hub.Get(await hub.Start("Echo", "x"))).Tags);
    }

    [Theory]
    [InlineData("", null, "version ''")]
    [InlineData("", "2.5", "version '2.5'")]
    [InlineData("1.0", null, "version '1.0'")]
    [InlineData("1.0", "2.5", "version '2.5'")]
    [InlineData("1.0", "", "version ''")] // none was asked for in so many words
    public async Task An_instance_has_the_version_asked_for_or_the_default(string byDefault, string? asked, string shown)
    {
        await using TaskHub hub = await Given(Tasks, byDefault);
        string id = await hub.Start("Version", options: asked is null ? null : new StartOrchestrationOptions { Version = asked });

        Assert.Equal(shown, await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task A_sub_orchestration_has_the_default_version_unless_another_is_asked_for()
    {
        await using TaskHub hub = await Given(Tasks, "1.0");
        string id = await hub.Start("Child version", options: new StartOrchestrationOptions { Version = "5" });

        Assert.Equal("version '1.0', version '9'", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task Code_is_chosen_by_version()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string, string>("Main", "1.0", (context, _) => context.CallActivityAsync<string>("Work", "old"))
            .AddOrchestratorFunc<string, string>("Main", "2.0", (context, _) => context.CallActivityAsync<string>("Work", "new"))
            .AddActivityFunc<string, string>("Work", (context, text) => Task.FromResult($"{text} {context.Version}")));
        string old = await hub.Start("Main", options: new StartOrchestrationOptions { Version = "1.0" });
        string current = await hub.Start("Main", options: new StartOrchestrationOptions { Version = "2.0" });

        Assert.Equal("old 1.0", await hub.ResultOf<string>(old));
        Assert.Equal("new 2.0", await hub.ResultOf<string>(current));
    }

    [Theory]
    [InlineData("1.9", -1)]
    [InlineData("1.10", 0)]
    [InlineData("1.9.9", -1)]
    [InlineData("2.0", 1)]
    public async Task An_orchestrator_can_compare_its_version(string version, int expected)
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int>("Main", context => Math.Sign(context.CompareVersionTo("1.10"))));
        string id = await hub.Start("Main", options: new StartOrchestrationOptions { Version = version });

        Assert.Equal(expected, await hub.ResultOf<int>(id));
    }

    [Theory]
    [InlineData("Wait")]
    [InlineData("Suspended")]
    [InlineData("Pending")]
    public async Task Without_a_choice_an_instance_that_has_not_ended_refuses_a_second_start(string state)
    {
        await using TaskHub hub = await Given(Tasks);
        await hub.Start("Wait", id: "case", options: state == "Pending" ? new StartOrchestrationOptions(StartAt: hub.Now.AddDays(1)) : null);
        if (state == "Suspended")
        {
            await hub.Client.SuspendInstanceAsync("case");
        }

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => hub.Start("Echo", "x", "case"));

        Assert.Equal("Wait", (await hub.Get("case")).Name);
    }

    [Fact]
    public async Task Without_a_choice_an_instance_that_has_ended_makes_way()
    {
        await using TaskHub hub = await Given(Tasks);
        await hub.Start("Echo", "first", "case");

        await hub.Start("Echo", "second", "case");

        Assert.Equal("second", await hub.ResultOf<string>("case"));
        Assert.Equal(["case"], await hub.All());
    }

    [Theory]
    [InlineData("Echo", OrchestrationRuntimeStatus.Completed)]
    [InlineData("Fail", OrchestrationRuntimeStatus.Failed)]
    [InlineData("Wait", OrchestrationRuntimeStatus.Running)]
    public async Task A_status_that_is_chosen_refuses_a_second_start(string first, OrchestrationRuntimeStatus status)
    {
        await using TaskHub hub = await Given(Tasks);
        await hub.Start(first, "x", "case");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => hub.Start(
            "Echo", "y", options: new StartOrchestrationOptions("case").WithDedupeStatuses(status)));

        Assert.Equal((first, status), ((await hub.Get("case")).Name, await hub.StatusOf("case")));
    }

    [Fact]
    public async Task A_running_instance_is_replaced_if_the_choice_leaves_its_status_out()
    {
        await using TaskHub hub = await Given(Tasks);
        await hub.Start("Wait", id: "case");

        await hub.Start("Echo", "second", options: new StartOrchestrationOptions("case").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed));

        Assert.Equal("second", await hub.ResultOf<string>("case"));
    }

    [Fact]
    public async Task Many_starts_of_one_id_at_once_make_one_instance()
    {
        int ran = 0;
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc("Main", async context =>
            {
                await context.CallActivityAsync("Count");
                await context.WaitForExternalEvent<string>("Never");
            })
            .AddActivityFunc("Count", _ => { Interlocked.Increment(ref ran); }));
        StartOrchestrationOptions once = new StartOrchestrationOptions("case").WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);

        bool[] started = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                await hub.Client.ScheduleNewOrchestrationInstanceAsync("Main", once);
                return true;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return false;
            }
        }));
        await hub.SettleAsync();

        Assert.Single(started, true);
        Assert.Equal(1, ran);
    }
}
