using System.Globalization;
using System.Text.Json;
using Boai.Localhost.Engine;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Localhost.Host;

/// <summary>Shows the clock and moves it forward.</summary>
internal static class ClockApi
{
    // Longer than any step of an app takes; a step that takes longer is reported instead of skipped.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task ShowAsync(HttpContext http) => Results.Json(Describe(http)).ExecuteAsync(http);

    public static async Task AdvanceAsync(HttpContext http)
    {
        LocalClock clock = http.RequestServices.GetRequiredService<LocalClock>();
        IResult result;
        if (await TargetAsync(http, clock.GetUtcNow()) is not { } target)
        {
            result = Results.Problem(
                "Say how far, {\"by\": \"7.00:00:00\"}, or until when, {\"to\": \"2026-06-01T00:00:00+08:00\"}; the clock goes forward only.",
                statusCode: StatusCodes.Status400BadRequest);
        }
        else
        {
            try
            {
                await http.RequestServices.GetRequiredService<ClockAdvance>().ToAsync(target, Patience, http.RequestAborted);
                result = Results.Json(Describe(http));
            }
            catch (TimeoutException busy)
            {
                result = Results.Problem(busy.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        }

        await result.ExecuteAsync(http);
    }

    private static object Describe(HttpContext http)
    {
        LocalClock clock = http.RequestServices.GetRequiredService<LocalClock>();
        TimeZoneInfo zone = http.RequestServices.GetRequiredService<HostedApp>().TimeZone;
        DateTimeOffset now = clock.GetUtcNow();
        return new
        {
            utc = now,
            local = TimeZoneInfo.ConvertTime(now, zone),
            timeZone = zone.Id,
            ahead = clock.Offset.ToString("c", CultureInfo.InvariantCulture),
            nextDue = clock.NextDue,
        };
    }

    private static async Task<DateTimeOffset?> TargetAsync(HttpContext http, DateTimeOffset now)
    {
        try
        {
            using JsonDocument body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            JsonElement root = body.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            if (root.TryGetProperty("by", out JsonElement by)
                && TimeSpan.TryParse(by.ToString(), CultureInfo.InvariantCulture, out TimeSpan step)
                && step >= TimeSpan.Zero
                && step < TimeSpan.FromDays(365 * 50))
            {
                return now + step;
            }

            return root.TryGetProperty("to", out JsonElement to)
                && DateTimeOffset.TryParse(to.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant)
                && instant >= now
                ? instant
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
