using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.BodyDonation;
using Boai.Functions.Donations;
using Boai.Functions.HospitalMessages.Register;
using Boai.Tests.Support;
using Boai.Workflows.BodyDonation;
using Boai.Workflows.HospitalMessages;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.EndToEnd;

/// <summary>LIFE-03 over HTTP in virtual time, handbook §7.4 and §15 scenarios 4 and 22.</summary>
public sealed class BodyEndToEndTests
{
    private const string Name = "鸬鹚翁";
    private static readonly string UnitA = HospitalBundles.Code(21);
    private static readonly string UnitB = HospitalBundles.Code(22);

    [Fact] // §15 scenario 4
    public async Task Scenario_4_from_the_notice_to_the_archive_and_nobody_is_named_in_the_clear()
    {
        await using BranchApp app = await BranchApp.StartAsync(logLevel: LogLevel.Trace);
        IntentJourney intent = await Registered(app);
        BodyCourse body = await BodyCourse.Notify(app, intent.Form.Holder.IdNumber);
        await body.Verify("intent");
        (await body.Post("city-duty", "dispatch", new DispatchUnitForm(UnitA))).Expect(200);
        await body.Do("city-coordinator-1", "desk/chooseAshes", new { what = new { choice = "memorialPark" } });

        await app.Pass(TimeSpan.FromHours(9.5));
        await body.HandOver("city-receiver");
        Assert.Equal("accepted", await body.State());
        Assert.Equal("已接受", await body.Family());
        Assert.Equal("executed", await intent.State()); // the registry was told
        Assert.DoesNotContain("body.breach", await body.Sent());
        Assert.Contains("body.remind", await body.Sent());

        await app.PassUntil(new DateOnly(2026, 3, 11)); // the seventh working day
        string report = await body.Upload("city-receiver", BodyDocuments.UnitReport, "report");
        await body.Do("city-receiver", "unit/fileReport", new { what = new { documentId = report } });
        await body.Do("city-receiver", "unit/beginUse", new { what = new { ceremonyAt = app.Host.Clock.GetUtcNow().AddMinutes(-5) } });
        Assert.Equal("已接受", await body.Family());
        await app.PassUntil(new DateOnly(2027, 2, 3));
        Assert.Contains("body.Escalation", await body.Sent()); // the summary of 2026 was due on 31 January
        await body.Do("city-receiver", "unit/fileSummary", new { what = new { year = 2026 } });
        await body.Do("city-receiver", "unit/cremate", new { what = new { at = app.Host.Clock.GetUtcNow() } });
        Assert.Equal("已完成教学科研", await body.Family());
        await body.Do("city-officer-1", "city/archive", new { });
        Assert.Equal("已安葬", await body.Family());
        await app.ReplaysItself(body.Number, "received");
        await DonorEndToEndTests.NowhereInTheClear(app, Name, "LIFE-03");
        await DonorEndToEndTests.NowhereInTheClear(app, intent.Form.Holder.IdNumber, "LIFE-03");
    }

    [Fact] // §15 scenario 22
    public async Task Scenario_22_twelve_hours_pass_a_second_unit_comes_and_the_health_authority_is_told()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        IntentJourney intent = await Registered(app);
        BodyCourse body = await BodyCourse.Notify(app, intent.Form.Holder.IdNumber);
        await body.Verify("intent");
        (await body.Post("city-duty", "dispatch", new DispatchUnitForm(UnitA))).Expect(200);

        await app.Pass(TimeSpan.FromHours(12));
        string[] sent = await body.Sent();
        Assert.Equal((2, 3, 3), (sent.Count(kind => kind == "body.remind"), sent.Count(kind => kind == "body.escalate"), sent.Count(kind => kind == "body.breach")));
        (await body.Post("city-duty", "dispatch", new DispatchUnitForm(UnitA))).Refused(409, "body.unit-sent");
        (await body.Post("city-duty", "dispatch", new DispatchUnitForm(UnitB))).Expect(200);
        await body.Do("city-dutylead", "desk/tellAuthority", new { });
        await app.Pass(TimeSpan.FromHours(2));
        (await body.Post("city-receiver", "unit/arrive", new { what = new { at = app.Host.Clock.GetUtcNow(), papersShown = true } })).Refused(403, "donation.other-unit");

