using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Boai.Functions.Certificates;
using Boai.Tests.Support;
using Boai.Workflows.Certificates;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.EndToEnd;

/// <summary>LIFE-11 over HTTP: prepared by one, issued by another, verified by anybody, replaced, revoked (handbook §7.10).</summary>
public sealed class CertificateEndToEndTests
{
    private const string Holder = "欧阳\U0002CB4E"; // 欧阳𬭎
    private const string Donor = "欧阳金㐂雀";

    [Fact]
    public async Task A_certificate_is_prepared_issued_by_a_second_person_verified_replaced_and_revoked_and_names_nobody_in_the_clear()
    {
        await using BranchApp app = await BranchApp.StartAsync(logLevel: LogLevel.Trace);
        DonorJourney donor = await DonorJourney.Report(app);
        await donor.ToAftercare();
        string route = $"organ-donation/cases/{donor.Number}/certificates";

        // Only of a closed case, and not by whoever witnessed.
        (await app.Post("city-officer-1", route, Form())).Refused(409, "certificate.case-open");
        (await app.Post(DonorJourney.First, route, Form())).Refused(403, "access.role");
        await donor.Do("city-officer-1", "city", "fileMonthlyReport");
        await donor.Do("city-officer-1", "city", "completeAftercare");
        Assert.Equal("closed", await donor.State());

        (await app.Post("city-officer-1", route, Form() with { Kind = CertificateKind.Priority, Kinship = Kinship.InLaw })).Refused(422, "certificate.no-priority");
        Reply missing = await app.Post("city-officer-1", route, Form() with { DonorName = "欧阳\U00020BB7" });
        missing.Refused(422, "certificate.glyph");
        Assert.Contains("“\U00020BB7”(U+20BB7)", missing.Text("detail"), StringComparison.Ordinal);

        // What another person declines is not issued, and can be prepared anew.
        string wrong = (await app.Post("city-officer-1", route, Form())).Expect(200).Text("requestId");
        (await app.Post("city-officer-1", $"{route}/requests/{wrong}/refusal", new CertificateCauseForm("wrong-name"))).Refused(403, "certificate.same-person");
        (await app.Post("city-head-1", $"{route}/requests/{wrong}/refusal", new CertificateCauseForm("wrong-name"))).Expect(200);
        (await Issue(app, "city-head-1", $"{route}/requests/{wrong}")).Refused(409, "certificate.declined");
        await app.Pass(TimeSpan.FromMinutes(1));

        // The same request twice is one; the same person twice is refused.
        string key = Guid.NewGuid().ToString();
        string requestId = (await app.Post("city-officer-1", route, Form(), key)).Expect(200).Text("requestId");
        Assert.Equal(requestId, (await app.Post("city-officer-1", route, Form(), key)).Expect(200).Text("requestId"));
        (await app.Post("city-officer-2", route, Form())).Refused(409, "certificate.held-already");

        // A second person, who reads the names and the original anew.
        string request = $"{route}/requests/{requestId}";
        (await app.Get("city-head-1", request)).Refused(400, "access.purpose");
        JsonElement draft = (await app.Get("city-head-1", request, "follow-up")).Expect(200).Json.GetProperty("persons");
        Assert.Equal((Donor, Holder), (draft.GetProperty("donorName").GetString(), draft.GetProperty("holderName").GetString()));
        (await Issue(app, "city-officer-1", request)).Refused(403, "certificate.same-person");
        (await Issue(app, "city-head-1", request, Kinship.Child)).Refused(422, "certificate.kinship-differs");
        Reply[] both = await Task.WhenAll(Issue(app, "city-head-1", request), Issue(app, "city-officer-2", request));
        string number = Assert.Single(both.Select(reply => reply.Expect(200).Text("number")).Distinct());
        Assert.Equal("JX-2026-0000014", number);
        (await app.Post("city-head-1", request + "/refusal", new CertificateCauseForm("wrong-name"))).Refused(409, "certificate.request-over");

        // The sheet, as another program reads it.
        (await app.Get("city-officer-2", $"{route}/{number}/sheet")).Refused(400, "access.purpose");
        byte[] pdf = (await app.Get("city-officer-2", $"{route}/{number}/sheet", "follow-up")).Expect(200).Bytes;
        PdfReading sheet = PdfReading.Of(pdf);
        foreach (string words in new[] { "捐献证书", number, Donor, Holder, donor.Hospital.Pseudonym, "重庆市红十字会", "二〇二六年三月二日", "感谢", "缅怀" })
        {
            Assert.Contains(words, sheet.Text, StringComparison.Ordinal);
        }

        // I-14: neither organs nor anybody who received one.
        Assert.All(["肝", "肾", "角膜", "受者", "移植", "受捐"], word => Assert.DoesNotContain(
            word, sheet.Text.Replace("《人体器官捐献和移植条例》", "", StringComparison.Ordinal), StringComparison.Ordinal));

        // Verified by what the QR code says; anything else is the same 404.
        string verify = new Uri(sheet.QrText!).AbsolutePath["/api/".Length..];
        string json = verify[..^"/page".Length];
        JsonElement verified = (await app.Get(null, json)).Expect(200).Json;
        Assert.Equal(
            ["number", "kind", "kindName", "status", "statusName", "issuedOn", "issuer"], verified.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("donation", "有效", "2026-03-02"), (
            verified.GetProperty("kind").GetString(), verified.GetProperty("statusName").GetString(), verified.GetProperty("issuedOn").GetString()));
        string page = (await app.Get(null, verify)).Expect(200).Body;
        Assert.Contains("捐献证书", page, StringComparison.Ordinal);
        Assert.DoesNotContain("欧阳", page + verified, StringComparison.Ordinal);
        string code = json.Split('/')[^1];
        (await app.Get(null, json.Replace(code, new string('0', 26), StringComparison.Ordinal))).Refused(404, "certificate.not-verified");
        (await app.Get(null, json.Replace(number, "JX-2026-0000022", StringComparison.Ordinal))).Refused(404, "certificate.not-verified");

        await app.Pass(TimeSpan.FromMinutes(1));

        // Replaced: the old one ends, the next number follows without a gap.
        string again = (await app.Post("city-officer-1", route, Form() with { DonorName = "欧阳金丝雀", Replaces = number })).Expect(200).Text("requestId");
        string next = (await Issue(app, "city-head-1", $"{route}/requests/{again}")).Expect(200).Text("number");
        Assert.Equal("JX-2026-0000022", next);
        Assert.Equal("已换发", (await app.Get(null, json)).Expect(200).Text("statusName"));
        (await app.Post("city-head-1", $"{route}/{number}/revocation", new CertificateCauseForm("wrong-name"))).Refused(409, "certificate.over");
        (await app.Post("city-head-1", $"{route}/{next}/revocation", new CertificateCauseForm("wrong-name"))).Expect(200);
        Assert.Equal(
            ["replaced", "revoked"],
            (await app.Get("city-audit", route)).Expect(200).Json.EnumerateArray().Skip(1).Select(one => one.GetProperty("certificate").GetProperty("status").GetString()));

        await EveryReadingIsLogged(app, requestId, number);
        await DonorEndToEndTests.NowhereInTheClear(app, Donor);
        await DonorEndToEndTests.NowhereInTheClear(app, Holder);
    }

