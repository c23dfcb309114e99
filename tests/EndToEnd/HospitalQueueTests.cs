using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.Cases;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Functions.Vault;
using Boai.Tests.Support;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.EndToEnd;

/// <summary>HOSP-01 by the queue, handbook §11.3, on the broker in virtual time.</summary>
public sealed class HospitalQueueTests
{
    private static readonly string Opo = HospitalBundles.Code(1);
    private readonly HospitalBundles _hospital = new(Opo);

    [Fact]
    public async Task A_signed_message_is_taken_and_answered_once_for_each_time_it_comes()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        using HospitalQueue queue = await Join(app);
        JsonObject report = _hospital.H01(BranchApp.Start);

        await queue.Send(report);

        BranchReply first = await queue.Reply();
        Assert.Equal(("R08", "ok", HospitalBundles.IdOf(report)), (first.Code, first.Answer, first.To));
        Assert.Single((await app.Get("city-duty", "organ-donation/desk")).Expect(200).Json.EnumerateArray());

        // Rule 2: the same reply, and no second case; another digest under the same id is fatal.
        await queue.Send(report);
        Assert.Equal((first.MessageId, "ok"), (await queue.Reply()) switch { var again => (again.MessageId, again.Answer) });
        Assert.Single((await app.Get("city-duty", "organ-donation/desk")).Expect(200).Json.EnumerateArray());
        HospitalBundles.Resource(report, "Patient")["name"]![0]!["text"] = "另一人";
        await queue.Send(report);
        Assert.Equal(("fatal-error", MessageProblems.IdReused), (await queue.Reply()) switch { var reused => (reused.Answer, reused.Issue) });
        Assert.Contains(await Outbox(app), message => Is(message, "hospital.Security", "role:AUDIT@500000"));
    }

    [Fact]
    public async Task What_nobody_signed_is_nobodys_word_and_goes_through_once_the_key_is_registered()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await HospitalDoorTests.Register(app);
        using HospitalQueue queue = new(app, Opo, "city-opo");
        JsonObject report = _hospital.H01(BranchApp.Start);

        await queue.Send(report);

        Assert.Empty(await queue.Take());
        Assert.Empty((await app.Get("city-duty", "organ-donation/desk")).Expect(200).Json.EnumerateArray());
        JsonElement dead = Assert.Single(await DeadLetters(app));
        Assert.Equal((PoisonReasons.NotSigned, Opo), (dead.GetProperty("reasonCode").GetString(), dead.GetProperty("sender").GetString()));
        Assert.DoesNotContain(HospitalBundles.DonorName, dead.ToString(), StringComparison.Ordinal);
        Assert.Contains(await Outbox(app), message => Is(message, "hospital.Dead", "role:AUDIT@500000"));
        string digest = dead.GetProperty("digest").GetString()!;
        (await app.Post("city-duty", $"hospital-messages/dead-letters/{digest}/replay", new { })).Refused(409, "hospital.dead-letter-unsigned");

        await queue.Register();
        Reply replayed = (await app.Post("city-duty", $"hospital-messages/dead-letters/{digest}/replay", new { })).Expect(200);
        await app.Settle();

        Assert.Equal("ok", replayed.Text("code"));
        Assert.Equal(("R08", "ok"), (await queue.Reply()) switch { var reply => (reply.Code, reply.Answer) });
        Assert.Single((await app.Get("city-duty", "organ-donation/desk")).Expect(200).Json.EnumerateArray());
        Assert.Empty(await DeadLetters(app));
        (await app.Post("city-duty", $"hospital-messages/dead-letters/{digest}/replay", new { })).Refused(409, "hospital.dead-letter-done");
        (await app.Post("city-duty", $"hospital-messages/dead-letters/{new string('0', 64)}/replay", new { })).Refused(404, "hospital.dead-letter-unknown");
    }

    [Fact]
    public async Task A_signature_of_another_body_or_another_hospital_does_not_open_the_door()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        using HospitalQueue queue = await Join(app);
        byte[] body = HospitalBundles.Bytes(_hospital.H01(BranchApp.Start));
        string other = HospitalBundles.Code(3);
        using HospitalQueue second = new(app, other, "other-opo");
        await second.Register();

        await second.Send(body, sender: Opo); // the other's key under this one's name
        await queue.Send([.. body, (byte)' '], signature: "AAAA");
        await queue.Send([.. body, (byte)'\n'], signature: "not Base64");
        Assert.Equal(3, (await DeadLetters(app)).Length);
        Assert.Empty(await queue.Take());

        // Its own signature under another's name inside: rule 6.
        await second.Send(body);
        Assert.Equal(("fatal-error", MessageProblems.SenderMismatch), (await second.Reply()) switch { var reply => (reply.Answer, reply.Issue) });

        // A duty lead gives a forged one up; its bytes are gone.
        string digest = (await DeadLetters(app))[0].GetProperty("digest").GetString()!;
        (await app.Post("city-dutylead", $"hospital-messages/dead-letters/{digest}/discard", new { })).Expect(200);
        Assert.Equal(2, (await DeadLetters(app)).Length);
        (await app.Post("city-duty", $"hospital-messages/dead-letters/{digest}/replay", new { })).Refused(409, "hospital.dead-letter-done");
    }

    [Fact]
    public async Task What_cannot_be_read_is_answered_and_put_aside_with_the_place()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        using HospitalQueue queue = await Join(app);
        JsonObject headless = _hospital.H01(BranchApp.Start);
        headless["entry"]!.AsArray().RemoveAt(0);

        await queue.Send(headless);

        Assert.Equal(("fatal-error", FhirProblems.HeaderFirst), (await queue.Reply()) switch { var reply => (reply.Answer, reply.Issue) });
        JsonElement dead = Assert.Single(await DeadLetters(app));
        Assert.Equal((PoisonReasons.Unreadable, "fhir.header-first@Bundle.entry[0]"), (dead.GetProperty("reasonCode").GetString(), dead.GetProperty("description").GetString()));
        await queue.Send("<Bundle/>"u8.ToArray());
        Assert.Equal("fatal-error", (await queue.Reply()).Answer);
        Assert.Equal(2, (await DeadLetters(app)).Length);
    }

    [Fact]
    public async Task A_message_that_no_case_knows_is_tried_ten_times_told_to_its_sender_and_sent_through_again_by_the_desk()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        using HospitalQueue queue = await Join(app);
        JsonObject early = _hospital.H03(BranchApp.Start, BranchApp.Start.AddMinutes(-2));
        await queue.Send(early);
        Assert.Equal("ok", (await queue.Reply()).Answer);

        await app.Pass(TimeSpan.FromHours(1));

        BranchReply later = await queue.Reply();
        Assert.Equal(("R08", "transient-error", PoisonReasons.TooManyDeliveries), (later.Code, later.Answer, later.Issue));
        JsonElement aside = Assert.Single((await app.Get("city-duty", "hospital-messages?stage=setAside")).Expect(200).Json.EnumerateArray().ToArray());
        Assert.Equal(10, aside.GetProperty("deliveries").GetInt32());
        await app.ReplaysItself(HospitalMessageHandling.InstanceOf(new MessageToHandle(HospitalBundles.IdOf(early))), "set-aside");
        Assert.Contains(await Outbox(app), message => Is(message, "hospital.SetAside", "role:DUTY@500000"));

        await queue.Send(_hospital.H01(app.Host.Clock.GetUtcNow()));
        (await app.Post("city-duty", $"hospital-messages/{HospitalBundles.IdOf(early)}/replay", new { })).Expect(200);
        await app.Settle();
        await app.ReplaysItself(HospitalMessageHandling.InstanceOf(new MessageToHandle(HospitalBundles.IdOf(early), Replay: 1)), "handled");
        Assert.Empty((await app.Get("city-duty", "hospital-messages?stage=setAside")).Expect(200).Json.EnumerateArray());
        Assert.Equal(2, (await app.Get("city-duty", "hospital-messages?stage=handled")).Expect(200).Json.GetArrayLength());
    }

    [Fact]
    public async Task Signals_go_to_the_queue_by_the_ladder_until_the_hospital_says_that_it_has_them()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        DonorJourney donor = await DonorJourney.Report(app);
        using HospitalQueue queue = await Join(app);
        await donor.ToNotice();
        await donor.Staff();

        BranchReply[] said = [.. await queue.Take()];
        Assert.Equal(["R01", "R02"], said.Select(reply => reply.Code).Distinct());
        await queue.Acknowledge(said[0]);
        await app.Pass(TimeSpan.FromMinutes(3));

        // R01 is acknowledged; R02 is said again by the ladder under the same id, and is the only one that waits.
        BranchReply[] again = [.. await queue.Take()];
        Assert.Equal([said.First(reply => reply.Code == "R02").MessageId], again.Select(reply => reply.MessageId).Distinct());
        Assert.Equal(["R02"], (await donor.Read()).GetProperty("desk").GetProperty("unacknowledgedSignals").EnumerateArray().Select(_ => "R02"));
        await queue.Acknowledge(again[0]);
        await app.Pass(TimeSpan.FromMinutes(20));
        Assert.Empty(await queue.Take());
        await app.ReplaysItself(HospitalSending.InstanceOf(again[0].MessageId), "acknowledged");
        Assert.Empty((await donor.Read()).GetProperty("desk").GetProperty("unacknowledgedSignals").EnumerateArray());

        // Consent withdrawn: R03 every 15 seconds for two minutes, then the telephone (§7.3.6).
        await donor.Do(DonorJourney.First, "coordinator", "withdrawConsent", new { relativeId = await donor.Wife() });
        await app.Pass(TimeSpan.FromSeconds(119));
        BranchReply[] holds = [.. await queue.Take()];
        Assert.InRange(holds.Length, 8, 9); // at least once: a history that begins anew says it once more
        Assert.Equal(("R03", 1), (holds[0].Code, holds.Select(hold => hold.MessageId).Distinct().Count()));
        Assert.DoesNotContain(Clocks(await donor.Read()), clock => clock == "phone-hold");
        await app.Pass(TimeSpan.FromSeconds(6));
        Assert.Contains(Clocks(await donor.Read()), clock => clock == "phone-hold");

        // "Cannot take it" is no acknowledgement; "ok" closes the task.
        await queue.Acknowledge(holds[0], ok: false);
        Assert.Contains(Clocks(await donor.Read()), clock => clock == "phone-hold");
        Assert.Contains(await Outbox(app), message => Is(message, "hospital.NotTaken", "role:DUTY@500000"));
        await queue.Acknowledge(holds[0]);
        Assert.DoesNotContain(Clocks(await donor.Read()), clock => clock == "phone-hold");
        await queue.Acknowledge(holds[0]);
        Assert.All(await queue.Take(), reply => Assert.NotEqual("fatal-error", reply.Answer));
    }

    [Fact]
    public async Task A_readiness_that_is_lost_is_not_said_any_more_and_a_question_that_nobody_answers_is_phoned()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        DonorJourney donor = await DonorJourney.Report(app);
        using HospitalQueue queue = await Join(app);
        await donor.ToNotice();
        await donor.Staff();
        Assert.Contains("R02", (await queue.Take()).Select(reply => reply.Code));

        await donor.Do("city-duty", "desk", "raiseAlarm", new { alarmId = "a1", kind = "payment" });
        await app.Pass(TimeSpan.FromMinutes(30));
        Assert.DoesNotContain("R02", (await queue.Take()).Select(reply => reply.Code)); // I-12

        Reply asked = (await app.Post("city-duty", $"organ-donation/cases/{donor.Number}/status-query", new { })).Expect(200);
        await app.Settle();
        BranchReply question = Assert.Single(await queue.Take(), reply => reply.Code == "R06");
        Assert.Equal(asked.Text("messageId"), question.MessageId);
        await app.Pass(TimeSpan.FromHours(25));
        Assert.Contains(await Outbox(app), message => Is(message, "hospital.Phone", "role:DUTY@500000"));
        await app.ReplaysItself(HospitalSending.InstanceOf(question.MessageId), "phoned");
    }

    [Fact] // §11.2: H02 onward, encrypted, and never in what the branch says
    public async Task Who_the_donor_is_goes_from_the_message_to_the_vault_and_nowhere_else()
    {
        const string residentId = "11010519491231002X"; // §21: valid, and nobody's
        await using BranchApp app = await BranchApp.StartAsync(logLevel: LogLevel.Trace);
        using HospitalQueue queue = new(app, Opo, "city-opo");
        DonorJourney donor = await DonorJourney.Report(app, queue);
        await donor.ToTalk();
        await queue.Take();

        await donor.Send(Named(donor.Hospital.H02(donor.Now, DonorJourney.Organs), residentId));
        Assert.Equal("ok", (await queue.Reply()).Answer);

        CaseNumber number = CaseNumber.Parse(donor.Number);
        IServiceProvider services = app.Host.Services;
        StoredHead head = (await services.GetRequiredService<CaseStore>().Find(number, TestContext.Current.CancellationToken))!;
        Assert.True(await services.GetRequiredService<PersonVault>().Matches(head.Applicant, number, "donor.residentId", residentId, TestContext.Current.CancellationToken));
        await DonorEndToEndTests.NowhereInTheClear(app, residentId);

        // A wrong check digit is refused, and so is a number in H01, which needs none.
        await donor.Send(Named(donor.Hospital.H02(donor.Now, DonorJourney.Organs), "110105194912310021"));
        Assert.Equal(("fatal-error", FhirProblems.Value), (await queue.Reply()) switch { var reply => (reply.Answer, reply.Issue) });
        await donor.Send(Named(new HospitalBundles(Opo, "CQ-D-2026-0008").H01(donor.Now), residentId));
        Assert.Equal("fatal-error", (await queue.Reply()).Answer);
    }

    private static JsonObject Named(JsonObject message, string residentId)
    {
        HospitalBundles.Resource(message, "Patient")["identifier"]!.AsArray().Add((JsonNode)new JsonObject { ["system"] = "urn:cqrc:sid:ric", ["value"] = residentId });
        return message;
    }

    [Fact]
    public async Task An_answer_to_something_that_was_never_said_is_fatal()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        using HospitalQueue queue = await Join(app);

        await queue.Send(_hospital.Answering("R03", Guid.NewGuid().ToString(), BranchApp.Start));

        Assert.Equal(("fatal-error", MessageProblems.ResponseUnknown), (await queue.Reply()) switch { var reply => (reply.Answer, reply.Issue) });
        JsonObject empty = _hospital.Answering("R03", "no-uuid", BranchApp.Start);
        await queue.Send(empty);
        Assert.Equal(FhirProblems.Response, (await queue.Reply()).Issue);
    }

    [Fact]
    public async Task A_hospital_that_falls_silent_is_told_to_the_desk_once_and_a_heartbeat_ends_the_silence()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        using HospitalQueue queue = await Join(app);
        await queue.Send(_hospital.H01(BranchApp.Start));
        await app.Pass(TimeSpan.FromHours(24));
        await Watch(app);
        Assert.DoesNotContain(await Outbox(app), message => Is(message, "hospital.Silent", "role:DUTY@500000"));

        await app.Pass(TimeSpan.FromMinutes(1));
        await Watch(app);
        await app.Pass(TimeSpan.FromHours(1));
        await Watch(app);
        Assert.Single(await Outbox(app), message => Is(message, "hospital.Silent", "role:DUTY@500000"));

        (await app.Post("city-opo", "fhir/heartbeat", new { })).Expect(200);
        await Watch(app);
        Assert.Single(await Outbox(app), message => Is(message, "hospital.Silent", "role:DUTY@500000"));
    }

    private static async Task<HospitalQueue> Join(BranchApp app)
    {
        HospitalQueue queue = new(app, Opo, "city-opo");
        await queue.Register();
        return queue;
    }

    private static async Task Watch(BranchApp app)
    {
        using StringContent nothing = new("{}", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage started = await app.Host.Http.PostAsync(new Uri("admin/functions/WatchHospitals", UriKind.Relative), nothing);
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        await app.Settle();
    }

    private static async Task<JsonElement[]> DeadLetters(BranchApp app) =>
        [.. (await app.Get("city-duty", "hospital-messages/dead-letters")).Expect(200).Json.EnumerateArray()];

    private static IEnumerable<string?> Clocks(JsonElement view) =>
        view.GetProperty("desk").GetProperty("clocks").EnumerateArray().Select(clock => clock.GetProperty("kind").GetString());

    private static async Task<JsonElement[]> Outbox(BranchApp app) => [.. (await app.Get(null, "dev/outbox")).Expect(200).Json.EnumerateArray()];

    private static bool Is(JsonElement message, string kind, string to) =>
        message.GetProperty("kind").GetString() == kind && message.GetProperty("to").GetString() == to;
}
