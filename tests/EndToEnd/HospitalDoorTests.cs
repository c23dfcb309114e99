using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Functions.HospitalMessages.Register;
using Boai.Tests.Support;
using Boai.Workflows.HospitalMessages;

namespace Boai.Tests.EndToEnd;

/// <summary>HOSP-01 over HTTP, handbook §11.3.</summary>
public sealed class HospitalDoorTests
{
    private static readonly string Opo = HospitalBundles.Code(1);
    private static readonly string Clinic = HospitalBundles.Code(2);
    private static readonly DateTimeOffset Now = BranchApp.Start;
    private readonly HospitalBundles _hospital = new(Opo);

    [Fact]
    public async Task Messages_are_answered_in_FHIR_once_each_and_whoever_pretends_is_found_out()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await Register(app);

        // Rule 2: the same id and digest, the same reply.
        byte[] first = HospitalBundles.Bytes(_hospital.Message("H13", Now, ("basic", HospitalBundles.Parse("""{"resourceType":"Basic","code":{"text":"x"}}"""))));
        Reply refused = await Send(app, "city-opo", first);
        Assert.Equal(403, refused.Status); // only collection hospitals
        Assert.Equal(("fatal-error", MessageProblems.SenderNotAllowed), Summary(refused));
        Reply again = await Send(app, "city-opo", first);
        Assert.Equal(refused.Body.Length, again.Body.Length);

        // Rule 6: the credential speaks for another hospital.
        JsonObject forged = _hospital.H01(Now);
        Reply mismatch = await Send(app, "yz-hospital", HospitalBundles.Bytes(forged));
        Assert.Equal((403, ("fatal-error", MessageProblems.SenderMismatch)), (mismatch.Status, Summary(mismatch)));

        // … and takes nobody's place: the real one is accepted afterwards.
        Assert.Equal(("ok", "message.accepted"), Summary((await Send(app, "city-opo", HospitalBundles.Bytes(forged))).Expect(200)));

        // The same id with other content is fatal and alarms.
        forged["entry"]![2]!["resource"]!["name"]![0]!["text"] = "另一人";
        Reply reused = await Send(app, "city-opo", HospitalBundles.Bytes(forged));
        Assert.Equal((409, ("fatal-error", MessageProblems.IdReused)), (reused.Status, Summary(reused)));