    [Fact]
    public async Task Every_kind_is_printed_in_its_own_words_and_numbered_in_its_own_series()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        DonorJourney donor = await DonorJourney.Report(app);
        await donor.ToClosed();
        string route = $"organ-donation/cases/{donor.Number}/certificates";

        List<string> numbers = [];
        foreach (CertificateKind kind in Enum.GetValues<CertificateKind>())
        {
            string id = (await app.Post("city-officer-1", route, Form() with { Kind = kind })).Expect(200).Text("requestId");
            numbers.Add((await Issue(app, "city-head-1", $"{route}/requests/{id}")).Expect(200).Text("number"));
            byte[] pdf = (await app.Get("city-head-1", $"{route}/{numbers[^1]}/sheet", "follow-up")).Expect(200).Bytes;
            string text = PdfReading.Of(pdf).Text;
            Assert.Contains(donor.Hospital.Pseudonym, text, StringComparison.Ordinal);
            Assert.All(["恭喜", "成功", "奖励", "补偿", "摘取", "尸体"], word => Assert.DoesNotContain(word, text, StringComparison.Ordinal)); // handbook §19
            Assert.Equal(kind != CertificateKind.Priority, text.Contains(Donor, StringComparison.Ordinal));
            if (Environment.GetEnvironmentVariable("BOAI_KEEP_SHEETS") is { Length: > 0 } folder)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, kind + ".pdf"), pdf);
            }
        }

        Assert.Equal(["JX-2026-0000014", "RY-2026-0000014", "SZ-2026-0000014", "YX-2026-0000014"], numbers);
    }

    [Fact]
    public async Task Certificates_that_are_issued_at_the_same_moment_have_numbers_without_a_gap()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        DonorJourney donor = await DonorJourney.Report(app);
        await donor.ToClosed();
        string route = $"organ-donation/cases/{donor.Number}/certificates";
        List<string> requests = [];
        for (int relative = 0; relative < 6; relative++)
        {
            CertificateForm form = Form() with { HolderIdNumber = SyntheticPeople.ResidentId(8_000 + relative) };
            requests.Add((await app.Post("city-officer-1", route, form)).Expect(200).Text("requestId"));
        }

        Reply[] issued = await Task.WhenAll(requests.Select((id, place) => Issue(app, place % 2 == 0 ? "city-head-1" : "city-officer-2", $"{route}/requests/{id}")));

        Assert.Equal(
            Enumerable.Range(1, 6).Select(place => CertificateNumber.Create(CertificateKind.Donation, 2026, place).Value),
            issued.Select(reply => reply.Expect(200).Text("number")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_tries_codes_waits()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        for (int attempt = 1; attempt <= 20; attempt++)
        {
            (await app.Get(null, $"public/certificates/JX-2026-0000014/{attempt.ToString("D26", CultureInfo.InvariantCulture)}")).Refused(404, "certificate.not-verified");
        }

        (await app.Get(null, "public/certificates/JX-2026-0000014/00000000000000000000000021")).Refused(429, "certificate.verify-rate");
        await app.Pass(TimeSpan.FromMinutes(61));
        (await app.Get(null, "public/certificates/JX-2026-0000014/00000000000000000000000022")).Refused(404, "certificate.not-verified");
    }

    private static CertificateForm Form() => new(
        CertificateKind.Donation, Donor, Holder, "RIC", SyntheticPeople.ResidentId(7_000), Kinship.Spouse, KinshipProof.MarriageCertificate, "J500103-2001-000001");

    private static Task<Reply> Issue(BranchApp app, string who, string request, Kinship kinship = Kinship.Spouse) =>
        app.Post(who, request + "/issue", new CertificateIssueForm(kinship), purpose: "follow-up");

    private static async Task EveryReadingIsLogged(BranchApp app, params string[] records)
    {
        List<string> lines = [];
        await foreach (TableEntity row in new TableServiceClient(app.Connection).GetTableClient("accesslog").QueryAsync<TableEntity>())
        {
            lines.Add(string.Join(" ", row.Select(property => property.Value)));
        }

        Assert.All(records, record => Assert.Contains(lines, line => line.Contains(record, StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("issued", StringComparison.Ordinal));
    }
}