        // The second unit says by message that it has the body: arrival and handover in one.
        HospitalBundles unit = new(UnitB, body.Number);
        Reply answer = await HospitalDoorTests.Send(app, "wz-hospital", HospitalBundles.Bytes(unit.H12(app.Host.Clock.GetUtcNow(), app.Host.Clock.GetUtcNow().AddMinutes(-1))));
        Assert.Equal("ok", HospitalBundles.Answer(answer.Expect(200).Bytes).Response);
        await app.Settle();

        Assert.Equal("accepted", await body.State());
        JsonElement dispatches = (await body.Facts()).GetProperty("dispatches");
        Assert.True(dispatches[0].TryGetProperty("breachedAt", out JsonElement breached) && breached.ValueKind == JsonValueKind.String);
        Assert.False(dispatches[1].TryGetProperty("breachedAt", out breached) && breached.ValueKind == JsonValueKind.String);
        await app.ReplaysItself(body.Number, "late-unit");
    }

    [Fact] // §7.3.2 state 8: organs, corneas, body
    public async Task A_donation_of_organs_whose_body_goes_to_a_unit_opens_a_case_that_needs_a_unit_which_takes_such_a_body()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await Units(app);
        DonorJourney donor = await DonorJourney.Report(app);
        donor.TakenBy = "receiving-unit";
        await donor.ToAftercare();

        JsonElement open = (await app.Get("city-duty", "worklist")).Expect(200).Json;
        string number = open.EnumerateArray().Select(one => one.GetProperty("caseNumber").GetString()!).Single(one => one.StartsWith("BOD-", StringComparison.Ordinal));
        BodyCourse body = new(app, number);
        (await body.Post("city-duty", "verification", new { basis = "relatives", forensicClear = true })).Expect(200);
        (await body.Post("city-duty", "dispatch", new DispatchUnitForm(UnitA))).Refused(422, "body.not-after-organs");
        (await body.Post("city-duty", "dispatch", new DispatchUnitForm(UnitB))).Expect(200);
    }

    [Fact]
    public async Task A_refusal_bars_the_body_whoever_asks_for_it_and_the_family_is_told_why_by_people()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await Units(app);
        var person = IntentJourney.Valid();
        (await app.Post(null, "public/donation-refusals", new Boai.Functions.DonationIntent.RefusalForm(person.Holder, person.Residence))).Expect(201);
        BodyCourse body = await BodyCourse.Notify(app, person.Holder.IdNumber);
        await body.Papers();

        (await body.Post("city-coordinator-1", "verification", new { basis = "relatives", forensicClear = true })).Refused(409, "body.barred");
        (await body.Post("city-coordinator-1", "desk/declareUnfit", new { what = new { reason = "notEligible" } })).Refused(422, "case.reason-required");
        await body.Do("city-coordinator-1", "desk/declareUnfit", new { what = new { reason = "notEligible" }, note = "本人生前明示不同意捐献。" });
        await app.Settle();

        Assert.Equal("notAccepted", await body.State());
        Assert.Contains("body.NotAccepted", await body.Sent());
        await app.ReplaysItself(body.Number, "not-accepted");
    }

    [Theory]
    [InlineData("""{"diedAt":"2099-01-01T00:00:00Z"}""", 422, "diedAt", "body.time")]
    [InlineData("""{"place":{"division":"110101","address":"某处"}}""", 422, "place.division", "donation.out-of-region")]
    [InlineData("""{"deceased":{"name":"张3"}}""", 422, "deceased.name", "input.personNameDigit")]
    [InlineData("""{"deceased":{"name":"张三","idType":"RIC","idNumber":"1"}}""", 422, "deceased.idNumber", "input.residentIdLength")]
    [InlineData("""{"caller":{"name":"某","phone":"1"}}""", 422, "caller.phone", "input.phoneForm")]
    [InlineData("""{"by":"neighbour"}""", 400, "by", "json.type")]
    public async Task A_notice_that_cannot_be_read_is_refused_at_its_field_and_opens_nothing(string change, int status, string field, string code)
    {
        await using BranchApp app = await BranchApp.StartAsync();
        JsonObject form = BodyCourse.Form(app, null);
        foreach ((string name, JsonNode? value) in JsonNode.Parse(change)!.AsObject())
        {
            form[name] = value?.DeepClone();
        }

        Reply reply = await app.PostRaw(null, "public/body-donation/notices", Encoding.UTF8.GetBytes(form.ToJsonString()), "application/json");

        Assert.Equal(status, reply.Status);
        reply.RefusedAt(field, code);
        Assert.Empty((await app.Get("city-duty", "worklist")).Expect(200).Json.EnumerateArray());
    }

    private static async Task<IntentJourney> Registered(BranchApp app)
    {
        await Units(app);
        var form = IntentJourney.Valid(7_777);
        return await IntentJourney.Effective(app, form with
        {
            Holder = form.Holder with { Name = Name }, Scopes = new Boai.Functions.DonationIntent.ScopesPart(Body: true), BodyAdviceGiven = true,
            Consents = [new Boai.Functions.DonationIntent.IntentConsentPart(Boai.Workflows.DonationIntent.IntentGroup.Body, form.FormVersion)],
        });
    }

    private static async Task Units(BranchApp app)
    {
        (await app.Post("city-officer-1", $"hospitals/{UnitA}", new HospitalForm("甲医学院", [HospitalRole.ReceivingUnit], "500103", ["city-receiver"]))).Expect(200);
        (await app.Post("city-officer-1", $"hospitals/{UnitB}", new HospitalForm(
            "乙医学院", [HospitalRole.ReceivingUnit], "500103", ["wz-hospital"], TakesBodiesAfterOrgans: true))).Expect(200);
    }

    private sealed class BodyCourse(BranchApp app, string number)
    {
        public string Number => number;

        public static JsonObject Form(BranchApp app, string? idNumber)
        {
            BodyNoticeForm form = new(
                NoticeBy.Executor, new DeceasedPart(Name, idNumber is null ? null : "RIC", idNumber), new PlaceOfDeathPart("500103", "某医院某楼"),
                app.Host.Clock.GetUtcNow().AddHours(-1), new CallerPart("执行人某", SyntheticPeople.Mobile(4_004)));
            return JsonSerializer.SerializeToNode(form, Boai.Functions.Forms.StrictJson.Options)!.AsObject();
        }

        public static async Task<BodyCourse> Notify(BranchApp app, string? idNumber)
        {
            Reply noticed = await app.PostRaw(null, "public/body-donation/notices", Encoding.UTF8.GetBytes(Form(app, idNumber).ToJsonString()), "application/json");
            await app.Settle();
            return new BodyCourse(app, noticed.Expect(201).Text("caseNumber"));
        }

        public Task<Reply> Post(string who, string act, object body) => app.Post(who, $"body-donation/cases/{number}/{act}", body);

        public async Task Do(string who, string act, object body)
        {
            (await Post(who, act, body)).Expect(200);
            await app.Settle();
        }

        public async Task Papers()
        {
            foreach (string kind in new[] { BodyDocuments.DeathCertificate, BodyDocuments.JointDecision })
            {
                string id = await Upload("city-coordinator-1", kind, kind);
                (await app.PostRaw("city-coordinator-1", $"cases/{number}/documents/{id}/sighted", [], "application/json")).Expect(200);
            }
        }

        public async Task Verify(string basis)
        {
            await Papers();
            (await Post("city-coordinator-1", "verification", new { basis, forensicClear = true })).Expect(200);
            await app.Settle();
        }

        public async Task HandOver(string unit)
        {
            await Do(unit, "unit/arrive", new { what = new { at = app.Host.Clock.GetUtcNow(), papersShown = true } });
            string id = await Upload(unit, BodyDocuments.Handover, "handover");
            await Do(unit, "unit/handOver", new { what = new { handoverDocumentId = id, certificateNumber = "YT-2026-0001", identityVerified = true, deathCertificateSeen = true } });
        }

        public async Task<string> Upload(string who, string kind, string what) => (await app.PostRaw(
            who, $"cases/{number}/documents?kind={kind}", Encoding.ASCII.GetBytes($"%PDF-1.7\n% {what} {number}\n%%EOF\n"), "application/pdf")).Expect(201).Text("id");

        public async Task<JsonElement> Facts() => (await app.Get("city-duty", $"cases/{number}")).Expect(200).Json.GetProperty("facts");

        public async Task<string> State()
        {
            string state = (await app.Get("city-duty", $"cases/{number}")).Expect(200).Json.GetProperty("head").GetProperty("state").GetString()!;
            return char.ToLowerInvariant(state[0]) + state[1..];
        }

        public async Task<string> Family() => (await app.Get("city-duty", $"body-donation/cases/{number}/family-status")).Expect(200).Text("status");

        public async Task<string[]> Sent() =>
        [
            .. (await app.Get(null, $"dev/outbox?case={number}")).Expect(200).Json.EnumerateArray().Select(message => message.GetProperty("kind").GetString()!),
        ];
    }
}
