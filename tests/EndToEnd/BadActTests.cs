using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.Forms;
using Boai.Tests.Functions.Documents;
using Boai.Tests.Support;

namespace Boai.Tests.EndToEnd;

/// <summary>What a wrong act on a case, a wrong document or a wrong token gets.</summary>
public sealed class BadActTests(BadActTests.Cases cases) : IClassFixture<BadActTests.Cases>
{
    private static readonly string[] Nothing = [];
    private static readonly string?[] NullItem = ["diagnosis", null];
    private static readonly string[] OneOfAll = ["diagnosis"];
    private static readonly string[] Unlisted = ["passport-of-a-friend"];

    private BranchApp App => cases.App;

    private ReliefJourney Intake => cases.Intake;

    /// <summary>Acts on a case at its intake: who, which act, the form without version, status, code, field.</summary>
    public static TheoryData<string, string, object, int, string, string?> WrongActs { get; } = new()
    {
        { "yz-officer-1", "acceptance", new { version = 1_000_000 }, 409, "case.stale", "version" },
        { "yz-officer-1", "acceptance", new { version = -1 }, 409, "case.stale", "version" },
        { "yz-officer-1", "acceptance", new { version = long.MaxValue }, 400, "json.type", "version" },
        { "yz-officer-1", "acceptance", new { surprise = 1 }, 400, "json.unknown-field", "surprise" },
        { "yz-officer-1", "acceptance", new { note = "同意\u202E" }, 422, "text.bidi", "note" },
        { "yz-officer-1", "acceptance", new { note = "😀" }, 422, "text.emoji", "note" },
        { "yz-officer-1", "acceptance", new { note = "=HYPERLINK(\"http://example.com\")" }, 422, "text.formula", "note" },
        { "yz-officer-1", "supplement-request", new { items = Nothing }, 422, "case.supplement-nothing", "items" },
        { "yz-officer-1", "supplement-request", new { items = Unlisted }, 422, "case.supplement-nothing", "items[0]" },
        { "yz-officer-1", "supplement-request", new { items = NullItem }, 400, "json.type", "items[1]" },
        { "yz-officer-1", "refusal", new { grounds = new[] { "r77" }, note = "说明" }, 400, "json.type", "grounds[0]" },
        { "yz-officer-1", "refusal", new { grounds = Nothing, note = "说明" }, 422, "relief.grounds-required", "grounds" },
        { "yz-officer-1", "opinion", new { proposedFen = 100_000 }, 409, "case.state", null },
        { "yz-officer-1", "opinion", new { proposedFen = 100_000, relatedStaff = new[] { "王 小明" } }, 422, "form.staff-id", "relatedStaff[0]" },
        { "yz-officer-1", "opinion", new { proposedFen = 100_000, relatedStaff = new[] { SyntheticPeople.ResidentId(9) } }, 422, "form.staff-id", "relatedStaff[0]" },
        { "yz-officer-1", "opinion", new { proposedFen = 1e30 }, 400, "json.type", "proposedFen" },
        { "yz-lead-1", "urgent-payment", new { amountFen = 0, fundId = ReliefJourney.Fund }, 422, "relief.amount-not-positive", "amountFen" },
        { "yz-lead-1", "urgent-payment", new { amountFen = -500_000, fundId = ReliefJourney.Fund }, 422, "relief.amount-not-positive", "amountFen" },
        { "yz-lead-1", "urgent-payment", new { amountFen = long.MaxValue, fundId = ReliefJourney.Fund }, 422, "relief.urgent-too-much", "amountFen" },
        { "yz-lead-1", "urgent-payment", new { amountFen = long.MinValue, fundId = ReliefJourney.Fund }, 422, "relief.amount-not-positive", "amountFen" },
        { "yz-lead-1", "urgent-payment", new { amountFen = 100_000, fundId = "my own pocket" }, 422, "input.fundIdForm", "fundId" },
        { "yz-lead-1", "approval", new { amountFen = 100_000, fundId = ReliefJourney.Fund }, 409, "case.state", null },
        { "yz-village", "publicity-evidence", new { documentId = "doc_none", lastDay = false, takenOn = "2026-02-30" }, 400, "json.type", "takenOn" },
        { "yz-officer-1", "investigation", new { causeCode = "Wang Xiaoming", note = "说明" }, 422, "form.cause-code", "causeCode" },
        { "city-head-1", "refusal", new { grounds = new[] { "r08" }, note = "说明" }, 403, "case.role", null },
        { "wz-officer-1", "acceptance", new { }, 403, "access.unit", null },
        { "yz-accountant-1", "acceptance", new { }, 403, "access.role", null },
    };

