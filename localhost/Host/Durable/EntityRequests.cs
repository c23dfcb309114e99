using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Boai.Localhost.Host;

/// <summary>Requests of the Durable HTTP API about entities.</summary>
internal static class EntityRequests
{
    public static async Task<IResult> GetAsync(HttpContext http, DurableTaskClient client)
    {
        EntityMetadata? entity = await client.Entities.GetEntityAsync(IdOf(http), includeState: true, http.RequestAborted);
        return entity is null || !entity.IncludesState ? Results.NotFound() : Results.Json(InstanceStatus.Json(entity.State.Value));
    }

    public static async Task<IResult> ListAsync(HttpContext http, DurableTaskClient client)
    {
        string? name = (string?)http.Request.RouteValues["entityName"];
        EntityQuery query = new()
        {
            InstanceIdStartsWith = name is null ? null : $"@{name.ToLowerInvariant()}@",
            LastModifiedFrom = DurableQuery.Instant(http, "lastOperationTimeFrom"),
            LastModifiedTo = DurableQuery.Instant(http, "lastOperationTimeTo"),
            IncludeState = DurableQuery.Flag(http, "fetchState") ?? false,
            PageSize = DurableQuery.Number(http, "top") is { } top and > 0 ? top : EntityQuery.DefaultPageSize,
            ContinuationToken = DurableQuery.ContinuationToken(http),
        };
        await foreach (Page<EntityMetadata> page in client.Entities.GetAllEntitiesAsync(query).AsPages(query.ContinuationToken, query.PageSize))
        {
            http.Response.Headers[DurableQuery.ContinuationHeader] = page.ContinuationToken ?? "";
            return Results.Json(new JsonArray([.. page.Values.Select(Describe)]));
        }

        http.Response.Headers[DurableQuery.ContinuationHeader] = "";
        return Results.Json(new JsonArray());
    }

    public static async Task<IResult> SignalAsync(HttpContext http, DurableTaskClient client)
    {
        object? input = null;
        if (http.Request.ContentLength is not (null or 0) || http.Request.Headers.TransferEncoding.Count > 0)
        {
            input = http.Request.HasJsonContentType()
                ? await DurableQuery.JsonBodyAsync(http)
                : await new StreamReader(http.Request.Body).ReadToEndAsync(http.RequestAborted);
        }

        await client.Entities.SignalEntityAsync(
            IdOf(http), DurableQuery.Text(http, "op") ?? "", input, cancellation: http.RequestAborted);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    public static async Task<IResult> DeleteAsync(HttpContext http, DurableTaskClient client)
    {
        await client.Entities.SignalEntityAsync(IdOf(http), "delete", cancellation: http.RequestAborted);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    // "$" stands for the empty key, which a path cannot hold.
    private static EntityInstanceId IdOf(HttpContext http) =>
        new(DurableQuery.Route(http, "entityName"), DurableQuery.Route(http, "entityKey") is var key and not "$" ? key : "");

    private static JsonNode Describe(EntityMetadata entity)
    {
        JsonObject json = new()
        {
            ["entityId"] = new JsonObject { ["name"] = entity.Id.Name, ["key"] = entity.Id.Key },
            ["lastOperationTime"] = JsonSerializer.SerializeToNode(entity.LastModifiedTime.UtcDateTime),
        };
        if (entity.IncludesState)
        {
            json["state"] = InstanceStatus.Json(entity.State.Value);
        }

        return json;
    }
}
