using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.DonationIntent;
using Boai.Functions.Payments;
using Boai.Tests.Support;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.EndToEnd;

/// <summary>LIFE-01 over HTTP, handbook §7.2 and §7.2a; CQ-BODY 9–16, ODR 9.</summary>
public sealed class IntentEndToEndTests
{
    [Fact]
    public async Task From_the_form_to_the_card_and_the_national_register()
    {
        await using BranchApp app = await BranchApp.StartAsync(logLevel: LogLevel.Trace);
        (await app.Post("yz-officer-1", "donation-intents/stations/500103", new StationForm("渝中区红十字会", "某路1号", "02363000000", "周一至周五9:00—17:00"))).Expect(200);
        await HospitalDoorTests.Register(app);
        JsonElement texts = (await app.Get(null, "public/donation-intents/form")).Expect(200).Json;
        Assert.Equal((IntentRegistrationForm.CurrentVersion, 4), (texts.GetProperty("version").GetString(), texts.GetProperty("scopes").GetArrayLength()));

        IntentJourney entry = await IntentJourney.Register(app);
        Assert.Equal("registering", await entry.State());
        await entry.Do("yz-officer-1", "check", new { identity = "realNameCheck" });

        string holder = await entry.Holder();
        JsonElement mine = (await app.Get(holder, $"donation-intents/{entry.Number}/card")).Expect(200).Json;
        JsonElement card = mine.GetProperty("card");
        Assert.Equal(("effective", "全部器官、角膜", "鹪鹩明"), (mine.GetProperty("state").GetString(), card.GetProperty("scopes").GetString(), card.GetProperty("holderName").GetString()));
        Assert.Equal(["redCross", "opo"], card.GetProperty("contacts").EnumerateArray().Select(contact => contact.GetProperty("kind").GetString()));
        Reply sheet = (await app.Get(holder, $"donation-intents/{entry.Number}/card/sheet")).Expect(200);
        string text = PdfReading.Of(sheet.Bytes).Text;
        Assert.Contains("志愿捐献卡", text, StringComparison.Ordinal);
        Assert.Contains(card.GetProperty("number").GetString()!, text, StringComparison.Ordinal);
        Assert.Contains("渝中区红十字会", text, StringComparison.Ordinal);
        Assert.Contains("生效", Assert.Single(await entry.Messages("intent.Notice")), StringComparison.Ordinal);

        JsonElement line = Assert.Single((await app.Get("city-officer-1", "donation-intents/national-export", "national-register")).Expect(200).Json.EnumerateArray());
        Assert.Equal((entry.Number, "鹪鹩明"), (line.GetProperty("caseNumber").GetString(), line.GetProperty("name").GetString()));
        await entry.NationalReceipt();
        Assert.Empty((await app.Get("city-officer-1", "donation-intents/national-export", "national-register")).Expect(200).Json.EnumerateArray());
        (await entry.Act("city-officer-1", "national-receipt", new { nationalNumber = "N-2" })).Refused(409, "intent.nothing-to-export");

        Assert.Equal(["LIFE.INTENT_BC", "LIFE.INTENT_ORGAN"], await Figures(app));
        Assert.Equal(("valid", "none", "valid"), Standing(await entry.Standing()));
        await DonorEndToEndTests.NowhereInTheClear(app, entry.Form.Holder.IdNumber, "LIFE-01");
        await DonorEndToEndTests.NowhereInTheClear(app, entry.Form.Holder.Name, "LIFE-01");
        await DonorEndToEndTests.NowhereInTheClear(app, entry.Form.Holder.Phone, "LIFE-01");
    }

    [Theory] // §7.2: the dialogue's three outcomes
    [InlineData("registrationOnly", "withdrawn", "none")]
    [InlineData("refusal", "refused", "refused")]
    [InlineData(null, "withdrawnUnstated", "withdrawnSilently")]
    public async Task The_holder_withdraws_at_once_and_one_question_may_stay_open(string? answer, string state, string standing)
    {
        await using BranchApp app = await BranchApp.StartAsync();
        IntentJourney entry = await IntentJourney.Effective(app);
        await entry.NationalReceipt();

        await entry.Do(await entry.Holder(), "withdrawal", new { answer });

        Assert.Equal(state, await entry.State());
        Assert.Equal(standing, (await entry.Standing()).GetProperty("organs").GetString());
        Assert.Equal(["LIFE.INTENT_BC", "LIFE.INTENT_ORGAN"], await Figures(app)); // gross additions stay
        Assert.Equal(2, (await entry.Messages("intent.Notice")).Length);

        // The national register is told by name; then of the person nothing is kept but the keyed hash, and the bar holds.
        Assert.Equal("鹪鹩明", (await app.Get("city-officer-1", "donation-intents/national-export", "national-register")).Expect(200).Json[0].GetProperty("name").GetString());
        await entry.NationalReceipt("N-2");
        JsonElement facts = (await app.Get("city-officer-1", $"cases/{entry.Number}")).Expect(200).Json.GetProperty("facts");
        Assert.DoesNotContain("scopes", facts.GetRawText(), StringComparison.Ordinal);
        Assert.Empty((await app.Get("yz-officer-1", $"cases/{entry.Number}/applicant", "verification")).Expect(200).Json.EnumerateObject());
        Assert.Equal(standing, (await entry.Standing()).GetProperty("organs").GetString());

        // Whoever registered before, and who refused, is not told to somebody who only knows the number.
        Reply again = await app.Post(null, "public/donation-intents", IntentJourney.Valid());
        if (answer == "refusal")
        {
            again.Refused(409, "intent.not-online");
        }
        else
        {
            again.Expect(201);
            Assert.Equal("鹪鹩明", await NameOf(app, again.Text("receipt")));
        }
    }

