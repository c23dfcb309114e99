using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Boai.Localhost.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Tests.Localhost.Host;

/// <summary>The Durable HTTP API, as the real host serves it.</summary>
public sealed class DurableApiTests
{
    private const string Api = "runtime/webhooks/durabletask";

    private static Task<LocalApp> StartAsync() => HostTest.StartAsync(new LocalAppOptions { FunctionTypes = [typeof(DurableFunctions)] });

    private static async Task<LocalApp> WithTripAsync(string id = "box")
    {
        LocalApp app = await StartAsync();
        await app.Http.PostAsync($"api/trips/{id}", null);
        await app.RunUntilIdleAsync();
        return app;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Answer)> SendAsync(
        LocalApp app, HttpMethod method, string path, object? body = null, string? token = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (token is not null)
        {
            request.Headers.Add("x-ms-continuation-token", token);
        }

        HttpResponseMessage answer = await app.Http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        await app.RunUntilIdleAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, answer);
    }

    private static Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Answer)> GetAsync(LocalApp app, string path) =>
        SendAsync(app, HttpMethod.Get, path);

    private static Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Answer)> PostAsync(LocalApp app, string path, object? body = null) =>
        SendAsync(app, HttpMethod.Post, path, body);

    private static async Task FinishAsync(LocalApp app, string id = "box")
    {
        await app.Durable.RaiseEventAsync(id, "Address", "Wuhan");
        await app.RunUntilAsync(id);
    }

    [Fact]
    public async Task A_check_status_response_gives_the_addresses_of_the_instance()
    {
        await using LocalApp app = await StartAsync();

        (HttpStatusCode status, JsonElement body, HttpResponseMessage answer) = await PostAsync(app, "api/trips/box");

        string instance = $"{app.Http.BaseAddress}{Api}/instances/box";
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(instance, answer.Headers.Location?.ToString());
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["id"] = "box",
                ["statusQueryGetUri"] = instance,
                ["sendEventPostUri"] = instance + "/raiseEvent/{eventName}",
                ["terminatePostUri"] = instance + "/terminate?reason={text}",
                ["rewindPostUri"] = instance + "/rewind?reason={text}",
                ["purgeHistoryDeleteUri"] = instance,
                ["restartPostUri"] = instance + "/restart",
                ["suspendPostUri"] = instance + "/suspend?reason={text}",
                ["resumePostUri"] = instance + "/resume?reason={text}",
            }.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            body.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString())
                .OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_addresses_of_a_check_status_response_work_as_they_stand()
    {
        await using LocalApp app = await StartAsync();
        JsonElement addresses = (await PostAsync(app, "api/trips/box")).Body;
        string Address(string name, string what) => addresses.GetProperty(name).GetString()!.Replace("{eventName}", what, StringComparison.Ordinal).Replace("{text}", what, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(app, Address("suspendPostUri", "wait"))).Status);
        Assert.Equal("Suspended", (await GetAsync(app, Address("statusQueryGetUri", ""))).Body.GetProperty("runtimeStatus").GetString());
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(app, Address("resumePostUri", "go"))).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(app, Address("sendEventPostUri", "Address"), "Wuhan")).Status);
        await app.RunUntilAsync("box");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, HttpMethod.Delete, Address("purgeHistoryDeleteUri", ""))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(app, Address("statusQueryGetUri", ""))).Status);
    }

    [Fact]
    public async Task The_status_of_one_that_runs_is_202_and_says_when_to_ask_again()
    {
        await using LocalApp app = await WithTripAsync();

        (HttpStatusCode status, JsonElement body, HttpResponseMessage answer) = await GetAsync(app, $"{Api}/instances/box");

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal($"{app.Http.BaseAddress}{Api}/instances/box", answer.Headers.Location?.ToString());
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
        Assert.Equal(
            """{"name":"Trip","instanceId":"box","runtimeStatus":"Running","input":{"Name":"box","Weight":3},"customStatus":{"stage":"packing"},"output":null,"createdTime":"2026-01-05T01:00:00Z","lastUpdatedTime":"2026-01-05T01:00:00Z","historyEvents":null}""",
            body.GetRawText());
    }

    [Fact]
    public async Task The_status_of_one_that_has_ended_is_200_with_its_output()
    {
        await using LocalApp app = await WithTripAsync();
        await FinishAsync(app);

        (HttpStatusCode status, JsonElement body, HttpResponseMessage answer) = await GetAsync(app, $"{Api}/instances/box?showInput=false");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Null(answer.Headers.Location);
        Assert.Equal("Completed", body.GetProperty("runtimeStatus").GetString());
        Assert.Equal("box:3 to Wuhan", body.GetProperty("output").GetString());
        Assert.Equal(JsonValueKind.Null, body.GetProperty("input").ValueKind);
        Assert.Equal("2026-01-07T01:00:00Z", body.GetProperty("lastUpdatedTime").GetString());
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("?returnInternalServerErrorOnFailure=true", HttpStatusCode.InternalServerError)]
    public async Task The_status_of_one_that_failed_is_as_asked_for(string query, HttpStatusCode expected)
    {
        await using LocalApp app = await StartAsync();
        await app.Durable.ScheduleNewOrchestrationInstanceAsync("Fails", options: new StartOrchestrationOptions("bad"), input: null);
        await app.RunUntilIdleAsync();

        (HttpStatusCode status, JsonElement body, _) = await GetAsync(app, $"{Api}/instances/bad{query}");

        Assert.Equal(expected, status);
        Assert.Equal("Failed", body.GetProperty("runtimeStatus").GetString());
        Assert.Contains("no such weight", body.GetProperty("output").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_shows_each_call_with_its_result_and_none_of_the_bookkeeping()
    {
        await using LocalApp app = await WithTripAsync();
        await FinishAsync(app);

        JsonElement[] history =
            [.. (await GetAsync(app, $"{Api}/instances/box?showHistory=true&showHistoryOutput=true")).Body.GetProperty("historyEvents").EnumerateArray()];

        Assert.Equal(
            ["ExecutionStarted", "TaskCompleted", "TimerCreated", "EventRaised", "TimerFired", "ExecutionCompleted"],
            history.Select(entry => entry.GetProperty("EventType").GetString()));
        Assert.Equal(("Pack", "box:3"), (history[1].GetProperty("FunctionName").GetString(), history[1].GetProperty("Result").GetString()));
        Assert.Equal("2026-01-07T01:00:00Z", history[4].GetProperty("FireAt").GetString());
        Assert.Equal("Completed", history[5].GetProperty("OrchestrationStatus").GetString());
    }

    [Fact]
    public async Task Results_are_in_the_history_only_if_asked_for()
    {
        await using LocalApp app = await WithTripAsync();

        JsonElement history = (await GetAsync(app, $"{Api}/instances/box?showHistory=true")).Body.GetProperty("historyEvents");

        Assert.Contains(history.EnumerateArray(), entry => entry.GetProperty("EventType").GetString() == "TaskCompleted");
        Assert.DoesNotContain(history.EnumerateArray(), entry => entry.TryGetProperty("Result", out _));
    }

    [Fact]
    public async Task Instances_are_listed_by_status_time_and_prefix()
    {
        await using LocalApp app = await WithTripAsync("old");
        await app.AdvanceAsync(TimeSpan.FromHours(2));
        await app.Http.PostAsync("api/trips/new", null);
        await FinishAsync(app, "new");

        async Task<string?[]> List(string query) =>
            [.. (await GetAsync(app, $"{Api}/instances?{query}")).Body.EnumerateArray().Select(instance => instance.GetProperty("instanceId").GetString())];

        Assert.Equal(["old", "new"], await List(""));
        Assert.Equal(["old"], await List("runtimeStatus=Running,Pending"));
        Assert.Equal(["old", "new"], await List("runtimeStatus=Running&runtimeStatus=completed"));
        Assert.Equal(["new"], await List("createdTimeFrom=2026-01-05T02:00:00Z"));
        Assert.Equal(["old"], await List("createdTimeTo=2026-01-05T02:00:00Z"));
        Assert.Equal(["new"], await List("instanceIdPrefix=n"));
    }

    [Fact]
    public async Task A_listing_shows_inputs_unless_told_otherwise()
    {
        await using LocalApp app = await WithTripAsync();

        Assert.Equal("box", (await GetAsync(app, $"{Api}/instances")).Body[0].GetProperty("input").GetProperty("Name").GetString());
        Assert.Equal(JsonValueKind.Null, (await GetAsync(app, $"{Api}/instances?showInput=false")).Body[0].GetProperty("input").ValueKind);
    }

    [Fact]
    public async Task A_listing_goes_on_by_the_token_in_its_header()
    {
        await using LocalApp app = await StartAsync();
        for (int i = 0; i < 5; i++)
        {
            await app.Http.PostAsync($"api/trips/box{i}", null);
        }

        List<int> sizes = [];
        HashSet<string?> ids = [];
        string? token = null;
        do
        {
            (_, JsonElement body, HttpResponseMessage answer) = await SendAsync(app, HttpMethod.Get, $"{Api}/instances?top=2", token: token);
            sizes.Add(body.GetArrayLength());
            ids.UnionWith(body.EnumerateArray().Select(instance => instance.GetProperty("instanceId").GetString()));
            token = answer.Headers.GetValues("x-ms-continuation-token").Single();
        }
        while (token.Length > 0);

        Assert.Equal([2, 2, 1], sizes);
        Assert.Equal(5, ids.Count);
    }

    [Fact]
    public async Task An_event_is_202_and_arrives()
    {
        await using LocalApp app = await WithTripAsync();

        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(app, $"{Api}/instances/box/raiseEvent/Address", "Wuhan")).Status);

        Assert.Equal("box:3 to Wuhan", (await app.RunUntilAsync("box")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("text/plain", "\"Wuhan\"", "Only application/json request content is supported")]
    [InlineData("application/json", "{ not json", "Invalid JSON content")]
    public async Task An_event_that_cannot_be_read_is_400(string mediaType, string body, string message)
    {
        await using LocalApp app = await WithTripAsync();

        HttpResponseMessage answer = await app.Http.PostAsync(
            $"{Api}/instances/box/raiseEvent/Address", new StringContent(body, Encoding.UTF8, mediaType));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(message, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("Message").GetString());
    }

    [Theory]
    [InlineData("raiseEvent/Address")]
    [InlineData("terminate?reason=x")]
    [InlineData("suspend?reason=x")]
    [InlineData("resume?reason=x")]
    public async Task A_command_to_one_that_does_not_exist_is_404_and_to_one_that_has_ended_410(string command)
    {
        await using LocalApp app = await WithTripAsync();
        await FinishAsync(app);

        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(app, $"{Api}/instances/nobody/{command}", "x")).Status);
        Assert.Equal(HttpStatusCode.Gone, (await PostAsync(app, $"{Api}/instances/box/{command}", "x")).Status);
    }

    [Fact]
    public async Task Termination_is_202_and_the_reason_is_the_output()
    {
        await using LocalApp app = await WithTripAsync();

        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(app, $"{Api}/instances/box/terminate?reason=lost%20on%20the%20way")).Status);

        (HttpStatusCode status, JsonElement body, _) = await GetAsync(app, $"{Api}/instances/box");
        Assert.Equal((HttpStatusCode.OK, "Terminated"), (status, body.GetProperty("runtimeStatus").GetString()));
        Assert.Equal("lost on the way", body.GetProperty("output").GetString());
    }

    [Fact]
    public async Task Purging_is_200_with_the_count_404_for_nobody_and_412_for_one_that_runs()
    {
        await using LocalApp app = await WithTripAsync("ended");
        await FinishAsync(app, "ended");
        await app.Http.PostAsync("api/trips/running", null);

        (HttpStatusCode status, JsonElement body, _) = await SendAsync(app, HttpMethod.Delete, $"{Api}/instances/ended");

        Assert.Equal((HttpStatusCode.OK, 1), (status, body.GetProperty("instancesDeleted").GetInt32()));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(app, HttpMethod.Delete, $"{Api}/instances/ended")).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync(app, HttpMethod.Delete, $"{Api}/instances/running")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await GetAsync(app, $"{Api}/instances/running")).Status);
    }

    [Fact]
    public async Task Purging_many_needs_a_time_and_is_404_if_there_are_none()
    {
        await using LocalApp app = await WithTripAsync();
        await FinishAsync(app);

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(app, HttpMethod.Delete, $"{Api}/instances")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(app, HttpMethod.Delete, $"{Api}/instances?createdTimeFrom=2026-01-06")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(app, HttpMethod.Delete, $"{Api}/instances?createdTimeFrom=2026-01-01&runtimeStatus=Failed")).Status);
        (HttpStatusCode status, JsonElement body, _) =
            await SendAsync(app, HttpMethod.Delete, $"{Api}/instances?createdTimeFrom=2026-01-01&createdTimeTo=2026-01-06&runtimeStatus=Completed");
        Assert.Equal((HttpStatusCode.OK, 1), (status, body.GetProperty("instancesDeleted").GetInt32()));
    }

    [Fact]
    public async Task Rewinding_is_for_what_failed()
    {
        await using LocalApp app = await WithTripAsync();
        await app.Durable.ScheduleNewOrchestrationInstanceAsync("Fails", options: new StartOrchestrationOptions("bad"), input: null);
        await app.RunUntilIdleAsync();

        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(app, $"{Api}/instances/bad/rewind?reason=again")).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PostAsync(app, $"{Api}/instances/box/rewind?reason=again")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(app, $"{Api}/instances/nobody/rewind?reason=again")).Status);
        Assert.Equal(2, app.Diary().Count(entry => entry == "Pack for bad in Pack"));
    }

    [Fact]
    public async Task Restarting_starts_anew_under_a_new_id_unless_told_otherwise()
    {
        await using LocalApp app = await WithTripAsync();

        (HttpStatusCode status, JsonElement body, HttpResponseMessage answer) = await PostAsync(app, $"{Api}/instances/box/restart");
        string again = body.GetProperty("id").GetString()!;

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.NotEqual("box", again);
        Assert.EndsWith($"/instances/{again}", answer.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Contains($"Pack for {again} in Pack", app.Diary());
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(app, $"{Api}/instances/box/restart?restartWithNewInstanceId=false")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(app, $"{Api}/instances/nobody/restart")).Status);
        await FinishAsync(app);
        Assert.Equal("box", (await PostAsync(app, $"{Api}/instances/box/restart?restartWithNewInstanceId=false")).Body.GetProperty("id").GetString());
    }

    [Fact]
    public async Task An_orchestrator_can_be_started_by_name()
    {
        await using LocalApp app = await StartAsync();

        (HttpStatusCode status, JsonElement body, _) = await PostAsync(app, $"{Api}/orchestrators/Doubler/four", 2);

        Assert.Equal((HttpStatusCode.Accepted, "four"), (status, body.GetProperty("id").GetString()));
        Assert.Equal(4, (await app.RunUntilAsync("four")).ReadOutputAs<int>());
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(app, $"{Api}/orchestrators/Missing")).Status);
    }

    [Fact]
    public async Task A_second_start_of_one_that_runs_is_409()
    {
        await using LocalApp app = await WithTripAsync();

        (HttpStatusCode status, JsonElement body, _) = await PostAsync(app, $"{Api}/orchestrators/Trip/box", new Parcel("box", 1));

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("box", body.GetProperty("Message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_may_wait_for_the_output()
    {
        await using LocalApp app = await StartAsync();

        HttpResponseMessage answer = await app.Http.PostAsJsonAsync($"{Api}/orchestrators/Doubler?timeout=30&pollingInterval=1", 21);

        Assert.Equal((HttpStatusCode.OK, "42"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("", "1.5")]
    [InlineData("?version=2.0", "2.0")]
    public async Task The_version_is_the_one_asked_for_or_that_of_host_json(string query, string version)
    {
        await using LocalApp app = await HostTest.StartAsync(new LocalAppOptions
        {
            FunctionTypes = [typeof(DurableFunctions)],
            HostJson = """{ "version": "2.0", "extensions": { "durableTask": { "defaultVersion": "1.5" } } }""",
        });

        await PostAsync(app, $"{Api}/orchestrators/Versioned/v{query}");

        Assert.Equal(version, (await app.RunUntilAsync("v")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("Doubler", "", HttpStatusCode.OK, "42")]
    [InlineData("Fails", "", HttpStatusCode.InternalServerError, null)]
    public async Task A_function_may_answer_with_the_end(string orchestrator, string query, HttpStatusCode expected, string? output)
    {
        await using LocalApp app = await StartAsync();

        (HttpStatusCode status, JsonElement body, _) = await PostAsync(app, $"api/ends/{orchestrator}{query}");

        Assert.Equal(expected, status);
        Assert.Equal(("asked", orchestrator), (body.GetProperty("InstanceId").GetString(), body.GetProperty("Name").GetString()));
        Assert.Equal(output, body.GetProperty("SerializedOutput").GetString());
        Assert.Equal("21", body.GetProperty("SerializedInput").GetString());
    }

    [Fact]
    public async Task A_function_that_does_not_wait_for_the_end_answers_with_the_addresses()
    {
        await using LocalApp app = await StartAsync();

        (HttpStatusCode status, JsonElement body, _) = await PostAsync(app, "api/ends/Doubler?patience=none");

        Assert.Equal((HttpStatusCode.Accepted, "asked"), (status, body.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task An_app_may_choose_what_is_kept_of_its_exceptions()
    {
        await using LocalApp app = await HostTest.StartAsync(
            new LocalAppOptions { FunctionTypes = [typeof(DurableFunctions)] },
            builder => builder.Services.AddSingleton<IExceptionPropertiesProvider>(new Facts()));
        string id = await app.Durable.ScheduleNewOrchestrationInstanceAsync("Fails");
        await app.RunUntilIdleAsync();

        TaskFailureDetails? thrown = (await app.Durable.GetInstanceAsync(id, getInputsAndOutputs: true))!.FailureDetails?.InnerFailure;

        Assert.Equal("no such weight", thrown?.Properties?["said"]?.ToString());
    }

    private sealed class Facts : IExceptionPropertiesProvider
    {
        public IDictionary<string, object?> GetExceptionProperties(Exception exception) => new Dictionary<string, object?> { ["said"] = exception.Message };
    }

    [Fact]
    public async Task Entities_are_signalled_read_listed_and_deleted()
    {
        await using LocalApp app = await StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(app, $"{Api}/entities/Counter/a")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(app, $"{Api}/entities/Counter/a?op=Add", 5)).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(app, $"{Api}/entities/Counter/b?op=Add", 7)).Status);
        Assert.Equal(5, (await GetAsync(app, $"{Api}/entities/counter/a")).Body.GetInt32());
        JsonElement list = (await GetAsync(app, $"{Api}/entities/Counter?fetchState=true")).Body;
        Assert.Equal(
            """[{"entityId":{"name":"counter","key":"a"},"lastOperationTime":"2026-01-05T01:00:00Z","state":5},{"entityId":{"name":"counter","key":"b"},"lastOperationTime":"2026-01-05T01:00:00Z","state":7}]""",
            list.GetRawText());
        Assert.False((await GetAsync(app, $"{Api}/entities")).Body[0].TryGetProperty("state", out _));
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(app, HttpMethod.Delete, $"{Api}/entities/Counter/a")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(app, $"{Api}/entities/Counter/a")).Status);
        Assert.Null(await app.Durable.Entities.GetEntityAsync(new EntityInstanceId("counter", "a")));
    }

    [Fact]
    public async Task An_entitys_id_is_no_instances_id()
    {
        await using LocalApp app = await StartAsync();

        (HttpStatusCode status, JsonElement body, _) = await GetAsync(app, $"{Api}/instances/@counter@a");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("System.ArgumentException", body.GetProperty("ExceptionType").GetString());
    }
}
