using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.Messages;

/// <summary>Lets a developer read what would have been sent. Exists only with the development issuer.</summary>
public sealed class OutboxEndpoint(OutboxMessages outbox)
{
    private const int Most = 50;

    [Function("ReadOutbox")]
    public async Task<Ok<IReadOnlyList<OutboxEntry>>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dev/outbox")] HttpRequest http, CancellationToken cancellation)
    {
        string caseNumber = http.Query["case"].ToString();
        return TypedResults.Ok(await outbox.Read(caseNumber.Length == 0 ? null : caseNumber, Most, cancellation));
    }
}
