using System.Globalization;
using System.Text;
using System.Text.Json;
using Boai.Functions.Forms;
using Boai.Functions.HardshipRelief.Application;
using Boai.Functions.Payments;
using Boai.Tests.Support;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Tests.EndToEnd;

/// <summary>One application on its way through the branch, as the people of Yuzhong district handle it over HTTP.</summary>
internal sealed class ReliefJourney(BranchApp app, string number, ApplicationForm form)
{
    public static readonly UnitCode Unit = UnitCode.Parse("500103");
    public static readonly string Fund = DevelopmentFunds.IdOf(Unit).Value;
    private static int _documents;

    public string Number => number;

    public string Route => $"hardship-relief/cases/{number}/";

    /// <summary>Applies with a valid form.</summary>
    public static async Task<ReliefJourney> Apply(BranchApp app, ApplicationForm? form = null)
    {
        form ??= ReliefForms.Valid();
        Reply opened = await app.Post(null, "public/hardship-relief/applications", form);
        ReliefJourney journey = new(app, opened.Expect(201).Text("caseNumber"), form);
        await app.Settle();
        return journey;
    }

    /// <summary>The case as the district's officer sees it.</summary>
    public async Task<JsonElement> Read(string who = "yz-officer-1") => (await app.Get(who, $"cases/{number}")).Expect(200).Json;

    public async Task<string> State() => (await Read()).GetProperty("head").GetProperty("state").GetString()!;

    public async Task<int> Version() => (await Read()).GetProperty("head").GetProperty("version").GetInt32();

    public async Task<JsonElement> Facts() => (await Read()).GetProperty("facts");

    /// <summary>Opens the applicant's session by the code that went to the phone.</summary>
    public async Task<string> ApplicantToken()
    {
        await app.Pass(TimeSpan.FromMinutes(2)); // codes are not sent one after another
        (await app.Post(null, "public/phone-codes", new { caseNumber = number, phone = form.Applicant.Phone })).Expect(202);
        JsonElement message = (await app.Get(null, $"dev/outbox?case={number}")).Expect(200).Json.EnumerateArray()
            .First(entry => entry.GetProperty("kind").GetString() == "phone-code");
        string code = new([.. message.GetProperty("text").GetString()!.SkipWhile(character => !char.IsAsciiDigit(character)).TakeWhile(char.IsAsciiDigit)]);
        return (await app.Post(null, "public/sessions", new { caseNumber = number, phone = form.Applicant.Phone, code })).Expect(200).Text("token");
    }

