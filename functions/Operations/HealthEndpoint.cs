using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.Operations;

/// <param name="Status"><c>ok</c>, or <c>unavailable</c> when a check is not ok.</param>
/// <param name="Checks">Each check by name, and how it went: <c>ok</c>, <c>no answer</c>, or <c>starting</c>.</param>
public sealed record AppHealth(string Status, IReadOnlyDictionary<string, string> Checks);

/// <summary>Whether the app lives, and whether it can work. Says nothing about what it holds.</summary>
public sealed class HealthEndpoint(HealthChecks checks)
{
    /// <summary>Answers while the process serves requests at all; asks nobody else, so that a store that is down restarts no process.</summary>
    [Function("ReadLiveness")]
    public static Ok<AppHealth> Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest http) =>
        TypedResults.Ok(new AppHealth(HealthChecks.Ok, new Dictionary<string, string>(StringComparer.Ordinal) { ["process"] = HealthChecks.Ok }));

    /// <summary>Answers 200 when everything that a request needs answers, else 503.</summary>
    [Function("ReadReadiness")]
    public async Task<JsonHttpResult<AppHealth>> Ready(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest http, [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, string> found = await checks.Run(client, cancellation);
        bool ok = found.Values.All(answer => answer == HealthChecks.Ok);
        return TypedResults.Json(new AppHealth(ok ? HealthChecks.Ok : "unavailable", found), statusCode: ok ? 200 : 503);
    }
}
