using Boai.Localhost.Host;
using Boai.Localhost.ServiceBus;
using Boai.Localhost.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Tests.Localhost.Host;

/// <summary>Functions that take and send Service Bus messages, end to end in virtual time.</summary>
public sealed class ServiceBusTests
{
    [Fact]
    public async Task A_text_message_comes_with_what_the_trigger_knows_of_it()
    {
        await using LocalApp app = await StartAsync(typeof(ServiceBusFunctions));
        await app.ServiceBus.SendAsync("texts", [new OutgoingMessage(BinaryData.FromString("hello"))
        {
            MessageId = "m1",
            CorrelationId = "c1",
            Subject = "H01",
            ContentType = "text/x",
            ApplicationProperties = new Dictionary<string, object?> { ["hospital"] = "甲", ["beds"] = 3 },
        }], default);
        await app.RunUntilIdleAsync();

        Assert.Equal(["text hello m1 #1 no 1 at 01:00 c1 H01 [hospital=甲,beds=3] text/x"], app.Diary());
        Assert.Empty(await app.ServiceBus.PeekAsync("texts", 0, 10, default));
    }

    [Fact]
    public async Task A_message_that_never_ends_well_is_tried_as_often_as_the_queue_says_and_then_dead_lettered()
    {
        await using LocalApp app = await StartAsync(typeof(ServiceBusFunctions));
        await SendAsync(app, "texts", "bad");
        await app.RunUntilIdleAsync();

        Assert.Equal(
            ["text bad m #1", "text bad m #2", "text bad m #3", "dead bad MaxDeliveryCountExceeded from texts"],
            app.Diary().Select(entry => entry.Split(" no ")[0]));
        Assert.Equal(3, app.Logs.Complaints.Count(line => line.Message.StartsWith("BusText failed over message m of Service Bus queue texts", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Bytes_binary_data_and_JSON_arrive_in_the_type_that_the_function_takes()
    {
        await using LocalApp app = await StartAsync(typeof(ServiceBusFunctions));
        await app.ServiceBus.SendAsync("bytes", [new OutgoingMessage(BinaryData.FromBytes(new byte[] { 0, 255 }))], default);
        await SendAsync(app, "data", "raw");
        await SendAsync(app, "parcels", """{"name":"box","weight":2}""");
        await SendAsync(app, "parcels", """{"name":"empty","weight":0}""");
        await app.RunUntilIdleAsync();

        // The parcel's function returns the next message, or none, to a queue that a setting names.
        Assert.Equal(["bytes 00FF", "data raw", "parcel box 2", "parcel empty 0", "reply box 3 application/json"], app.Diary().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Output_properties_send_a_message_per_element_and_nothing_for_null()
    {
        await using LocalApp app = await StartAsync(typeof(ServiceBusFunctions));
        HttpResponseMessage answer = await app.Http.PostAsync("api/fan/one,two", null);
        await app.RunUntilIdleAsync();

        Assert.Equal(StatusCodes.Status202Accepted, (int)answer.StatusCode);
        Assert.Equal(
            ["bytes 0102FF", "text one", "text two"], app.Diary().Select(entry => string.Join(' ', entry.Split(' ').Take(2))).Order(StringComparer.Ordinal));
        Assert.All(app.Diary().Where(entry => entry.StartsWith("text", StringComparison.Ordinal)), entry => Assert.EndsWith("text/plain", entry, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Activities_send_what_they_return_and_a_result_with_output_properties_comes_back_empty_as_on_the_real_worker()
    {
        await using LocalApp app = await StartAsync(typeof(ServiceBusFunctions));
        string id = await app.Durable.ScheduleNewOrchestrationInstanceAsync("BusOrchestration");
        OrchestrationMetadata done = await app.RunUntilAsync(id);
        await app.RunUntilIdleAsync();

        Assert.Equal("returned, nothing", done.ReadOutputAs<string>());
        Assert.Equal(["text property 1", "text property 2", "text returned"], app.Diary().Select(Before).Order(StringComparer.Ordinal));

        static string Before(string entry) => string.Join(' ', entry.Split(" #")[0].Split(' ')[..^1]);
    }

    [Fact]
    public async Task A_function_may_settle_its_message_itself()
    {
        await using LocalApp app = await StartAsync(typeof(SettlingFunctions));
        foreach (string subject in (string[])["complete", "abandon", "defer", "dead"])
        {
            await app.ServiceBus.SendAsync("settled", [new OutgoingMessage(BinaryData.FromString(subject)) { MessageId = subject[..1], Subject = subject }], default);
            await app.RunUntilIdleAsync();
        }

        Assert.Equal(["complete c #1", "twice: MessageLockLost", "abandon a #1", "abandon a #2 seen=1", "defer d #1", "dead d #1"], app.Diary());
        Assert.Equal("defer", Assert.Single(await app.ServiceBus.PeekAsync("settled", 0, 10, default)).Body.ToString());
        BrokerMessage dead = Assert.Single(await app.ServiceBus.PeekAsync("settled/$DeadLetterQueue", 0, 10, default));
        Assert.Equal(("Unreadable", "no header", 1), (dead.DeadLetterReason, dead.DeadLetterErrorDescription, (int)dead.ApplicationProperties["seen"]!));
    }

    [Fact]
    public async Task A_message_that_nobody_settles_comes_again_when_its_lock_ends()
    {
        await using LocalApp app = await StartAsync(typeof(SettlingFunctions));
        await app.ServiceBus.SendAsync("settled", [new OutgoingMessage(BinaryData.FromString("x")) { MessageId = "f", Subject = "forget" }], default);
        await app.AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.Equal(["forget f #1"], app.Diary());
        await app.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(["forget f #1", "forget f #2"], app.Diary());
        await app.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(3, app.Diary().Count); // then it has been delivered as often as the queue allows
    }

    [Fact]
    public async Task Host_json_turns_completion_off_where_the_attribute_says_nothing()
    {
        await using LocalApp app = await StartAsync(
            new LocalAppOptions { HostJson = """{ "version": "2.0", "extensions": { "serviceBus": { "autoCompleteMessages": false } } }""" }, null, typeof(ServiceBusFunctions));
        await SendAsync(app, "data", "kept");
        await app.RunUntilIdleAsync();

        Assert.Equal(["data kept"], app.Diary());
        Assert.Single(await app.ServiceBus.PeekAsync("data", 0, 10, default));
    }

    [Fact]
    public async Task A_batch_gets_what_waits_as_an_array()
    {
        await using LocalApp app = await StartAsync(typeof(BatchFunctions));
        await app.ServiceBus.SendAsync("texts", [Message("one", "1"), Message("two", "2")], default);
        await app.ServiceBus.SendAsync("settled", [Message("x", "a"), Message("y", "b"), Message("z", "c")], default);
        await app.ServiceBus.SendAsync("parcels", [Message("""{"weight":2}""", "p"), Message("""{"weight":40}""", "q")], default);
        await app.RunUntilIdleAsync();

        // How many messages one batch takes depends on when they come; each message is in exactly one.
        Assert.Equal(["1", "2"], Of("batch").SelectMany(entry => entry.Split(' ')[2].Split(',')));
        Assert.Equal(["one", "two"], Of("batch").SelectMany(entry => entry.Split(' ')[1].Split(',')));
        Assert.Equal(["a", "b", "c"], Of("messages").SelectMany(entry => entry.Split(' ')[1].Split(',')));
        Assert.Equal(42, Of("parcels").Sum(entry => int.Parse(entry.Split(' ')[1], null)));
        Assert.Empty(await app.ServiceBus.PeekAsync("settled", 0, 10, default));

        IEnumerable<string> Of(string first) => app.Diary().Where(entry => entry.Split(' ')[0] == first);
    }

    [Fact]
    public async Task Sessions_come_in_order_with_their_state()
    {
        await using LocalApp app = await StartAsync(typeof(SessionFunctions));
        foreach ((string session, string body) in ((string, string)[])[("s1", "a"), ("s2", "x"), ("s1", "b"), ("s1", "last"), ("s2", "y")])
        {
            await app.ServiceBus.SendAsync("sessions", [Message(body, session + body) with { SessionId = session }], default);
        }

        await app.RunUntilIdleAsync();
        Assert.Equal(["s1 a 1", "s1 b 2", "s1 last 3"], Of("s1"));
        Assert.Equal(["s2 x 1", "s2 y 2"], Of("s2"));

        // A session that was left is taken again when it has another message.
        await app.AdvanceAsync(TimeSpan.FromMinutes(5));
        await app.ServiceBus.SendAsync("sessions", [Message("c", "s1c") with { SessionId = "s1" }], default);
        await app.RunUntilIdleAsync();
        Assert.Equal("s1 c 4 until 01:05:30", app.Diary()[^1]);

        IEnumerable<string> Of(string session) => app.Diary().Where(entry => entry.StartsWith(session, StringComparison.Ordinal)).Select(entry => entry.Split(" until")[0]);
    }

    [Fact]
    public async Task No_more_messages_are_handled_at_once_than_host_json_allows()
    {
        Crowd crowd = new(enough: 2);
        await using LocalApp app = await StartAsync(
            new LocalAppOptions { HostJson = """{ "version": "2.0", "extensions": { "serviceBus": { "maxConcurrentCalls": 2 } } }""" },
            builder => builder.Services.AddSingleton(crowd),
            typeof(ConcurrentFunctions));
        await app.ServiceBus.SendAsync("texts", [.. Enumerable.Range(0, 20).Select(n => Message("x", $"m{n}"))], default);
        await app.RunUntilIdleAsync();

        Assert.Equal((2, 20), (crowd.Most, crowd.Total));
    }

    [Fact]
    public async Task A_scheduled_message_starts_its_function_at_its_instant()
    {
        await using LocalApp app = await StartAsync(typeof(ServiceBusFunctions));
        await app.ServiceBus.SendAsync("texts", [Message("later", "m") with { ScheduledFor = app.Clock.GetUtcNow().AddHours(3) }], default);
        await app.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Empty(app.Diary());
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.StartsWith("text later m #1 no 2 at 04:00", Assert.Single(app.Diary()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_outlive_a_restart_of_the_host()
    {
        await using LocalApp app = await StartAsync(typeof(ServiceBusFunctions));
        await app.ServiceBus.SendAsync("texts", [Message("later", "m") with { ScheduledFor = app.Clock.GetUtcNow().AddHours(3) }], default);
        await app.RestartAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.StartsWith("text later m #1", Assert.Single(app.Diary()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starting_by_hand_sends_the_input_through_the_queue()
    {
        await using LocalApp app = await StartAsync(typeof(ServiceBusFunctions));
        HttpResponseMessage started = await app.Http.PostAsync("admin/functions/BusText", new StringContent("""{"input":"by hand"}"""));
        HttpResponseMessage refused = await app.Http.PostAsync("admin/functions/BusDead", new StringContent("""{"input":"x"}"""));
        await app.RunUntilIdleAsync();

        Assert.Equal((202, 400), ((int)started.StatusCode, (int)refused.StatusCode));
        Assert.StartsWith("text by hand", Assert.Single(app.Diary()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_that_functions_name_lead_to_the_local_broker_whatever_they_said()
    {
        string? seen = null;
        await using LocalApp app = await StartAsync(
            new LocalAppOptions
            {
                ServiceBusPort = 0,
                Settings = new Dictionary<string, string?> { ["Hospital"] = "Endpoint=sb://real.example;SharedAccessKeyName=n;SharedAccessKey=k", ["ReplyQueue"] = "replies" },
            },
            null,
            typeof(ServiceBusFunctions));
        IConfiguration settings = app.Services.GetRequiredService<IConfiguration>();
        seen = app.ServiceBus.Options.ConnectionString;

        Assert.Contains("UseDevelopmentEmulator=true", seen, StringComparison.Ordinal);
        Assert.Equal([seen, seen, seen], [settings["Hospital"], settings["ReplyBus"], settings["AzureWebJobsServiceBus"]]);
    }

    [Fact]
    public async Task Where_no_function_uses_Service_Bus_no_broker_runs()
    {
        await using LocalApp app = await StartAsync(typeof(TimelessFunctions));

        Assert.Throws<InvalidOperationException>(() => app.ServiceBus);
        Assert.Null(app.Services.GetRequiredService<IConfiguration>()["AzureWebJobsServiceBus"]);
    }

    internal static OutgoingMessage Message(string body, string id) => new(BinaryData.FromString(body)) { MessageId = id };

    internal const string Queues = """
        { "UserConfig": { "Namespaces": [ { "Name": "n", "Queues": [
          { "Name": "texts", "Properties": { "MaxDeliveryCount": 3, "LockDuration": "PT30S" } },
          { "Name": "bytes" }, { "Name": "data" }, { "Name": "parcels" }, { "Name": "replies" },
          { "Name": "settled", "Properties": { "MaxDeliveryCount": 3, "LockDuration": "PT30S" } },
          { "Name": "sessions", "Properties": { "RequiresSession": true, "LockDuration": "PT30S" } } ] } ] } }
        """;

    internal static Task<LocalApp> StartAsync(params Type[] functions) => StartAsync(new LocalAppOptions(), null, functions);

    internal static Task<LocalApp> StartAsync(LocalAppOptions options, Action<FunctionsApplicationBuilder>? configure, params Type[] functions) => HostTest.WebAsync(
        options with
        {
            ServiceBusJson = options.ServiceBusJson ?? Queues,
            Settings = options.Settings.Count > 0 ? options.Settings : new Dictionary<string, string?> { ["ReplyQueue"] = "replies" },
        },
        configure,
        functions);

    private static Task SendAsync(LocalApp app, string queue, string body) => app.ServiceBus.SendAsync(queue, [Message(body, "m")], default);
}
