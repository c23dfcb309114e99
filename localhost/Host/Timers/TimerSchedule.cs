using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NCrontab;

namespace Boai.Localhost.Host;

/// <summary>When a timer function runs: a cron expression in a time zone, or a constant interval.</summary>
internal sealed class TimerSchedule
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly CrontabSchedule? cron;
    private readonly TimeSpan interval;
    private readonly TimeZoneInfo zone;

    private TimerSchedule(string text, CrontabSchedule? cron, TimeSpan interval, TimeZoneInfo zone)
    {
        Text = text;
        this.cron = cron;
        this.interval = interval;
        this.zone = zone;
    }

    /// <summary>As written, settings resolved.</summary>
    public string Text { get; }

    /// <summary>Such a schedule is not monitored: remembering every occurrence would cost more than missing one.</summary>
    public bool IsMoreOftenThanAMinute
    {
        get
        {
            if (cron is null)
            {
                return interval < Minute;
            }

            DateTimeOffset first = NextAfter(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero)) ?? DateTimeOffset.MaxValue;
            DateTimeOffset second = first == DateTimeOffset.MaxValue ? first : NextAfter(first) ?? DateTimeOffset.MaxValue;
            return second - first < Minute;
        }
    }

    public static bool TryParse(
        string text, TimeZoneInfo zone, [NotNullWhen(true)] out TimerSchedule? schedule, [NotNullWhen(false)] out string? problem)
    {
        schedule = null;
        problem = null;
        if (text.Contains(':', StringComparison.Ordinal))
        {
            if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan every) && every > TimeSpan.Zero)
            {
                schedule = new TimerSchedule(text, null, every, zone);
                return true;
            }

            problem = "a time span must be positive and of the form hh:mm:ss";
            return false;
        }

        int fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields is not (5 or 6))
        {
            problem = "a cron expression has six fields (second minute hour day month weekday), or five without seconds";
            return false;
        }

        CrontabSchedule? cron = CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 });
        if (cron is null)
        {
            problem = "not a cron expression: " + WhyNot(text, fields);
            return false;
        }

        schedule = new TimerSchedule(text, cron, default, zone);
        return true;
    }

    /// <returns>The first occurrence later than <paramref name="instant"/>, or null when there is none.</returns>
    public DateTimeOffset? NextAfter(DateTimeOffset instant)
    {
        if (cron is null)
        {
            return instant + interval;
        }

        DateTime local = TimeZoneInfo.ConvertTime(instant, zone).DateTime;
        for (DateTime next = cron.GetNextOccurrence(local); next < DateTime.MaxValue.AddYears(-1); next = cron.GetNextOccurrence(next))
        {
            // When clocks are put back, the hour that comes twice may lie before the instant; such an occurrence has been.
            DateTimeOffset occurrence = InZone(next);
            if (occurrence > instant)
            {
                return occurrence;
            }
        }

        return null;
    }

    private DateTimeOffset InZone(DateTime local)
    {
        // When clocks are put forward, an hour is left out; what was due in it runs as soon as it is over.
        DateTime valid = local;
        while (zone.IsInvalidTime(valid))
        {
            valid = valid.AddMinutes(1);
        }

        TimeSpan offset = zone.IsAmbiguousTime(valid) ? zone.GetAmbiguousTimeOffsets(valid).Max() : zone.GetUtcOffset(valid);
        return new DateTimeOffset(valid, offset);
    }

    private static string WhyNot(string text, int fields)
    {
        try
        {
            CrontabSchedule.Parse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 });
            return "";
        }
        catch (CrontabException problem)
        {
            return problem.Message;
        }
    }
}
