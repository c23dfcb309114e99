using Boai.Functions.Access;
using Boai.Functions.Forms;
using Boai.Functions.OpenApi;
using Boai.Workflows.Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.Certificates;

/// <summary>Certificates of a donor case, for staff: one person prepares, another reads the original anew and issues.</summary>
internal sealed class CertificatesEndpoint(CertificateDesk desk)
{
    private const string Route = "organ-donation/cases/{caseNumber}/certificates";

    [Function("PrepareCertificate")]
    public async Task<Ok<CertificateRequestView>> Prepare(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest http, string caseNumber, CancellationToken cancellation)
    {
        CertificateForm form = await StrictJson.Read<CertificateForm>(http, cancellation);
        return TypedResults.Ok(CertificateRequestView.Of(await desk.Prepare(form, http, cancellation), certificate: null));
    }

    /// <summary>Every request of the case and what came of it, without persons.</summary>
    [Function("ListCertificates")]
    public async Task<Ok<IReadOnlyList<CertificateRequestView>>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest http, string caseNumber, CancellationToken cancellation) =>
        TypedResults.Ok(await desk.List(cancellation));

    [Function("ReadCertificateRequest")]
    public async Task<Ok<CertificateDraftView>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/requests/{requestId}")] HttpRequest http, string caseNumber, string requestId,
        CancellationToken cancellation)
    {
        (StoredRequest stored, CertificatePersons persons) = await desk.Read(requestId, cancellation);
        http.HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new CertificateDraftView(CertificateRequestView.Of(stored.Request, certificate: null), persons));
    }

    [Function("IssueCertificate")]
    public async Task<Ok<CertificateView>> Issue(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/requests/{requestId}/issue")] HttpRequest http, string caseNumber, string requestId,
        CancellationToken cancellation)
    {
        CertificateIssueForm form = await StrictJson.Read<CertificateIssueForm>(http, cancellation);
        return TypedResults.Ok(CertificateView.Of(await desk.Issue(requestId, form.Kinship, http, cancellation)));
    }

    [Function("DeclineCertificate")]
    public async Task<Ok<CertificateRequestView>> Decline(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/requests/{requestId}/refusal")] HttpRequest http, string caseNumber, string requestId,
        CancellationToken cancellation)
    {
        CertificateCauseForm form = await StrictJson.Read<CertificateCauseForm>(http, cancellation);
        return TypedResults.Ok(CertificateRequestView.Of(await desk.Decline(requestId, CauseCodes.Checked(form.Cause, "cause"), cancellation), certificate: null));
    }

    [Function("RevokeCertificate")]
    public async Task<Ok<CertificateView>> Revoke(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{number}/revocation")] HttpRequest http, string caseNumber, string number,
        CancellationToken cancellation)
    {
        CertificateCauseForm form = await StrictJson.Read<CertificateCauseForm>(http, cancellation);
        return TypedResults.Ok(CertificateView.Of(await desk.Revoke(number, CauseCodes.Checked(form.Cause, "cause"), cancellation)));
    }

    /// <summary>The sheet as PDF.</summary>
    [Function("ReadCertificate")]
    [AnswersWith("application/pdf")]
    public async Task<FileContentHttpResult> File(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{number}/sheet")] HttpRequest http, string caseNumber, string number,
        CancellationToken cancellation)
    {
        byte[] sheet = await desk.Sheet(number, cancellation);
        http.HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.File(sheet, "application/pdf");
    }
}
