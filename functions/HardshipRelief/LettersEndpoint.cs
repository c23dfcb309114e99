using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Identity;
using Boai.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using System.Text;

namespace Boai.Functions.HardshipRelief;

/// <summary>The documents of handbook §19 about one case, as pages to print: made when asked for, out of what the case says.</summary>
internal sealed class LettersEndpoint(CurrentRequest request, ReliefLetters letters)
{
    [Function("ReadReliefLetter")]
    [AnswersWith("text/html")]
    public async Task<ContentHttpResult> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hardship-relief/cases/{caseNumber}/letters/{letter}")] HttpRequest http,
        string caseNumber, string letter, CancellationToken cancellation)
    {
        ReliefLetter kind = ReliefLetterNames.Find(letter) ?? throw new ProblemException(ReliefErrors.LetterUnknown);
        if (request.Caller is not Caller.Staff && !kind.IsForApplicant())
        {
            throw new ProblemException(PlatformErrors.AccessRole);
        }

        string html = await letters.Write(kind, request.Case, request.Purpose, cancellation);
        http.HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Content(html, "text/html", Encoding.UTF8);
    }
}
