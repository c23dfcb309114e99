using System.Text.Json;
using Boai.Functions.Cases;
using Boai.Functions.Documents;
using Boai.Functions.Identity;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Documents;

/// <summary>Documents as the API takes and gives them.</summary>
public sealed class DocumentsEndpointTests : IAsyncDisposable
{
    private readonly RecordingClient _client = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_applicant_uploads_staff_sight_and_both_read()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (CaseNumber number, string applicant) = await Case(platform);

        Answer uploaded = await Upload(platform, number, applicant, Samples.Pdf);
        string id = JsonDocument.Parse(uploaded.Body).RootElement.GetProperty("id").GetString()!;
        Answer sighted = await platform.Send(
            new Sent("SightDocument") { Case = number.Value, Key = NewKey(), Token = platform.TokenOf("yz-officer-1") },
            async invocation => await Endpoint(platform, invocation).Sight(invocation.Http.Request, number.Value, id, _client, Cancellation));
        Answer list = await platform.Send(
            new Sent("ListDocuments", "GET") { Case = number.Value, Token = applicant },
            async invocation => await Endpoint(platform, invocation).List(invocation.Http.Request, number.Value, Cancellation));
        Answer own = await Read(platform, number, id, applicant, null);
        Answer officers = await Read(platform, number, id, platform.TokenOf("yz-officer-1"), "verification");

