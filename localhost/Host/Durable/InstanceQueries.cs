using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Localhost.Host;

/// <summary>Reading requests about instances.</summary>
internal static class InstanceQueries
{
    public static async Task<IResult> StatusAsync(HttpContext http, DurableTaskClient client)
    {
        string instanceId = DurableQuery.Route(http, "instanceId");
        bool failureIsError = DurableQuery.Flag(http, "returnInternalServerErrorOnFailure") ?? false;
        return await StatusAsync(http, client, instanceId, failureIsError);
    }

    public static async Task<IResult> StatusAsync(HttpContext http, DurableTaskClient client, string instanceId, bool failureIsError)
    {
        OrchestrationMetadata? instance = await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, http.RequestAborted);
        if (instance is null)
        {
            return Results.NotFound();
        }

        JsonArray? history = DurableQuery.Flag(http, "showHistory") == true
            ? InstanceHistory.Of(
                await client.GetOrchestrationHistoryAsync(instanceId, http.RequestAborted), DurableQuery.Flag(http, "showHistoryOutput") ?? false)
            : null;
        int status = StatusCodes.Status200OK;
        if (!instance.IsCompleted)
        {
            status = StatusCodes.Status202Accepted;
            http.Response.Headers.Location = http.Request.GetEncodedUrl();
            http.Response.Headers.RetryAfter = "5";
        }
        else if (instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed && failureIsError)
        {
            status = StatusCodes.Status500InternalServerError;
        }

        return Results.Json(InstanceStatus.Of(instance, DurableQuery.Flag(http, "showInput") ?? true, history), statusCode: status);
    }

    public static async Task<IResult> ListAsync(HttpContext http, DurableTaskClient client)
    {
        bool showInput = DurableQuery.Flag(http, "showInput") ?? true;
        OrchestrationQuery query = new(
            CreatedFrom: DurableQuery.Instant(http, "createdTimeFrom"),
            CreatedTo: DurableQuery.Instant(http, "createdTimeTo"),
            Statuses: DurableQuery.Statuses(http),
            InstanceIdPrefix: DurableQuery.Text(http, "instanceIdPrefix"),
            PageSize: DurableQuery.Number(http, "top") is { } top and > 0 ? top : OrchestrationQuery.DefaultPageSize,
            FetchInputsAndOutputs: true,
            ContinuationToken: DurableQuery.ContinuationToken(http));
        await foreach (Page<OrchestrationMetadata> page in client.GetAllInstancesAsync(query).AsPages(query.ContinuationToken, query.PageSize))
        {
            http.Response.Headers[DurableQuery.ContinuationHeader] = page.ContinuationToken ?? "";
            return Results.Json(new JsonArray([.. page.Values.Select(instance => InstanceStatus.Of(instance, showInput))]));
        }

        http.Response.Headers[DurableQuery.ContinuationHeader] = "";
        return Results.Json(new JsonArray());
    }
}
