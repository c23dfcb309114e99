using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.OpenApi;

/// <summary>The API described: for programs as an OpenAPI document, for people as a page that needs nothing from elsewhere.</summary>
public sealed class ApiDocumentEndpoint(ApiDocument document)
{
    private static readonly string Page = Read("Boai.Functions.OpenApi.docs.html");

    /// <summary>Nothing but the page's own script may run, and it may ask this app alone.</summary>
    private static readonly string Policy =
        $"default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'sha256-{Hash(Page)}'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The OpenAPI 3.1 document of this API.</summary>
    [Function("ReadApiDocument")]
    [AnswersWith("application/json")]
    public async Task<ContentHttpResult> Read([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest http) =>
        TypedResults.Content(await document.Json(), "application/json", Encoding.UTF8);

    /// <summary>A page to read the document by.</summary>
    [Function("ReadApiDocs")]
    [AnswersWith("text/html")]
    public static ContentHttpResult Browse([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs")] HttpRequest http)
    {
        http.HttpContext.Response.Headers.ContentSecurityPolicy = Policy;
        return TypedResults.Content(Page, "text/html", Encoding.UTF8);
    }

    private static string Hash(string page)
    {
        int start = page.IndexOf("<script>", StringComparison.Ordinal) + "<script>".Length;
        int end = page.IndexOf("</script>", StringComparison.Ordinal);
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page[start..end])));
    }

    private static string Read(string name)
    {
        using Stream stream = typeof(ApiDocumentEndpoint).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly has no resource {name}.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
