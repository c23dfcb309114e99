using System.Net;
using System.Text.Json;
using Boai.Localhost.Engine;
using Boai.Localhost.Testing;
using Boai.Tests.Localhost.Host;
using Microsoft.DurableTask;

namespace Boai.Tests.Localhost.Testing;

/// <summary>The replay gate: histories recorded from running instances, replayed against changed code.</summary>
public sealed class ReplayGateTests
{
    private static Task<LocalApp> StartAsync(Type functions) => HostTest.StartAsync(new LocalAppOptions { FunctionTypes = [functions] });

    private static async Task<RecordedHistory> ReplayableAsync(LocalApp app, string id) =>
        RecordedHistory.Parse((await app.RecordHistoryAsync(id)).ToJson());

    /// <summary>An instance that has come so far: "packed" waits for the address, "answered" and "silent" have ended.</summary>
    private static async Task<RecordedHistory> RecordAsync(string stage, int weight = 1)
    {
        await using LocalApp app = await StartAsync(typeof(ShippedFunctions));
        await app.Durable.ScheduleNewOrchestrationInstanceAsync("Delivery", new Parcel("box", weight), new StartOrchestrationOptions("d-1"));
        await app.AdvanceAsync(TimeSpan.FromHours(6));
        if (stage == "answered")
        {
            await app.Durable.RaiseEventAsync("d-1", "Address", "Wuhan");
        }

        if (stage != "packed")
        {
            await app.RunUntilAsync("d-1");
        }

        return await ReplayableAsync(app, "d-1");
    }

    private static async Task<ReplayDifference?> ReplayAsync(RecordedHistory history, Type functions)
    {
        await using LocalApp app = await StartAsync(functions);
        return app.Replay(history);
    }

    [Theory]
    [InlineData("packed", 1)]
    [InlineData("answered", 1)]
    [InlineData("silent", 1)]
    [InlineData("packed", 3)] // twice tried in vain before
    [InlineData("answered", 3)]
    public async Task Unchanged_code_takes_every_recorded_step_again(string stage, int weight)
    {
        RecordedHistory history = await RecordAsync(stage, weight);

        Assert.Null(await ReplayAsync(history, typeof(ShippedFunctions)));
    }

    [Fact]
    public async Task A_failed_instance_replays_too()
    {
        RecordedHistory history = await RecordFailedAsync();

        Assert.Null(await ReplayAsync(history, typeof(ShippedFunctions)));

        static async Task<RecordedHistory> RecordFailedAsync()
        {
            await using LocalApp app = await StartAsync(typeof(ShippedFunctions));
            await app.Durable.ScheduleNewOrchestrationInstanceAsync("Delivery", new Parcel("box", 9), new StartOrchestrationOptions("d-1"));
            await app.AdvanceAsync(TimeSpan.FromHours(6));
            RecordedHistory history = await ReplayableAsync(app, "d-1");
            Assert.Equal(Microsoft.DurableTask.Client.OrchestrationRuntimeStatus.Failed, history.Status);
            return history;
        }
    }

    [Theory]
    [InlineData("packed")]
    [InlineData("answered")]
    [InlineData("silent")]
    public async Task Code_that_departs_is_told_with_the_first_step_that_differs(string stage)
    {
        RecordedHistory history = await RecordAsync(stage);

        ReplayDifference difference = Assert.IsType<ReplayDifference>(await ReplayAsync(history, typeof(CarelessFunctions)));

        Assert.Equal(("Delivery", "d-1", 1), (difference.Orchestrator, difference.InstanceId, difference.Step));
        Assert.Equal("step #1 signal entity '@counter@stock' operation 'Add'", difference.Expected);
        Assert.Equal("the code took step #1 create timer", difference.Found);
        Assert.Contains("Delivery (recorded instance 'd-1')", difference.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("packed")]
    [InlineData("answered")]
    public async Task Code_that_ends_before_its_history_is_told(string stage)
    {
        ReplayDifference difference = Assert.IsType<ReplayDifference>(await ReplayAsync(await RecordAsync(stage), typeof(HastyFunctions)));

        Assert.Equal("step #0 call activity 'Wrap'", difference.Expected);
        Assert.Equal("the code took no further step here", difference.Found);
    }

    [Fact]
    public async Task Code_that_waits_for_what_is_not_its_contexts_is_told()
    {
        ReplayDifference difference = Assert.IsType<ReplayDifference>(await ReplayAsync(await RecordAsync("packed"), typeof(ForeignFunctions)));

        Assert.Contains("Wrap", difference.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_adds_something_only_after_what_was_recorded_passes()
    {
        Assert.Null(await ReplayAsync(await RecordAsync("packed"), typeof(CarefulFunctions)));
        Assert.Null(await ReplayAsync(await RecordAsync("answered"), typeof(CarefulFunctions)));
    }

    [Fact]
    public async Task A_workflow_that_is_no_more_is_told()
    {
        ReplayDifference difference = Assert.IsType<ReplayDifference>(await ReplayAsync(await RecordAsync("packed"), typeof(DurableFunctions)));

        Assert.Equal(("orchestrator 'Delivery'", "there is no such orchestrator"), (difference.Expected, difference.Found));
    }

    [Fact]
    public async Task A_replay_runs_nothing_but_orchestrators_and_leaves_nothing_behind()
    {
        RecordedHistory history = await RecordAsync("answered");
        await using LocalApp app = await StartAsync(typeof(ShippedFunctions));

        Assert.Null(app.Replay(history));
        await app.RunUntilIdleAsync();

        Assert.Empty(app.Diary());
        Assert.Null(await app.Durable.GetInstanceAsync("d-1"));
        Assert.Null(await app.Durable.GetInstanceAsync("d-1-part"));
        Assert.Null(await app.Durable.Entities.GetEntityAsync(ShippedFunctions.Stock));
    }

    [Fact]
    public async Task A_history_is_exported_over_HTTP_as_it_is_recorded()
    {
        await using LocalApp app = await StartAsync(typeof(ShippedFunctions));
        await app.Durable.ScheduleNewOrchestrationInstanceAsync("Delivery", new Parcel("箱", 1), new StartOrchestrationOptions("d-1"));
        await app.RunUntilIdleAsync();

        HttpResponseMessage answer = await app.Http.GetAsync("admin/orchestrations/d-1/history");
        string json = await answer.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal((await app.RecordHistoryAsync("d-1")).ToJson(), json);
        Assert.Equal(json, RecordedHistory.Parse(json).ToJson());
        JsonElement root = JsonDocument.Parse(json).RootElement;
        Assert.Equal("箱", root.GetProperty("input").GetProperty("Name").GetString());
        Assert.Contains("箱", json, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("admin/orchestrations/nobody/history")).StatusCode);
        await Assert.ThrowsAsync<ArgumentException>(() => app.RecordHistoryAsync("nobody"));
    }

    [Theory]
    [InlineData("", "not a recorded history")]
    [InlineData("{}", "not a recorded history")]
    [InlineData("null", "cannot be null")]
    [InlineData("""{"format":"orchestration-history/9","orchestrator":"X","instanceId":"1","status":"Running","steps":[]}""", "orchestration-history/9")]
    public void A_file_that_is_no_history_is_refused_with_the_reason(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => RecordedHistory.Parse(json)).Message, StringComparison.Ordinal);
}
