using Microsoft.Extensions.Configuration;

namespace Boai.Localhost.Host;

/// <summary>What reading functions depends on besides their source.</summary>
internal sealed record FunctionSettings(IConfiguration Configuration, HostJson HostJson, bool AspNetCoreTypes)
{
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The Service Bus queues that there are, and which connections functions use.</summary>
    public ServiceBusSetup Bus { get; init; } = ServiceBusSetup.None;

    /// <summary>Whether <c>AzureWebJobs.{name}.Disabled</c> is <c>true</c> or <c>1</c>, as on the real host.</summary>
    public bool IsDisabled(string function) =>
        Configuration[$"AzureWebJobs.{function}.Disabled"] is { } text && (text == "1" || string.Equals(text, "true", StringComparison.OrdinalIgnoreCase));

    /// <summary>Replaces <c>%NAME%</c> by the setting of that name.</summary>
    /// <returns>False, with the missing name in <paramref name="result"/>, when there is no such setting.</returns>
    public bool TryResolve(string text, out string result)
    {
        result = text;
        for (int from = text.IndexOf('%', StringComparison.Ordinal); from >= 0; from = result.IndexOf('%', StringComparison.Ordinal))
        {
            int to = result.IndexOf('%', from + 1);
            if (to < 0)
            {
                return true;
            }

            string name = result[(from + 1)..to];
            if (Configuration[name] is not { } value)
            {
                result = name;
                return false;
            }

            result = result[..from] + value + result[(to + 1)..];
        }

        return true;
    }
}
