using System.Text.Json.Nodes;

namespace Boai.Tests.Localhost.ServiceBus;

/// <summary>The broker as the official JavaScript client sees it, over AMQP. Locks and schedules run in virtual time.</summary>
public sealed class OfficialClientTests : IAsyncLifetime
{
    private const int MiB = 1024 * 1024;
    private static readonly string[] Unknown = ["77"];

    private TestBroker broker = null!;
    private OfficialClient client = null!;

    public async ValueTask InitializeAsync()
    {
        broker = await TestBroker.StartAsync();
        client = await OfficialClient.ConnectAsync(broker.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (client is not null)
        {
            await client.DisposeAsync();
        }

        await broker.DisposeAsync();
    }

    [Fact]
    public async Task A_message_arrives_as_it_was_sent_and_is_gone_when_completed()
    {
        await client.DoAsync("send", new
        {
            queue = "plain",
            messages = new[]
            {
                new
                {
                    body = new { donor = "none", count = 3 }, messageId = "a", subject = "H01", correlationId = "c", contentType = "application/json", replyTo = "back",
                    applicationProperties = new { number = 5, flag = true, text = "文字" },
                },
            },
        });
        await client.DoAsync("open", new { link = "r", queue = "plain" });
        JsonNode message = await client.ReceiveOneAsync("r");

        Assert.Equal("""{"donor":"none","count":3}""", message["body"]!.ToJsonString());
        Assert.Equal("a|H01|c|application/json|back", string.Join('|', Text(message, "messageId"), Text(message, "subject"), Text(message, "correlationId"), Text(message, "contentType"), Text(message, "replyTo")));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"number":5,"flag":true,"text":"文字"}"""), message["applicationProperties"]));
        Assert.Equal(0, message["deliveryCount"]!.GetValue<int>()); // this client counts the deliveries before
        Assert.Equal("1", Text(message, "sequenceNumber"));
        Assert.Equal(Samples.Start, At(message, "enqueuedTime"));
        Assert.Equal(Samples.Start.AddSeconds(30), At(message, "lockedUntil"));

        await client.DoAsync("complete", new { link = "r", of = "a" });
        Assert.Empty((await client.DoAsync("peek", new { link = "r", count = 10 }))!.AsArray());
    }

    [Fact]
    public async Task An_abandoned_message_comes_again_changed_and_at_last_goes_to_the_dead_letter_queue()
    {
        await client.DoAsync("sendOne", new { queue = "plain", message = new { body = "x", messageId = "a" } });
        await client.DoAsync("open", new { link = "r", queue = "plain" });
        for (int delivery = 0; delivery < 3; delivery++)
        {
            JsonNode message = await client.ReceiveOneAsync("r");
            Assert.Equal(delivery, message["deliveryCount"]!.GetValue<int>());
            Assert.Equal(delivery == 0 ? null : delivery - 1, message["applicationProperties"]?["attempt"]?.GetValue<int>());
            await client.DoAsync("abandon", new { link = "r", of = "a", changes = new { attempt = delivery } });
        }

        await client.DoAsync("open", new { link = "d", queue = "plain", dead = true });
        JsonNode dead = await client.ReceiveOneAsync("d");
        Assert.Equal("MaxDeliveryCountExceeded", Text(dead, "deadLetterReason"));
        Assert.Contains("3 delivery attempts", Text(dead, "deadLetterErrorDescription"), StringComparison.Ordinal);
        Assert.Equal("plain", Text(dead, "deadLetterSource"));
        await client.DoAsync("complete", new { link = "d", of = "a" });
        Assert.Empty((await client.DoAsync("peek", new { link = "d", count = 10 }))!.AsArray());
    }

    [Fact]
    public async Task Dead_letters_carry_reason_and_description_and_can_be_drained()
    {
        await client.DoAsync("send", new { queue = "plain", messages = Enumerable.Range(0, 12).Select(n => new { body = n, messageId = $"m{n}" }) });
        await client.DoAsync("open", new { link = "r", queue = "plain" });
        foreach (JsonNode message in await ReceiveAllAsync("r", 12))
        {
            await client.DoAsync("deadLetter", new { link = "r", of = Text(message, "messageId"), reason = "Unreadable", description = $"body {message["body"]}" });
        }

        await client.DoAsync("open", new { link = "d", queue = "plain", dead = true });
        IReadOnlyList<JsonNode> dead = await ReceiveAllAsync("d", 12);
        Assert.Equal(Enumerable.Range(0, 12), dead.Select(message => message["body"]!.GetValue<int>()));
        Assert.All(dead, message => Assert.Equal(("Unreadable", $"body {message["body"]}"), (Text(message, "deadLetterReason"), Text(message, "deadLetterErrorDescription"))));
        foreach (JsonNode message in dead)
        {
            await client.DoAsync("complete", new { link = "d", of = Text(message, "messageId") });
        }

        Assert.Empty((await client.DoAsync("peek", new { link = "d", count = 10 }))!.AsArray());
        Assert.Empty((await client.DoAsync("peek", new { link = "r", count = 10 }))!.AsArray());
    }

    [Fact]
    public async Task A_lock_runs_out_unless_it_is_renewed()
    {
        await client.DoAsync("sendOne", new { queue = "plain", message = new { body = "x", messageId = "a" } });
        await client.DoAsync("open", new { link = "r", queue = "plain" });
        await client.ReceiveOneAsync("r");

        broker.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(
            Samples.Start.AddSeconds(50),
            DateTimeOffset.Parse((await client.DoAsync("renew", new { link = "r", of = "a" }))!.GetValue<string>(), null));
        broker.Clock.Advance(TimeSpan.FromSeconds(29)); // without the renewal it would have been lost by now
        await client.DoAsync("open", new { link = "other", queue = "plain" });
        broker.Clock.Advance(TimeSpan.FromSeconds(1));
        JsonNode again = await client.ReceiveOneAsync("other");
        Assert.Equal(1, again["deliveryCount"]!.GetValue<int>());

        await client.DoAsync("complete", new { link = "other", of = "a" });
        Assert.Empty((await client.DoAsync("peek", new { link = "r", count = 10 }))!.AsArray());
    }

    [Fact]
    public async Task Whoever_lost_the_lock_is_told_when_he_settles_or_renews()
    {
        await client.DoAsync("sendOne", new { queue = "plain", message = new { body = "x", messageId = "a" } });
        await client.DoAsync("open", new { link = "r", queue = "plain" });
        await client.ReceiveOneAsync("r");
        broker.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("MessageLockLost", await client.FailAsync("renew", new { link = "r", of = "a" }));
        Assert.Equal("MessageLockLost", await client.FailAsync("complete", new { link = "r", of = "a" }));
    }

    [Fact]
    public async Task A_scheduled_message_waits_for_its_instant_and_can_be_withdrawn()
    {
        JsonNode? numbers = await client.DoAsync("schedule", new
        {
            queue = "plain", at = Samples.Start.AddMinutes(10).ToString("O"), messages = new[] { new { body = 1, messageId = "stays" }, new { body = 2, messageId = "goes" } },
        });
        await client.DoAsync("open", new { link = "r", queue = "plain" });
        JsonArray seen = (await client.DoAsync("peek", new { link = "r", count = 10 }))!.AsArray();
        Assert.Equal(["scheduled", "scheduled"], seen.Select(message => Text(message!, "state")));

        await client.DoAsync("cancel", new { queue = "plain", numbers = new[] { numbers![1]!.GetValue<string>() } });
        broker.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("scheduled", Text(Assert.Single((await client.DoAsync("peek", new { link = "r", count = 10 }))!.AsArray())!, "state"));
        broker.Clock.Advance(TimeSpan.FromMinutes(1));
        JsonNode message = await client.ReceiveOneAsync("r");
        Assert.Equal("stays", Text(message, "messageId"));
        Assert.Equal(Samples.Start.AddMinutes(10), At(message, "enqueuedTime"));
        Assert.Equal("MessageNotFound", await client.FailAsync("cancel", new { queue = "plain", numbers = Unknown }));
    }

    [Fact]
    public async Task A_deferred_message_is_fetched_by_its_number_only()
    {
        await client.DoAsync("send", new { queue = "plain", messages = new[] { new { body = 1, messageId = "a" }, new { body = 2, messageId = "b" } } });
        await client.DoAsync("open", new { link = "r", queue = "plain" });
        JsonNode first = await client.ReceiveOneAsync("r");
        await client.DoAsync("defer", new { link = "r", of = "a" });
        Assert.Equal("b", Text(await client.ReceiveOneAsync("r"), "messageId"));
        JsonArray seen = (await client.DoAsync("peek", new { link = "r", count = 10 }))!.AsArray();
        Assert.Equal(["deferred", "active"], seen.Select(message => Text(message!, "state")));

        JsonNode fetched = Assert.Single((await client.DoAsync("receiveDeferred", new { link = "r", numbers = new[] { Text(first, "sequenceNumber") } }))!.AsArray())!;
        Assert.Equal("a", Text(fetched, "messageId"));
        await client.DoAsync("complete", new { link = "r", of = "a" });
        Assert.Equal("MessageNotFound", await client.FailAsync("receiveDeferred", new { link = "r", numbers = new[] { Text(first, "sequenceNumber") } }));
    }

    [Fact]
    public async Task Peeking_goes_on_from_a_number_and_locks_nothing()
    {
        await client.DoAsync("send", new { queue = "plain", messages = Enumerable.Range(1, 5).Select(n => new { body = n, messageId = $"m{n}" }) });
        await client.DoAsync("open", new { link = "r", queue = "plain" });

        Assert.Equal(["m3", "m4"], (await client.DoAsync("peek", new { link = "r", count = 2, from = "3" }))!.AsArray().Select(message => Text(message!, "messageId")));
        Assert.Equal(5, (await ReceiveAllAsync("r", 5)).Count);
    }

    [Fact]
    public async Task Sessions_are_held_by_one_receiver_each_in_order_with_state_and_a_lock()
    {
        await client.DoAsync("send", new
        {
            queue = "sessions",
            messages = new[] { ("s1", "a"), ("s2", "b"), ("s1", "c") }.Select(pair => new { body = pair.Item2, messageId = pair.Item2, sessionId = pair.Item1 }),
        });
        JsonNode first = (await client.DoAsync("acceptSession", new { link = "one", queue = "sessions", session = "s1" }))!;
        Assert.Equal(Samples.Start.AddSeconds(30), At(first, "lockedUntil"));
        Assert.Equal("s2", Text((await client.DoAsync("acceptSession", new { link = "two", queue = "sessions" }))!, "session"));
        Assert.Equal("SessionCannotBeLocked", await client.FailAsync("acceptSession", new { link = "three", queue = "sessions", session = "s1" }));

        IReadOnlyList<JsonNode> messages = await ReceiveAllAsync("one", 2);
        Assert.Equal(["a", "c"], messages.Select(message => Text(message, "messageId")));
        Assert.Null(await client.DoAsync("getState", new { link = "one" }));
        await client.DoAsync("setState", new { link = "one", state = "half done" });
        Assert.Equal("half done", (await client.DoAsync("getState", new { link = "one" }))!.GetValue<string>());

        broker.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(Samples.Start.AddSeconds(50), DateTimeOffset.Parse((await client.DoAsync("renewSession", new { link = "one" }))!.GetValue<string>(), null));
        broker.Clock.Advance(TimeSpan.FromSeconds(15));
        await client.DoAsync("complete", new { link = "one", of = "a" }); // the renewal holds its messages' locks too
        broker.Clock.Advance(TimeSpan.FromSeconds(15));
        // The broker closes the link; whatever it answers afterwards on the same connection comes after that news.
        await client.DoAsync("open", new { link = "p", queue = "plain" });
        await client.DoAsync("peek", new { link = "p", count = 1 });
        Assert.Equal("SessionLockLost", await client.FailAsync("complete", new { link = "one", of = "c" }));

        await client.DoAsync("acceptSession", new { link = "again", queue = "sessions", session = "s1" });
        JsonNode left = await client.ReceiveOneAsync("again");
        Assert.Equal("c", Text(left, "messageId"));
        Assert.Equal(1, left["deliveryCount"]!.GetValue<int>());
        Assert.Equal("half done", (await client.DoAsync("getState", new { link = "again" }))!.GetValue<string>());
    }

    [Fact]
    public async Task A_batch_filled_to_the_links_maximum_is_taken_whole()
    {
        JsonNode sent = (await client.DoAsync("sendFullBatch", new { queue = "plain", bytes = 10_000, most = 1000 }))!;
        int count = sent["count"]!.GetValue<int>();
        Assert.Equal(MiB, sent["limit"]!.GetValue<int>());
        Assert.InRange(count, 100, 104); // the client itself found no room for more

        await client.DoAsync("open", new { link = "r", queue = "plain", mode = "receiveAndDelete" });
        IReadOnlyList<JsonNode> received = await ReceiveAllAsync("r", count);
        Assert.Equal(Enumerable.Range(0, count).Select(n => $"m{n}"), received.Select(message => Text(message, "messageId")));
        Assert.All(received, message => Assert.Equal(70_000, message["sum"]!.GetValue<int>()));
        Assert.Empty((await client.DoAsync("peek", new { link = "r", count = 10 }))!.AsArray());
    }

    [Fact]
    public async Task A_message_may_have_a_mebibyte_and_not_more()
    {
        const int Body = MiB - 256; // the rest is what the client encodes around it
        await client.DoAsync("sendOne", new { queue = "plain", message = new { bytes = Body, messageId = "large" } });
        Assert.Equal("MessageSizeExceeded", await client.FailAsync("sendOne", new { queue = "plain", message = new { bytes = MiB + 1, messageId = "too large" } }));
        await client.DoAsync("sendOne", new { queue = "plain", message = new { body = "after", messageId = "after" } }); // the refusal cost no connection

        await client.DoAsync("open", new { link = "r", queue = "plain" });
        JsonNode large = await client.ReceiveOneAsync("r");
        Assert.Equal(("large", Body, Body * 7), (Text(large, "messageId"), large["bytes"]!.GetValue<int>(), large["sum"]!.GetValue<int>()));
        Assert.Equal("after", Text(await client.ReceiveOneAsync("r"), "messageId"));
    }

    [Fact]
    public async Task A_MessageId_that_was_seen_is_taken_and_dropped_until_the_window_is_over()
    {
        object command = new { queue = "once", message = new { body = "x", messageId = "same" } };
        await client.DoAsync("sendOne", command);
        await client.DoAsync("sendOne", command);
        await client.DoAsync("open", new { link = "r", queue = "once", mode = "receiveAndDelete" });
        Assert.Single((await client.DoAsync("peek", new { link = "r", count = 10 }))!.AsArray());

        broker.Clock.Advance(TimeSpan.FromMinutes(10));
        await client.DoAsync("sendOne", command);
        Assert.Equal(2, (await ReceiveAllAsync("r", 2)).Count);
    }

    [Fact]
    public async Task The_clients_own_pump_handles_a_backlog()
    {
        await client.DoAsync("send", new { queue = "plain", messages = Enumerable.Range(0, 50).Select(n => new { body = n, messageId = $"m{n}" }) });
        await client.DoAsync("open", new { link = "r", queue = "plain" });
        JsonArray seen = (await client.DoAsync("pump", new { link = "r", count = 50, concurrency = 5 }))!.AsArray();

        Assert.Equal(50, seen.Select(id => id!.GetValue<string>()).Distinct().Count());
        await client.DoAsync("open", new { link = "p", queue = "plain" });
        Assert.Empty((await client.DoAsync("peek", new { link = "p", count = 10 }))!.AsArray());
    }

    [Fact]
    public async Task An_unknown_queue_and_a_wrong_key_are_refused_by_name()
    {
        Assert.Equal("MessagingEntityNotFound", await client.FailAsync("sendOne", new { queue = "nowhere", message = new { body = "x" } }));

        await client.DoAsync("connect", new { name = "thief", connection = broker.ConnectionString.Replace("SAS_KEY_VALUE", "wrong", StringComparison.Ordinal) });
        await client.DoAsync("open", new { link = "stolen", queue = "plain", name = "thief" });
        Assert.Equal("UnauthorizedAccess", await client.FailAsync("receive", new { link = "stolen" }));
    }

    /// <summary>The client gives what has come after a second's silence, so a backlog may take several calls.</summary>
    private async Task<IReadOnlyList<JsonNode>> ReceiveAllAsync(string link, int count)
    {
        List<JsonNode> received = [];
        while (received.Count < count)
        {
            IReadOnlyList<JsonNode> more = await client.ReceiveAsync(link, count - received.Count);
            Assert.NotEmpty(more);
            received.AddRange(more);
        }

        return received;
    }

    private static string? Text(JsonNode node, string name) => node[name]?.GetValue<string>();

    private static DateTimeOffset At(JsonNode node, string name) => DateTimeOffset.Parse(Text(node, name)!, null);
}
