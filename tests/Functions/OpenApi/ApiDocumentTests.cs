using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.Access;
using Boai.Functions.Forms;
using Boai.Functions.HardshipRelief.Application;
using Boai.Functions.OpenApi;
using Boai.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Boai.Tests.Functions.OpenApi;

/// <summary>The API's description is the API: made from the functions, approved as a whole, and readable by others' tools.</summary>
public sealed class ApiDocumentTests
{
    private const string Approved = "docs/openapi.json";

    /// <summary>What takes no body although it is posted.</summary>
    private static readonly string[] Bodyless =
    [
        "ApprovePartner", "AskHospitalForStatus", "DiscardDeadLetter", "DiscardPartnerDeadLetter", "RebuildWorklist", "RenewPartnerSecret", "ReplayDeadLetter",
        "ReplayHospitalMessage", "ReplayPartnerDeadLetter", "RewrapDataKeys", "RotateMasterKey", "SayHospitalIsThere", "SightDocument", "StopPartner",
    ];

    // The document itself, and what no end-to-end test takes to a good end.
    private static readonly string[] WithoutExample =
    [
        "ActAsCoordinator_acknowledge", "ActAsCoordinator_checkForensic", "ActAsCoordinator_completeScreening", "ActAsCoordinator_leave",
        "ActAsCoordinator_raiseAlarm", "ActAsCoordinator_resolveIdentity", "ActAsCoordinator_setOut", "ActAsCoordinator_stateDecider",
        "ActAsHospital_withdrawConsent", "ActAtDesk_acknowledgeSignal", "ActAtDesk_barWitness", "ActAtDesk_checkIn", "ActAtDesk_contactEmbassy",
        "ActAtDesk_declareMisdirected", "ActAtDesk_refuseCoordinator", "ActAtDesk_replaceWitness", "ActAtDesk_reportNoShow", "ActAtDesk_resolveIdentity",
        "ActAtDesk_tellHead", "ActAtDesk_withdrawConsent", "ActForCity_clearAlarm", "ActForCity_closeViolation", "ActForCity_reportToAuthority",
        "ActOnBodyAsUnit_declineOnSite", "ActOnBodyAtDesk_arrive", "ActOnBodyAtDesk_changeMind", "ActOnBodyForCity_cremate", "ActOnBodyForCity_fileReport",
        "ActOnBodyForCity_fileSummary", "ActOnBodyForCity_tellAuthority", "ActOnCorneaAsEyeBank_declareEnd", "ActOnCorneaAsEyeBank_noteContraIndication",
        "ActOnCorneaAsEyeBank_retrieve", "ActOnCorneaAtDesk_agreeToResearch", "ActOnCorneaAtDesk_changeMind", "AssignDonorWitness", "CreateFund",
        "DeclineIntent", "DiscardPartnerDeadLetter", "DissolveBatch", "ExtendReliefSupplement", "FileBodyNotice", "FileCorneaNotice", "FileRefusal",
        "LapseIntent", "ListIntentStations", "ReadApiDocument", "ReadLiveness", "ReceiveFunds", "RecordReliefFollowUp", "RemoveMemorialName", "ReturnRelief",
        "SettleReliefRecovery", "StateRegistrationOnly", "WithdrawDataConsent",
    ];

    [Fact]
    public async Task The_document_is_the_approved_one()
    {
        string made = await Made();
        if (made == RepositoryTree.Read(Approved))
        {
            return;
        }

        string there = Path.Combine(AppContext.BaseDirectory, "openapi.json");
        await File.WriteAllTextAsync(there, made, TestContext.Current.CancellationToken);
        Assert.Fail($"The API changed. If that is meant, and harms no client, copy {there} to {Approved}.");
    }

