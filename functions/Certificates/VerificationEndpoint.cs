using Boai.Functions.Errors;
using Boai.Functions.OpenApi;
using Boai.Functions.Printing;
using Boai.Functions.Vault;
using Boai.Workflows.Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using System.Text;

namespace Boai.Functions.Certificates;

/// <summary>Whether a certificate is genuine and valid: for anybody who holds it and reads its QR code.</summary>
internal sealed class VerificationEndpoint(CertificateStore store, VerificationLimit limit, PlatformKeys keys)
{
    [Function("VerifyCertificate")]
    public async Task<Ok<VerifiedCertificate>> Verify(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "public/certificates/{number}/{code}")] HttpRequest http, string number, string code,
        CancellationToken cancellation) =>
        TypedResults.Ok(await Find(number, code, http, cancellation));

    /// <summary>The same as a page: where the QR code leads.</summary>
    [Function("ShowCertificate")]
    [AnswersWith("text/html")]
    public async Task<ContentHttpResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "public/certificates/{number}/{code}/page")] HttpRequest http, string number, string code,
        CancellationToken cancellation)
    {
        VerifiedCertificate found = await Find(number, code, http, cancellation);
        string html = new A4Page(CertificateWords.Text("page.title"), found.Number)
            .Facts(
                (CertificateWords.Text("page.kind"), found.KindName), (CertificateWords.Text("page.status"), found.StatusName),
                (CertificateWords.Text("page.issuedOn"), CertificateSheet.Day(found.IssuedOn)), (CertificateWords.Text("page.issuer"), found.Issuer))
            .Paragraph(CertificateWords.Text("page.note")).ToHtml();
        return TypedResults.Content(html, "text/html", Encoding.UTF8);
    }

    private async Task<VerifiedCertificate> Find(string number, string code, HttpRequest http, CancellationToken cancellation)
    {
        http.HttpContext.Response.Headers.CacheControl = "no-store";
        http.HttpContext.Response.Headers["Referrer-Policy"] = "no-referrer";
        await limit.Check(cancellation);
        if (CertificateNumber.TryParse(number, out CertificateNumber? parsed, out _)
            && await store.Find(parsed, cancellation) is { Certificate: { } one } && CertificateCodes.IsOf(keys, one.RequestId, code))
        {
            return new VerifiedCertificate(
                one.Number.Value, one.Number.Kind, CertificateWords.Of(one.Number.Kind), one.Status, CertificateWords.Of(one.Status), one.IssuedOn,
                CertificateWords.Text("issuer"));
        }

        await limit.Count(cancellation);
        throw new ProblemException(CertificateErrors.NotVerified);
    }
}
