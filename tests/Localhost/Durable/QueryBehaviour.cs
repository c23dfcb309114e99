using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class QueryTests() : QueryBehaviour(replayed: false);

public sealed class QueryReplayTests() : QueryBehaviour(replayed: true);

/// <summary>Listing instances.</summary>
public abstract class QueryBehaviour(bool replayed) : Behaviour(replayed)
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, string>("Echo", (context, input) =>
        {
            context.SetCustomStatus($"status of {input}");
            return input;
        })
        .AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ => throw new InvalidOperationException("no")))
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Say"));

    private static async Task Fill(TaskHub hub, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "x", new StartOrchestrationOptions($"case-{i:00}"));
        }

        await hub.SettleAsync();
    }

    private static async Task<List<Page<OrchestrationMetadata>>> Pages(TaskHub hub, OrchestrationQuery query, string? from = null, int? size = null)
    {
        List<Page<OrchestrationMetadata>> pages = [];
        await foreach (Page<OrchestrationMetadata> page in hub.Client.GetAllInstancesAsync(query).AsPages(from, size))
        {
            pages.Add(page);
        }

        return pages;
    }

    [Fact]
    public async Task Without_a_filter_all_are_listed_whatever_their_state()
    {
        await using TaskHub hub = await Given(Tasks);
        Assert.Empty(await hub.All());
        await hub.Start("Echo", "x", "a");
        await hub.Start("Fail", id: "b");
        await hub.Start("Wait", id: "c");
        await hub.Start("Wait", id: "d", options: new StartOrchestrationOptions(StartAt: hub.Now.AddDays(1)));

        Assert.Equal(["a", "b", "c", "d"], await hub.All());
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Completed, "completed")]
    [InlineData(OrchestrationRuntimeStatus.Failed, "failed")]
    [InlineData(OrchestrationRuntimeStatus.Running, "running")]
    [InlineData(OrchestrationRuntimeStatus.Pending, "pending")]
    [InlineData(OrchestrationRuntimeStatus.Suspended, "suspended")]
    [InlineData(OrchestrationRuntimeStatus.Terminated, "terminated")]
    public async Task By_status_those_are_listed_that_have_it(OrchestrationRuntimeStatus status, string id)
    {
        await using TaskHub hub = await Given(Tasks);
        await hub.Start("Echo", "x", "completed");
        await hub.Start("Fail", id: "failed");
        await hub.Start("Wait", id: "running");
        await hub.Start("Wait", id: "suspended");
        await hub.Start("Wait", id: "terminated");
        await hub.Start("Wait", id: "pending", options: new StartOrchestrationOptions(StartAt: hub.Now.AddDays(1)));
        await hub.Client.SuspendInstanceAsync("suspended");
        await hub.Client.TerminateInstanceAsync("terminated");

        Assert.Equal([id], await hub.All(new OrchestrationQuery(Statuses: [status])));
    }

    [Fact]
    public async Task By_time_those_are_listed_that_were_created_in_it()
    {
        await using TaskHub hub = await Given(Tasks);
        DateTimeOffset start = hub.Now;
        for (int day = 0; day < 5; day++)
        {
            await hub.Start("Echo", "x", $"day {day}");
            await hub.AdvanceAsync(TimeSpan.FromDays(1));
        }

        Assert.Equal(["day 1", "day 2"], await hub.All(new OrchestrationQuery(start.AddDays(1), start.AddDays(2))));
        Assert.Equal(["day 3", "day 4"], await hub.All(new OrchestrationQuery(CreatedFrom: start.AddDays(2.5))));
        Assert.Equal(["day 0"], await hub.All(new OrchestrationQuery(CreatedTo: start)));
    }

    [Fact]
    public async Task By_prefix_those_are_listed_whose_ids_begin_with_it()
    {
        await using TaskHub hub = await Given(Tasks);
        foreach (string id in new List<string> { "aid-1", "aid-2", "blood-1", "AID-3" })
        {
            await hub.Start("Echo", "x", id);
        }

        Assert.Equal(["aid-1", "aid-2"], await hub.All(new OrchestrationQuery(InstanceIdPrefix: "aid-")));
    }

    [Fact]
    public async Task Data_comes_only_if_asked_for()
    {
        await using TaskHub hub = await Given(Tasks);
        await hub.Start("Echo", "x", "case");

        OrchestrationMetadata without = Assert.Single((await Pages(hub, new OrchestrationQuery()))[0].Values);
        OrchestrationMetadata with = Assert.Single((await Pages(hub, new OrchestrationQuery(FetchInputsAndOutputs: true)))[0].Values);

        Assert.Equal((null, null, null), (without.SerializedInput, without.SerializedOutput, without.SerializedCustomStatus));
        Assert.Equal(("x", "x", "status of x"), (with.ReadInputAs<string>(), with.ReadOutputAs<string>(), with.ReadCustomStatusAs<string>()));
        Assert.Equal("Echo", without.Name);
    }

    [Theory]
    [InlineData(1, 25)]
    [InlineData(7, 4)]
    [InlineData(25, 1)]
    [InlineData(100, 1)]
    public async Task Pages_hold_as_many_as_asked_for_and_together_all(int size, int count)
    {
        await using TaskHub hub = await Given(Tasks);
        await Fill(hub, 25);

        List<Page<OrchestrationMetadata>> pages = await Pages(hub, new OrchestrationQuery(PageSize: size));

        Assert.Equal(count, pages.Count);
        Assert.All(pages[..^1], page => Assert.Equal(size, page.Values.Count));
        Assert.Null(pages[^1].ContinuationToken);
        Assert.Equal(25, pages.SelectMany(page => page.Values).Select(instance => instance.InstanceId).Distinct().Count());
    }

    [Fact]
    public async Task A_listing_goes_on_from_its_token_with_pages_of_another_size()
    {
        await using TaskHub hub = await Given(Tasks);
        await Fill(hub, 21);
        List<Page<OrchestrationMetadata>> pages = await Pages(hub, new OrchestrationQuery(), size: 5);
        string[] rest = [.. pages.Skip(2).SelectMany(page => page.Values).Select(instance => instance.InstanceId)];

        List<Page<OrchestrationMetadata>> resumed = await Pages(hub, new OrchestrationQuery(), pages[1].ContinuationToken, 4);
        List<Page<OrchestrationMetadata>> byQuery = await Pages(hub, new OrchestrationQuery(ContinuationToken: pages[1].ContinuationToken));

        Assert.Equal(3, resumed.Count);
        Assert.Equal(rest, resumed.SelectMany(page => page.Values).Select(instance => instance.InstanceId));
        Assert.Equal(rest, byQuery.SelectMany(page => page.Values).Select(instance => instance.InstanceId));
    }

    [Fact]
    public async Task Ids_can_be_listed_by_the_time_of_the_end()
    {
        await using TaskHub hub = await Given(Tasks);
        DateTimeOffset start = hub.Now;
        await hub.Start("Wait", id: "late");
        await hub.Start("Wait", id: "never");
        await hub.Start("Echo", "x", "early");
        await hub.AdvanceAsync(TimeSpan.FromDays(2));
        await hub.Raise("late", "Say", "end");

        Assert.Equal(["late"], (await hub.Client.ListInstanceIdsAsync(completedTimeFrom: start.AddDays(1))).Values);
        Assert.Equal(["early"], (await hub.Client.ListInstanceIdsAsync(completedTimeTo: start.AddDays(1))).Values);
        Assert.Equal(["never"], (await hub.Client.ListInstanceIdsAsync([OrchestrationRuntimeStatus.Running])).Values);
    }

    [Fact]
    public async Task Ids_come_in_pages()
    {
        await using TaskHub hub = await Given(Tasks);
        await Fill(hub, 10);
        List<string> ids = [];
        string? after = null;
        do
        {
            Page<string> page = await hub.Client.ListInstanceIdsAsync(pageSize: 4, lastInstanceKey: after);
            Assert.InRange(page.Values.Count, 1, 4);
            ids.AddRange(page.Values);
            after = page.ContinuationToken;
        }
        while (after is not null);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"case-{i:00}"), ids.Order(StringComparer.Ordinal));
    }
}
