using System.Text;
using System.Text.Json;
using Boai.Tests.Support;

namespace Boai.Tests.EndToEnd;

/// <summary>Several people, or one who clicks twice, at the same moment.</summary>
public sealed class AtOnceTests
{
    private static readonly string[] Leads = ["yz-lead-1", "yz-lead-2"];
    private static readonly string[] Accountants = ["yz-accountant-1", "yz-accountant-2"];
    private static readonly string[] Unverifiable = ["r08"];

    [Fact]
    public async Task Of_two_who_decide_on_one_version_exactly_one_wins_and_money_is_promised_once()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await journey.ToPublicity();
        await journey.HangTheList();
        int version = await journey.Version();

        Reply[] replies = await Task.WhenAll(Leads.Select(lead =>
            app.Post(lead, journey.Route + "approval", new { version, amountFen = 280_000, fundId = ReliefJourney.Fund })));
        await app.Settle();

        Assert.Single(replies, reply => reply.Status == 200);
        Assert.Single(replies, reply => reply.Status == 409 && reply.Code == "case.stale");
        Assert.Equal("Payment", await journey.State());
        JsonElement fund = (await app.Get("yz-accountant-1", $"payments/funds/{ReliefJourney.Fund}")).Expect(200).Json.GetProperty("fund");
        Assert.Equal(280_000, fund.GetProperty("reservedFen").GetInt64());
    }

    [Fact]
    public async Task Of_an_approval_and_a_refusal_at_once_one_stands()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await journey.ToPublicity();
        await journey.HangTheList();
        int version = await journey.Version();

        Reply[] replies = await Task.WhenAll(
            app.Post("yz-lead-1", journey.Route + "approval", new { version, amountFen = 280_000, fundId = ReliefJourney.Fund }),
            app.Post("yz-lead-2", journey.Route + "refusal", new { version, grounds = Unverifiable, note = "无法核实。" }));
        await app.Settle();

        Assert.Equal([200, 409], replies.Select(reply => reply.Status).Order());
        bool approved = replies[0].Status == 200;
        Assert.Equal(approved ? "Payment" : "Refused", await journey.State());
        JsonElement fund = (await app.Get("yz-accountant-1", $"payments/funds/{ReliefJourney.Fund}")).Expect(200).Json.GetProperty("fund");
        Assert.Equal(approved ? 280_000 : 0, fund.GetProperty("reservedFen").GetInt64());
    }

    [Fact]
    public async Task One_key_clicked_many_times_is_one_act_with_one_answer()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await journey.FileDocuments();
        int version = await journey.Version();
        await app.TokenOf("yz-officer-1");
        string key = Guid.NewGuid().ToString();

        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Click()));
        Reply last = (await Click()).Expect(200);

        Assert.All(replies, reply => Assert.True(
            reply.Status == 200 ? reply.Bytes.AsSpan().SequenceEqual(last.Bytes) : (reply.Status, reply.Code) == (409, "idempotency.running"), reply.Body));
        JsonElement[] events = [.. (await app.Get("yz-officer-1", $"cases/{journey.Number}/events")).Expect(200).Json.EnumerateArray()];
        Assert.Single(events, entry => entry.GetProperty("kind").GetString() == "ApplicationAccepted");

        Task<Reply> Click() => app.Post("yz-officer-1", journey.Route + "acceptance", new { version }, key);
    }

    [Fact]
    public async Task One_form_sent_many_times_at_once_is_one_case()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        string key = Guid.NewGuid().ToString();

        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Click()));
        string number = (await Click()).Expect(201).Text("caseNumber");
        await app.Settle();

        Assert.All(replies.Where(reply => reply.Status == 201), reply => Assert.Equal(number, reply.Text("caseNumber")));
        JsonElement[] tasks = [.. (await app.Get("yz-officer-1", "worklist")).Expect(200).Json.EnumerateArray()];
        Assert.Equal(number, Assert.Single(tasks).GetProperty("caseNumber").GetString());

        Task<Reply> Click() => app.Post(null, "public/hardship-relief/applications", ReliefForms.Valid(), key);
    }

    [Fact]
    public async Task Two_accountants_cannot_put_one_payment_into_two_batches()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await journey.ToPublicity();
        await journey.HangTheList();
        await journey.Approve();

        Reply[] replies = await Task.WhenAll(Accountants.Select(accountant =>
            app.Post(accountant, "payments/batches", new { payments = new[] { journey.Number + "-P1" } })));
        await app.Settle();

        Assert.Equal([201, 409], replies.Select(reply => reply.Status).Order());
        JsonElement payment = (await app.Get("yz-accountant-1", $"payments/orders/{journey.Number}-P1")).Expect(200).Json;
        Assert.Equal(replies.Single(reply => reply.Status == 201).Text("batchId"), payment.GetProperty("batchId").GetString());
    }

    [Fact]
    public async Task Of_two_officers_who_correct_an_account_at_once_the_one_whose_decision_counts_is_paid_to()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await journey.ToPublicity();
        await journey.HangTheList();
        await journey.Approve();
        for (int round = 1; round <= 2; round++)
        {
            JsonElement batch = await journey.SendToBank();
            (await journey.Import(batch, journey.BankAnswer(batch, paid: false))).Expect(200);
            int version = await journey.Version();
            string[] accounts = [.. Enumerable.Range(round * 10, 4).Select(SyntheticPeople.BankAccount)];
            string[] officers = ["yz-officer-1", "yz-officer-2", "yz-officer-3", "yz-officer-1"];
            await Task.WhenAll(officers.Distinct().Select(app.TokenOf));

            Reply[] replies = await Task.WhenAll(officers.Zip(accounts, (officer, account) => app.Post(officer, journey.Route + "payee", new
            {
                version, paymentId = journey.Number + "-P1", bank = new { holder = "王小明", accountNumber = account, bankName = "重庆银行", payee = "applicant" },
            }, purpose: "payment")));
            await app.Settle();

            string won = accounts[Array.IndexOf(replies, Assert.Single(replies, reply => reply.Status == 200))];
            Assert.All(replies.Where(reply => reply.Status != 200), reply => reply.Refused(409, "case.stale"));
            Assert.Equal(won, (await app.Get("yz-officer-1", $"cases/{journey.Number}/applicant", "payment")).Expect(200).Text("bank.account"));
        }

        JsonElement last = await journey.SendToBank();
        byte[] file = (await app.Get("yz-cashier", $"payments/batches/{last.GetProperty("batchId").GetString()}/file?encoding=utf-8", "payment")).Expect(200).Bytes;
        string paidTo = (await app.Get("yz-officer-1", $"cases/{journey.Number}/applicant", "payment")).Expect(200).Text("bank.account");
        Assert.Contains(paidTo, Encoding.UTF8.GetString(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_that_the_case_refuses_leaves_the_account_as_it_is()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await journey.ToPublicity();
        int version = await journey.Version();
        object form = new
        {
            version, paymentId = journey.Number + "-P1", bank = new { holder = "王小明", accountNumber = SyntheticPeople.BankAccount(55), bankName = "重庆银行", payee = "applicant" },
        };

        Reply refused = await app.Post("yz-officer-1", journey.Route + "payee", form, purpose: "payment");
        await app.Settle();

        Assert.True(refused.Status is 404 or 409, refused.Body);
        Assert.Equal(SyntheticPeople.BankAccount(1), (await app.Get("yz-officer-1", $"cases/{journey.Number}/applicant", "payment")).Expect(200).Text("bank.account"));
    }
}
