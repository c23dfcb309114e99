using Boai.Localhost.Engine;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Localhost.Host;

/// <summary>Gives out an instance's history as a file for the replay gate.</summary>
internal static class HistoryApi
{
    public static async Task ExportAsync(HttpContext http)
    {
        string instanceId = (string)http.Request.RouteValues["instanceId"]!;
        DurableEngine engine = http.RequestServices.GetRequiredService<DurableHost>().Engine;
        RecordedHistory? history = await engine.RecordHistoryAsync(instanceId, http.RequestAborted);
        IResult result = history is null
            ? Results.Problem($"There is no orchestration '{instanceId}'.", statusCode: StatusCodes.Status404NotFound)
            : Results.Text(history.ToJson(), "application/json");
        await result.ExecuteAsync(http);
    }
}
