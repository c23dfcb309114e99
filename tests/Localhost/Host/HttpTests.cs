using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Boai.Localhost.Testing;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.Localhost.Host;

/// <summary>HTTP functions in ASP.NET Core's types.</summary>
public sealed class HttpTests
{
    [Fact]
    public async Task Route_values_bind_by_parameter_name()
    {
        await using LocalApp app = await HostTest.WebAsync();

        Parcel? parcel = await app.Http.GetFromJsonAsync<Parcel>("api/parcels/box/12");

        Assert.Equal(new Parcel("box", 12), parcel);
    }

    [Theory]
    [InlineData("GET", "api/parcels/box/heavy")] // the constraint says int
    [InlineData("POST", "api/parcels/box/12")] // the real host knows no 405 for functions
    [InlineData("GET", "api/nothing")]
    [InlineData("GET", "parcels/box/12")]
    [InlineData("GET", "api/PostParcel")] // a function with a route is not found by its name
    public async Task An_address_that_no_function_has_is_not_found(string method, string path)
    {
        await using LocalApp app = await HostTest.WebAsync();

        HttpResponseMessage response = await app.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_body_binds_as_MVC_reads_it_and_keys_are_not_asked_for()
    {
        await using LocalApp app = await HostTest.WebAsync();

        HttpResponseMessage response = await app.Http.PostAsJsonAsync("api/parcels", new Parcel("box", 1));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/api/parcels/box/1", response.Headers.Location?.ToString());
        Assert.Equal(new Parcel("box", 1), await response.Content.ReadFromJsonAsync<Parcel>());
    }

    [Fact]
    public async Task A_validation_problem_is_problem_json()
    {
        await using LocalApp app = await HostTest.WebAsync();

        HttpResponseMessage response = await app.Http.PostAsJsonAsync("api/parcels", new Parcel("box", 0));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("must be positive", problem.GetProperty("errors").GetProperty("weight")[0].GetString());
    }

    [Theory]
    [InlineData("{bad", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("name=box", "application/x-www-form-urlencoded")]
    public async Task A_body_that_cannot_be_read_fails_the_invocation(string body, string type)
    {
        await using LocalApp app = await HostTest.WebAsync();

        HttpResponseMessage response = await app.Http.PostAsync("api/parcels", new StringContent(body, Encoding.UTF8, type));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Single(app.Logs.Complaints, line => line.Message.Contains("PostParcel failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Query_values_bind_by_parameter_name_and_missing_ones_are_null_or_default()
    {
        await using LocalApp app = await HostTest.WebAsync();
        Guid id = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");

        JsonElement none = await app.Http.GetFromJsonAsync<JsonElement>("api/Search");
        JsonElement all = await app.Http.GetFromJsonAsync<JsonElement>($"api/Search?TEXT=a%20b&id={id}&since=2026-01-05T09:00:00%2B08:00&page=7");

        Assert.Equal("""{"text":null,"id":null,"since":null,"page":1}""", none.GetRawText());
        Assert.Equal($$"""{"text":"a b","id":"{{id}}","since":"2026-01-05T09:00:00+08:00","page":7}""", all.GetRawText());
    }

    [Theory]
    [InlineData("api/NeedsPage", "nothing was delivered")]
    [InlineData("api/NeedsPage?page=x", "'x' is no Int32")]
    public async Task A_value_that_cannot_be_bound_fails_the_invocation_and_names_the_parameter(string path, string why)
    {
        await using LocalApp app = await HostTest.WebAsync();

        HttpResponseMessage response = await app.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        CapturedLog line = Assert.Single(app.Logs.Complaints);
        Assert.Contains("parameter 'page' of NeedsPage", line.Exception!.Message, StringComparison.Ordinal);
        Assert.Contains(why, line.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_invocation_has_its_own_scope_that_ends_with_it()
    {
        await using LocalApp app = await HostTest.WebAsync();

        JsonElement first = await app.Http.GetFromJsonAsync<JsonElement>("api/Scope");
        JsonElement second = await app.Http.GetFromJsonAsync<JsonElement>("api/Scope");
        await app.RunUntilIdleAsync();

        Assert.True(first.GetProperty("same").GetBoolean());
        Assert.NotEqual(first.GetProperty("id").GetGuid(), second.GetProperty("id").GetGuid());
        Assert.Equal(["scope ended", "scope ended"], app.Diary());
    }

    [Fact]
    public async Task The_app_s_time_provider_is_the_clock_that_the_test_moves()
    {
        await using LocalApp app = await HostTest.WebAsync();

        await app.AdvanceAsync(TimeSpan.FromDays(3650));
        JsonElement scope = await app.Http.GetFromJsonAsync<JsonElement>("api/Scope");

        Assert.Equal(new DateTimeOffset(2036, 1, 3, 1, 0, 0, TimeSpan.Zero), scope.GetProperty("now").GetDateTimeOffset());
    }

    [Fact]
    public async Task The_function_context_describes_the_invocation()
    {
        await using LocalApp app = await HostTest.WebAsync();

        JsonElement context = await app.Http.GetFromJsonAsync<JsonElement>("api/context/a/b?q=1");

        Assert.Equal("Context", context.GetProperty("name").GetString());
        Assert.Equal("Boai.Tests.Localhost.Host.WebFunctions.Context", context.GetProperty("entryPoint").GetString());
        Assert.Equal("""{"request":"httpTrigger"}""", context.GetProperty("inputs").GetRawText());
        Assert.Equal("""{"$return":"http"}""", context.GetProperty("outputs").GetRawText());
        Assert.Equal("a/b", context.GetProperty("data").GetProperty("rest").GetString());
        Assert.Equal("1", context.GetProperty("data").GetProperty("q").GetString());
        Assert.True(context.GetProperty("hasHttp").GetBoolean());
        Assert.True(context.GetProperty("canCancel").GetBoolean());
    }

    [Fact]
    public async Task An_action_result_answers()
    {
        await using LocalApp app = await HostTest.WebAsync();

        HttpResponseMessage response = await app.Http.GetAsync("api/Mvc");

        Assert.Equal(418, (int)response.StatusCode);
        Assert.Equal("""{"from":"mvc"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_worker_s_own_request_and_response_work_beside_ASP_NET_Core_s()
    {
        await using LocalApp app = await HostTest.WebAsync();

        HttpResponseMessage response = await app.Http.PutAsJsonAsync("api/Worker?q=echo", new Parcel("box", 2));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("echo", Assert.Single(response.Headers.GetValues("x-echo")));
        Assert.StartsWith("crumb=1", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal("""{"Name":"box","Weight":2}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_function_may_write_to_the_response_itself()
    {
        await using LocalApp app = await HostTest.WebAsync();

        HttpResponseMessage response = await app.Http.GetAsync("api/Direct");

        Assert.Equal(203, (int)response.StatusCode);
        Assert.Equal("written directly", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_unhandled_exception_is_500_and_tells_the_caller_nothing()
    {
        await using LocalApp app = await HostTest.WebAsync();

        HttpResponseMessage response = await app.Http.GetAsync("api/Broken");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.Equal("secret detail", Assert.Single(app.Logs.Complaints).Exception?.Message);
    }

    [Fact]
    public async Task A_plain_object_is_no_answer_because_the_worker_would_send_nothing_of_it()
    {
        await using LocalApp app = await HostTest.WebAsync();

        HttpResponseMessage response = await app.Http.GetAsync("api/Untyped");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("Untyped returned Parcel", Assert.Single(app.Logs.Complaints).Exception!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "parcels/box/1")]
    [InlineData("v1/open", "v1/open/parcels/box/1")]
    public async Task The_route_prefix_comes_from_host_json(string prefix, string path)
    {
        LocalAppOptions options = new() { HostJson = $$"""{ "version": "2.0", "extensions": { "http": { "routePrefix": "{{prefix}}" } } }""" };
        await using LocalApp app = await HostTest.WebAsync(options);

        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task The_host_lists_its_functions()
    {
        await using LocalApp app = await HostTest.WebAsync();

        JsonElement functions = await app.Http.GetFromJsonAsync<JsonElement>("admin/functions");
        JsonElement one = await app.Http.GetFromJsonAsync<JsonElement>("admin/functions/readparcel");

        Assert.Contains(functions.EnumerateArray(), function => function.GetProperty("name").GetString() == "Worker");
        Assert.Equal(
            """[{"type":"httpTrigger","direction":"in","route":"api/parcels/{name}/{weight:int}","methods":["get"],"authLevel":"function"}]""",
            one.GetProperty("bindings").GetRawText());
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("admin/functions/Nothing")).StatusCode);
    }

    [Fact]
    public async Task A_timer_that_is_turned_off_can_still_be_started_by_hand()
    {
        Dictionary<string, string?> settings = new() { ["AzureWebJobs.Hourly.Disabled"] = "true", ["MorningAt"] = "0 0 7 * * *" };
        await using LocalApp app = await HostTest.StartAsync(new LocalAppOptions { FunctionTypes = [typeof(TimerFunctions)], Settings = settings });

        HttpResponseMessage started = await app.Http.PostAsJsonAsync("admin/functions/Hourly", new { });
        await app.RunUntilIdleAsync();

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Contains("Hourly 01-05 01:00", app.Diary());
    }

    [Fact]
    public async Task An_HTTP_function_cannot_be_started_by_hand()
    {
        await using LocalApp app = await HostTest.WebAsync();

        HttpResponseMessage response = await app.Http.PostAsJsonAsync("admin/functions/Mvc", new { input = "x" });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
