using System.Globalization;
using System.Text;
using System.Text.Json;
using Boai.Functions.MemorialCare;
using Boai.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.EndToEnd;

/// <summary>LIFE-08 over HTTP in virtual time: from the donor case's aftercare to the next 1 April, and 不再联系 (handbook §7.7).</summary>
public sealed class MemorialEndToEndTests
{
    // 𠮷, 𡋾, 㐂, a variant selector, a compatibility ideograph: as the family writes it, and nothing else.
    private const string Name = "欧阳\U00020BB7\U000212FE㐂葛\U000E0100\uFA19";

    [Fact]
    public async Task A_year_of_care_with_a_name_that_keeps_every_code_point_until_the_family_wants_no_more()
    {
        await using BranchApp app = await BranchApp.StartAsync(logLevel: LogLevel.Trace);
        string number = await Begin(app);
        Assert.Equal(["Certificate", "Condolence"], await Tasks(app, number));

        // The witnesses look after nobody; others do.
        (await Act(app, DonorJourney.First, number, "care/condolence", new CareActForm())).Refused(403, "access.role");
        (await Act(app, "city-officer-1", number, "care/condolence", new CareActForm(Note: "已上门慰问"))).Expect(200);
        (await Act(app, "city-officer-1", number, "care/condolence", new CareActForm())).Refused(409, "care.not-open");
        await app.PassUntil(new DateOnly(2026, 3, 14));
        Assert.Equal(["Certificate", "Invitation"], await Tasks(app, number));
        await app.PassUntil(new DateOnly(2026, 3, 29));
        Assert.Equal(["Certificate", "FirstQingming", "Invitation", "MonthCall"], await Tasks(app, number));
        foreach (string care in new[] { "certificate", "firstQingming", "invitation", "monthCall" })
        {
            (await Act(app, "city-officer-2", number, "care/" + care, new CareActForm())).Expect(200);
        }

        // The name: consent first, then the sheet that the family signed, entered anew.
        (await Act(app, "city-officer-1", number, "memorial-name", new MemorialNameForm(Name, true, true, "doc_none"))).Refused(422, "memorial.consent-missing");
        string consent = await Upload(app, number, "memorial-consent");
        string proof = await Upload(app, number, "memorial-proof");
        (await Act(app, "city-officer-1", number, "memorial-name", new MemorialNameForm(Name, true, true, consent))).Expect(200);
        Assert.Empty(await Page(app));
        JsonElement view = (await app.Get("city-officer-2", $"memorial-care/cases/{number}/memorial-name", "follow-up")).Expect(200).Json;
        Assert.Equal(Encoding.UTF32.GetBytes(Name), Encoding.UTF32.GetBytes(view.GetProperty("name").GetString()!));
        Assert.Equal(
            ["U+6B27", "U+9633", "U+20BB7", "U+212FE", "U+3402", "U+845B", "U+E0100", "U+FA19"],
            view.GetProperty("codePoints").EnumerateArray().Select(one => one.GetString()));
        string[] others =
        [
            Name.Replace("\uFA19", "\u795E", StringComparison.Ordinal), // what NFC would make of it
            Name.Replace("\U000E0100", "", StringComparison.Ordinal),
            Name.Replace("\U00020BB7", "吉", StringComparison.Ordinal),
        ];
        foreach (string other in others)
        {
            (await Act(app, "city-officer-2", number, "memorial-proof", new MemorialProofForm(other, proof))).Refused(422, "memorial.name-differs");
        }

        (await Act(app, "city-officer-2", number, "memorial-proof", new MemorialProofForm(Name, proof))).Expect(200);
        (await Act(app, "city-officer-1", number, "engraving", new EngravingForm("A-03-12"))).Expect(200);
        JsonElement line = Assert.Single(await Page(app));
        Assert.Equal(["name", "position"], line.EnumerateObject().Select(member => member.Name)); // no date, no outcome, no case
        Assert.Equal(Encoding.UTF32.GetBytes(Name), Encoding.UTF32.GetBytes(line.GetProperty("name").GetString()!));
        Assert.Contains(Name, System.Net.WebUtility.HtmlDecode((await app.Get(null, "public/memorial/page")).Expect(200).Body), StringComparison.Ordinal);

        // A correction is hidden until the family has read it.
        const string Corrected = "欧阳\U00020BB7";
        (await Act(app, "city-officer-1", number, "memorial-name", new MemorialNameForm(Corrected, true, true, consent))).Expect(200);
        Assert.Empty(await Page(app));
        (await Act(app, "city-officer-1", number, "memorial-proof", new MemorialProofForm(Corrected, proof))).Expect(200);
        Assert.Equal(Corrected, Assert.Single(await Page(app)).GetProperty("name").GetString());
        await app.PassUntil(new DateOnly(2026, 6, 2));
        Assert.Equal(["HundredDays", "memorial-engraving"], await Tasks(app, number));
        (await Act(app, "city-officer-1", number, "care/hundredDays", new CareActForm())).Expect(200);
        (await Act(app, "city-officer-1", number, "engraving", new EngravingForm("A-03-13"))).Expect(200);

        // Next year's invitation; 不再联系 while it is open: said to a coordinator, absolute.
        await app.PassUntil(new DateOnly(2027, 3, 14));
        Assert.Equal(["Invitation"], await Tasks(app, number));
        await app.ReplaysItself(number, "a-year-of-care");
        (await Act(app, DonorJourney.First, number, "no-contact", new CareActForm(Note: "家属来电"))).Expect(200);
        Assert.Empty(await Tasks(app, number));
        await app.ReplaysItself(number, "no-contact");
        await app.Host.RestartAsync();
        await app.PassUntil(new DateOnly(2027, 4, 20));
        Assert.Empty(await Tasks(app, number));
        (await Act(app, "city-officer-1", number, "care/invitation", new CareActForm())).Refused(409, "case.state");
        (await app.Post("city-head-1", $"cases/{number}/reopening", new { causeCode = "family-asked", note = "重启" })).Refused(409, "case.state");

        // Even with its orchestration gone, whoever looks for cases that none carries starts none.
        await app.Host.Durable.PurgeInstanceAsync(number);
        using (StringContent nothing = new("{}", Encoding.UTF8, "application/json"))
        {
            (await app.Host.Http.PostAsync(new Uri("admin/functions/WatchCases", UriKind.Relative), nothing)).EnsureSuccessStatusCode();
        }

        Assert.Empty(await Tasks(app, number));
        Assert.Null(await app.Host.Durable.GetInstanceAsync(number));

        // The name stays as agreed, until the family takes it back.
        Assert.Single(await Page(app));
        (await Act(app, "city-duty", number, "memorial-withdrawal", new MemorialWithdrawalForm(true, true))).Expect(200);
        Assert.Empty(await Page(app));
        Assert.Empty(await Tasks(app, number));
        await DonorEndToEndTests.NowhereInTheClear(app, Name);
        await DonorEndToEndTests.NowhereInTheClear(app, Corrected);
    }

