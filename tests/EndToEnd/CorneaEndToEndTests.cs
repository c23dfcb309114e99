using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.CorneaDonation;
using Boai.Functions.Donations;
using Boai.Functions.HospitalMessages.Register;
using Boai.Functions.Payments;
using Boai.Tests.Support;
using Boai.Workflows.CorneaDonation;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.EndToEnd;

/// <summary>LIFE-04 over HTTP in virtual time, handbook §7.5.</summary>
public sealed class CorneaEndToEndTests
{
    private const string Name = "戴鵀翁";
    private static readonly string Bank = HospitalBundles.Code(31);

    [Fact]
    public async Task Two_corneas_one_unsuitable_from_the_notice_by_message_to_the_archive()
    {
        await using BranchApp app = await BranchApp.StartAsync(logLevel: LogLevel.Trace);
        await Register(app);
        string number = await Notify(app, "cornea-l", "cornea-r");
        await Papers(app, number);
        await Post(app, "city-coordinator-1", number, "verification", new { basis = "relatives", forensicClear = true });
        await Post(app, "city-coordinator-1", number, "desk/noteContraIndication", new { what = new { indication = "other" } });
        await Post(app, "city-duty", number, "dispatch", new DispatchEyeBankForm(Bank));
        await app.Pass(TimeSpan.FromHours(2));

        HospitalBundles bank = new(Bank, number);
        Reply answer = await HospitalDoorTests.Send(app, "city-receiver", HospitalBundles.Bytes(
            bank.H11(app.Host.Clock.GetUtcNow(), app.Host.Clock.GetUtcNow().AddMinutes(-10), "cornea-l", "cornea-r")));
        Assert.Equal("ok", HospitalBundles.Answer(answer.Expect(200).Bytes).Response);
        await app.Settle();
        Assert.Equal("Retrieved", await State(app, number));
        (await app.Post("city-receiver", $"cornea-donation/cases/{number}/eye-bank/fileResult", new { what = new { result = new { used = 1, unsuitable = 1, research = 0 } } }))
            .Refused(422, "cornea.shape-unconfirmed");
        await Post(app, "city-receiver", number, "eye-bank/confirmShape", new { });
        await Post(app, "city-receiver", number, "eye-bank/fileResult", new { what = new { result = new { used = 1, unsuitable = 1, research = 0 } } });
        Assert.Equal("Settled", await State(app, number));
        await Post(app, "city-officer-1", number, "city/close", new { });
        await app.Settle();

        Assert.Equal("Closed", await State(app, number));
        var figures = await app.Host.Services.GetRequiredService<AidBook>().ContributionsOf(UnitCode.Parse("500103"), 2026, 3, TestContext.Current.CancellationToken);
        Assert.Equal([("LIFE.CORNEA", 1L), ("LIFE.CORNEA_ITEM", 2L)], figures.Select(one => (one.Metric, one.Quantity)).Order());
        Assert.Contains((await app.Get("city-officer-1", "worklist")).Expect(200).Json.EnumerateArray(), one => one.GetProperty("programme").GetString() == "LIFE-08");
        await app.ReplaysItself(number, "settled");
        await DonorEndToEndTests.NowhereInTheClear(app, Name, "LIFE-04");
    }

    [Fact] // DL-09: March is cold, twelve hours
    public async Task The_hours_pass_the_desk_is_told_twice_and_research_needs_the_familys_word()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await Register(app);
        string number = await Notify(app, "cornea-l");
        await Papers(app, number);
        await Post(app, "city-coordinator-1", number, "verification", new { basis = "relatives", forensicClear = true });

        await app.Pass(TimeSpan.FromHours(11));

