using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Primitives;

namespace Boai.Localhost.Host;

/// <summary>Reads the query strings and bodies of the Durable HTTP API.</summary>
internal static class DurableQuery
{
    public const string ContinuationHeader = "x-ms-continuation-token";

    public static string Route(HttpContext http, string name) => (string)http.Request.RouteValues[name]!;

    public static string? Text(HttpContext http, string name) =>
        http.Request.Query.TryGetValue(name, out StringValues value) ? value.ToString() : null;

    public static bool? Flag(HttpContext http, string name) => bool.TryParse(Text(http, name), out bool value) ? value : null;

    public static int? Number(HttpContext http, string name) =>
        int.TryParse(Text(http, name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : null;

    /// <summary>Without an offset, UTC is meant.</summary>
    public static DateTimeOffset? Instant(HttpContext http, string name) => DateTimeOffset.TryParse(
        Text(http, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset value) ? value : null;

    public static TimeSpan? Seconds(HttpContext http, string name) => double.TryParse(
        Text(http, name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0 and < 1e6 ? TimeSpan.FromSeconds(value) : null;

    /// <summary>Repeated or separated by commas; unknown names are passed over.</summary>
    public static IReadOnlyList<OrchestrationRuntimeStatus>? Statuses(HttpContext http)
    {
        List<OrchestrationRuntimeStatus> statuses = [];
        foreach (string name in http.Request.Query["runtimeStatus"].SelectMany(value => value?.Split(',') ?? []))
        {
            if (Enum.TryParse(name.Trim(), ignoreCase: true, out OrchestrationRuntimeStatus status))
            {
                statuses.Add(status);
            }
        }

        return statuses.Count > 0 ? statuses : null;
    }

    public static string? ContinuationToken(HttpContext http) =>
        http.Request.Headers.TryGetValue(ContinuationHeader, out StringValues token) && token.ToString() is { Length: > 0 } text ? text : null;

    /// <returns>Null when there is no body.</returns>
    /// <exception cref="BadDurableRequestException">The body is not JSON.</exception>
    public static async Task<JsonElement?> JsonBodyAsync(HttpContext http)
    {
        using StreamReader reader = new(http.Request.Body);
        string text = await reader.ReadToEndAsync(http.RequestAborted);
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(text).RootElement.Clone();
        }
        catch (JsonException malformed)
        {
            throw new BadDurableRequestException("Invalid JSON content", malformed);
        }
    }
}
