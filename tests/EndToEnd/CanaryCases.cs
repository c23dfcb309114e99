using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.Forms;
using Boai.Functions.HardshipRelief.Application;
using Boai.Workflows.HardshipRelief;

namespace Boai.Tests.EndToEnd;

/// <summary>Takes cases through the branch with a canary in every field that people can write into.</summary>
internal sealed class CanaryCases(BranchApp app, Canaries canaries)
{
    private static readonly string[] Unverifiable = ["r08"];
    private static readonly string[] Recused = ["yz-officer-3"];
    private static readonly string[] Everything = ["identity", "household-register", "diagnosis", "settlement-bills", "bank-proof", "guardian-proof"];

    public async Task<string> ObjectedToReturnedByTheBankAndPaid()
    {
        ApplicationForm form = canaries.Form();
        ReliefJourney journey = await ReliefJourney.Apply(app, form);
        await journey.FileDocuments();
        await UploadWithCanaries(journey);
        (await journey.Act("yz-officer-1", "acceptance", new { note = Note() })).Expect(200);
        await Correct(journey);
        await Visit(journey, "verification", "yz-officer-2", "yz-town-2");
        (await journey.Act("yz-town-1", "opinion", new { proposedFen = 280_000, note = Note() })).Expect(200);
        (await journey.Act("yz-officer-2", "opinion-confirmation", new { note = Note() })).Expect(200);
        await Object(journey);
        await Visit(journey, "reverification", "yz-officer-3", "yz-village");
        await journey.HangTheList(days: 3);
        (await journey.Act("yz-lead-1", "approval", new { amountFen = 280_000, fundId = ReliefJourney.Fund, note = Note() })).Expect(200);
        await ReadWhatMayBeRead(journey);

        JsonElement first = await journey.SendToBank();
        string bounced = Encoding.UTF8.GetString(journey.BankAnswer(first, paid: false)).Replace("账号不存在", canaries.Text("回单备注"), StringComparison.Ordinal);
        (await journey.Import(first, Encoding.UTF8.GetBytes(bounced))).Expect(200);
        (await journey.Act("yz-officer-1", "payee", new
        {
            paymentId = journey.Number + "-P1",
            bank = new { holder = form.Bank.Holder, accountNumber = canaries.Account(), bankName = canaries.Text("新银行"), payee = "applicant" },
            note = Note(),
        }, purpose: "payment")).Expect(200);
        JsonElement second = await journey.SendToBank();
        (await app.Get("yz-cashier", $"payments/batches/{second.GetProperty("batchId").GetString()}/file", "payment")).Expect(200);
        (await journey.Import(second, journey.BankAnswer(second, paid: true))).Expect(200);
        await journey.Reconcile(second);
        (await app.Post(await journey.ApplicantToken(), journey.Route + "receipt", new { note = Note() })).Expect(200);
        await app.Settle();
        return journey.Number;
    }

    public async Task<string> RefusedAndReviewed()
    {
        ReliefJourney journey = await ReliefJourney.Apply(app, canaries.Form(ApplyingAs.Guardian));
        (await journey.Act("yz-officer-1", "supplement-request", new { items = Everything, note = Note() })).Expect(200);
        await journey.FileDocuments();
        (await app.Post(await journey.ApplicantToken(), journey.Route + "supplement", new { note = Note() })).Expect(200);
        await app.Settle();
        (await journey.Act("yz-officer-1", "refusal", new { grounds = Unverifiable, note = Note() })).Expect(200);
        (await app.Post(await journey.ApplicantToken(), journey.Route + "review-request", new { note = Note() })).Expect(200);
        await app.Settle();
        (await journey.Act("yz-lead-2", "refusal-upheld", new { note = Note() })).Expect(200);
        await app.Pass(TimeSpan.FromDays(20));
        Assert.Equal("Closed", await journey.State());
        return journey.Number;
    }

    public async Task<string> Withdrawn()
    {
        ReliefJourney journey = await ReliefJourney.Apply(app, canaries.Form());
        (await app.Post("yz-officer-1", $"cases/{journey.Number}/suspension", new { causeCode = "hospital", resumeOn = app.Today.AddDays(5), note = Note() })).Expect(200);
        (await app.Post("yz-officer-1", $"cases/{journey.Number}/resumption", new { note = Note() })).Expect(200);
        (await app.Post("city-audit", $"cases/{journey.Number}/legal-hold", new { causeCode = "complaint", note = Note() })).Expect(200);
        (await app.Post("city-audit", $"cases/{journey.Number}/legal-hold-lifted", new { causeCode = "settled", note = Note() })).Expect(200);
        (await app.Post("yz-officer-3", $"cases/{journey.Number}/recusal", new { staffIds = Recused, note = Note() })).Expect(200);
        (await app.Post(await journey.ApplicantToken(), $"cases/{journey.Number}/withdrawal", new { note = Note() })).Expect(200);
        await app.Settle();
        Assert.Equal("Withdrawn", await journey.State());
        return journey.Number;
    }

    public async Task<string> DraftedAndSubmitted()
    {
        ApplicationForm form = canaries.Form();
        Reply draft = await app.Post(null, "public/hardship-relief/drafts", new
        {
            formVersion = form.FormVersion,
            applyingAs = "self",
            applicant = new { name = form.Applicant.Name, idType = "RIC", idNumber = form.Applicant.IdNumber, phone = form.Applicant.Phone },
            division = "500103",
            content = canaries.Text("草稿"),
        });
        ReliefJourney journey = new(app, draft.Expect(201).Text("caseNumber"), form);
        string applicant = await journey.ApplicantToken();
        (await app.Get(applicant, journey.Route + "draft")).Expect(200);
        (await app.Post(applicant, journey.Route + "submission", form)).Expect(200);
        await app.Settle();
        return journey.Number;
    }

