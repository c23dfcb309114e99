using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Boai.Localhost.Testing;
using Boai.Tests.Localhost.Host;
using Boai.Tests.Support;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Testing;

/// <summary>A whole app in a test: what it can rely on, with the journal in memory and on Azurite.</summary>
public sealed class LocalAppTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_orchestration_started_over_HTTP_comes_through_activity_timer_and_event_to_its_end(bool onAzurite)
    {
        await using LocalApp app = await StartAsync(onAzurite);

        HttpResponseMessage accepted = await app.Http.PostAsync("api/trips/box", null);
        await app.RunUntilIdleAsync();
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal(["Pack for box in Pack"], app.Diary());
        await app.Durable.RaiseEventAsync("box", "address", "Wuhan");
        await app.AdvanceAsync(TimeSpan.FromDays(2) - TimeSpan.FromSeconds(1));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await app.Durable.GetInstanceAsync("box"))!.RuntimeStatus);
        await app.AdvanceAsync(TimeSpan.FromSeconds(1));

        OrchestrationMetadata ended = (await app.Durable.GetInstanceAsync("box", getInputsAndOutputs: true))!;
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal("box:3 to Wuhan", ended.ReadOutputAs<string>());
        Assert.Equal(app.Clock.GetUtcNow(), ended.LastUpdatedAt);
        Assert.Empty(app.Logs.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_orchestration_goes_on_after_a_restart_of_the_app(bool onAzurite)
    {
        await using LocalApp app = await StartAsync(onAzurite);
        await app.Http.PostAsync("api/trips/box", null);
        await app.AdvanceAsync(TimeSpan.FromDays(1));

        await app.RestartAsync();
        await app.RunUntilAsync(async () => app.Clock.GetUtcNow().Day == 7 && await StageAsync(app, "box") == "packing");
        await app.Durable.RaiseEventAsync("box", "Address", "Yichang");
        OrchestrationMetadata ended = await app.RunUntilAsync("box");

        Assert.Equal("box:3 to Yichang", ended.ReadOutputAs<string>());
        Assert.Empty(app.Diary());
    }

    [Fact]
    public async Task Waiting_for_a_status_jumps_over_the_timers_on_the_way()
    {
        await using LocalApp app = await StartAsync(onAzurite: false);
        await app.Http.PostAsync("api/trips/box", null);
        await app.Durable.RaiseEventAsync("box", "Address", "Xi'an");

        OrchestrationMetadata ended = await app.RunUntilAsync("box");

        Assert.Equal(new DateTimeOffset(2026, 1, 7, 1, 0, 0, TimeSpan.Zero), ended.LastUpdatedAt);
    }

    [Fact]
    public async Task An_instance_that_cannot_come_to_the_status_is_reported_with_how_it_stands()
    {
        await using LocalApp app = await StartAsync(onAzurite: false);
        await app.Http.PostAsync("api/trips/box", null);

        TimeoutException stuck = await Assert.ThrowsAsync<TimeoutException>(() => app.RunUntilAsync("box", within: TimeSpan.FromDays(30)));

        Assert.Contains("Instance box is Running", stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_that_ended_otherwise_is_reported_with_its_failure()
    {
        await using LocalApp app = await StartAsync(onAzurite: false);
        string id = await app.Durable.ScheduleNewOrchestrationInstanceAsync("Fails");

        TimeoutException failed = await Assert.ThrowsAsync<TimeoutException>(() => app.RunUntilAsync(id));

        Assert.Contains("ended as Failed, not Completed", failed.Message, StringComparison.Ordinal);
        Assert.Contains("no such weight", failed.Message, StringComparison.Ordinal);
    }

    private async Task<LocalApp> StartAsync(bool onAzurite) => await HostTest.StartAsync(new LocalAppOptions
    {
        FunctionTypes = [typeof(DurableFunctions)],
        StorageConnectionString = onAzurite ? await azurite.NewAccountAsync() : null,
        JournalInStorage = onAzurite,
    });

    private static async Task<string?> StageAsync(LocalApp app, string id)
    {
        JsonElement status = await app.Http.GetFromJsonAsync<JsonElement>($"runtime/webhooks/durabletask/instances/{id}");
        return status.GetProperty("customStatus").GetProperty("stage").GetString();
    }
}
