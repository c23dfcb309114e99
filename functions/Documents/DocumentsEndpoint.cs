using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.OpenApi;
using Boai.Workflows.Cases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.Documents;

/// <summary>A document as its case lists it.</summary>
/// <param name="SightedBy">Who saw the original (原件已核).</param>
public sealed record DocumentView(
    string Id, string Kind, DocumentType Type, long Bytes, string Class, string Scan, DateTimeOffset AttachedAt, string? SightedBy, DateTimeOffset? SightedAt);

/// <summary>A document that was taken in.</summary>
public sealed record DocumentAttached(string CaseNumber, string Id, string Kind, DocumentType Type, long Bytes, int Version);

/// <summary>Documents of a case: upload, list, read, and the mark that the original was seen.</summary>
public sealed class DocumentsEndpoint(CurrentRequest request, CaseProgrammes programmes, DocumentStore documents)
{
    private const int MostDocuments = 60;

    [Function("UploadDocument")]
    public async Task<Created<DocumentAttached>> Upload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/documents")] HttpRequest http,
        string caseNumber,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        CaseHead head = request.Case.Head;
        ICaseProgramme programme = programmes.Of(head);
        string kind = Kind(http, programme);
        if (http.ContentLength > documents.MaxBytes)
        {
            throw new ProblemException(DocumentStore.TooLarge(documents.MaxBytes));
        }

        if (head.Documents.Count >= MostDocuments)
        {
            throw new ProblemException(Problem.Of(PlatformErrors.DocumentCount, ("max", $"{MostDocuments}")));
        }

        (StoredDocument document, bool isNew) = await documents.Receive(head.Number, request.Case.Applicant, http.Body, cancellation);
        Decided decided = await Attach(programme, document, isNew, kind, cancellation);
        await programmes.Of(request.Case.Head).Changed(decided.Number, decided.Version, client, cancellation);
        return TypedResults.Created(
            $"/api/cases/{caseNumber}/documents/{document.Id}",
            new DocumentAttached(caseNumber, document.Id, kind, document.Type, document.Bytes, decided.Version));
    }

    [Function("ListDocuments")]
    public async Task<Ok<IReadOnlyList<DocumentView>>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}/documents")] HttpRequest http,
        string caseNumber,
        CancellationToken cancellation)
    {
        IReadOnlyList<StoredDocument> stored = await documents.List(request.Case.Head.Number, cancellation);
        IReadOnlyList<DocumentView> views =
        [
            .. from attached in request.Case.Head.Documents
               join document in stored on attached.Id equals document.Id
               select new DocumentView(
                   attached.Id, attached.Kind, document.Type, document.Bytes, document.Class, document.Scan, attached.AttachedAt, attached.SightedBy, attached.SightedAt),
        ];
        return TypedResults.Ok(views);
    }

    [Function("ReadDocument")]
    [AnswersWith("*/*")]
    public async Task<PushStreamHttpResult> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseNumber}/documents/{documentId}")] HttpRequest http,
        string caseNumber,
        string documentId,
        CancellationToken cancellation)
    {
        StoredDocument document = await Attached(documentId, cancellation);
        Func<Stream, Task> bytes = await documents.Open(document, request.Case.Applicant, request.Purpose, cancellation);
        http.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        http.HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(bytes, document.Type.ContentType(), $"{document.Id}.{document.Type.Extension()}");
    }

    [Function("SightDocument")]
    public async Task<Ok<Decided>> Sight(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/documents/{documentId}/sighted")] HttpRequest http,
        string caseNumber,
        string documentId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        StoredDocument document = await Attached(documentId, cancellation);
        Decided decided = await programmes.Of(request.Case.Head).Decide(request, new CaseCommand.SightDocument(document.Id), null, cancellation);
        await programmes.Of(request.Case.Head).Changed(decided.Number, decided.Version, client, cancellation);
        return TypedResults.Ok(decided);
    }

    private async Task<Decided> Attach(ICaseProgramme programme, StoredDocument document, bool isNew, string kind, CancellationToken cancellation)
    {
        try
        {
            return await programme.Decide(request, new CaseCommand.AttachDocument(document.Id, kind), null, cancellation);
        }
        catch (ProblemException) when (isNew)
        {
            await documents.Discard(request.Case.Head.Number, document, cancellation);
            throw;
        }
    }

    private async Task<StoredDocument> Attached(string documentId, CancellationToken cancellation) =>
        request.Case.Head.Documents.Any(attached => attached.Id == documentId)
        && await documents.Find(request.Case.Head.Number, documentId, cancellation) is { } document
            ? document
            : throw new ProblemException(PlatformErrors.DocumentUnknown);

    private static string Kind(HttpRequest http, ICaseProgramme programme)
    {
        string kind = http.Query["kind"].ToString();
        return programme.DocumentKinds.Contains(kind)
            ? kind
            : throw new ProblemException(Problem.Of(PlatformErrors.DocumentKind, ("kind", new string([.. kind.Take(40).Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')]))));
    }
}
