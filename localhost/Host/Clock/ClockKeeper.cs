using System.Globalization;
using System.Text.Json;
using Boai.Localhost.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Localhost.Host;

/// <summary>The clock that everything here runs by, and the file that keeps how far it is ahead across restarts.</summary>
internal sealed class ClockKeeper : IDisposable
{
    private readonly string? file;
    private readonly bool owned;

    public ClockKeeper(IServiceProvider services)
    {
        // The options rather than the app: the clock may be asked for while the app is still being put together.
        LocalHostOptions options = services.GetRequiredService<HostedApp>().Options;
        if (options.Embedded is { } embedded)
        {
            Clock = embedded.Clock;
            return;
        }

        owned = true;
        file = Path.Combine(options.DataPath, "clock.json");
        Clock = LocalClock.Real(Read(file));
    }

    public LocalClock Clock { get; }

    /// <summary>Writes down how far the clock will be ahead once it has moved to an instant, so that the next start goes on from there.</summary>
    public void Save(DateTimeOffset instant)
    {
        if (file is null)
        {
            return;
        }

        TimeSpan step = instant - Clock.GetUtcNow();
        TimeSpan ahead = Clock.Offset + (step > TimeSpan.Zero ? step : TimeSpan.Zero);
        string next = file + ".next";
        File.WriteAllText(next, JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["ahead"] = ahead.ToString("c", CultureInfo.InvariantCulture),
        }));
        File.Move(next, file, overwrite: true);
    }

    public void Dispose()
    {
        if (owned)
        {
            Clock.Dispose();
        }
    }

    private static TimeSpan Read(string file)
    {
        if (!File.Exists(file))
        {
            return TimeSpan.Zero;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
            return TimeSpan.ParseExact(document.RootElement.GetProperty("ahead").GetString()!, "c", CultureInfo.InvariantCulture);
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new LocalHostException(
                $"{file} is not what the host wrote; delete it to set the clock back to real time. Timers that were due meanwhile have run.", unreadable);
        }
    }
}
