using System.Globalization;
using Boai.Functions.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.Audit;

/// <summary>Lets audit and the data-protection officer prove that a day of the access log is whole.</summary>
public sealed class AuditEndpoint(AccessLogVerification verification)
{
    [Function("VerifyAccessLog")]
    public async Task<Ok<AccessLogReport>> Verify(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "audit/access-log/{day}/verification")] HttpRequest http, string day, CancellationToken cancellation) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? TypedResults.Ok(await verification.Verify(date, cancellation))
            : throw new ProblemException(Problem.Of(PlatformErrors.RequestQuery, ("name", "day")));
}