        string[] sent = [.. (await app.Get(null, $"dev/outbox?case={number}")).Expect(200).Json.EnumerateArray().Select(one => one.GetProperty("kind").GetString()!)];
        Assert.Equal((2, 3), (sent.Count(kind => kind == "cornea.pass-best"), sent.Count(kind => kind == "cornea.pass-window")));
        (await app.Post("city-duty", $"cornea-donation/cases/{number}/dispatch", new DispatchEyeBankForm(Bank))).Refused(422, "cornea.research-only");
        await Post(app, "city-coordinator-1", number, "desk/declareEnd", new { what = new { reason = "tooLate" }, note = "家属不同意用于科研。" });
        await app.Settle();
        Assert.Equal("NotAccepted", await State(app, number));
        await app.ReplaysItself(number, "too-late");
    }

    [Fact] // §7.3.2 state 8
    public async Task A_donation_of_organs_with_corneas_opens_a_case_and_counts_nothing_twice()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await Register(app);
        DonorJourney donor = await DonorJourney.Report(app);
        donor.Items = ["liver", "cornea-l", "cornea-r"];
        await donor.ToAftercare();

        string number = (await app.Get("city-duty", "worklist")).Expect(200).Json.EnumerateArray()
            .Select(one => one.GetProperty("caseNumber").GetString()!).Single(one => one.StartsWith("COR-", StringComparison.Ordinal));
        JsonElement facts = (await app.Get("city-duty", $"cases/{number}")).Expect(200).Json.GetProperty("facts");
        Assert.Equal(2, facts.GetProperty("countedBefore").GetInt32());
        Assert.Equal(["cornea-l", "cornea-r"], facts.GetProperty("items").EnumerateArray().Select(item => item.GetString()));
        await Post(app, "city-coordinator-2", number, "verification", new { basis = "relatives", forensicClear = true }); // papers were seen before
        Assert.Equal("Verified", await State(app, number));
    }

    [Fact]
    public async Task A_message_about_nobody_is_set_aside_and_an_eye_bank_that_was_not_sent_is_not_heard()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await Register(app);
        string number = await Notify(app, "cornea-l");
        await HospitalDoorTests.Send(app, "city-receiver", HospitalBundles.Bytes(
            new HospitalBundles(Bank, number).H11(app.Host.Clock.GetUtcNow(), app.Host.Clock.GetUtcNow().AddMinutes(-10), "cornea-l")));
        await app.Settle();

        JsonElement aside = Assert.Single((await app.Get("city-duty", "hospital-messages?stage=setAside")).Expect(200).Json.EnumerateArray());
        Assert.Equal("H11", aside.GetProperty("eventCode").GetString());
        Assert.Equal("Notified", await State(app, number));
    }

    private static async Task Register(BranchApp app) => (await app.Post(
        "city-officer-1", $"hospitals/{Bank}", new HospitalForm("某眼库", [HospitalRole.EyeBank], "500103", ["city-receiver"]))).Expect(200);

    private static async Task<string> Notify(BranchApp app, params string[] items)
    {
        CorneaNoticeForm form = new(
            TissueNoticeBy.Relative, new DeceasedPart(Name), new PlaceOfDeathPart("500103", "某医院"), app.Host.Clock.GetUtcNow().AddHours(-1),
            new CallerPart("亲属某", SyntheticPeople.Mobile(5_005)), items);
        string number = (await app.Post(null, "public/cornea-donation/notices", form)).Expect(201).Text("caseNumber");
        await app.Settle();
        return number;
    }

    private static async Task Papers(BranchApp app, string number)
    {
        foreach (string kind in new[] { CorneaDocuments.DeathCertificate, CorneaDocuments.JointDecision })
        {
            byte[] pdf = Encoding.ASCII.GetBytes($"%PDF-1.7\n% {kind} {number}\n%%EOF\n");
            string id = (await app.PostRaw("city-coordinator-1", $"cases/{number}/documents?kind={kind}", pdf, "application/pdf")).Expect(201).Text("id");
            (await app.PostRaw("city-coordinator-1", $"cases/{number}/documents/{id}/sighted", [], "application/json")).Expect(200);
        }
    }

    private static async Task Post(BranchApp app, string who, string number, string act, object body)
    {
        (await app.Post(who, $"cornea-donation/cases/{number}/{act}", body)).Expect(200);
        await app.Settle();
    }

    private static async Task<string?> State(BranchApp app, string number) =>
        (await app.Get("city-duty", $"cases/{number}")).Expect(200).Json.GetProperty("head").GetProperty("state").GetString();
}
