using System.Text.Json;
using Azure.Data.Tables;
using Boai.Functions.Payments;
using Boai.Tests.Support;

namespace Boai.Tests.EndToEnd;

/// <summary>REL-01 (handbook §5.2) over HTTP, as the branch's people do it, in virtual time.</summary>
public sealed class ReliefEndToEndTests
{
    private static readonly string[] Unverifiable = ["r08"];
    private static readonly string[] Everything = ["identity", "household-register", "diagnosis", "settlement-bills", "bank-proof"];

    [Fact]
    public async Task An_application_is_accepted_verified_published_approved_paid_once_and_closed()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        Assert.Equal("Intake", await journey.State());

        await journey.ToPublicity();
        JsonElement line = (await app.Get(null, "public/hardship-relief/publicity/500103")).Expect(200).Json[0];
        Assert.Equal("王*明", line.GetProperty("name").GetString());
        Assert.Equal(280_000, line.GetProperty("amountFen").GetInt64());
        Assert.DoesNotContain("解放碑街道某社区", line.GetRawText(), StringComparison.Ordinal);

        await journey.HangTheList();
        await journey.Approve();
        Assert.Equal("Payment", await journey.State());
        JsonElement batch = await journey.SendToBank();
        byte[] answer = journey.BankAnswer(batch, paid: true);
        (await journey.Import(batch, answer)).Expect(200);
        Assert.Equal("Aided", await journey.State());

        (await journey.Import(batch, answer)).Expect(200); // the same file again is the same answer
        await journey.Reconcile(batch);
        string applicant = await journey.ApplicantToken();
        (await app.Post(applicant, journey.Route + "receipt", new { })).Expect(200);
        await app.Settle();
        if (await journey.State() == "Aided")
        {
            await FollowUp(app, journey); // this case was drawn for calls
        }

