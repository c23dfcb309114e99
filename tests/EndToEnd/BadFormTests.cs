using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.Forms;
using Boai.Tests.Support;

namespace Boai.Tests.EndToEnd;

/// <summary>What a wrong application form gets: a 4xx that names field and reason, and no case.</summary>
public sealed class BadFormTests(BranchFixture fixture) : IClassFixture<BranchFixture>
{
    private const string Route = "public/hardship-relief/applications";
    private static readonly string TenKilobytesOfEmoji = string.Concat(Enumerable.Repeat("😀", 2_560));

    /// <summary>Where the form is wrong, how, and what is said about it.</summary>
    public static TheoryData<string, object?, string> WrongFields { get; } = new()
    {
        { "applicant.idNumber", "500103199003070018", "input.residentIdCheckCharacter" },
        { "applicant.idNumber", "50022519630229001X", "input.residentIdBirthDate" },
        { "applicant.idNumber", SyntheticPeople.ResidentId(new DateOnly(2026, 3, 3)), "input.residentIdBornInFuture" },
        { "applicant.idNumber", SyntheticPeople.ResidentId(new DateOnly(1880, 1, 1)), "input.residentIdTooOld" },
        { "applicant.idNumber", "5001031990030700", "input.residentIdLength" },
        { "applicant.idNumber", "500103900307001", "input.residentIdLength" },
        { "applicant.idType", "RIC15", "input.firstGenerationIdRetired" },
        { "applicant.idType", "UNK", "input.personIdKindUnknown" },
        { "applicant.idType", "CARD", "input.personIdKindUnknown" },
        { "applicant.name", "=HYPERLINK(\"http://example.com\")", "input.personNameFormula" },
        { "applicant.name", "王\u202E小明", "input.personNameDirectionOverride" },
        { "applicant.name", "王😀", "input.personNameSymbol" },
        { "applicant.name", "王", "input.personNameLength" },
        { "applicant.name", "王小明1", "input.personNameDigit" },
        { "applicant.phone", "12800000001", "input.phoneForm" },
        { "applicant.phone", "023-63800000", "relief.phone-not-mobile" },
        { "applicant.circumstances.annualIncomeFen", -1, "relief.amount-negative" },
        { "applicant.circumstances.annualIncomeFen", long.MaxValue, "relief.amount-too-large" },
        { "applicant.circumstances.disabilityGrade", 5, "relief.disability-grade" },
        { "applicant.circumstances.occupation", "@SUM(A1)", "text.formula" },
        { "residence.division", "510104", "relief.out-of-region" },
        { "residence.division", "500000", "relief.out-of-region" },
        { "residence.division", "50010", "input.unitCodeForm" },
        { "residence.street", "500101001", "input.streetOutsideDistrict" },
        { "residence.street", "12", "input.streetCodeForm" },
        { "residence.address", "解放碑\u2066某号", "text.bidi" },
        { "residence.village", "某社区12号", "relief.village-only" },
        { "hukou.division", "some division", "input.unitCodeForm" },
        { "hukou.street", "=1+1", "input.streetCodeForm" },
        { "description", TenKilobytesOfEmoji, "text.too-long" },
        { "description", "困难😀", "text.emoji" },
        { "description", "困难\u202E。", "text.bidi" },
        { "description", "困难\u0000。", "text.control" },
        { "description", "=HYPERLINK(\"http://example.com\")", "text.formula" },
        { "description", "   ", "text.required" },
        { "askedAmountFen", 0, "relief.amount-not-positive" },
        { "askedAmountFen", -280_000, "relief.amount-not-positive" },
        { "askedAmountFen", long.MaxValue, "relief.amount-too-large" },
        { "bank.accountNumber", "6222000000000000", "input.bankCardCheckDigit" },
        { "bank.accountNumber", "622200", "input.bankCardLength" },
        { "bank.holder", "李雷", "relief.holder-mismatch" },
        { "bank.bankName", "=cmd|' /C calc'!A0", "text.formula" },
        { "bank.payee", "guardian", "relief.payee-not-guardian" },
        { "relatives.staff", "表兄在办公室", "relief.relatives-not-expected" },
        { "household[0].idNumber", SyntheticPeople.ResidentId(1), "relief.person-twice" },
        { "household[0].name", "=1+1", "input.personNameFormula" },
        { "consents[0].code", "everything", "relief.consent-unknown" },
        { "consents[0].textVersion", "2019-1", "relief.consent-version" },
        { "formVersion", "2019-1", "relief.form-version" },
        { "applyingAs", "guardian", "relief.agent-missing" },
    };

