using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Localhost.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Localhost.Host;

/// <summary>The host's own addresses: its functions, starting one by hand, recorded histories, and the clock.</summary>
internal static class AdminApi
{
    public static void Map(WebApplication web)
    {
        RouteGroupBuilder admin = web.MapGroup("/admin");
        admin.MapGet("/host/status", StatusAsync);
        admin.MapGet("/functions", ListAsync);
        admin.MapGet("/functions/{name}", GetAsync);
        admin.MapPost("/functions/{name}", StartAsync);
        admin.MapGet("/orchestrations/{instanceId}/history", HistoryApi.ExportAsync);
        admin.MapGet("/clock", ClockApi.ShowAsync);
        admin.MapPost("/clock/advance", ClockApi.AdvanceAsync);
    }

    private static Task StatusAsync(HttpContext http)
    {
        HostedApp app = http.RequestServices.GetRequiredService<HostedApp>();
        return Results.Json(new { id = app.Name, state = "Running", functions = app.Functions.Count }).ExecuteAsync(http);
    }

    private static Task ListAsync(HttpContext http) =>
        Results.Json(new JsonArray([.. http.RequestServices.GetRequiredService<HostedApp>().Functions.Select(Describe)])).ExecuteAsync(http);

    private static Task GetAsync(HttpContext http) =>
        (Find(http) is { } function ? Results.Json(Describe(function)) : Results.NotFound()).ExecuteAsync(http);

    private static async Task StartAsync(HttpContext http)
    {
        IResult result;
        if (Find(http) is not { } function)
        {
            result = Results.NotFound();
        }
        else if (await InputAsync(http) is not (true, var input))
        {
            result = Results.Problem("The body must be a JSON object such as {\"input\": \"…\"}.", statusCode: StatusCodes.Status400BadRequest);
        }
        else
        {
            string? refusal = await http.RequestServices.GetRequiredService<ManualStart>().BeginAsync(function, input, http.RequestAborted);
            result = refusal is null
                ? Results.StatusCode(StatusCodes.Status202Accepted)
                : Results.Problem(refusal, statusCode: StatusCodes.Status400BadRequest);
        }

        await result.ExecuteAsync(http);
    }

    private static FunctionDescriptor? Find(HttpContext http) =>
        http.RequestServices.GetRequiredService<HostedApp>().Functions.Find((string)http.Request.RouteValues["name"]!);

    private static async Task<(bool Understood, string? Input)> InputAsync(HttpContext http)
    {
        try
        {
            using JsonDocument body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            if (body.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (false, null);
            }

            return (true, body.RootElement.TryGetProperty("input", out JsonElement input)
                ? input.ValueKind switch
                {
                    JsonValueKind.String => input.GetString(),
                    JsonValueKind.Null => null,
                    _ => input.GetRawText(),
                }
                : null);
        }
        catch (JsonException)
        {
            return (false, null);
        }
    }

    private static JsonNode Describe(FunctionDescriptor function)
    {
        JsonObject binding = new() { ["type"] = function.Trigger.BindingType, ["direction"] = "in" };
        switch (function.Trigger)
        {
            case HttpStart http:
                binding["route"] = http.Pattern.RawText;
                binding["methods"] = new JsonArray([.. http.Methods.Select(method => JsonValue.Create(method.ToLowerInvariant()))]);
                binding["authLevel"] = http.Level.ToString().ToLowerInvariant();
                break;
            case TimerStart timer:
                binding["schedule"] = timer.Schedule.Text;
                break;
            case QueueStart queue:
                binding["queueName"] = queue.QueueName;
                break;
            case ServiceBusStart bus:
                binding["queueName"] = bus.QueueName;
                break;
        }

        return new JsonObject { ["name"] = function.Name, ["entryPoint"] = function.Definition.EntryPoint, ["bindings"] = new JsonArray(binding) };
    }
}