        Assert.Equal("Closed", await journey.State());
        await LettersBearTheirDays(app, journey);
        JsonElement fund = (await app.Get("yz-accountant-1", $"payments/funds/{ReliefJourney.Fund}")).Expect(200).Json.GetProperty("fund");
        Assert.Equal(280_000, fund.GetProperty("spentFen").GetInt64());
        Assert.Equal(0, fund.GetProperty("reservedFen").GetInt64());
        Assert.Empty(app.Host.Logs.Complaints);
    }

    [Fact]
    public async Task An_objection_brings_other_visitors_and_a_renewed_list_before_the_approval()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await journey.ToPublicity();
        string listing = (await app.Get(null, "public/hardship-relief/publicity/500103")).Json[0].GetProperty("listingId").GetString()!;

        (await app.Post(null, $"public/hardship-relief/publicity/500103/{listing}/objections", new { reason = "该户有商品房出租。", phone = "13900000001" })).Expect(202);
        await app.Settle();
        Assert.Equal("Reverification", await journey.State());
        await journey.Upload("yz-officer-1", "visit-form");
        (await journey.Act("yz-officer-2", "reverification", new { visit = "home", finding = "confirmed", civilAffairs = "withinStandard", payeeVerified = true }))
            .Refused(403, "duty.separation");
        await journey.Verify("yz-officer-3", "yz-village", "reverification");
        Assert.Equal("RenewedPublicity", await journey.State());

        await journey.HangTheList(days: 3);
        JsonElement[] messages = [.. (await app.Get(null, $"dev/outbox?case={journey.Number}")).Json.EnumerateArray()];
        Assert.Contains(messages, message => message.GetProperty("to").GetString() == "13900000001");
        await journey.Approve();
        Assert.Equal("Payment", await journey.State());
        await app.ReplaysItself(journey.Number, "objected");
    }

    [Fact]
    public async Task Money_that_the_bank_returns_goes_out_again_once_the_account_is_corrected_and_is_paid_once()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await journey.ToPublicity();
        await journey.HangTheList();
        await journey.Approve();
        JsonElement first = await journey.SendToBank();
        (await journey.Import(first, journey.BankAnswer(first, paid: false))).Expect(200);
        Assert.Equal("PaymentFailed", await journey.State());
        (await app.Post("yz-accountant-1", "payments/batches", new { payments = new[] { journey.Number + "-P1" } })).Expect(409);

        (await journey.Act("yz-officer-1", "payee", new
        {
            paymentId = journey.Number + "-P1",
            bank = new { holder = "王小明", accountNumber = SyntheticPeople.BankAccount(77), bankName = "重庆银行", payee = "applicant" },
        }, purpose: "payment")).Expect(200);
        Assert.Equal("Payment", await journey.State());
        JsonElement second = await journey.SendToBank();
        byte[] file = (await app.Get("yz-cashier", $"payments/batches/{second.GetProperty("batchId").GetString()}/file?encoding=utf-8", "payment")).Expect(200).Bytes;
        Assert.Contains(SyntheticPeople.BankAccount(77), System.Text.Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        (await journey.Import(second, journey.BankAnswer(second, paid: true))).Expect(200);

        Assert.Equal("Aided", await journey.State());
        await app.ReplaysItself(journey.Number, "paid");
        JsonElement payment = Assert.Single((await journey.Facts()).GetProperty("payments").EnumerateArray().ToArray());
        Assert.Equal(2, payment.GetProperty("tries").GetInt32());
        JsonElement fund = (await app.Get("yz-accountant-1", $"payments/funds/{ReliefJourney.Fund}")).Json.GetProperty("fund");
        Assert.Equal(280_000, fund.GetProperty("spentFen").GetInt64());
    }

    [Fact]
    public async Task Urgent_aid_is_paid_first_and_becomes_part_of_the_grant()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await journey.FileDocuments();
        (await journey.Act("yz-lead-2", "urgent-payment", new { amountFen = 200_000, fundId = ReliefJourney.Fund })).Refused(422, "relief.identity-unchecked");
        string identity = (await journey.Read()).GetProperty("head").GetProperty("documents").EnumerateArray()
            .First(document => document.GetProperty("kind").GetString() == "identity").GetProperty("id").GetString()!;
        (await app.Post("yz-officer-1", $"cases/{journey.Number}/documents/{identity}/sighted", new { })).Expect(200);
        (await journey.Act("yz-lead-2", "urgent-payment", new { amountFen = 500_001, fundId = ReliefJourney.Fund })).Refused(422, "relief.urgent-too-much");
        (await journey.Act("yz-lead-2", "urgent-payment", new { amountFen = 200_000, fundId = ReliefJourney.Fund })).Expect(200);

        JsonElement urgent = await journey.SendToBank();
        (await journey.Import(urgent, journey.BankAnswer(urgent, paid: true, "TX0100"))).Expect(200);
        (await journey.Act("yz-officer-1", "acceptance", new { })).Expect(200);
        await journey.Verify();
        (await journey.Act("yz-town-1", "opinion", new { proposedFen = 280_000 })).Expect(200);
        (await journey.Act("yz-officer-2", "opinion-confirmation", new { })).Expect(200);
        await journey.HangTheList();
        await journey.Approve();

        JsonElement rest = await journey.SendToBank(payment: 2);
        Assert.Equal(80_000, rest.GetProperty("totalFen").GetInt64());
        (await journey.Import(rest, journey.BankAnswer(rest, paid: true, "TX0101"))).Expect(200);
        Assert.Equal("Aided", await journey.State());
    }

    [Fact]
    public async Task Urgent_aid_whose_file_is_not_complete_in_ten_working_days_is_investigated()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await journey.FileDocuments();
        string identity = (await journey.Read()).GetProperty("head").GetProperty("documents").EnumerateArray()
            .First(document => document.GetProperty("kind").GetString() == "identity").GetProperty("id").GetString()!;
        (await app.Post("yz-officer-1", $"cases/{journey.Number}/documents/{identity}/sighted", new { })).Expect(200);
        (await journey.Act("yz-lead-2", "urgent-payment", new { amountFen = 200_000, fundId = ReliefJourney.Fund })).Expect(200);
        JsonElement urgent = await journey.SendToBank();
        (await journey.Import(urgent, journey.BankAnswer(urgent, paid: true))).Expect(200);

        await app.PassUntil(new DateOnly(2026, 3, 16), 23); // the tenth working day after Monday the 2nd
        Assert.Equal("Intake", await journey.State());
        await app.PassUntil(new DateOnly(2026, 3, 17), 1);

        Assert.Equal("Investigation", await journey.State());
        await app.ReplaysItself(journey.Number, "urgent-and-late");
    }

    [Fact]
    public async Task A_refusal_gives_its_grounds_and_a_review_by_another_officer_can_overturn_it()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await journey.ToPublicity();
        await journey.HangTheList();
        (await journey.Act("yz-lead-1", "refusal", new { grounds = Unverifiable, note = "无法核实收入情况。" })).Expect(200);
        Assert.Equal("Refused", await journey.State());
        string applicant = await journey.ApplicantToken();
        Reply letter = (await app.Get(applicant, journey.Route + "letters/refusal")).Expect(200);
        Assert.Contains("无法核实", letter.Body, StringComparison.Ordinal);

        (await app.Post(applicant, journey.Route + "review-request", new { note = "补充了收入证明。" })).Expect(200);
        await app.Settle();
        (await journey.Act("yz-lead-1", "approval", new { amountFen = 280_000, fundId = ReliefJourney.Fund })).Refused(403, "duty.separation");
        (await journey.Act("yz-lead-2", "approval", new { amountFen = 280_000, fundId = ReliefJourney.Fund })).Expect(200);

        Assert.Equal("Payment", await journey.State());
        await app.ReplaysItself(journey.Number, "refused");
    }

    [Fact]
    public async Task A_supplement_that_nobody_files_lapses_with_a_notice_before_and_leaves_no_data()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        (await journey.Act("yz-officer-1", "supplement-request", new { items = Everything })).Expect(200);
        Assert.Equal("SupplementAwaited", await journey.State());

        await app.Pass(TimeSpan.FromDays(17));

        Assert.Equal("Withdrawn", await journey.State());
        await app.ReplaysItself(journey.Number, "lapsed");
        string[] kinds = [.. (await app.Get(null, $"dev/outbox?case={journey.Number}")).Json.EnumerateArray().Select(message => message.GetProperty("kind").GetString()!)];
        Assert.Contains("relief.SupplementEnding", kinds);
        Assert.Contains("relief.Withdrawn", kinds);
        JsonElement person = (await app.Get("city-audit", $"cases/{journey.Number}/applicant", "audit")).Expect(200).Json;
        Assert.False(person.TryGetProperty("bank.account", out _));
        Assert.True(person.TryGetProperty("phone", out _));
    }

    [Fact]
    public async Task A_draft_can_be_read_and_sent_in_later_by_its_author()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        var form = ReliefForms.Valid();
        Reply draft = await app.Post(null, "public/hardship-relief/drafts", new
        {
            formVersion = form.FormVersion,
            applyingAs = "self",
            applicant = new { name = form.Applicant.Name, idType = "RIC", idNumber = form.Applicant.IdNumber, phone = form.Applicant.Phone },
            division = "500103",
            content = "{\"cause\":\"illness\"}",
        });
        ReliefJourney journey = new(app, draft.Expect(201).Text("caseNumber"), form);
        Assert.Equal("Draft", await journey.State());

        string applicant = await journey.ApplicantToken();
        Assert.Equal("{\"cause\":\"illness\"}", (await app.Get(applicant, journey.Route + "draft")).Expect(200).Text("content"));
        (await app.Post(applicant, journey.Route + "submission", ReliefForms.Valid(2))).Refused(409, "relief.draft-person");
        (await app.Post(applicant, journey.Route + "submission", form)).Expect(200);
        await app.Settle();

        Assert.Equal("Intake", await journey.State());
    }

    // However late they are printed: accepted on Monday the 2nd, granted on Tuesday the 10th.
    private static async Task LettersBearTheirDays(BranchApp app, ReliefJourney journey)
    {
        foreach ((string letter, string day) in new[] { ("acceptance", "2026年3月2日"), ("grant", "2026年3月10日") })
        {
            string html = (await app.Get("yz-lead-1", journey.Route + "letters/" + letter, "audit")).Expect(200).Body;
            Assert.Contains($"渝中区红十字会<br>{day}", html, StringComparison.Ordinal);
        }
    }

    private static async Task FollowUp(BranchApp app, ReliefJourney journey)
    {
        foreach (int days in new[] { 30, 180 })
        {
            await app.PassUntil(new DateOnly(2026, 3, 10).AddDays(days + 1), 10);
            (await journey.Act("yz-officer-1", "follow-up", new { afterDays = days, outcome = "inOrder" })).Expect(200);
        }
    }
}