    [Fact] // ODR 9: refusal by somebody who never registered, and its lifting in writing
    public async Task A_refusal_needs_no_registration_stands_above_a_later_form_and_is_lifted_by_the_holder_alone()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        IntentRegistrationForm form = IntentJourney.Valid();
        Reply refused = (await app.Post(null, "public/donation-refusals", new RefusalForm(form.Holder, form.Residence))).Expect(201);
        IntentJourney entry = new(app, refused.Text("receipt"), form);
        Assert.Equal(("refused", "refused", "refused"), Standing(await entry.Standing()));

        (await app.Post(null, "public/donation-intents", form)).Refused(409, "intent.not-online");
        (await app.Post("yz-officer-1", "donation-intents", OnPaper(form))).Refused(409, "intent.refusal-stands");
        (await entry.Act("yz-officer-1", "refusal-lifting", new { means = "phoneChecked", evidenceId = "call-1", will = "written", signedFormDigest = new string('a', 64) }))
            .Refused(422, "intent.voice-evidence");

        await entry.Do(await entry.Holder(), "refusal-lifting", new { });
        Assert.Equal("refusalLifted", await entry.State());
        (await app.Post(null, "public/donation-intents", form)).Expect(201);
    }

    [Fact]
    public async Task A_home_visit_takes_two_the_executors_consent_and_the_signed_original()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        byte[] consent = Pdf("executor consent"), original = Pdf("signed form");
        IntentRegistrationForm form = OnPaper(IntentJourney.Valid()) with
        {
            Channel = IntentChannel.HomeVisit, NoExecutorYet = false, SignedFormDigest = Sha(original),
            Executor = new ExecutorPart(ExecutorKind.NaturalPerson, "执行人某", "13800000009", ConsentDigest: Sha(consent)),
        };
        IntentJourney entry = new(app, (await app.Post("yz-officer-1", "donation-intents", form)).Expect(201).Text("receipt"), form);

        (await entry.Act("yz-officer-2", "check", new { identity = "originalSighted" })).Refused(422, "intent.identity-unchecked");
        await Upload(app, entry, "intent.identity", Pdf("identity"), sight: true);
        (await entry.Act("yz-officer-2", "check", new { identity = "originalSighted" })).Refused(422, "intent.signed-original");
        await Upload(app, entry, "intent.signed-form", original, sight: true);
        (await entry.Act("yz-officer-2", "check", new { identity = "originalSighted" })).Refused(422, "intent.executor-consent");
        await Upload(app, entry, "intent.executor-consent", consent);
        await entry.Do("yz-officer-2", "check", new { identity = "originalSighted" });
        Assert.Equal("registering", await entry.State());
        (await entry.Act("yz-officer-2", "check-confirmation", new { })).Expect(403);
        await entry.Do("yz-officer-3", "check-confirmation", new { });
        Assert.Equal("effective", await entry.State());
    }

    [Fact]
    public async Task Scopes_shrink_by_a_change_with_a_new_card_and_what_is_dropped_without_a_word_bars()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        IntentJourney entry = await IntentJourney.Effective(app);
        string holder = await entry.Holder();
        IntentRegistrationForm smaller = entry.Form with { Scopes = new ScopesPart(Cornea: true), Consents = [entry.Form.Consents[1]] };

        (await entry.Act(holder, "change", new { form = entry.Form with { Holder = IntentJourney.Valid(99).Holder } })).Refused(422, "intent.other-holder");
        await entry.Do(holder, "change", new { form = smaller });

        JsonElement mine = (await app.Get(holder, $"donation-intents/{entry.Number}/card")).Expect(200).Json;
        Assert.Equal((2, "角膜"), (mine.GetProperty("card").GetProperty("edition").GetInt32(), mine.GetProperty("scopes").GetString()));
        Assert.Equal(("withdrawnSilently", "none", "valid"), Standing(await entry.Standing()));
    }

    [Fact] // U-03: limited capacity registers the body alone, after a legal review; a consent taken back bars it
    public async Task Limited_capacity_waits_for_the_legal_review_and_minors_are_told_the_age()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        byte[] guardian = Pdf("guardian"), opinion = Pdf("opinion");
        IntentRegistrationForm form = IntentJourney.Valid() with
        {
            Capacity = CivilCapacity.Limited, Scopes = new ScopesPart(Body: true), BodyAdviceGiven = true, GuardianConsentDigest = Sha(guardian),
            Consents = [new IntentConsentPart(IntentGroup.Body, IntentRegistrationForm.CurrentVersion)],
        };
        (await app.Post(null, "public/donation-intents", form with { Scopes = new ScopesPart(AllOrgans: true), Consents = IntentJourney.Valid().Consents }))
            .Expect(422);
        IntentJourney entry = await IntentJourney.Register(app, form);
        await Upload(app, entry, "intent.guardian-consent", guardian);
        await entry.Do("yz-officer-1", "check", new { identity = "realNameCheck" });
        Assert.Equal("legalReview", await entry.State());
        string id = await Upload(app, entry, "intent.legal-opinion", opinion);
        await entry.Do("city-head-1", "legal-review", new { opinionDocumentId = id });
        Assert.Equal("effective", await entry.State());

        HolderPart child = form.Holder with { IdNumber = SyntheticPeople.ResidentId(new DateOnly(2008, 3, 3)) };
        (await app.Post(null, "public/donation-intents", IntentJourney.Valid() with { Holder = child })).Refused(422, "intent.minor");
    }

    [Fact]
    public async Task Nobody_checks_the_form_in_time_and_the_ladder_calls_once_for_each_rung()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        IntentJourney entry = await IntentJourney.Register(app);

        await app.Pass(TimeSpan.FromDays(20));

        JsonElement[] calls = [.. (await app.Get(null, $"dev/outbox?case={entry.Number}")).Expect(200).Json.EnumerateArray()];
        Assert.Equal(1, calls.Count(call => call.GetProperty("to").GetString() == "role:DIST_LEAD@500103"));
        Assert.Contains(calls, call => call.GetProperty("kind").GetString() == "intent.Reminder");
        Assert.Equal(calls.Length, calls.Select(call => call.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact] // one place for a person, however many forms come at once
    public async Task Two_forms_of_one_person_at_once_make_one_entry()
    {
        await using BranchApp app = await BranchApp.StartAsync();

        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.Post(null, "public/donation-intents", IntentJourney.Valid())));

        Assert.Equal(1, replies.Count(reply => reply.Status == 201));
        Assert.All(replies.Where(reply => reply.Status != 201), reply => reply.Refused(409, "intent.not-online"));
    }

    internal static IntentRegistrationForm OnPaper(IntentRegistrationForm form) =>
        form with { Channel = IntentChannel.Office, Will = WillForm.Written, SignedFormDigest = new string('a', 64) };

    private static (string?, string?, string?) Standing(JsonElement answer) =>
        (answer.GetProperty("organs").GetString(), answer.GetProperty("body").GetString(), answer.GetProperty("cornea").GetString());

    private static async Task<string[]> Figures(BranchApp app) =>
    [
        .. (await app.Host.Services.GetRequiredService<AidBook>().ContributionsOf(UnitCode.Parse("500103"), 2026, 3, TestContext.Current.CancellationToken))
            .Select(one => one.Metric).Order(StringComparer.Ordinal),
    ];

    private static async Task<string?> NameOf(BranchApp app, string number) =>
        (await app.Get("yz-officer-1", $"cases/{number}/applicant", "verification")).Expect(200).Json.GetProperty("name").GetString();

    private static async Task<string> Upload(BranchApp app, IntentJourney entry, string kind, byte[] pdf, bool sight = false)
    {
        string id = (await app.PostRaw("yz-officer-1", $"cases/{entry.Number}/documents?kind={kind}", pdf, "application/pdf")).Expect(201).Text("id");
        if (sight)
        {
            (await app.PostRaw("yz-officer-1", $"cases/{entry.Number}/documents/{id}/sighted", [], "application/json")).Expect(200);
        }

        return id;
    }

    private static byte[] Pdf(string what) => System.Text.Encoding.ASCII.GetBytes($"%PDF-1.7\n% {what}\n%%EOF\n");

    private static string Sha(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
}
