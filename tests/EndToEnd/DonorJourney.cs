using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.HospitalMessages.Register;
using Boai.Functions.Forms;
using Boai.Functions.OrganDonation;
using Boai.Tests.Support;
using Boai.Workflows.OrganDonation;

namespace Boai.Tests.EndToEnd;

/// <summary>One donor case over HTTP: messages of the OPO hospital, and what coordinators, desk and city do.</summary>
internal sealed class DonorJourney(BranchApp app, string number, HospitalBundles hospital, HospitalQueue? queue = null)
{
    public const string First = "city-coordinator-1";
    public const string Second = "city-coordinator-2";
    public static readonly string[] Organs = ["liver", "kidney-l", "kidney-r"];

    public string Number => number;

    public DateTimeOffset Now => app.Host.Clock.GetUtcNow();

    /// <summary>H01 comes in and opens the case.</summary>
    /// <param name="queue">By which messages go; over HTTP when there is none.</param>
    /// <param name="district">Where the bed lies, as the hospital says.</param>
    public static async Task<DonorJourney> Report(BranchApp app, HospitalQueue? queue = null, string? district = "500103")
    {
        await HospitalDoorTests.Register(app);
        string code = HospitalBundles.Code(1);
        (await app.Post("city-officer-1", $"hospitals/{code}/roster", new RosterForm(["X-1"], ["X-2"]))).Expect(200);
        foreach ((string staff, string name) in new[] { (First, "协调员甲某"), (Second, "协调员乙某") })
        {
            (await app.Post("city-officer-1", $"organ-donation/coordinators/{staff}", new CoordinatorForm(
                name, "L-" + staff, new DateOnly(2027, 12, 31), 29.5, 106.5, BranchApp.Start.AddDays(-1)))).Expect(200);
        }

        HospitalBundles hospital = new(code);
        await (queue?.Register() ?? Task.CompletedTask);
        await Send(app, queue, hospital.H01(app.Host.Clock.GetUtcNow(), district));
        JsonElement desk = (await app.Get("city-duty", "organ-donation/desk")).Expect(200).Json;
        return new DonorJourney(app, desk[0].GetProperty("caseNumber").GetString()!, hospital, queue);
    }

    public HospitalBundles Hospital => hospital;

    /// <summary>What is agreed to and procured.</summary>
    public string[] Items { get; set; } = Organs;

    /// <summary>Who takes the body over.</summary>
    public string TakenBy { get; set; } = "funeral-home";

    /// <summary>Says who the donor is, in H02.</summary>
    public Func<JsonObject, JsonObject> Names { get; set; } = message => message;

    public Task Send(JsonObject message) => Send(app, queue, message);

    private static async Task Send(BranchApp app, HospitalQueue? queue, JsonObject message)
    {
        if (queue is not null)
        {
            await queue.Send(message);
            return;
        }

        (await HospitalDoorTests.Send(app, "city-opo", HospitalBundles.Bytes(message))).Expect(200);
        await app.Settle();
    }

    public async Task<Reply> Act(string who, string part, string act, object? what = null, string? note = null)
    {
        Reply reply = await app.Post(
            who, $"organ-donation/cases/{number}/{part}/{act}", what is null ? new NamedPlainActForm(Note: note) : (object)new { what, note = note ?? "" });
        await app.Settle();
        return reply;
    }

    public async Task Do(string who, string part, string act, object? what = null, string? note = null) => (await Act(who, part, act, what, note)).Expect(200);

    public async Task<JsonElement> Read(string who = "city-duty") => (await app.Get(who, $"organ-donation/cases/{number}")).Expect(200).Json;

    public async Task<string> State() => (await Read()).GetProperty("desk").GetProperty("state").GetString()!;

    public async Task<JsonElement> Facts(string who = "city-duty") => (await Read(who)).GetProperty("facts");

    public async Task<string> Lamps() => string.Concat((await Read()).GetProperty("desk").GetProperty("lamps").EnumerateArray()
        .Select(lamp => lamp.GetProperty("lamp").GetString() is "ready" ? '1' : '0'));

    /// <summary>What waits for the hospital, by code.</summary>
    public async Task<string[]> Signals() =>
    [
        .. (await app.Get("city-opo", "fhir/signals")).Expect(200).Json.EnumerateArray()
            .Select(bundle => bundle.GetProperty("entry")[0].GetProperty("resource").GetProperty("eventCoding").GetProperty("code").GetString()!),
    ];

