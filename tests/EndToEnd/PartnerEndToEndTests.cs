using System.Text;
using System.Text.Json;
using Boai.Functions.Cases;
using Boai.Functions.Partners;
using Boai.Functions.Storage;
using Boai.Tests.Support;
using Boai.Workflows.Partners;
using CloudNative.CloudEvents;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Tests.EndToEnd;

/// <summary>Partners' systems are told what happened, each event until it is taken, and nothing that they are not to know.</summary>
public sealed class PartnerEndToEndTests
{
    private static readonly string[] RequestsOfBoth = ["caseStateChanged", "figuresFrozen"];

    [Fact]
    public async Task A_partner_follows_a_case_in_the_words_that_its_applicant_sees()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await using PartnerServer server = await PartnerServer.StartAsync();
        ReliefJourney before = await ReliefJourney.Apply(app, ReliefForms.Valid(901));
        string secret = await Agree(app, server);
        Canaries canaries = new();
        ReliefJourney journey = await ReliefJourney.Apply(app, canaries.Form());
        await journey.ToPublicity();
        await Publish(app);

        CloudEvent[] told = [.. server.Events.Select(received => received.Event).OrderBy(one => (string)one["sequence"]!, StringComparer.Ordinal)];
        Assert.All(server.Events, received => Assert.True(received.IsSignedBy(secret)));
        Assert.Equal(["submitted", "underReview", "inPublicity"], told.Select(one => ((JsonElement)one.Data!).GetProperty("state").GetString()));
        CloudEvent last = told[^1];
        JsonElement data = (JsonElement)last.Data!;
        Assert.Equal(("boai.case.state-changed.v1", "cases/" + journey.Number, "公示中"), (last.Type, last.Subject, data.GetProperty("stateText").GetString()));
        Assert.Equal($"{journey.Number}-{data.GetProperty("version").GetInt32()}", last.Id);
        Assert.Equal(("REL-01", "500103"), (data.GetProperty("programme").GetString(), data.GetProperty("unit").GetString()));
        Assert.DoesNotContain(server.Events, received => received.Event.Subject!.Contains(before.Number, StringComparison.Ordinal)); // older than the agreement, and it did not change
        ApiContract contract = await ApiContract.Current.Value;
        Assert.All(server.Events, received => Assert.Empty(contract.WebhookFaults(received.Event.Type!, Encoding.UTF8.GetString(received.Body))));
        string everything = JsonDocument.Parse($"[{string.Join(',', server.Events.Select(received => Encoding.UTF8.GetString(received.Body)))}]").RootElement.ToString();
        Assert.NotEmpty(canaries.All);
        Assert.All(canaries.All, canary => Assert.DoesNotContain(canary, everything, StringComparison.Ordinal));

