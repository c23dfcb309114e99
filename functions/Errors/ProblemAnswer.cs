using System.Globalization;
using Boai.Functions.Forms;
using Microsoft.AspNetCore.Http;

namespace Boai.Functions.Errors;

/// <summary>An error answer as RFC 9457 has it, with this API's members <c>code</c> and <c>errors</c>.</summary>
/// <param name="Errors">Field errors by JSON path; empty when the request as a whole is meant.</param>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    IReadOnlyDictionary<string, IReadOnlyList<FieldProblem>> Errors,
    string TraceId);

/// <summary>What is wrong with one field.</summary>
public sealed record FieldProblem(string Code, string Message);

/// <summary>Writes <c>application/problem+json</c>.</summary>
public sealed class ProblemAnswer : IResult, IStatusCodeHttpResult
{
    internal const string ContentType = "application/problem+json; charset=utf-8";
    private readonly TimeSpan? _retryAfter;

    private ProblemAnswer(ProblemBody body, TimeSpan? retryAfter) => (Body, _retryAfter) = (body, retryAfter);

    public ProblemBody Body { get; }

    public int? StatusCode => Body.Status;

    /// <param name="problems">Not empty; the first gives status and code, unless several fields are wrong: then the code is <c>form.invalid</c>.</param>
    public static ProblemAnswer From(ErrorCatalogue catalogue, IReadOnlyList<Problem> problems, string traceId, TimeSpan? retryAfter = null)
    {
        Problem lead = problems.Count > 1 && problems.All(problem => problem.Field is not null)
            ? Problem.Of(PlatformErrors.FormInvalid, ("count", problems.Count.ToString(CultureInfo.InvariantCulture)))
            : problems[0];
        int status = catalogue.StatusOf(lead.Code);
        Dictionary<string, IReadOnlyList<FieldProblem>> fields = problems
            .Where(problem => problem.Field is not null)
            .GroupBy(problem => problem.Field!, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => (IReadOnlyList<FieldProblem>)[.. group.Select(problem => new FieldProblem(problem.Code, catalogue.TextOf(problem)))],
                StringComparer.Ordinal);
        string title = PlatformErrors.Source.Texts.GetString($"title.{status}", CultureInfo.InvariantCulture) ?? "";
        return new ProblemAnswer(
            new ProblemBody("urn:boai:error:" + lead.Code, title, status, catalogue.TextOf(lead), lead.Code, fields, traceId),
            retryAfter);
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = Body.Status;
        if (_retryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (Body.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        await response.WriteAsJsonAsync(Body, StrictJson.Options, ContentType, httpContext.RequestAborted);
    }
}