        await app.Settle();
        JsonElement[] told = await Outbox(app);
        Assert.Contains(told, message => Is(message, "hospital.Security", "role:DUTY@500000"));
        Assert.Contains(told, message => Is(message, "hospital.DataProtection", "role:DPO@500000"));
        Assert.DoesNotContain(told, message => message.GetProperty("text").GetString()!.Contains(HospitalBundles.DonorName, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bad_messages_get_the_documented_answer_with_the_place_and_leave_the_digest_only()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await Register(app);

        JsonObject second = _hospital.H01(Now);
        second["entry"]!.AsArray().Add((JsonNode)HospitalBundles.Entry(HospitalBundles.Url("p2"), HospitalBundles.Parse("""{"resourceType":"Patient","active":true}""")));
        Reply forbidden = await Send(app, "city-opo", HospitalBundles.Bytes(second));
        Assert.Equal(422, forbidden.Status);
        Assert.Equal([(MessageProblems.ForbiddenContent, "Bundle.entry[5].resource")], HospitalBundles.Answer(forbidden.Bytes).Issues);

        Reply future = await Send(app, "city-opo", HospitalBundles.Bytes(_hospital.H01(Now.AddHours(2))));
        Assert.Equal((422, ("fatal-error", MessageProblems.FutureTime)), (future.Status, Summary(future)));

        JsonObject headless = _hospital.H01(Now);
        headless["entry"]!.AsArray().RemoveAt(0);
        Reply unreadable = await Send(app, "city-opo", HospitalBundles.Bytes(headless));
        Assert.Equal((400, ("fatal-error", FhirProblems.HeaderFirst)), (unreadable.Status, Summary(unreadable)));

        JsonObject unknown = _hospital.H01(Now);
        HospitalBundles.Resource(unknown, "MessageHeader")["eventCoding"]!["code"] = "H99";
        Assert.Equal(("fatal-error", MessageProblems.EventUnknown), Summary(await Send(app, "city-opo", HospitalBundles.Bytes(unknown))));

        (await app.PostRaw("city-opo", "fhir/$process-message", "<Bundle/>"u8.ToArray(), "application/fhir+xml")).Refused(415, "request.content-type");
        (await Send(app, "city-opo", new byte[5 * 1024 * 1024])).Refused(413, "request.too-large");
        (await app.PostRaw(null, "fhir/$process-message", "{}"u8.ToArray(), FhirTerms.Json)).Refused(401, "auth.missing");
        (await app.PostRaw("yz-officer-1", "fhir/$process-message", "{}"u8.ToArray(), FhirTerms.Json)).Refused(403, "access.role");

        JsonElement kept = (await app.Get("city-duty", "hospital-messages?stage=refused")).Expect(200).Json;
        Assert.Equal(4, kept.GetArrayLength());
        Assert.DoesNotContain(HospitalBundles.DonorName, kept.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_no_programme_takes_yet_are_parked_for_the_duty_desk()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await Register(app);

        JsonObject casualties = new HospitalBundles(Clinic).Message("H22", Now, ("said", HospitalBundles.Parse("""{"resourceType":"Communication","status":"completed"}""")));
        Assert.Equal(("ok", "message.accepted"), Summary((await Send(app, "yz-hospital", HospitalBundles.Bytes(casualties))).Expect(200)));

        JsonElement parked = Assert.Single((await app.Get("city-duty", "hospital-messages?stage=parked")).Expect(200).Json.EnumerateArray().ToArray());
        Assert.Equal(("H22", Clinic), (parked.GetProperty("eventCode").GetString(), parked.GetProperty("sender").GetString()));
        Assert.Contains(await Outbox(app), message => Is(message, "hospital.DutyDesk", "role:DUTY@500000"));
        (await app.Post("city-duty", $"hospital-messages/{HospitalBundles.IdOf(casualties)}/replay", new { })).Refused(409, "hospital.message-not-aside");

        // Rule 7: a day of silence shows.
        Assert.False(await Silent(app, Clinic));
        await app.Pass(TimeSpan.FromHours(25));
        Assert.True(await Silent(app, Clinic));
    }

    internal static async Task Register(BranchApp app)
    {
        (await app.Post("city-officer-1", $"hospitals/{Opo}", new HospitalForm(
            "演示器官获取医院", [HospitalRole.OpoHospital], "500103", ["city-opo"], ["500103"], IndependentDepartment: true, 29.55, 106.56))).Expect(200);
        (await app.Post("city-officer-1", $"hospitals/{Clinic}", new HospitalForm("演示医院", [HospitalRole.Hospital], "500103", ["yz-hospital"]))).Expect(200);
        (await app.Post("city-officer-1", $"hospitals/{Clinic}", new HospitalForm("演示医院", [HospitalRole.Hospital], "500103", ["city-opo"])))
            .RefusedAt("accounts", "hospital.account-taken");
    }

    internal static Task<Reply> Send(BranchApp app, string account, byte[] body) => app.PostRaw(account, "fhir/$process-message", body, FhirTerms.Json);

    internal static (string Response, string Code) Summary(Reply reply)
    {
        (string response, (string Code, string? Path)[] issues) = HospitalBundles.Answer(reply.Bytes);
        return (response, issues[0].Code);
    }

    private static async Task<bool> Silent(BranchApp app, string code) => (await app.Get("city-duty", "hospitals")).Expect(200).Json.EnumerateArray()
        .Single(hospital => hospital.GetProperty("code").GetString() == code).GetProperty("silent").GetBoolean();

    private static async Task<JsonElement[]> Outbox(BranchApp app) => [.. (await app.Get(null, "dev/outbox")).Expect(200).Json.EnumerateArray()];

    private static bool Is(JsonElement message, string kind, string to) =>
        message.GetProperty("kind").GetString() == kind && message.GetProperty("to").GetString() == to;
}