    /// <summary>Screened, agreed, signed and seen; death, opinion and notice are in.</summary>
    public async Task ToNotice()
    {
        await ToTalk();
        await Send(Names(hospital.H02(Now, Items)));
        await Do(First, "coordinator", "sightDecision", new { documentDigest = HospitalBundles.Digest("decision") });
        await Send(hospital.H03(Now, Now.AddMinutes(-2)));
        await Do(First, "coordinator", "reconfirm", new { relativeId = await Wife() });
        await Send(hospital.H04(Now));
        await Send(hospital.H05(Now, Now.AddMinutes(40)));
    }

    /// <summary>Screened; the family agrees.</summary>
    public async Task ToTalk()
    {
        await Do("city-duty", "desk", "acknowledge");
        await Do("city-duty", "desk", "checkForensic", new { status = "clear" });
        (await app.Post("city-duty", $"organ-donation/cases/{number}/register-answer", new RegisterAnswerForm(IntentStanding.Valid))).Expect(200);
        await Do("city-duty", "desk", "completeScreening");
        await app.Pass(TimeSpan.FromMinutes(10));
        await Do(First, "coordinator", "logTalk", new { talk = new { at = Now.AddMinutes(-5), persons = 3, prognosisTold = true, outcome = "agrees", interpreted = false } });
    }

    /// <summary>Both coordinators accept and check in at the theatre.</summary>
    public async Task Staff()
    {
        foreach (string who in new[] { First, Second })
        {
            Assert.NotEmpty((await app.Get(who, "organ-donation/offers")).Expect(200).Json.EnumerateArray());
            await Do(who, "coordinator", "answerOffer", new { accepts = true });
        }

        await CheckIn(First);
        await CheckIn(Second);
        await app.Pass(TimeSpan.FromMinutes(1));
    }

    public Task CheckIn(string who) =>
        Do(who, "coordinator", "checkIn", new { staffId = who, means = "theatreQr", at = Now, placeCode = "theatre-3", metres = (int?)null });

    /// <summary>From notice and witnesses to state 10: procured, restored, handed over, reported.</summary>
    public async Task ToAftercare()
    {
        await ToNotice();
        await Staff();
        foreach (int seq in new[] { 1, 2 })
        {
            await Do("city-opo", "hospital", "acknowledgeSignal", new { seq });
        }

        await app.Pass(TimeSpan.FromMinutes(40));
        DateTimeOffset started = Now;
        await Send(hospital.H06(Now, started));
        await Both("tickCeremony");
        await app.Pass(TimeSpan.FromMinutes(50));
        DateTimeOffset ended = Now;
        await Send(hospital.H07(Now, ended, Items));
        await Both("tickRestoration");
        await app.Pass(TimeSpan.FromMinutes(30));
        await Send(hospital.H09(Now, Now.AddMinutes(-10), TakenBy));
        await Send(hospital.H10(Now));
        await Both("fileReport", new { saw = Saw(started, ended, Items) });
        Assert.Equal("aftercare", await State());
    }

    public async Task Both(string act, object? what = null)
    {
        foreach (string who in new[] { First, Second })
        {
            await Do(who, "coordinator", act, what);
        }
    }

    /// <summary>To the archive.</summary>
    public async Task ToClosed()
    {
        await ToAftercare();
        await Do("city-officer-1", "city", "fileMonthlyReport");
        await Do("city-officer-1", "city", "completeAftercare");
        Assert.Equal("closed", await State());
    }

    public static object Saw(DateTimeOffset started, DateTimeOffset ended, string[]? items = null) => new
    {
        identityVerified = true, consentOriginalSeen = true, noRefusalKnown = true, deathPapersSeen = true, physiciansNotInTheatre = true,
        ethicsOpinionSeen = true, ceremonyHeld = true, startedAt = started, endedAt = ended, items = items ?? Organs, bodyRestored = true, handedOver = true,
        anythingUnusual = false,
    };

    public async Task<string> Wife() => (await Facts()).GetProperty("relativeEntries").EnumerateArray().Select(entry => entry.GetProperty("standing"))
        .First(one => one.GetProperty("relation").GetString() == "spouse").GetProperty("relativeId").GetString()!;
}
