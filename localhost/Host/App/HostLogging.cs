using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Boai.Localhost.Host;

internal static class HostLogging
{
    /// <summary>Quiet enough that the console shows the app's own lines; host.json's levels come on top.</summary>
    public static void Add(ILoggingBuilder logging, HostedApp app)
    {
        logging.SetMinimumLevel(app.Options.Embedded?.LogLevel ?? LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        logging.AddFilter("Azure", LogLevel.Warning);
        foreach ((string category, string level) in app.HostJson.LogLevels)
        {
            LogLevel parsed = Enum.TryParse(level, ignoreCase: true, out LogLevel known)
                ? known
                : throw new LocalHostException($"{HostJson.FileName}: logging.logLevel.{category}: '{level}' is no log level.");
            logging.AddFilter(category == "default" ? null : category, parsed);
        }

        if (app.Options.Embedded is not { } embedded)
        {
            logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
            logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        }
        else if (embedded.Logs is { } logs)
        {
            logging.AddProvider(logs);
        }
    }
}
