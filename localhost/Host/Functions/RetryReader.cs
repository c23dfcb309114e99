using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Localhost.Host;

internal static class RetryReader
{
    /// <returns>Null when the function is not retried, or when there was a problem.</returns>
    public static RetryPlan? Read(string function, MethodInfo method, Trigger trigger, FunctionProblems problems)
    {
        RetryAttribute[] attributes = [.. method.GetCustomAttributes<RetryAttribute>()];
        if (attributes.Length == 0)
        {
            return null;
        }

        if (attributes.Length > 1 || trigger is not TimerStart)
        {
            problems.Add(function, "one retry attribute may stand on a timer function; queues and orchestrations retry by their own settings");
            return null;
        }

        return attributes[0] switch
        {
            FixedDelayRetryAttribute retry when Span(retry.DelayInterval) is { } delay => new RetryPlan(retry.MaxRetryCount, _ => delay),
            ExponentialBackoffRetryAttribute retry when Span(retry.MinimumInterval) is { } least && Span(retry.MaximumInterval) is { } most =>
                new RetryPlan(retry.MaxRetryCount, attempt => Doubled(least, most, attempt)),
            _ => Problem(),
        };

        RetryPlan? Problem()
        {
            problems.Add(function, "the retry interval must be a time span such as 00:00:10");
            return null;
        }
    }

    private static TimeSpan? Span(string text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) && span >= TimeSpan.Zero ? span : null;

    private static TimeSpan Doubled(TimeSpan least, TimeSpan most, int attempt)
    {
        // Beyond some thirty doublings of a tick the maximum is reached anyhow.
        double ticks = least.Ticks * Math.Pow(2, Math.Min(attempt - 1, 40));
        return ticks >= most.Ticks ? most : TimeSpan.FromTicks((long)ticks);
    }
}
