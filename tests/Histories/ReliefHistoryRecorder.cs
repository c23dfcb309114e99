using System.Text.Json;
using Boai.Localhost.Engine;
using Boai.Tests.EndToEnd;
using Boai.Tests.Support;
using Boai.Workflows.HardshipRelief;

namespace Boai.Tests.Histories;

/// <summary>
/// Records histories of hardship relief, one for each way that running cases may be on. Run by hand when a new course is released
/// (<c>-class "*ReliefHistoryRecorder" -explicit only</c>); never to make the gate pass.
/// </summary>
public sealed class ReliefHistoryRecorder
{
    private static readonly string[] Grounds = ["r08"];
    private static readonly string[] Items = ["identity", "household-register", "diagnosis", "settlement-bills", "bank-proof"];

    [Fact(Explicit = true)]
    public Task Paid() => Record("paid", async (app, journey) =>
    {
        await journey.ToPublicity();
        await journey.HangTheList();
        await journey.Approve();
        JsonElement first = await journey.SendToBank();
        await journey.Import(first, journey.BankAnswer(first, paid: false));
        (await journey.Act("yz-officer-1", "payee", new
        {
            paymentId = journey.Number + "-P1",
            bank = new { holder = "王小明", accountNumber = SyntheticPeople.BankAccount(77), bankName = "重庆银行", payee = "applicant" },
        }, purpose: "payment")).Expect(200);
        JsonElement second = await journey.SendToBank();
        await journey.Import(second, journey.BankAnswer(second, paid: true));
        await app.Pass(TimeSpan.FromDays(1));
    });

    [Fact(Explicit = true)]
    public Task Objected() => Record("objected", async (app, journey) =>
    {
        await journey.ToPublicity();
        string listing = (await app.Get(null, "public/hardship-relief/publicity/500103")).Json[0].GetProperty("listingId").GetString()!;
        (await app.Post(null, $"public/hardship-relief/publicity/500103/{listing}/objections", new { reason = "该户有商品房出租。" })).Expect(202);
        await app.Settle();
        await journey.Verify("yz-officer-3", "yz-village", "reverification");
        await journey.HangTheList(days: 3);
    });

    [Fact(Explicit = true)]
    public Task Refused() => Record("refused", async (app, journey) =>
    {
        await journey.FileDocuments();
        (await journey.Act("yz-officer-1", "refusal", new { grounds = Grounds, note = "无法核实。" })).Expect(200);
        await app.Pass(TimeSpan.FromDays(20));
    });

    [Fact(Explicit = true)]
    public Task Lapsed() => Record("lapsed", async (app, journey) =>
    {
        (await journey.Act("yz-officer-1", "supplement-request", new { items = Items })).Expect(200);
        await app.Pass(TimeSpan.FromDays(17));
    });

    [Fact(Explicit = true)]
    public Task UrgentAndLate() => Record("urgent-and-late", async (app, journey) =>
    {
        await journey.FileDocuments();
        string identity = (await journey.Read()).GetProperty("head").GetProperty("documents").EnumerateArray()
            .First(document => document.GetProperty("kind").GetString() == "identity").GetProperty("id").GetString()!;
        (await app.Post("yz-officer-1", $"cases/{journey.Number}/documents/{identity}/sighted", new { })).Expect(200);
        (await journey.Act("yz-lead-2", "urgent-payment", new { amountFen = 200_000, fundId = ReliefJourney.Fund })).Expect(200);
        JsonElement urgent = await journey.SendToBank();
        await journey.Import(urgent, journey.BankAnswer(urgent, paid: true));
        await app.Pass(TimeSpan.FromDays(20));
    });

    private static async Task Record(string name, Func<BranchApp, ReliefJourney, Task> course)
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await course(app, journey);
        RecordedHistory history = await app.Host.RecordHistoryAsync(journey.Number);
        Assert.Null(app.Host.Replay(history));
        string folder = Path.Combine(RepositoryTree.Root, "tests/Histories", nameof(HardshipReliefApplication));
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, name + ".json"), history.ToJson());
    }
}
