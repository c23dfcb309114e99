using Azure;
using Boai.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions;

/// <param name="Status"><c>ok</c>, or <c>unavailable</c> while a store does not answer.</param>
/// <param name="Checks">Each store and how it answered.</param>
public sealed record Health(string Status, IReadOnlyDictionary<string, string> Checks);

/// <summary>Whether the app can work. Says nothing about what it holds.</summary>
public sealed class HealthEndpoint(AppStorage storage)
{
    [Function("Health")]
    public async Task<JsonHttpResult<Health>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest http, CancellationToken cancellation)
    {
        Dictionary<string, string> checks = new(StringComparer.Ordinal)
        {
            ["tables"] = await Answers(() => storage.Table(PlatformTables.Counters).Find("health", "health", cancellation)),
            ["blobs"] = await Answers(() => storage.Container(PlatformContainers.Documents).ExistsAsync(cancellation)),
        };
        bool ok = checks.Values.All(answer => answer == Ok);
        return TypedResults.Json(new Health(ok ? Ok : "unavailable", checks), statusCode: ok ? 200 : 503);
    }

    private const string Ok = "ok";

    private static async Task<string> Answers(Func<Task> ask)
    {
        try
        {
            await ask();
            return Ok;
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException)
        {
            return "no answer";
        }
    }
}