        Assert.Equal((201, 200), (uploaded.Status, sighted.Status));
        Assert.Equal($"/api/cases/{number}/documents/{id}", uploaded.Headers.Location.ToString());
        JsonElement view = Assert.Single(JsonDocument.Parse(list.Body).RootElement.EnumerateArray());
        Assert.Equal(
            ("proof", "pdf", "C4", "notScanned", "yz-officer-1"),
            (view.GetProperty("kind").GetString(), view.GetProperty("type").GetString(), view.GetProperty("class").GetString(), view.GetProperty("scan").GetString(),
                view.GetProperty("sightedBy").GetString()));
        Assert.Equal(System.Text.Encoding.UTF8.GetString(Samples.Pdf), own.Body);
        Assert.Equal(own.Body, officers.Body);
        Assert.Equal("nosniff", own.Headers.XContentTypeOptions.ToString());
        Assert.Equal([$"CaseChanged {number} 2", $"CaseChanged {number} 3"], _client.Calls);
        Assert.Equal(
            ["data-subject", "verification"],
            (await platform.AuditLines()).Where(line => line.GetString("Result") == "read").Select(line => line.GetString("Purpose")));
    }

    [Fact]
    public async Task What_is_refused_says_why_and_leaves_nothing()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (CaseNumber number, string applicant) = await Case(platform);

        Answer archive = await Upload(platform, number, applicant, Samples.Zip("proof.pdf"));
        Answer kind = await Upload(platform, number, applicant, Samples.Pdf, kind: "selfie");
        Answer long1 = await Upload(platform, number, applicant, Samples.Pdf, declared: (20 * 1024 * 1024) + 1);
        Answer empty = await Upload(platform, number, applicant, []);

        Assert.Equal((415, "document.type"), (archive.Status, archive.Code));
        Assert.Equal((422, "document.kind"), (kind.Status, kind.Code));
        Assert.Equal((413, "document.too-large"), (long1.Status, long1.Code));
        Assert.Equal((422, "document.empty"), (empty.Status, empty.Code));
        Assert.Empty((await platform.Get<CaseStore>().Find(number, Cancellation))!.Head.Documents);
        Assert.Empty(await platform.Get<DocumentStore>().List(number, Cancellation));
        Assert.Empty(_client.Calls);
    }

    [Fact]
    public async Task The_same_upload_again_is_the_same_document()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (CaseNumber number, string applicant) = await Case(platform);
        string key = NewKey();

        Answer first = await Upload(platform, number, applicant, Samples.Pdf, key: key);
        Answer again = await Upload(platform, number, applicant, Samples.Pdf, key: key);
        Answer otherContent = await Upload(platform, number, applicant, Samples.Png, key: key);
        Answer otherKey = await Upload(platform, number, applicant, Samples.Pdf);

        Assert.Equal((201, first.Body), (again.Status, again.Body));
        Assert.Equal((422, "idempotency.conflict"), (otherContent.Status, otherContent.Code));
        Assert.Equal((409, "case.document-known"), (otherKey.Status, otherKey.Code));
        Assert.Single((await platform.Get<CaseStore>().Find(number, Cancellation))!.Head.Documents);
        Assert.Single(await platform.Get<DocumentStore>().List(number, Cancellation)); // the refused copy did not take the first with it
    }

    [Fact]
    public async Task Only_those_in_the_case_read_its_documents()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (CaseNumber number, string applicant) = await Case(platform);
        Answer uploaded = await Upload(platform, number, applicant, Samples.Pdf);
        string id = JsonDocument.Parse(uploaded.Body).RootElement.GetProperty("id").GetString()!;
        string unknown = id[..^1] + (id[^1] == '0' ? '1' : '0');
        string stranger = platform.Get<CaseSessions>().Issue(SubjectId.New(), TestCases.Number(99));

        Assert.Equal((400, "access.purpose"), Of(await Read(platform, number, id, platform.TokenOf("yz-officer-1"), null)));
        Assert.Equal((403, "access.unit"), Of(await Read(platform, number, id, platform.TokenOf("wz-officer-1"), "verification")));
        Assert.Equal((403, "access.relation"), Of(await Read(platform, number, id, platform.TokenOf("yz-cashier"), "payment")));
        Assert.Equal((403, "access.role"), Of(await Read(platform, number, id, platform.TokenOf("city-supervisor"), "audit")));
        Assert.Equal((403, "access.case"), Of(await Read(platform, number, id, stranger, null)));
        Assert.Equal((401, "auth.missing"), Of(await Read(platform, number, id, null, null)));
        Assert.Equal((404, "document.unknown"), Of(await Read(platform, number, unknown, platform.TokenOf("yz-officer-1"), "verification")));
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private static (int Status, string? Code) Of(Answer answer) => (answer.Status, answer.Code);

    private Task<Answer> Upload(
        PlatformUnderTest platform, CaseNumber number, string token, byte[] file, string kind = TestProgramme.Kind, string? key = null, long? declared = null) =>
        platform.Send(
            new Sent("UploadDocument") { Case = number.Value, Key = key ?? NewKey(), Token = token, Query = "?kind=" + kind, Body = new MemoryStream(file) },
            async invocation =>
            {
                invocation.Http.Request.ContentLength = declared;
                return await Endpoint(platform, invocation).Upload(invocation.Http.Request, number.Value, _client, Cancellation);
            });

    private static Task<Answer> Read(PlatformUnderTest platform, CaseNumber number, string id, string? token, string? purpose) => platform.Send(
        new Sent("ReadDocument", "GET") { Case = number.Value, Token = token, Purpose = purpose },
        async invocation => await Endpoint(platform, invocation).Read(invocation.Http.Request, number.Value, id, Cancellation));

    private static DocumentsEndpoint Endpoint(PlatformUnderTest platform, FakeInvocation invocation) =>
        new(invocation.Request, platform.Get<CaseProgrammes>(), platform.Get<DocumentStore>());

    private static async Task<(CaseNumber Number, string Applicant)> Case(PlatformUnderTest platform)
    {
        CaseNumber number = await platform.Open();
        KnownPerson person = (await platform.Get<PersonVault>().Find("RIC", TestCases.IdNumber, Cancellation))!;
        return (number, platform.Get<CaseSessions>().Issue(person.Subject, number));
    }

    private static string NewKey() => Guid.NewGuid().ToString("D");
}