    /// <summary>What is no such form at all.</summary>
    public static TheoryData<string, string, string> WrongBodies { get; } = new()
    {
        { "{\"formVersion\": \"2026-1\",", "json.malformed", "" },
        { "{\"formVersion\": 2026-1}", "json.malformed", "" },
        { "null", "json.empty", "" },
        { "[]", "json.type", "" },
        { "{}", "json.required", "" },
        { With("surprise", 1), "json.unknown-field", "" },
        { With("applicant.surprise", 1), "json.unknown-field", "applicant.surprise" },
        { With("askedAmountFen", 1.5), "json.type", "askedAmountFen" },
        { With("askedAmountFen", 1e30), "json.type", "askedAmountFen" },
        { With("askedAmountFen", "280000"), "json.type", "askedAmountFen" },
        { With("cause", 1), "json.type", "cause" },
        { With("cause", "bankruptcy"), "json.type", "cause" },
        { With("applicant.name", null), "json.type", "applicant.name" },
        { With("household[0]", null), "json.type", "household[0]" },
        { With("consents[1]", null), "json.type", "consents[1]" },
        { With("applicant", "王小明"), "json.type", "applicant" },
        { ValidText().Replace("\"cause\":", "\"cause\":\"illness\",\"cause\":", StringComparison.Ordinal), "json.duplicate-field", "" },
        { ValidText().Replace("患病住院", "\\ud83d", StringComparison.Ordinal), "json.type", "description" },
    };

    [Theory]
    [MemberData(nameof(WrongFields), DisableDiscoveryEnumeration = true)]
    public async Task A_wrong_field_is_named_with_its_reason(string field, object? value, string code)
    {
        string body = With(field, value);

        Reply reply = await fixture.App.Refuses(() => Send(body), 422, await CodeOf(body));

        reply.RefusedAt(field == "applyingAs" ? "agent" : field == "applicant.idType" && value is "RIC15" ? "applicant.idNumber" : field, code);
    }

    [Theory]
    [MemberData(nameof(WrongBodies), DisableDiscoveryEnumeration = true)]
    public async Task What_is_no_form_is_refused_with_the_place(string body, string code, string field)
    {
        Reply reply = await fixture.App.Refuses(() => Send(body), 400, code);

        if (field.Length > 0)
        {
            reply.RefusedAt(field, code);
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_text_a_wrong_content_type_and_too_many_bytes_are_refused()
    {
        byte[] valid = Encoding.UTF8.GetBytes(ValidText());
        byte[] broken = [.. valid];
        broken[Encoding.UTF8.GetByteCount(ValidText()[..ValidText().IndexOf('王', StringComparison.Ordinal)]) + 1] = 0xFF;
        byte[] large = [.. valid[..^1], .. new byte[1024 * 1024].Select(_ => (byte)' '), (byte)'}'];

        await fixture.App.Refuses(() => fixture.App.PostRaw(null, Route, broken, "application/json"), 400, "json.type");
        await fixture.App.Refuses(() => fixture.App.PostRaw(null, Route, valid, "text/plain"), 415, "request.content-type");
        await fixture.App.Refuses(() => fixture.App.PostRaw(null, Route, large, "application/json"), 413, "request.too-large");
        await fixture.App.Refuses(() => fixture.App.PostRaw(null, Route, [], "application/json"), 400, "json.empty");
    }

    [Fact]
    public async Task Every_fault_of_a_form_is_named_at_once()
    {
        JsonNode form = JsonNode.Parse(With("applicant.name", "=1+1"))!;
        form["askedAmountFen"] = -1;
        form["bank"]!["accountNumber"] = "1";

        Reply reply = await fixture.App.Refuses(() => Send(form.ToJsonString()), 422, "form.invalid");

        reply.RefusedAt("applicant.name", "input.personNameFormula");
        reply.RefusedAt("askedAmountFen", "relief.amount-not-positive");
        reply.RefusedAt("bank.accountNumber", "input.bankCardLength");
    }

    [Fact]
    public async Task People_may_be_registered_where_no_division_of_ours_is()
    {
        JsonNode form = JsonNode.Parse(With("hukou.division", "510104"))!;
        form["applicant"]!["idNumber"] = SyntheticPeople.ResidentId(15_000);

        (await Send(form.ToJsonString())).Expect(201);
    }

    private Task<Reply> Send(string body) => fixture.App.PostRaw(null, Route, Encoding.UTF8.GetBytes(body), "application/json");

    // One wrong field gives its own code, several the code of the form: which it is, the form itself says.
    private async Task<string> CodeOf(string body)
    {
        Reply reply = (await Send(body)).Expect(422);
        int faults = reply.Json.GetProperty("errors").EnumerateObject().Sum(field => field.Value.GetArrayLength());
        Assert.Equal(faults > 1, reply.Code == "form.invalid");
        return reply.Code;
    }

    private static string ValidText() => JsonSerializer.Serialize(
        ReliefForms.Valid() with { Household = [ReliefForms.Member(2)], Hukou = ReliefForms.Valid().Residence }, StrictJson.Options);

    private static string With(string path, object? value)
    {
        JsonNode form = JsonNode.Parse(ValidText())!;
        string[] steps = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        JsonNode parent = form;
        foreach (string step in steps[..^1])
        {
            parent = int.TryParse(step, out int place) ? parent[place]! : parent[step]!;
        }

        JsonNode? node = JsonSerializer.SerializeToNode(value);
        if (int.TryParse(steps[^1], out int last))
        {
            parent[last] = node;
        }
        else
        {
            parent[steps[^1]] = node;
        }

        return form.ToJsonString();
    }
}

/// <summary>One app for the tests of a class that only send what is refused.</summary>
public sealed class BranchFixture : IAsyncLifetime
{
    internal BranchApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await BranchApp.StartAsync();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
