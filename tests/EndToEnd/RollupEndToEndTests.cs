using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Boai.Functions.Cases;
using Boai.Functions.Payments;
using Boai.Tests.Support;
using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Tests.EndToEnd;

/// <summary>GOV-05 over HTTP in virtual time: handbook §10.5, §15 scenarios 13 and 34.</summary>
public sealed class RollupEndToEndTests
{
    private const string Bodies = "LIFE.BODY";
    private const string Year = "annual-rollups/2026";
    private static readonly UnitCode Yuzhong = UnitCode.Parse("500103");
    private static readonly UnitCode Wanzhou = UnitCode.Parse("500101");
    private static readonly UnitCode Chengkou = UnitCode.Parse("500229");
    private static readonly DateTimeOffset EveOfTheCount = new(2027, 1, 10, 21, 0, 0, TimeSpan.FromHours(8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact] // §15 scenario 13, and every figure down to its cases
    public async Task Scenario_13_from_the_case_to_the_public_edition()
    {
        Followers followers = new();
        await using BranchApp app = await BranchApp.StartAsync(
            new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.FromHours(8)), rollups: true, services: services => services.AddSingleton<IFiguresFollower>(followers));
        ReliefJourney relief = await ReliefJourney.Apply(app);
        await relief.ToPaid(); // what a real case contributes, beside invented ones
        await Contribute(app, Cases(Yuzhong, 1, 6), Cases(Wanzhou, 1, 4), [Back(Cases(Yuzhong, 6, 1)[0])]);

        // Nothing before its time; a figure that was recorded until 10 January is in.
        (await app.Post("city-head-1", Year + "/runs", new { run = 0 })).Refused(409, "rollup.too-early");
        (await app.Get("city-head-1", Year)).Refused(404, "rollup.unknown");
        await app.PassUntil(new DateOnly(2027, 1, 10));
        await Contribute(app, Cases(Yuzhong, 7, 1));
        await app.PassUntil(new DateOnly(2027, 1, 11));

        JsonElement v0 = await Read(app);
        Assert.Equal(("computed", 0, 1), (v0.GetProperty("stage").GetString(), v0.GetProperty("version").GetInt32(), v0.GetProperty("run").GetInt32()));
        Assert.Equal(new DateTimeOffset(2027, 1, 11, 0, 10, 0, TimeSpan.FromHours(8)), v0.GetProperty("computedAt").GetDateTimeOffset());
        Assert.Equal(39 + 2, v0.GetProperty("units").GetArrayLength());
        Assert.Equal((6, 4, 10), (Figure(v0, Yuzhong), Figure(v0, Wanzhou), City(v0)));
        Assert.Equal(JsonValueKind.Null, v0.GetProperty("without").ValueKind);

        // Each lead speaks for the own unit alone, and about the figures that stand.
        string hash = UnitHash(v0, Yuzhong);
        (await app.Post("yz-lead-1", Confirmation(Wanzhou), new { hash })).Refused(403, "rollup.other-unit");
        (await app.Post("yz-lead-1", Confirmation(Yuzhong), new { hash = new string('0', 64) })).Refused(409, "rollup.stale");
        (await app.Post("yz-lead-1", Confirmation(Yuzhong), new { hash })).Expect(200);
        (await app.Post("wz-lead-1", $"{Year}/units/{Wanzhou}/objection", new
        {
            hash = UnitHash(v0, Wanzhou), reason = "caseMissing", metrics = new[] { Bodies }, cases = new[] { One(Wanzhou, 1).SourceCase.Value },
        })).Refused(404, "case.unknown");
        (await app.Post("wz-lead-1", $"{Year}/units/{Wanzhou}/objection", new
        {
            hash = UnitHash(v0, Wanzhou), reason = "caseMissing", metrics = new[] { Bodies }, cases = new[] { relief.Number },
        })).Expect(200);
        (await app.Post("city-head-1", Year + "/freeze", new { hash = v0.GetProperty("hash").GetString(), sampleReviewed = true })).Refused(409, "rollup.still-open");

        // The objection leads to a case, the case to a contribution, the contribution into the next run; what did not change stays confirmed.
        await Contribute(app, Cases(Wanzhou, 5, 2));
        (await app.Post("city-officer-1", Year + "/runs", new { run = 1 })).Expect(200);
        await app.Settle();
        JsonElement again = await Read(app);
        Assert.Equal((2, 6), (again.GetProperty("run").GetInt32(), Figure(again, Wanzhou)));
        Assert.Equal(("已确认", "未确认"), (Standing(again, Yuzhong), Standing(again, Wanzhou)));
        (await app.Post("wz-lead-1", Confirmation(Wanzhou), new { hash = UnitHash(v0, Wanzhou) })).Refused(409, "rollup.stale");

        await app.PassUntil(new DateOnly(2027, 1, 21));
        string[] told = await Told(app);
        Assert.Equal(39 + 1, told.Count(kind => kind == "rollup.ready")); // and the one whose figures changed
        Assert.Equal(2 * 38, told.Count(kind => kind == "rollup.remind")); // 15 and 18 January
        Assert.Equal(2, told.Count(kind => kind == "rollup.escalate")); // officers and heads of the city

        (await app.Get(null, "public/" + Year)).Refused(404, "rollup.unknown"); // nothing is public before it is frozen
        (await app.Post("city-officer-1", Year + "/freeze", new { hash = again.GetProperty("hash").GetString(), sampleReviewed = true })).Refused(403, "access.role");
        JsonElement sample = (await app.Get("city-officer-1", Year + "/sample")).Expect(200).Json;
        JsonElement sampled = Assert.Single(sample.GetProperty("metrics").EnumerateArray(), metric => metric.GetProperty("metric").GetString() == Bodies);
        Assert.Equal((13, 1), (sampled.GetProperty("of").GetInt32(), sampled.GetProperty("cases").GetArrayLength())); // five percent, and one at least
        (await app.Post("city-head-1", Year + "/freeze", new { hash = again.GetProperty("hash").GetString(), sampleReviewed = false })).Refused(422, "rollup.sample");
        string key = Guid.NewGuid().ToString();
        Reply frozen = (await app.Post("city-head-1", Year + "/freeze", new { hash = again.GetProperty("hash").GetString(), sampleReviewed = true }, key)).Expect(200);
        Assert.Equal(frozen.Body, (await app.Post("city-head-1", Year + "/freeze", new { hash = again.GetProperty("hash").GetString(), sampleReviewed = true }, key)).Expect(200).Body);
        await app.Settle();
        string v1 = again.GetProperty("hash").GetString()!;
        Assert.Equal([(2026, 1, v1)], followers.Heard.Distinct());

        // After the freeze nothing counts again, and what comes late changes nothing.
        (await app.Post("city-head-1", Year + "/runs", new { run = 2 })).Refused(409, "rollup.frozen");
        (await app.Post("wz-lead-1", Confirmation(Wanzhou), new { hash = UnitHash(again, Wanzhou) })).Refused(409, "rollup.frozen");
        await Contribute(app, Cases(Yuzhong, 20, 3));
        JsonElement stands = await Read(app);
        Assert.Equal((v1, 6, 12, 1), (stands.GetProperty("hash").GetString(), Figure(stands, Yuzhong), City(stands), stands.GetProperty("version").GetInt32()));
        JsonElement proof = (await app.Get("city-audit", Year + "/verification")).Expect(200).Json;
        Assert.Equal((true, v1), (proof.GetProperty("matches").GetBoolean(), proof.GetProperty("recomputed").GetString()));

        Assert.Empty(proof.GetProperty("damaged").EnumerateArray());

        // Drill-down: exactly the contributions that make the figure, and nobody else's.
        JsonElement sources = (await app.Get("yz-officer-1", $"{Year}/units/{Yuzhong}/metrics/{Bodies}")).Expect(200).Json;
        Assert.Equal(6, sources.GetProperty("contributions").EnumerateArray().Sum(one => one.GetProperty("quantity").GetInt64()));
        Assert.Equal(
            [.. Cases(Yuzhong, 1, 7).Append(Back(Cases(Yuzhong, 6, 1)[0])).Select(one => one.Id).Order(StringComparer.Ordinal)],
            sources.GetProperty("contributions").EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
        Assert.Equal(sources.GetProperty("figure").GetProperty("hash").GetString(), sources.GetProperty("hash").GetString());
        JsonElement paid = (await app.Get("yz-lead-1", $"{Year}/units/{Yuzhong}/metrics/REL.HARDSHIP_FEN")).Expect(200).Json;
        JsonElement grant = Assert.Single(paid.GetProperty("contributions").EnumerateArray());
        Assert.Equal((relief.Number, 280_000), (grant.GetProperty("sourceCase").GetString(), grant.GetProperty("quantity").GetInt64()));
        Assert.Equal(grant.GetProperty("quantity").GetInt64(), paid.GetProperty("figure").GetProperty("value").GetInt64());
        (await app.Get("yz-officer-1", $"{Year}/units/{Wanzhou}/metrics/{Bodies}")).Refused(403, "rollup.other-unit");
        JsonElement own = (await app.Get("yz-lead-1", Year)).Expect(200).Json;
        Assert.Equal([Yuzhong.Value], own.GetProperty("units").EnumerateArray().Select(unit => unit.GetProperty("unit").GetString()));
        Assert.Empty(own.GetProperty("city").EnumerateArray());

        // The public edition: 6 and 6 are five or more cases each; no case number anywhere.
        Reply edition = (await app.Get(null, "public/" + Year)).Expect(200);
        JsonElement bodies = Metric(edition.Json, Bodies);
        Assert.Equal((12, 6), (bodies.GetProperty("value").GetInt64(), Unit(bodies, Yuzhong).GetProperty("value").GetInt64()));
        Assert.DoesNotContain("BOD-", edition.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("HRA-", edition.Body, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Metric(edition.Json, "REL.HARDSHIP_FEN").GetProperty("value").ValueKind); // one family
        Assert.DoesNotContain(sources.GetProperty("contributions")[0].GetProperty("sourceCase").GetString()!, edition.Body, StringComparison.Ordinal);

        string[] acts = [.. (await app.Get("city-audit", Year + "/events")).Expect(200).Json.EnumerateArray().Select(one => one.GetProperty("act").GetString()!)];
        Assert.Equal(["Complete", "Confirm", "RaiseObjection", "RunAgain", "Complete", "Freeze"], acts);
        await app.ReplaysItself("ROLLUP-2026", "frozen");
        Assert.Empty(app.Host.Logs.Complaints);

        // Whoever changes what a figure is made of behind the app's back is found out, and no figure is shown that is not proved.
        BlobClient list = new BlobServiceClient(app.Connection).GetBlobContainerClient("rollups").GetBlobClient($"ROLLUP-2026/{Yuzhong}/{UnitHash(stands, Yuzhong)}.jsonl");
        string kept = (await list.DownloadContentAsync(Cancellation)).Value.Content.ToString();
        await list.UploadAsync(BinaryData.FromString(kept.Replace("\"quantity\":1", "\"quantity\":2", StringComparison.Ordinal)), overwrite: true, Cancellation);
        proof = (await app.Get("city-audit", Year + "/verification")).Expect(200).Json;
        Assert.Equal((false, Yuzhong.Value), (proof.GetProperty("matches").GetBoolean(), Assert.Single(proof.GetProperty("damaged").EnumerateArray()).GetString()));
        (await app.Get("yz-officer-1", $"{Year}/units/{Yuzhong}/metrics/{Bodies}")).Expect(500);
    }

    [Fact] // §15 scenario 34
    public async Task Scenario_34_a_unit_that_cannot_be_read_is_left_out_aloud_and_comes_in_by_a_correction_of_two_persons()
    {
        Followers followers = new() { FailsFirst = true };
        await using BranchApp app = await BranchApp.StartAsync(EveOfTheCount, rollups: true, services: services => services.AddSingleton<IFiguresFollower>(followers));
        await using PartnerServer partner = await PartnerServer.StartAsync();
        await PartnerEndToEndTests.Agree(app, partner);
        await Contribute(app, Cases(Yuzhong, 1, 6), Cases(Chengkou, 1, 5));
        TableClient table = new TableServiceClient(app.Connection).GetTableClient(PaymentTables.Contributions);
        TableEntity broken = new($"{Chengkou}|202606", "broken"); // a row that is none
        await table.AddEntityAsync(broken, Cancellation);
        await app.PassUntil(new DateOnly(2027, 1, 21));

        JsonElement v0 = await Read(app);
        Assert.Equal(("不含城口县", "未汇总", 6), (v0.GetProperty("without").GetString(), Standing(v0, Chengkou), City(v0)));
        Assert.Contains(v0.GetProperty("findings").EnumerateArray(), one => one.GetProperty("code").GetString() == "notCounted" && one.GetProperty("unit").GetString() == Chengkou.Value);
        Assert.Contains("rollup.failed", await Told(app));
        string v1 = v0.GetProperty("hash").GetString()!;
        (await app.Post("city-head-1", Year + "/corrections", new { hash = v1, cause = "unitWasMissing", units = new[] { Chengkou.Value } })).Refused(409, "rollup.not-frozen");
        (await app.Post("city-head-1", Year + "/freeze", new { hash = v1, sampleReviewed = true })).Expect(200);
        await app.Settle();
        Assert.Equal("不含城口县", (await app.Get(null, "public/" + Year)).Expect(200).Text("without"));

        // While the unit still fails a correction comes to nothing, and says so.
        await Correct(app, v1, "unitWasMissing", Chengkou, 1);
        Assert.Equal(1, (await Read(app)).GetProperty("version").GetInt32());
        Assert.Contains("rollup.not-corrected", await Told(app));

        await table.DeleteEntityAsync(broken.PartitionKey, broken.RowKey, cancellationToken: Cancellation);
        await Contribute(app, Cases(Yuzhong, 7, 1)); // late, and of a unit that the correction does not name
        (await app.Post("city-head-1", Year + "/corrections", new { hash = v1, cause = "recordedLate", units = new[] { Yuzhong.Value } })).Refused(422, "rollup.evidence");
        await Correct(app, v1, "unitWasMissing", Chengkou, 2);

        JsonElement v2 = await Read(app);
        Assert.Equal((2, 11, 6), (v2.GetProperty("version").GetInt32(), City(v2), Figure(v2, Yuzhong)));
        Assert.Equal(JsonValueKind.Null, v2.GetProperty("without").ValueKind);
        Assert.Equal("不含城口县", (await app.Get("city-head-1", Year + "?version=1")).Expect(200).Text("without")); // v1 is what it was
        Assert.Equal(1, followers.Failures);
        Assert.Equal([(2026, 1, v1), (2026, 2, v2.GetProperty("hash").GetString()!)], followers.Heard.Distinct());
        await PartnerEndToEndTests.Publish(app);
        Assert.Equal(
            [("figures-2026-v1", v1), ("figures-2026-v2", v2.GetProperty("hash").GetString())],
            partner.Events.Select(told => (told.Id, ((JsonElement)told.Event.Data!).GetProperty("snapshotHash").GetString())).Order());
        JsonElement edition = (await app.Get(null, "public/" + Year)).Expect(200).Json;
        JsonElement note = Assert.Single(edition.GetProperty("corrections").EnumerateArray());
        Assert.Equal(("补汇未汇总单位", "城口县"), (note.GetProperty("cause").GetString(), note.GetProperty("units")[0].GetString()));
        await app.ReplaysItself("ROLLUP-2026", "a-unit-missing");
        await app.ReplaysItself("ROLLUP-2026-C2", "corrected");
        await app.ReplaysItself("ROLLUP-2026-C1", "failed-again");
    }

    [Fact]
    public async Task A_public_figure_of_fewer_than_five_cases_is_hidden_and_cannot_be_found_by_subtraction()
    {
        await using BranchApp app = await BranchApp.StartAsync(EveOfTheCount, rollups: true);
        await Contribute(app, Cases(Yuzhong, 1, 4), Cases(Wanzhou, 1, 6), Cases(Chengkou, 1, 9));
        await app.PassUntil(new DateOnly(2027, 1, 21));
        (await app.Post("city-head-1", Year + "/freeze", new { hash = (await Read(app)).GetProperty("hash").GetString(), sampleReviewed = true })).Expect(200);

        JsonElement bodies = Metric((await app.Get(null, "public/" + Year)).Expect(200).Json, Bodies);

        Assert.Equal(19, bodies.GetProperty("value").GetInt64());
        Assert.Equal(9, Unit(bodies, Chengkou).GetProperty("value").GetInt64());
        Assert.All(new[] { Yuzhong, Wanzhou }, unit =>
        {
            Assert.Equal(JsonValueKind.Null, Unit(bodies, unit).GetProperty("value").ValueKind);
            Assert.Equal("个案过少，不公开", Unit(bodies, unit).GetProperty("note").GetString());
        });
    }

    [Fact]
    public async Task A_year_far_from_the_one_before_asks_its_leads_for_reasons_and_years_stand_side_by_side()
    {
        // The year before was rolled up late, by hand.
        await using BranchApp app = await BranchApp.StartAsync(EveOfTheCount.AddYears(1), rollups: true);
        await Contribute(app, Cases(Yuzhong, 1, 6));
        (await app.Post("city-head-1", Year + "/runs", new { run = 0 })).Expect(200);
        await app.Settle();
        (await app.Post("city-head-1", Year + "/freeze", new { hash = (await Read(app)).GetProperty("hash").GetString(), sampleReviewed = true })).Expect(200);
        await Contribute(app, [.. Cases(Yuzhong, 30, 9).Select(one => one with { BusinessDate = new DateOnly(2027, 6, 1) })]);
        await app.PassUntil(new DateOnly(2028, 1, 11));

        const string next = "annual-rollups/2027";
        JsonElement v0 = (await app.Get("city-head-1", next)).Expect(200).Json;
        string hash = UnitHash(v0, Yuzhong);
        Reply refused = (await app.Post("yz-lead-1", $"{next}/units/{Yuzhong}/confirmation", new { hash })).Refused(422, "rollup.note-missing");
        Assert.Contains(Bodies, refused.Body, StringComparison.Ordinal);
        (await app.Post("yz-lead-1", $"{next}/units/{Yuzhong}/confirmation", new { hash, notes = new[] { new { metric = Bodies, reason = "needChanged" } } })).Expect(200);
        await app.PassUntil(new DateOnly(2028, 1, 21));
        (await app.Post("city-head-1", next + "/freeze", new
        {
            hash = v0.GetProperty("hash").GetString(), sampleReviewed = true, notes = new[] { new { metric = Bodies, reason = "needChanged" } },
        })).Expect(200);

        JsonElement years = (await app.Get("city-exec-1", "annual-rollup-years?from=2025&to=2027")).Expect(200).Json;
        JsonElement bodies = years.EnumerateArray().Single(one => one.GetProperty("metric").GetString() == Bodies);
        Assert.Equal([(2026, 6L), (2027, 9L)], bodies.GetProperty("years").EnumerateArray().Select(one => (one.GetProperty("year").GetInt32(), one.GetProperty("value").GetInt64())));
        Assert.Equal(15, bodies.GetProperty("together").GetInt64());
        (await app.Get("city-exec-1", "annual-rollup-years?from=2028&to=2027")).Refused(400, "request.query");
        (await app.Get("city-exec-1", "annual-rollup-years?from=x")).Refused(400, "request.query");
    }

    [Fact]
    public async Task A_month_is_counted_on_the_5th_once_and_a_year_whose_start_was_missed_is_started_by_hand()
    {
        await using BranchApp app = await BranchApp.StartAsync(new DateTimeOffset(2027, 3, 4, 9, 0, 0, TimeSpan.FromHours(8)), rollups: true);
        await Contribute(app, [.. Cases(Yuzhong, 1, 5).Select(one => one with { BusinessDate = new DateOnly(2027, 2, 11) })], Cases(Yuzhong, 10, 2));
        await app.PassUntil(new DateOnly(2027, 3, 7));

        JsonElement flash = (await app.Get("city-officer-1", "annual-rollups/2027/months/2")).Expect(200).Json;
        Assert.Equal((5, 1, 0), (City(flash), flash.GetProperty("run").GetInt32(), flash.GetProperty("version").GetInt32()));
        Assert.Equal(new DateTimeOffset(2027, 3, 5, 2, 0, 0, TimeSpan.FromHours(8)), flash.GetProperty("computedAt").GetDateTimeOffset());
        Assert.Equal(["Complete"], await ActsOf(app, "ROLLUP-2027-02"));
        await app.ReplaysItself("ROLLUP-2027-02", "flash");

        // A month is counted again at once, under the same instance id.
        await Contribute(app, [.. Cases(Yuzhong, 30, 1).Select(one => one with { BusinessDate = new DateOnly(2027, 2, 28) })]);
        (await app.Post("city-officer-1", "annual-rollups/2027/months/2/runs", new { run = 1 })).Expect(200);
        await app.Settle();
        flash = (await app.Get("city-officer-1", "annual-rollups/2027/months/2")).Expect(200).Json;
        Assert.Equal((6, 2), (City(flash), flash.GetProperty("run").GetInt32()));
        (await app.Post("city-officer-1", "annual-rollups/2027/months/1/runs", new { run = 0 })).Expect(200); // an outage had swallowed it
        (await app.Post("city-officer-1", "annual-rollups/2027/months/3/runs", new { run = 0 })).Refused(409, "rollup.too-early");
        await app.Settle();
        Assert.Equal(0, City((await app.Get("city-officer-1", "annual-rollups/2027/months/1")).Expect(200).Json));

        (await app.Post("city-head-1", Year + "/runs", new { run = 1 })).Refused(409, "rollup.stale"); // there is none that could have been seen
        (await app.Post("city-head-1", Year + "/runs", new { run = 0 })).Expect(200);
        await app.Settle();
        Assert.Equal(2, City(await Read(app)));
    }

    [Theory]
    [InlineData("annual-rollups/1999", 404, "rollup.unknown")]
    [InlineData("annual-rollups/99999", 404, "rollup.unknown")]
    [InlineData("annual-rollups/2020/months/13", 404, "rollup.unknown")]
    [InlineData("annual-rollups/2020/units/nowhere/metrics/none", 404, "rollup.unknown")]
    public async Task What_is_not_there_is_unknown_and_says_so_in_Chinese(string route, int status, string code)
    {
        await using BranchApp app = await BranchApp.StartAsync();

        Reply refused = (await app.Get("city-head-1", route)).Refused(status, code);
        RefusalCheck.AssertSpeaksChinese(refused);
    }

    /// <summary>Who, which act, the form, status, code, field.</summary>
    public static TheoryData<string, string, string, int, string, string?> BadForms { get; } = new()
    {
        { "yz-lead-1", "units/500103/confirmation", "{}", 400, "json.required", null },
        { "yz-lead-1", "units/500103/confirmation", """{"hash":"a","value":7}""", 400, "json.unknown-field", "value" }, // no form takes a figure
        { "yz-lead-1", "units/500103/confirmation", """{"hash":"a","notes":[{"metric":"LIFE.BODY","reason":"becauseISaySo"}]}""", 400, "json.type", "notes[0].reason" },
        { "yz-lead-1", "units/500103/confirmation", """{"hash":"a","notes":[null]}""", 400, "json.type", "notes[0]" },
        { "yz-lead-1", "units/nowhere/confirmation", """{"hash":"a"}""", 422, "rollup.unit", null },
        { "yz-lead-1", "units/500000/confirmation", """{"hash":"a"}""", 403, "rollup.other-unit", null },
        { "yz-lead-1", "units/500103/confirmation", """{"hash":"a"}""", 404, "rollup.unknown", null },
        { "yz-lead-1", "units/500103/objection", """{"hash":"a","reason":"caseMissing","metrics":[],"cases":["HRA-1"]}""", 422, "input.caseNumberForm", "cases[0]" },
        { "city-head-1", "freeze", """{"hash":"a"}""", 400, "json.required", null },
        { "city-head-1", "freeze", """{"hash":"a","sampleReviewed":"yes"}""", 400, "json.type", "sampleReviewed" },
        { "city-head-1", "runs", """{"run":-1}""", 409, "rollup.too-early", null },
        { "city-head-1", "corrections", """{"hash":"a","cause":"leaderAsked","units":["500103"]}""", 400, "json.type", "cause" },
        { "city-audit", "corrections/1/decision", "{}", 400, "json.required", null },
        { "city-audit", "corrections/1/decision", """{"approves":true}""", 404, "rollup.unknown", null },
    };

    [Fact]
    public async Task A_bad_form_is_refused_with_its_code_in_Chinese_and_opens_nothing()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        foreach (TheoryDataRow<string, string, string, int, string, string?> row in BadForms)
        {
            (string who, string act, string form, int status, string code, string? field) = row.Data;
            Reply refused = await app.PostRaw(who, "annual-rollups/2099/" + act, System.Text.Encoding.UTF8.GetBytes(form), "application/json");

            Assert.True(refused.Status == status && refused.Body.Contains($"\"{code}\"", StringComparison.Ordinal), $"{act} {form}: {refused.Status} {refused.Body}");
            Assert.True(field is null || refused.Body.Contains($"\"{field}\"", StringComparison.Ordinal), $"{act} {form}: {refused.Body}");
            RefusalCheck.AssertSpeaksChinese(refused);
        }

        (await app.Get("city-head-1", "annual-rollups/2099")).Refused(404, "rollup.unknown");
    }

    private static string Confirmation(UnitCode unit) => $"{Year}/units/{unit}/confirmation";

    private static async Task Correct(BranchApp app, string hash, string cause, UnitCode unit, int number)
    {
        (await app.Post("city-head-1", Year + "/corrections", new { hash, cause, units = new[] { unit.Value } })).Expect(200);
        (await app.Post("city-head-2", $"{Year}/corrections/{number}/decision", new { approves = true })).Refused(403, "access.role"); // audit, not a colleague
        (await app.Post("city-audit", $"{Year}/corrections/{number}/decision", new { approves = true })).Expect(200);
        await app.Pass(TimeSpan.FromMinutes(10)); // three attempts
    }

    private static async Task Contribute(BranchApp app, params IReadOnlyList<KpiContribution>[] contributions)
    {
        AidBook book = app.Host.Services.GetRequiredService<AidBook>();
        foreach (IReadOnlyList<KpiContribution> some in contributions)
        {
            await book.Contribute(some, Cancellation);
        }
    }

    private static KpiContribution One(UnitCode unit, int number)
    {
        CaseNumber source = CaseNumber.Create(BusinessCode.Parse("BOD"), unit, 2026, number);
        return new KpiContribution($"{source}|{Bodies}", Bodies, unit, new DateOnly(2026, 6, 1), 1, source, "handover");
    }

    private static IReadOnlyList<KpiContribution> Cases(UnitCode unit, int first, int count) => [.. Enumerable.Range(first, count).Select(number => One(unit, number))];

    private static KpiContribution Back(KpiContribution original) => original with { Id = original.Id + "|R|1", Quantity = -original.Quantity, ReversalOf = original.Id };

    private static async Task<JsonElement> Read(BranchApp app) => (await app.Get("city-head-1", Year)).Expect(200).Json;

    private static async Task<string[]> Told(BranchApp app)
    {
        Boai.Functions.Messages.OutboxMessages outbox = app.Host.Services.GetRequiredService<Boai.Functions.Messages.OutboxMessages>();
        return [.. (await outbox.Read(null, 10_000, Cancellation)).Select(message => message.Kind)];
    }

    private static async Task<string[]> ActsOf(BranchApp app, string id)
    {
        TableClient table = new TableServiceClient(app.Connection).GetTableClient("rollups");
        List<string> acts = [];
        await foreach (TableEntity row in table.QueryAsync<TableEntity>($"PartitionKey eq '{id}' and RowKey lt 'head'", cancellationToken: Cancellation))
        {
            acts.Add(JsonDocument.Parse(row.GetString("Value0")).RootElement.GetProperty("act").GetString()!);
        }

        return [.. acts];
    }

    private static JsonElement Unit(JsonElement holder, UnitCode unit) =>
        holder.GetProperty("units").EnumerateArray().Single(one => one.GetProperty("unit").GetString() == unit.Value);

    private static string UnitHash(JsonElement rollup, UnitCode unit) => Unit(rollup, unit).GetProperty("hash").GetString()!;

    private static string Standing(JsonElement rollup, UnitCode unit) => Unit(rollup, unit).GetProperty("standing").GetString()!;

    private static JsonElement Metric(JsonElement edition, string metric) =>
        edition.GetProperty("figures").EnumerateArray().Single(figure => figure.GetProperty("metric").GetString() == metric);

    private static long Figure(JsonElement rollup, UnitCode unit) => Of(Unit(rollup, unit).GetProperty("figures"));

    private static long City(JsonElement rollup) => Of(rollup.GetProperty("city"));

    private static long Of(JsonElement figures) =>
        figures.EnumerateArray().Single(figure => figure.GetProperty("metric").GetString() == Bodies).GetProperty("value").GetInt64();

    private sealed class Followers : IFiguresFollower
    {
        public List<(int Year, int Version, string Hash)> Heard { get; } = [];

        /// <summary>Whether it does not answer the first time: it is told again.</summary>
        public bool FailsFirst { get; init; }

        public int Failures { get; private set; }

        public Task FiguresFrozen(int year, int version, string snapshotHash, DateTimeOffset at, CancellationToken cancellation)
        {
            if (FailsFirst && Failures == 0)
            {
                Failures++;
                throw new IOException("The follower did not answer.");
            }

            Heard.Add((year, version, snapshotHash));
            return Task.CompletedTask;
        }
    }
}