    [Theory]
    [MemberData(nameof(WrongActs), DisableDiscoveryEnumeration = true)]
    public async Task A_wrong_act_is_refused_and_leaves_the_case_as_it_is(string who, string act, object form, int status, string code, string? field)
    {
        JsonObject body = JsonSerializer.SerializeToNode(form, StrictJson.Options)!.AsObject();
        body.TryAdd("version", JsonValue.Create(await Intake.Version()));

        Reply reply = await App.Refuses(
            () => App.PostRaw(who, Intake.Route + act, Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json"), status, code);

        if (field is not null)
        {
            reply.RefusedAt(field, code);
        }
    }

    [Fact]
    public async Task What_is_missing_is_named_in_the_words_of_the_branch()
    {
        ReliefJourney journey = await ReliefJourney.Apply(App, ReliefForms.Valid(210));
        int version = await journey.Version();

        Reply missing = await App.Refuses(() => App.Post("yz-officer-1", journey.Route + "acceptance", new { version }), 422, "relief.documents-missing");
        Reply incomplete = await App.Refuses(
            () => App.Post("yz-officer-1", journey.Route + "supplement-request", new { version, items = OneOfAll }), 422, "case.supplement-list-incomplete");

        Assert.Contains("诊断", missing.Text("detail"), StringComparison.Ordinal);
        incomplete.RefusedAt("items", "case.supplement-list-incomplete");
    }

    [Fact]
    public async Task A_case_that_is_unknown_or_has_no_right_number_is_not_found()
    {
        string unknown = Boai.Workflows.Shared.CaseNumber.Create(
            Boai.Workflows.HardshipRelief.ReliefProcess.Business, ReliefJourney.Unit, 2026, 987_654).Value;

        await App.Refuses(() => App.Get("yz-officer-1", $"cases/{unknown}"), 404, "case.unknown", audited: false);
        await App.Refuses(() => App.Post("yz-officer-1", $"hardship-relief/cases/{unknown}/acceptance", new { version = 1 }), 404, "case.unknown");
        string wrongCheck = unknown[..^1] + (unknown[^1] == '1' ? '2' : '1');
        await App.Refuses(() => App.Post("yz-officer-1", $"hardship-relief/cases/{wrongCheck}/acceptance", new { version = 1 }), 400, "case.number");
        await App.Refuses(() => App.Get("yz-officer-1", "cases/%E7%8E%8B%E5%B0%8F%E6%98%8E"), 400, "case.number", audited: false);
    }

    [Fact]
    public async Task A_photograph_from_the_future_or_of_another_day_is_no_evidence()
    {
        string photo = await cases.Published.Upload("yz-village", "board-photo");
        await App.Settle();
        int version = await cases.Published.Version();
        foreach ((DateOnly day, bool last) in new[] { (App.Today.AddDays(1), false), (App.Today.AddDays(-30), false), (App.Today, true), (DateOnly.MaxValue, true) })
        {
            Reply reply = await App.Refuses(
                () => App.Post("yz-village", cases.Published.Route + "publicity-evidence", new { version, documentId = photo, lastDay = last, takenOn = day }), 422, "relief.evidence-day");
            reply.RefusedAt("takenOn", "relief.evidence-day");
        }
    }

    [Fact]
    public async Task A_wrong_objection_is_refused()
    {
        string listing = (await App.Get(null, "public/hardship-relief/publicity/500103")).Json[0].GetProperty("listingId").GetString()!;
        string route = $"public/hardship-relief/publicity/500103/{listing}/objections";

        (await App.Refuses(() => App.Post(null, route, new { reason = "" }), 422, "text.required")).RefusedAt("reason", "text.required");
        (await App.Refuses(() => App.Post(null, route, new { reason = "异议", phone = "110" }), 422, "input.phoneForm")).RefusedAt("phone", "input.phoneForm");
        (await App.Refuses(() => App.Post(null, route, new { reason = "异议", name = "=1+1" }), 422, "input.personNameFormula")).RefusedAt("name", "input.personNameFormula");
        await App.Refuses(() => App.Post(null, "public/hardship-relief/publicity/500103/none/objections", new { reason = "异议" }), 404, "relief.listing-unknown");
        await App.Refuses(() => App.Post(null, $"public/hardship-relief/publicity/chongqing/{listing}/objections", new { reason = "异议" }), 422, "input.unitCodeForm");
        await App.Refuses(() => App.Post(null, $"public/hardship-relief/publicity/500101/{listing}/objections", new { reason = "异议" }), 404, "relief.listing-unknown");
    }

    [Fact]
    public async Task A_document_is_what_its_content_is_and_anything_else_is_refused()
    {
        string route = $"cases/{Intake.Number}/documents?kind=other";
        byte[] zip = Samples.Zip("letter.pdf");

        await App.Refuses(() => App.PostRaw("yz-officer-1", route, zip, "application/pdf"), 415, "document.type");
        await App.Refuses(() => App.PostRaw("yz-officer-1", route, "MZ\0\0 program"u8.ToArray(), "application/pdf"), 415, "document.type");
        await App.Refuses(() => App.PostRaw("yz-officer-1", route, [], "application/pdf"), 422, "document.empty");
        await App.Refuses(() => App.PostRaw("yz-officer-1", route, [.. Samples.Pdf, .. zip], "application/pdf"), 422, "document.mixed");
        await App.Refuses(() => App.PostRaw("yz-officer-1", $"cases/{Intake.Number}/documents?kind=secret", Samples.Pdf, "application/pdf"), 422, "document.kind");
        await App.Refuses(() => App.PostRaw("yz-officer-1", $"cases/{Intake.Number}/documents", Samples.Pdf, "application/pdf"), 422, "document.kind");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_document_of_one_byte_more_than_20_MiB_is_refused_whether_or_not_its_length_is_told(bool told)
    {
        byte[] large = new byte[(20 * 1024 * 1024) + 1];
        Samples.Pdf.CopyTo(large, 0);
        large[1_000] = told ? (byte)1 : (byte)2;
        "%%EOF"u8.CopyTo(large.AsSpan(large.Length - 5));
        string token = await App.TokenOf("yz-officer-1");

        await App.Refuses(() => Send(), 413, "document.too-large");
        Reply whole = await App.PostRaw("yz-officer-1", $"cases/{Intake.Number}/documents?kind=other", [.. large.AsSpan(0, large.Length - 6), .. "%%EOF"u8], "application/pdf");

        Assert.Equal(large.Length - 1, whole.Expect(201).Number("bytes"));

        async Task<Reply> Send()
        {
            using HttpRequestMessage request = new(HttpMethod.Post, $"api/cases/{Intake.Number}/documents?kind=other")
            {
                Content = told ? new ByteArrayContent(large) : new StreamContent(new MemoryStream(large)),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            request.Headers.TransferEncodingChunked = !told;
            using HttpResponseMessage answer = await App.Host.Http.SendAsync(request);
            return new Reply((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(), answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task I_51_a_document_is_read_by_those_in_the_case_alone_for_a_purpose_and_never_without_a_line_in_the_log()
    {
        string id = await Intake.Upload("yz-officer-1", "other");
        await App.Settle();
        string route = $"cases/{Intake.Number}/documents/{id}";

        await App.Refuses(() => App.Get("yz-cashier", route, "payment"), 403, "access.relation");
        await App.Refuses(() => App.Get("yz-accountant-1", route, "payment"), 403, "access.relation");
        await App.Refuses(() => App.Get("wz-officer-1", route, "intake"), 403, "access.unit");
        await App.Refuses(() => App.Get("yz-village", route, "intake"), 403, "access.role");
        await App.Refuses(() => App.Get("yz-officer-1", route), 400, "access.purpose", audited: false);
        await App.Refuses(() => App.Get("yz-officer-1", route, "curiosity"), 400, "access.purpose", audited: false);
        await App.Refuses(() => App.Get("yz-officer-1", route, "screening"), 400, "access.purpose", audited: false);
        await App.Refuses(() => App.Get("yz-officer-1", $"cases/{cases.Published.Number}/documents/{id}", "intake"), 404, "document.unknown", audited: false);
        await App.Refuses(() => App.Get(null, route, "intake"), 401, "auth.missing");

        StoreSnapshot before = await StoreSnapshot.Of(App);
        (await App.Get("yz-officer-1", route, "intake")).Expect(200);
        Azure.Data.Tables.TableEntity line = Assert.Single((await StoreSnapshot.Of(App)).AuditSince(before));
        Assert.Equal(("read", "yz-officer-1", id, "intake", Intake.Number), (line.GetString("Result"), line.GetString("Who"), line.GetString("What"), line.GetString("Purpose"), line.GetString("Case")));
    }

    [Fact]
    public async Task A_key_must_be_there_and_means_one_request()
    {
        string route = $"cases/{Intake.Number}/correction";
        object form = new { of = 1, note = "核对无误。" };
        string key = Guid.NewGuid().ToString();
        Reply first = (await App.Post("yz-officer-1", route, form, key)).Expect(200);
        await App.Settle();
        StoreSnapshot before = await StoreSnapshot.Of(App);

        Reply again = (await App.Post("yz-officer-1", route, form, key)).Expect(200);

        Assert.Equal(first.Bytes, again.Bytes);
        Assert.Empty((await StoreSnapshot.Of(App)).ChangesSince(before));
        await App.Refuses(() => App.Post("yz-officer-1", route, new { of = 1, note = "另有更正。" }, key), 422, "idempotency.conflict");
        await App.Refuses(() => App.Post("yz-officer-1", $"cases/{cases.Published.Number}/correction", form, key), 422, "idempotency.conflict");
        await App.Refuses(() => App.Post("yz-officer-1", route, form, ""), 400, "idempotency.missing");
        await App.Refuses(() => App.Post("yz-officer-1", route, form, "1"), 400, "idempotency.missing");
        (await App.Post("yz-officer-2", route, new { of = 1, note = "另一人的更正。" }, key)).Expect(200); // another person's key is another key
    }

    [Fact]
    public async Task A_repeated_application_is_one_case()
    {
        string key = Guid.NewGuid().ToString();
        object form = ReliefForms.Valid(300);

        Reply first = (await App.Post(null, "public/hardship-relief/applications", form, key)).Expect(201);
        Reply again = (await App.Post(null, "public/hardship-relief/applications", form, key)).Expect(201);

        Assert.Equal(first.Bytes, again.Bytes);
        await App.Refuses(() => App.Post(null, "public/hardship-relief/applications", ReliefForms.Valid(301), key), 422, "idempotency.conflict");
    }

    [Fact]
    public async Task A_token_opens_its_own_case_while_it_lasts()
    {
        string applicant = await Intake.ApplicantToken();
        string other = cases.Published.Number;

        (await App.Get(applicant, $"public/cases/{Intake.Number}")).Expect(200);
        await App.Refuses(() => App.Get(applicant, $"public/cases/{other}"), 403, "access.case");
        await App.Refuses(() => App.Post(applicant, $"cases/{other}/withdrawal", new { }), 403, "access.case");
        await App.Refuses(() => App.PostRaw(applicant, $"cases/{other}/documents?kind=other", Samples.Pdf, "application/pdf"), 403, "access.case");
        await App.Refuses(() => App.Get(applicant, $"cases/{Intake.Number}"), 403, "access.role");
        await App.Refuses(() => App.Get(applicant[..^4] + "AAAA", $"public/cases/{Intake.Number}"), 401, "auth.invalid");
        await App.Refuses(() => App.Get("a.b.c", $"public/cases/{Intake.Number}"), 401, "auth.invalid");
        string staff = await App.TokenOf("yz-officer-1");

        await App.Pass(TimeSpan.FromMinutes(31));
        await App.Refuses(() => App.Get(applicant, $"public/cases/{Intake.Number}"), 401, "auth.expired");
        await App.Pass(TimeSpan.FromHours(12));
        await App.Refuses(() => App.Get(staff, $"cases/{Intake.Number}"), 401, "auth.expired");
        await App.Refuses(() => App.Post(staff, Intake.Route + "acceptance", new { version = 1 }), 401, "auth.expired");
    }

    [Fact]
    public async Task A_wrong_code_opens_nothing_and_an_unknown_case_answers_as_a_known_one()
    {
        (await App.Post(null, "public/sessions", new { caseNumber = Intake.Number, phone = "13800000001", code = "000000" })).Refused(401, "phone-code.wrong");
        await App.Pass(TimeSpan.FromMinutes(2));
        Reply right = (await App.Post(null, "public/phone-codes", new { caseNumber = Intake.Number, phone = SyntheticPeople.Mobile(77) })).Expect(202);
        string unknown = Boai.Workflows.Shared.CaseNumber.Create(
            Boai.Workflows.HardshipRelief.ReliefProcess.Business, ReliefJourney.Unit, 2026, 987_655).Value;
        Reply none = (await App.Post(null, "public/phone-codes", new { caseNumber = unknown, phone = SyntheticPeople.Mobile(77) })).Expect(202);
        Assert.Equal(right.Body, none.Body);
        await App.Refuses(() => App.Post(null, "public/phone-codes", new { caseNumber = Intake.Number, phone = SyntheticPeople.Mobile(77) }), 429, "phone-code.rate");
    }

    [Fact]
    public async Task A_finished_form_sent_to_a_case_that_has_one_changes_nothing_above_all_not_the_account()
    {
        string applicant = await Intake.ApplicantToken();
        var form = ReliefForms.Valid(Cases.IntakeApplicant);
        form = form with { Bank = form.Bank with { AccountNumber = SyntheticPeople.BankAccount(999) } };

        await App.Refuses(() => App.Post(applicant, Intake.Route + "submission", form), 409, "case.state");

        JsonElement known = (await App.Get("yz-officer-1", $"cases/{Intake.Number}/applicant", "intake")).Expect(200).Json;
        Assert.Equal(SyntheticPeople.BankAccount(Cases.IntakeApplicant), known.GetProperty("bank.account").GetString());
    }

    /// <summary>One app with a case at its intake and one under publicity.</summary>
    public sealed class Cases : IAsyncLifetime
    {
        internal const int IntakeApplicant = 201;

        internal BranchApp App { get; private set; } = null!;

        internal ReliefJourney Intake { get; private set; } = null!;

        internal ReliefJourney Published { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await BranchApp.StartAsync();
            Published = await ReliefJourney.Apply(App, ReliefForms.Valid(202));
            await Published.ToPublicity();
            Intake = await ReliefJourney.Apply(App, ReliefForms.Valid(IntakeApplicant));
            await Intake.FileDocuments();
            (await App.Post("yz-officer-1", $"cases/{Intake.Number}/documents/{await Intake.Upload("yz-officer-1", "identity")}/sighted", new { })).Expect(200);
            await App.Settle();
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
