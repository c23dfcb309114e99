using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DurableTask.Client;

namespace Boai.Localhost.Host;

/// <summary>The status document of the Durable HTTP API.</summary>
internal static class InstanceStatus
{
    public static JsonObject Of(OrchestrationMetadata instance, bool showInput, JsonArray? history = null) => new()
    {
        ["name"] = instance.Name,
        ["instanceId"] = instance.InstanceId,
        ["runtimeStatus"] = instance.RuntimeStatus.ToString(),
        ["input"] = showInput ? Json(instance.SerializedInput) : null,
        ["customStatus"] = Json(instance.SerializedCustomStatus),
        ["output"] = instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed && instance.FailureDetails is { } failure
            ? $"Task '{instance.Name}' (#0) failed with an unhandled exception: {failure.ErrorMessage}"
            : Json(instance.SerializedOutput),
        ["createdTime"] = Instant(instance.CreatedAt),
        ["lastUpdatedTime"] = Instant(instance.LastUpdatedAt),
        ["historyEvents"] = history,
    };

    /// <summary>A stored payload as JSON; what is no JSON is shown as text.</summary>
    public static JsonNode? Json(string? payload)
    {
        if (payload is null)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(payload);
        }
        catch (JsonException)
        {
            return JsonValue.Create(payload);
        }
    }

    /// <summary>Whole seconds, UTC.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