    /// <summary>What is refused is no less secret: not in the audit line, not in the log, not in the row of the idempotency key.</summary>
    public async Task RefusedForms()
    {
        JsonObject wrong = JsonSerializer.SerializeToNode(canaries.Form(), StrictJson.Options)!.AsObject();
        wrong[canaries.Word()] = canaries.Text("多余");
        (await app.PostRaw(null, "public/hardship-relief/applications", Encoding.UTF8.GetBytes(wrong.ToJsonString()), "application/json")).Refused(400, "json.unknown-field");

        ApplicationForm invalid = canaries.Form();
        invalid = invalid with { Applicant = invalid.Applicant with { IdNumber = canaries.Text("证件") }, Bank = invalid.Bank with { AccountNumber = canaries.Text("账号") } };
        (await app.Post(null, "public/hardship-relief/applications", invalid)).Refused(422, "form.invalid");

        string cut = JsonSerializer.Serialize(canaries.Form(), StrictJson.Options)[..^2];
        (await app.PostRaw(null, "public/hardship-relief/applications", Encoding.UTF8.GetBytes(cut), "application/json")).Refused(400, "json.malformed");
        (await app.Post(null, "public/phone-codes", new { caseNumber = canaries.Word(), phone = canaries.Phone() })).Expect(422);
        (await app.Get("yz-officer-1", $"cases/{Uri.EscapeDataString(canaries.Text("编号"))}?q={Uri.EscapeDataString(canaries.Name())}")).Refused(400, "case.number");
        (await app.Post(canaries.Word() + ".a.b", "staff/me/person", new { idType = "RIC", idNumber = canaries.Id() })).Refused(401, "auth.invalid");
    }

    private string Note() => canaries.Text("说明");

    private async Task UploadWithCanaries(ReliefJourney journey)
    {
        string applicant = await journey.ApplicantToken();
        byte[] pdf = Encoding.UTF8.GetBytes($"%PDF-1.7\n% {canaries.Text("文件")}\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");
        string id = (await app.PostRaw(
            applicant, $"cases/{journey.Number}/documents?kind=other&fileName={canaries.Word()}.pdf", pdf, $"application/pdf; name=\"{canaries.Word()}.pdf\"")).Expect(201).Text("id");
        (await app.PostRaw(applicant, $"cases/{journey.Number}/documents?kind={canaries.Word()}", pdf, "application/pdf")).Refused(422, "document.kind");
        await app.Settle();
        Reply document = (await app.Get("yz-officer-1", $"cases/{journey.Number}/documents/{id}", "intake")).Expect(200);
        Assert.Equal(pdf, document.Bytes);
    }

    // A correction says which entry is wrong; a value without a field that takes it would lie in the case for everybody to read.
    private async Task Correct(ReliefJourney journey)
    {
        string route = $"cases/{journey.Number}/correction";
        (await app.Post("yz-officer-1", route, new { of = 1, note = Note() })).Expect(200);
        (await app.Post("yz-officer-1", route, new { of = 1, note = Note(), value = canaries.Text("更正") })).Refused(422, "relief.correction-field");
        (await app.Post("yz-officer-1", route, new { of = 1, note = Note(), field = canaries.Word(), value = canaries.Text("更正") })).Refused(422, "relief.correction-field");
        (await app.Post("yz-officer-1", $"cases/{journey.Number}/recusal", new { staffIds = new[] { canaries.Id() } })).Expect(422);
        (await app.Post("yz-officer-1", $"cases/{journey.Number}/recusal", new { staffIds = new[] { canaries.Phone() } })).Expect(422);
        await app.Settle();
    }

    private async Task Visit(ReliefJourney journey, string act, string first, string second)
    {
        await journey.Upload("yz-officer-1", "visit-form");
        await app.Settle();
        (await journey.Act(first, act, new { visit = "home", finding = "confirmed", civilAffairs = "withinStandard", payeeVerified = true, note = Note() })).Expect(200);
        (await journey.Act(second, act + "-confirmation", new { note = Note() })).Expect(200);
    }

    private async Task Object(ReliefJourney journey)
    {
        string listing = (await app.Get(null, "public/hardship-relief/publicity/500103")).Json[0].GetProperty("listingId").GetString()!;
        string route = $"public/hardship-relief/publicity/500103/{listing}/objections";
        (await app.Post(null, route, new { reason = canaries.Text("异议"), name = canaries.Name(), phone = canaries.Phone() })).Expect(202);
        await app.Settle();
        Assert.Equal("Reverification", await journey.State());
    }

    private async Task ReadWhatMayBeRead(ReliefJourney journey)
    {
        (await app.Get("yz-officer-1", $"cases/{journey.Number}/applicant", "payment")).Expect(200);
        (await app.Get("yz-officer-1", journey.Route + "letters/grant", "payment")).Expect(200);
        foreach (JsonElement entry in (await app.Get("yz-officer-1", $"cases/{journey.Number}/events")).Expect(200).Json.EnumerateArray())
        {
            if (entry.GetProperty("hasNote").GetBoolean())
            {
                Reply note = await app.Get("yz-officer-1", $"cases/{journey.Number}/events/{entry.GetProperty("seq").GetInt32()}/note", "approval");
                Assert.Contains(note.Expect(200).Text("note"), canaries.All);
            }
        }
    }
}