    private static async Task<string> Begin(BranchApp app)
    {
        DonorJourney donor = await DonorJourney.Report(app);
        await donor.ToAftercare();
        JsonElement[] care =
        [
            .. (await app.Get("city-officer-1", "worklist")).Expect(200).Json.EnumerateArray()
                .Where(one => one.GetProperty("caseNumber").GetString()!.StartsWith("MEM-", StringComparison.Ordinal)),
        ];
        return care.Select(one => one.GetProperty("caseNumber").GetString()!).Distinct().Single();
    }

    private static Task<Reply> Act(BranchApp app, string who, string number, string act, object form) => app.Post(who, $"memorial-care/cases/{number}/{act}", form);

    private static async Task<string[]> Tasks(BranchApp app, string number)
    {
        await app.Settle();
        JsonElement head = (await app.Get("city-officer-1", $"cases/{number}")).Expect(200).Json.GetProperty("head");
        return [.. head.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("kind").GetString()!).Order(StringComparer.Ordinal)];
    }

    private static async Task<JsonElement[]> Page(BranchApp app) => [.. (await app.Get(null, "public/memorial")).Expect(200).Json.EnumerateArray()];

    private static async Task<string> Upload(BranchApp app, string number, string kind)
    {
        byte[] pdf = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"%PDF-1.7\n% {kind}\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"));
        return (await app.PostRaw("city-officer-1", $"cases/{number}/documents?kind={kind}", pdf, "application/pdf")).Expect(201).Text("id");
    }
}
