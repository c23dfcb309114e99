using System.Net;
using System.Net.Http.Json;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Boai.Localhost.Testing;
using Boai.Tests.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Tests.Localhost.Host;

/// <summary>Storage queues.</summary>
public sealed class QueueTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task What_one_function_sends_another_takes()
    {
        (LocalApp app, _) = await StartAsync();
        await using LocalApp _a = app;

        await app.Http.PostAsync("api/send/a,quiet", null);
        await app.RunUntilIdleAsync();

        Assert.Equal(["Done A", "Take a attempt 1 known", "Take quiet attempt 1 known"], app.Diary().Where(IsWork).Order());
        Assert.Empty(app.Logs.Complaints);
    }

    [Fact]
    public async Task A_message_that_fails_as_often_as_it_may_is_set_aside_with_its_text()
    {
        (LocalApp app, string storage) = await StartAsync();
        await using LocalApp _a = app;

        await app.Http.PostAsync("api/send/bad", null);
        await app.RunUntilIdleAsync();

        Assert.Equal(["Take bad attempt 1 known", "Take bad attempt 2 known", "Take bad attempt 3 known"], app.Diary().Where(IsWork));
        PeekedMessage poison = Assert.Single((await Queue(storage, "work-poison").PeekMessagesAsync(32)).Value);
        Assert.Equal("bad", poison.Body.ToString());
        Assert.Equal(0, (await Queue(storage, "work").GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task A_message_that_is_not_base64_is_set_aside_at_once_and_one_that_is_no_such_JSON_after_its_attempts()
    {
        (LocalApp app, string storage) = await StartAsync();
        await using LocalApp _a = app;
        await Create(Queue(storage, "work", QueueMessageEncoding.None)).SendMessageAsync("not base64!");
        QueueClient parcels = Create(Queue(storage, "parcels"));
        await parcels.SendMessageAsync("""{ "name": "box", "weight": 2 }""");
        await parcels.SendMessageAsync("{ half");

        await app.RunUntilIdleAsync();

        Assert.Equal(["TakeParcel box 2"], app.Diary().Where(IsWork));
        Assert.Equal("not base64!", Assert.Single((await Queue(storage, "work-poison", QueueMessageEncoding.None).PeekMessagesAsync(32)).Value).Body.ToString());
        Assert.Equal("{ half", Assert.Single((await Queue(storage, "parcels-poison").PeekMessagesAsync(32)).Value).Body.ToString());
    }

    [Fact]
    public async Task A_disabled_function_leaves_the_messages_in_their_queue_and_a_disabled_address_is_not_found()
    {
        (LocalApp app, string storage) = await StartAsync(("AzureWebJobs.Take.Disabled", "true"));
        await using LocalApp _a = app;
        await app.Http.PostAsync("api/send/a", null);
        await app.RunUntilIdleAsync();

        Assert.DoesNotContain(app.Diary(), IsWork);
        Assert.Equal(1, (await Queue(storage, "work").GetPropertiesAsync()).Value.ApproximateMessagesCount);

        (LocalApp closed, _) = await StartAsync(("AzureWebJobs.Send.Disabled", "1"));
        await using LocalApp _c = closed;
        Assert.Equal(HttpStatusCode.NotFound, (await closed.Http.PostAsync("api/send/a", null)).StatusCode);
    }

    [Fact]
    public async Task A_batch_runs_side_by_side_but_never_more_than_host_json_allows()
    {
        string storage = await azurite.NewAccountAsync();
        QueueClient queue = Create(Queue(storage, "crowd"));
        for (int number = 0; number < 30; number++)
        {
            await queue.SendMessageAsync($"{number}");
        }

        Visitors crowd = new(leastAtOnce: 4, all: 30);
        await using LocalApp app = await HostTest.StartAsync(
            new LocalAppOptions
            {
                FunctionTypes = [typeof(VisitFunctions)],
                StorageConnectionString = storage,
                RealTime = true,
                HostJson = """{ "extensions": { "queues": { "batchSize": 4, "newBatchThreshold": 2 } } }""",
            },
            builder => builder.Services.AddSingleton(crowd));

        await crowd.AllCame.WaitAsync(TimeSpan.FromSeconds(180));
        await app.RunUntilIdleAsync();

        Assert.Equal(30, crowd.Came.Distinct().Count());
        Assert.Equal(30, crowd.Came.Count);
        Assert.InRange(crowd.MostAtOnce, 4, 6);
    }

    [Fact]
    public async Task A_failed_message_comes_again_only_after_the_visibility_timeout()
    {
        string storage = await azurite.NewAccountAsync();
        await Create(Queue(storage, "crowd")).SendMessageAsync("fail");
        Visitors crowd = new(leastAtOnce: 1, all: 2);
        await using LocalApp app = await HostTest.StartAsync(
            new LocalAppOptions
            {
                FunctionTypes = [typeof(VisitFunctions)],
                StorageConnectionString = storage,
                RealTime = true,
                HostJson = """{ "extensions": { "queues": { "maxDequeueCount": 2, "visibilityTimeout": "00:00:02" } } }""",
            },
            builder => builder.Services.AddSingleton(crowd));

        await crowd.AllCame.WaitAsync(TimeSpan.FromSeconds(180));

        // The storage counts whole seconds.
        Assert.True(crowd.Between(0, 1) > TimeSpan.FromSeconds(1), $"Only {crowd.Between(0, 1)} passed.");
    }

    [Fact]
    public async Task By_hand_a_function_of_any_kind_but_HTTP_and_entities_is_started_with_an_input()
    {
        (LocalApp app, string storage) = await StartAsync();
        await using LocalApp _a = app;

        HttpStatusCode taken = (await app.Http.PostAsJsonAsync("admin/functions/take", new { input = "by hand" })).StatusCode;
        HttpStatusCode parcel = (await app.Http.PostAsJsonAsync("admin/functions/TakeParcel", new { input = new Parcel("box", 3) })).StatusCode;
        HttpStatusCode unknown = (await app.Http.PostAsJsonAsync("admin/functions/Nobody", new { input = "x" })).StatusCode;
        HttpStatusCode noObject = (await app.Http.PostAsJsonAsync("admin/functions/Take", "x")).StatusCode;
        await app.RunUntilIdleAsync();

        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.NotFound, HttpStatusCode.BadRequest], [taken, parcel, unknown, noObject]);
        Assert.Equal(["Done BY HAND", "Take by hand attempt 1 known", "TakeParcel box 3"], app.Diary().Where(IsWork).Order());
        Assert.Empty(app.Logs.Complaints);
    }

    private static bool IsWork(string line) => line != "scope ended";

    private static QueueClient Queue(string storage, string name, QueueMessageEncoding encoding = QueueMessageEncoding.Base64) =>
        new(storage, name, new QueueClientOptions { MessageEncoding = encoding });

    private static QueueClient Create(QueueClient queue)
    {
        queue.CreateIfNotExists();
        return queue;
    }

    private async Task<(LocalApp App, string Storage)> StartAsync(params (string Name, string Value)[] more)
    {
        string storage = await azurite.NewAccountAsync();
        Dictionary<string, string?> settings = new() { ["DoneQueue"] = "done" };
        foreach ((string name, string value) in more)
        {
            settings[name] = value;
        }

        LocalAppOptions options = new() { StorageConnectionString = storage, Settings = settings };
        return (await HostTest.WebAsync(options, null, typeof(QueueFunctions)), storage);
    }
}

