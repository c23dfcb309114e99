using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts a function on a schedule.</summary>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>
    /// A cron expression of six fields (seconds first) or five, a time span "hh:mm:ss", or <c>%SETTING%</c>; cron times are those of
    /// the zone in WEBSITE_TIME_ZONE, UTC without it.
    /// </summary>
    public string Schedule { get; } = schedule;

    /// <summary>
    /// Whether occurrences are remembered across restarts, so that a missed one is caught up. True unless set; never for a schedule
    /// more frequent than once a minute.
    /// </summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function also runs whenever the host starts.</summary>
    public bool RunOnStartup { get; set; }
}
