using Microsoft.AspNetCore.Http;

namespace Boai.Functions.Idempotency;

/// <summary>Writes a recorded answer.</summary>
internal sealed class RecordedResult(RecordedAnswer answer, bool replayed) : IResult, IStatusCodeHttpResult
{
    private const string ReplayedHeader = "Idempotency-Replayed";

    public int? StatusCode => answer.Status;

    /// <summary>Runs a result against a response of its own and keeps what it wrote.</summary>
    public static async Task<RecordedAnswer> Capture(IResult result, HttpContext http)
    {
        using MemoryStream body = new();
        DefaultHttpContext apart = new() { RequestServices = http.RequestServices };
        apart.Request.Method = http.Request.Method;
        apart.Request.Scheme = http.Request.Scheme;
        apart.Request.Host = http.Request.Host;
        apart.Request.Path = http.Request.Path;
        apart.Response.Body = body;
        await result.ExecuteAsync(apart);
        string location = apart.Response.Headers.Location.ToString();
        return new RecordedAnswer(apart.Response.StatusCode, apart.Response.ContentType, location.Length == 0 ? null : location, body.ToArray());
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = answer.Status;
        if (answer.Location is not null)
        {
            response.Headers.Location = answer.Location;
        }

        if (replayed)
        {
            response.Headers[ReplayedHeader] = "true";
        }

        if (answer.Body.Length > 0)
        {
            response.ContentType = answer.ContentType;
            response.ContentLength = answer.Body.Length;
            await response.Body.WriteAsync(answer.Body, httpContext.RequestAborted);
        }
    }
}