    public async Task<string> Upload(string who, string kind)
    {
        // Content decides what a document is; each is another one.
        byte[] pdf = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"%PDF-1.7\n% {kind} {Interlocked.Increment(ref _documents)}\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"));
        return (await app.PostRaw(who, $"cases/{number}/documents?kind={kind}", pdf, "application/pdf")).Expect(201).Text("id");
    }

    /// <summary>The applicant files every document that the form needs.</summary>
    public async Task FileDocuments()
    {
        string applicant = await ApplicantToken();
        ReliefApplication application = new("", "", form.Cause, null, 1, false, form.ApplyingAs, null, false, new Payee("#1", form.Bank.Payee, true), []);
        foreach (string kind in ReliefDocuments.Needed(application))
        {
            await Upload(applicant, kind);
        }
    }

    /// <summary>Takes an act with the version that the case has, and lets the system do what follows.</summary>
    public async Task<Reply> Act(string who, string act, object body, string? purpose = null)
    {
        Dictionary<string, object?> withVersion = JsonSerializer.Deserialize<Dictionary<string, object?>>(
            JsonSerializer.Serialize(body, StrictJson.Options))!;
        withVersion.TryAdd("version", await Version());
        Reply reply = await app.Post(who, Route + act, withVersion, purpose: purpose);
        await app.Settle();
        return reply;
    }

    /// <summary>Officer and town accept, visit, and propose an amount; the list goes up.</summary>
    public async Task ToPublicity(long proposedFen = 280_000)
    {
        await FileDocuments();
        (await Act("yz-officer-1", "acceptance", new { })).Expect(200);
        await Verify();
        (await Act("yz-town-1", "opinion", new { proposedFen })).Expect(200);
        (await Act("yz-officer-2", "opinion-confirmation", new { })).Expect(200);
        Assert.Equal("Publicity", await State());
    }

    public async Task Verify(string first = "yz-officer-2", string second = "yz-town-2", string act = "verification")
    {
        await Upload("yz-officer-1", "visit-form");
        await app.Settle();
        (await Act(first, act, new { visit = "home", finding = "confirmed", civilAffairs = "withinStandard", payeeVerified = true })).Expect(200);
        (await Act(second, act + "-confirmation", new { })).Expect(200);
    }

    /// <summary>The list hangs its days, photographed on the first and the last.</summary>
    public async Task HangTheList(int days = 7)
    {
        DateOnly listedOn = app.Today;
        await Photograph(lastDay: false);
        await app.PassUntil(listedOn.AddDays(days), 10);
        await Photograph(lastDay: true);
        await app.PassUntil(listedOn.AddDays(days + 1));
        Assert.Equal("Approval", await State());
    }

    public async Task Photograph(bool lastDay)
    {
        string photo = await Upload("yz-village", "board-photo");
        await app.Settle();
        (await Act("yz-village", "publicity-evidence", new { documentId = photo, lastDay, takenOn = app.Today })).Expect(200);
    }

    public async Task Approve(long amountFen = 280_000) =>
        (await Act("yz-lead-1", "approval", new { amountFen, fundId = Fund })).Expect(200);

    /// <summary>Accountant and cashier bring the payment to the bank.</summary>
    /// <returns>The batch.</returns>
    public async Task<JsonElement> SendToBank(int payment = 1)
    {
        JsonElement prepared = (await app.Post("yz-accountant-1", "payments/batches", new { payments = new[] { $"{number}-P{payment}" } })).Expect(201).Json;
        await app.Settle();
        string batch = prepared.GetProperty("batchId").GetString()!;
        JsonElement exported = (await app.Post(
            "yz-cashier", $"payments/batches/{batch}/export", new { version = prepared.GetProperty("version").GetInt32() }, purpose: "payment")).Expect(200).Json;
        await app.Settle();
        return exported;
    }

    /// <summary>The bank's answer to a batch of one.</summary>
    public byte[] BankAnswer(JsonElement batch, bool paid, string transaction = "TX0001")
    {
        JsonElement line = batch.GetProperty("lines")[0];
        string reference = line.GetProperty("reference").GetString()!;
        string amount = new Money(line.GetProperty("amountFen").GetInt64()).ToString();
        string day = app.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string detail = paid ? $"D,{reference},{amount},OK,{transaction},{day},," : $"D,{reference},{amount},FAIL,,,E02,账号不存在";
        string text = string.Join("\r\n",
            $"H,BOAI-RET-1,{batch.GetProperty("batchId").GetString()},{batch.GetProperty("channel").GetString()},{day}",
            detail,
            $"T,1,{amount},{(paid ? 1 : 0)},{(paid ? amount : "0.00")}",
            "");
        return Encoding.UTF8.GetBytes(text);
    }

    public async Task<Reply> Import(JsonElement batch, byte[] answer)
    {
        Reply imported = await app.PostRaw("yz-cashier", $"payments/batches/{batch.GetProperty("batchId").GetString()}/return", answer, "text/csv");
        await app.Settle();
        return imported;
    }

    public async Task Reconcile(JsonElement batch)
    {
        JsonElement now = (await app.Get("yz-accountant-1", $"payments/batches/{batch.GetProperty("batchId").GetString()}")).Expect(200).Json;
        (await app.Post("yz-accountant-1", $"payments/batches/{now.GetProperty("batchId").GetString()}/reconciliation", new
        {
            version = now.GetProperty("version").GetInt32(),
            statementPaidFen = now.GetProperty("paidFen").GetInt64(),
            statementOn = app.Today,
        })).Expect(200);
        await app.Settle();
    }

    /// <summary>From the form to the money in the account.</summary>
    public async Task ToPaid()
    {
        await ToPublicity();
        await HangTheList();
        await Approve();
        JsonElement batch = await SendToBank();
        (await Import(batch, BankAnswer(batch, paid: true))).Expect(200);
        Assert.Equal("Aided", await State());
    }
}