/// <summary>Counts who is inside; the first ones wait until enough are.</summary>
public sealed class Visitors(int leastAtOnce, int all)
{
    private readonly Lock gate = new();
    private readonly List<(string Text, long At)> came = [];
    private readonly TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource allCame = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int inside;

    public Task AllCame => allCame.Task;

    public int MostAtOnce { get; private set; }

    public IReadOnlyList<string> Came => [.. came.Select(one => one.Text)];

    public TimeSpan Between(int first, int second) => System.Diagnostics.Stopwatch.GetElapsedTime(came[first].At, came[second].At);

    public async Task VisitAsync(string text)
    {
        lock (gate)
        {
            came.Add((text, System.Diagnostics.Stopwatch.GetTimestamp()));
            MostAtOnce = Math.Max(MostAtOnce, ++inside);
            if (inside >= leastAtOnce)
            {
                enough.TrySetResult();
            }

            if (came.Count == all)
            {
                allCame.TrySetResult();
            }
        }

        await enough.Task;
        lock (gate)
        {
            inside--;
        }
    }
}

public sealed class VisitFunctions(Visitors crowd)
{
    [Function("Visit")]
    public async Task Visit([QueueTrigger("crowd")] string text)
    {
        await crowd.VisitAsync(text);
        if (text == "fail")
        {
            throw new InvalidOperationException("as asked");
        }
    }
}
