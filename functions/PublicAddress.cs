using Microsoft.Extensions.Configuration;

namespace Boai.Functions;

/// <summary>Where the public reaches the app.</summary>
internal static class PublicAddress
{
    /// <summary>The setting <c>Boai:PublicAddress</c>, else where Azure serves the app; null where neither is known.</summary>
    public static Uri? Of(IConfiguration configuration) =>
        configuration["Boai:PublicAddress"] is { Length: > 0 } set ? new Uri(set)
        : configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } host ? new Uri($"https://{host}")
        : null;
}