        await Publish(app);
        Assert.Equal(told.Length, server.Events.Count);
        Assert.Empty(await Marks(app));
    }

    [Fact]
    public async Task A_server_that_comes_back_gets_what_it_missed_and_one_that_does_not_leaves_dead_letters_to_send_again()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await using PartnerServer server = await PartnerServer.StartAsync();
        string secret = await Agree(app, server);
        server.Answer = _ => StatusCodes.Status503ServiceUnavailable;
        ReliefJourney journey = await ReliefJourney.Apply(app, ReliefForms.Valid(903));
        await Publish(app);
        int tried = server.Events.Count;
        Assert.NotEqual(0, tried);

        server.Answer = _ => StatusCodes.Status200OK;
        await app.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(2 * tried, server.Events.Count);
        Assert.Empty((await app.Get("city-officer-1", "partners/dead-letters")).Expect(200).Json.EnumerateArray());

        server.Answer = _ => StatusCodes.Status503ServiceUnavailable;
        await journey.ToPublicity();
        await Publish(app);
        await app.Pass(TimeSpan.FromHours(80));
        JsonElement[] dead = [.. (await app.Get("city-officer-1", "partners/dead-letters")).Expect(200).Json.EnumerateArray()];
        JsonElement one = Assert.Single(dead, letter => server.Events.Any(received =>
            received.Id == letter.GetProperty("eventId").GetString() && ((JsonElement)received.Event.Data!).GetProperty("state").GetString() == "inPublicity"));
        Assert.Equal(("http-503", 0), (one.GetProperty("reason").GetString(), one.GetProperty("round").GetInt32()));
        Assert.Contains("未接收事件", (await app.Get(null, "dev/outbox")).Expect(200).Body, StringComparison.Ordinal);

        server.Answer = _ => StatusCodes.Status200OK;
        string eventId = one.GetProperty("eventId").GetString()!;
        int sent = server.Events.Count;
        (await app.Post("city-officer-1", $"partners/cq-mzj/dead-letters/{eventId}/replay", new { })).Expect(200);
        await app.Settle();
        Received again = server.Events[sent];
        Assert.Equal(eventId, again.Id);
        Assert.True(again.IsSignedBy(secret));
        Assert.Equal(server.Events.First(received => received.Id == eventId).Body, again.Body); // the same bytes, however late
        (await app.Post("city-officer-1", $"partners/cq-mzj/dead-letters/{eventId}/replay", new { })).Refused(404, "partner.dead-letter-unknown");
        foreach (JsonElement left in dead.Where(letter => letter.GetProperty("eventId").GetString() != eventId))
        {
            (await app.Post("city-officer-1", $"partners/cq-mzj/dead-letters/{left.GetProperty("eventId").GetString()}/discard", new { })).Expect(200);
        }

        Assert.Empty((await app.Get("city-audit", "partners/dead-letters")).Expect(200).Json.EnumerateArray());
        await app.ReplaysItself(PartnerDelivery.InstanceOf(new EventToDeliver("cq-mzj", eventId, new DeliveryLadder([60], 60))), "put-aside");
        await app.ReplaysItself(PartnerDelivery.InstanceOf(new EventToDeliver("cq-mzj", eventId, new DeliveryLadder([60], 60), Round: 1)), "taken");
    }

    [Fact]
    public async Task A_change_that_broke_off_before_it_was_written_is_never_told_and_its_mark_goes_when_nothing_can_be_under_way()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await using PartnerServer server = await PartnerServer.StartAsync();
        await Agree(app, server);
        ReliefJourney journey = await ReliefJourney.Apply(app, ReliefForms.Valid(904));
        await journey.FileDocuments();
        await Publish(app);
        int told = server.Events.Count;
        Assert.Empty(await Marks(app));
        StorageMeter meter = app.Host.Services.GetRequiredService<StorageMeter>();
        bool marked = false;
        meter.BeforeSending = operation =>
        {
            if (marked && operation == "table $batch POST")
            {
                throw new InvalidOperationException("the process dies here");
            }

            marked |= operation.StartsWith("table partnermarks ", StringComparison.Ordinal);
        };
        Reply broken = await app.Post("yz-officer-1", journey.Route + "acceptance", new { version = await journey.Version() });
        meter.BeforeSending = null;
        Assert.Equal(500, broken.Status);

        await Publish(app);
        Assert.NotEmpty(await Marks(app)); // the write may still be under way
        await app.Pass(TimeSpan.FromMinutes(20));
        await Publish(app);

        Assert.Empty(await Marks(app));
        Assert.Equal(told, server.Events.Count);
        (await journey.Act("yz-officer-1", "acceptance", new { })).Expect(200);
        await Publish(app);
        Assert.Equal("underReview", ((JsonElement)server.Events[^1].Event.Data!).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_server_that_is_gone_for_good_is_sent_nothing_more_and_the_officers_hear_of_it()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await using PartnerServer server = await PartnerServer.StartAsync();
        await Agree(app, server);
        server.Answer = _ => StatusCodes.Status410Gone;
        await ReliefJourney.Apply(app, ReliefForms.Valid(905));
        await Publish(app);
        Assert.Single(server.Events.Select(received => received.Id).Distinct());

        await ReliefJourney.Apply(app, ReliefForms.Valid(906));
        await Publish(app);
        await app.Pass(TimeSpan.FromHours(80));

        Assert.Single(server.Events.Select(received => received.Id).Distinct());
        Assert.Equal("gone", Assert.Single((await app.Get("city-dpo", "partners")).Expect(200).Json.EnumerateArray()).GetProperty("stage").GetString());
        Assert.Contains("已停止推送", (await app.Get(null, "dev/outbox")).Expect(200).Body, StringComparison.Ordinal);
        Assert.Empty((await app.Get("city-officer-1", "partners/dead-letters")).Expect(200).Json.EnumerateArray());
    }

    [Fact]
    public async Task Frozen_figures_are_told_once_by_version_and_both_secrets_sign_while_one_is_renewed()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await using PartnerServer server = await PartnerServer.StartAsync();
        string first = await Agree(app, server);
        string second = (await app.Post("city-officer-1", "partners/cq-mzj/secret", new { })).Expect(200).Text("secret");
        IFiguresFollower marks = Assert.Single(app.Host.Services.GetServices<IFiguresFollower>());
        DateTimeOffset at = app.Host.Clock.GetUtcNow();

        await marks.FiguresFrozen(2025, 1, new string('a', 64), at, TestContext.Current.CancellationToken);
        await marks.FiguresFrozen(2025, 1, new string('a', 64), at, TestContext.Current.CancellationToken);
        await Publish(app);
        await Publish(app);

        Received got = Assert.Single(server.Events);
        Assert.Equal(("figures-2025-v1", "boai.figures.frozen.v1", "figures/2025"), (got.Event.Id, got.Event.Type, got.Event.Subject));
        Assert.Equal(new string('a', 64), ((JsonElement)got.Event.Data!).GetProperty("snapshotHash").GetString());
        Assert.Empty((await ApiContract.Current.Value).WebhookFaults(got.Event.Type!, Encoding.UTF8.GetString(got.Body)));
        Assert.True(got.IsSignedBy(first) && got.IsSignedBy(second));

        await app.Pass(TimeSpan.FromHours(25));
        await marks.FiguresFrozen(2025, 2, new string('b', 64), app.Host.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
        await Publish(app);
        Assert.Equal(2, server.Events.Count);
        Assert.True(server.Events[1].IsSignedBy(second) && !server.Events[1].IsSignedBy(first));

        (await app.Post("city-dpo", "partners/cq-mzj/stop", new { })).Expect(200);
        await marks.FiguresFrozen(2025, 3, new string('c', 64), app.Host.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
        await Publish(app);
        Assert.Equal(2, server.Events.Count);
        Assert.Empty(await Marks(app));
    }

    [Fact]
    public async Task Nothing_is_sent_before_a_second_person_and_the_partner_s_server_agree()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await using PartnerServer server = await PartnerServer.StartAsync();
        server.Allows = null;
        Reply proposed = await app.Post("city-officer-1", "partners/cq-mzj", Form(server.Address));
        Assert.StartsWith("whsec_", proposed.Expect(200).Text("secret"), StringComparison.Ordinal);
        await ReliefJourney.Apply(app, ReliefForms.Valid(907));
        await Publish(app);
        (await app.Post("city-officer-1", "partners/cq-mzj/approval", new { })).Refused(403, "access.role");
        (await app.Post("city-dpo", "partners/cq-mzj/approval", new { })).Refused(409, "partner.silent");
        (await app.Post("city-dpo", "partners/cq-other/approval", new { })).Refused(404, "partner.unknown");
        Assert.Empty(server.Events);

        server.Allows = "*";
        (await app.Post("city-dpo", "partners/cq-mzj/approval", new { })).Expect(200);
        (await app.Post("city-dpo", "partners/cq-mzj/approval", new { })).Refused(409, "partner.stage");

        // Entered anew it has to be approved anew, and keeps its secret.
        Reply anew = await app.Post("city-officer-2", "partners/cq-mzj", Form(server.Address));
        Assert.Equal(("proposed", JsonValueKind.Null), (anew.Expect(200).Json.GetProperty("partner").GetProperty("stage").GetString(), anew.Json.GetProperty("secret").ValueKind));
        await app.Pass(TimeSpan.FromMinutes(5));
        await ReliefJourney.Apply(app, ReliefForms.Valid(908));
        await Publish(app);
        Assert.Empty(server.Events);
        (await app.Post("city-officer-1", "partners/cq-mzj/stop", new { })).Expect(200);
    }

    [Theory]
    [InlineData("address", "partner.address")]
    [InlineData("events", "partner.events")]
    [InlineData("programmes", "partner.programmes")]
    [InlineData("organs", "partner.programmes")]
    [InlineData("name", "text.required")]
    [InlineData("basis", "text.required")]
    public async Task What_is_wrong_with_an_entry_is_named_and_nothing_is_entered(string wrong, string code)
    {
        await using BranchApp app = await BranchApp.StartAsync();
        object form = new
        {
            name = wrong == "name" ? " " : "民政局",
            address = wrong == "address" ? "https://10.0.0.1/" : "https://hooks.example.org/",
            events = wrong == "events" ? [] : RequestsOfBoth,
            programmes = wrong switch { "programmes" => [], "organs" => ["LIFE-02"], _ => new[] { "REL-01" } },
            basis = wrong == "basis" ? "" : "数据共享协议",
        };

        (await app.Post("city-officer-1", "partners/cq-mzj", form)).RefusedAt(wrong == "organs" ? "programmes" : wrong, code);

        Assert.Empty((await app.Get("city-officer-1", "partners")).Expect(200).Json.EnumerateArray());
        (await app.Post("city-officer-1", "partners/Not_An_Id", Form(new Uri("https://hooks.example.org/")))).RefusedAt("partnerId", "partner.id");
    }

    private static object Form(Uri address) => new { name = "重庆市民政局", address, events = RequestsOfBoth, programmes = new[] { "REL-01" }, basis = "数据共享协议 2026-01，个人信息保护影响评估 2026-02" };

    /// <summary>Enters a partner that wants to know everything, and approves it.</summary>
    /// <returns>Its secret.</returns>
    internal static async Task<string> Agree(BranchApp app, PartnerServer server)
    {
        string secret = (await app.Post("city-officer-1", "partners/cq-mzj", Form(server.Address))).Expect(200).Text("secret");
        (await app.Post("city-dpo", "partners/cq-mzj/approval", new { })).Expect(200);
        await app.Pass(TimeSpan.FromMinutes(2)); // by then every process knows
        return secret;
    }

    /// <summary>What the timer does every minute.</summary>
    internal static async Task Publish(BranchApp app)
    {
        using StringContent nothing = new("{}", Encoding.UTF8, "application/json");
        using HttpResponseMessage started = await app.Host.Http.PostAsync(new Uri("admin/functions/PublishPartnerEvents", UriKind.Relative), nothing);
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        await app.Settle();
    }

    private static async Task<IReadOnlyList<string>> Marks(BranchApp app)
    {
        List<string> rows = [];
        await foreach (Azure.Data.Tables.TableEntity row in app.Host.Services.GetRequiredService<AppStorage>().Table("partnermarks")
            .QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
        {
            rows.Add(row.RowKey);
        }

        return rows;
    }
}