    [Fact]
    public async Task A_reader_of_OpenAPI_finds_no_fault_in_it()
    {
        ReadResult read = OpenApiDocument.Parse(await Made(), "json");

        Assert.Empty(read.Diagnostic!.Errors.Select(error => error.ToString()));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public void Every_function_that_HTTP_reaches_is_in_it_but_those_of_development()
    {
        string[] functions = [.. AccessTable.HttpFunctions(typeof(ApiDocument).Assembly).Where(name => !ApiContract.Access.Find(name)!.IsDevelopment).Order(StringComparer.Ordinal)];

        Assert.Equal(functions, Operations().Select(operation => operation.OperationId!.Split('_')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_posted_has_a_body_and_a_key()
    {
        OpenApiOperation[] posted = [.. Made(ApiContract.Access).Paths.Values.SelectMany(item => item.Operations!).Where(one => one.Key == HttpMethod.Post).Select(one => one.Value)];

        Assert.NotEmpty(posted);
        Assert.Equal(Bodyless, posted.Where(operation => operation.RequestBody is null).Select(operation => operation.OperationId!).Order(StringComparer.Ordinal));
        Assert.All(posted, operation => Assert.Contains(operation.Parameters!, parameter => parameter is { Name: "Idempotency-Key", Required: true }));
    }

    [Fact]
    public void A_purpose_and_a_token_are_asked_for_where_the_access_rules_ask_for_them()
    {
        Assert.All(Operations(), operation =>
        {
            AccessRule rule = ApiContract.Access.Find(operation.OperationId!.Split('_')[0])!;
            Assert.Equal(rule.NeedsPurpose, operation.Parameters!.Any(parameter => parameter.Name == "X-Purpose"));
            Assert.Equal((rule.Roles.Count > 0 ? 1 : 0) + (rule.ForApplicant ? 1 : 0), operation.Security!.Count);
            Assert.Equal(!rule.IsPublic, operation.Responses!.ContainsKey("401"));
        });
    }

    [Fact]
    public void What_a_helper_reads_of_the_query_or_a_header_is_found()
    {
        Assert.Contains(Operation("UploadDocument").Parameters!, parameter => parameter is { Name: "kind", In: ParameterLocation.Query });
        Assert.Contains(Operation("ListReadyPayments").Parameters!, parameter => parameter is { Name: "unit", In: ParameterLocation.Query });
        Assert.Contains(Operation("SubmitReliefDraft").Parameters!, parameter => parameter is { Name: "X-Case-Version", In: ParameterLocation.Header });
    }

    [Fact]
    public async Task The_application_of_the_tour_is_valid_by_the_schema_and_by_the_app()
    {
        string application = RepositoryTree.Read("docs/tour/application.json");

        Assert.Empty((await ApiContract.Current.Value).Faults(nameof(ApplicationForm), application));
        Assert.Equal(ApplicationForm.CurrentVersion, StrictJson.Parse<ApplicationForm>(System.Text.Encoding.UTF8.GetBytes(application)).FormVersion);
    }

    [Theory]
    [InlineData("applicant", null)]
    [InlineData("cause", "\"gout\"")]
    [InlineData("askedAmountFen", "\"1000\"")]
    [InlineData("nickname", "\"Ming\"")]
    public async Task An_application_that_the_app_would_refuse_is_refused_by_the_schema(string member, string? value)
    {
        JsonObject application = JsonNode.Parse(RepositoryTree.Read("docs/tour/application.json"))!.AsObject();
        application.Remove(member);
        if (value is not null)
        {
            application[member] = JsonNode.Parse(value);
        }

        Assert.NotEmpty((await ApiContract.Current.Value).Faults(nameof(ApplicationForm), application.ToJsonString()));
        Assert.Throws<Boai.Functions.Errors.ProblemException>(() => StrictJson.Parse<ApplicationForm>(System.Text.Encoding.UTF8.GetBytes(application.ToJsonString())));
    }

    [Fact]
    public async Task The_contract_notices_an_exchange_that_is_not_as_described()
    {
        ApiContract contract = await ApiContract.Current.Value;

        Assert.NotEmpty(contract.Faults("get", "worklist", null, 200, "application/json", """[{"caseNumber":7}]"""));
        Assert.NotEmpty(contract.Faults("get", "worklist", null, 202, "application/json", "[]"));
        Assert.NotEmpty(contract.Faults("get", "nowhere", null, 200, "application/json", "[]"));
        Assert.NotEmpty(contract.Faults("post", "public/phone-codes", """{"unknown":1}""", 202, "application/json", "{}"));
        Assert.Empty(contract.Faults("get", "worklist", null, 200, "application/json", "[]"));
    }

    [Fact]
    public async Task A_hospital_s_message_has_its_header_first_and_is_a_message()
    {
        ApiContract contract = await ApiContract.Current.Value;
        JsonObject bundle = JsonNode.Parse(HospitalBundles.Bytes(new HospitalBundles(HospitalBundles.Code(1)).H01(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)))))!.AsObject();
        Assert.Empty(contract.Faults("HospitalMessage", bundle.ToJsonString()));

        JsonArray entries = bundle["entry"]!.AsArray();
        JsonNode header = entries[0]!;
        entries.RemoveAt(0);
        Assert.NotEmpty(contract.Faults("HospitalMessage", bundle.ToJsonString()));
        entries.Add(header);
        Assert.NotEmpty(contract.Faults("HospitalMessage", bundle.ToJsonString()));
        entries.Remove(header);
        entries.Insert(0, header);
        Assert.Empty(contract.Faults("HospitalMessage", bundle.ToJsonString()));
        bundle["type"] = "collection";
        Assert.NotEmpty(contract.Faults("HospitalMessage", bundle.ToJsonString()));
    }

    [Fact]
    public async Task Every_example_is_valid_by_the_schema_beside_it()
    {
        (string Operation, string Place, IReadOnlyList<string> Faults)[] examples = [.. (await ApiContract.Current.Value).Examples()];

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.True(example.Faults.Count == 0, $"{example.Operation}, {example.Place}: {string.Join("; ", example.Faults)}"));
        Assert.Equal(ApiExamples.All.Keys.Order(StringComparer.Ordinal), examples.Select(example => example.Operation).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_operation_that_takes_or_gives_JSON_has_an_example()
    {
        IEnumerable<string> without = Operations()
            .Where(operation => IsJson(operation.RequestBody?.Content) || operation.Responses!.Any(answer => answer.Key[0] == '2' && IsJson(answer.Value.Content)))
            .Select(operation => operation.OperationId!).Where(id => !ApiExamples.All.ContainsKey(id));

        Assert.Equal(WithoutExample, without.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_code_of_a_refusal_is_listed_with_its_status_and_text_and_no_other_is_an_answer()
    {
        ApiContract contract = await ApiContract.Current.Value;
        JsonObject listed = JsonNode.Parse(await Made())!["components"]!["responses"]!["Problem"]!["x-problems"]!.AsObject();

        Assert.Equal(ApiContract.Errors.Codes.Order(StringComparer.Ordinal), listed.Select(problem => problem.Key));
        Assert.Equal(409, (int)listed["case.stale"]!["status"]!);
        Assert.All(listed, problem => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", (string)problem.Value!["text"]!));
        string field = listed.First(problem => problem.Key.StartsWith("input.", StringComparison.Ordinal)).Key;
        Assert.Empty(contract.Faults("get", "worklist", null, 403, "application/problem+json", Problem("case.stale", field)));
        Assert.NotEmpty(contract.Faults("get", "worklist", null, 403, "application/problem+json", Problem("case.mouldy", field)));
        Assert.NotEmpty(contract.Faults("get", "worklist", null, 403, "application/problem+json", Problem("case.stale", "input.mouldy")));

        static string Problem(string code, string field) => $$$"""
            {"type":"urn:boai:error:{{{code}}}","title":"t","status":403,"detail":"d","code":"{{{code}}}","errors":{"name":[{"code":"{{{field}}}","message":"m"}]},"traceId":"1"}
            """;
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere_and_lets_nothing_else_run()
    {
        DefaultHttpContext http = new();

        string page = ApiDocumentEndpoint.Browse(http.Request).ResponseContent!;

        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", page, StringComparison.Ordinal);
        string policy = http.Response.Headers.ContentSecurityPolicy.ToString();
        Assert.StartsWith("default-src 'none'; connect-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'sha256-", policy, StringComparison.Ordinal);
    }

    private static OpenApiDocument Made(AccessTable access) => ApiDocument.Make(access, ApiContract.Errors);

    private static async Task<string> Made() => (await ApiContract.Document().Json()).ReplaceLineEndings("\n") + "\n";

    private static IEnumerable<OpenApiOperation> Operations() => Made(ApiContract.Access).Paths.Values.SelectMany(item => item.Operations!.Values);

    private static OpenApiOperation Operation(string name) => Operations().Single(operation => operation.OperationId == name);

    private static bool IsJson(IDictionary<string, IOpenApiMediaType>? content) => content?.Keys.Any(media => media.EndsWith("json", StringComparison.Ordinal)) == true;
}
