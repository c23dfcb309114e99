using Microsoft.Extensions.Configuration;

namespace Boai.Localhost.Host;

/// <summary>Where settings come from; a later source hides an earlier one.</summary>
internal static class HostConfiguration
{
    private const string StorageSetting = "AzureWebJobsStorage";

    public static LocalHostOptions Add(ConfigurationManager configuration, LocalHostOptions given, string folder)
    {
        configuration.SetBasePath(folder);
        if (given.Embedded is { } embedded)
        {
            configuration.AddJsonFile("appsettings.json", optional: true);
            configuration.AddInMemoryCollection(embedded.Settings);
            return given;
        }

        IReadOnlyDictionary<string, string?> local = LocalSettings.ReadFrom(folder);
        foreach ((string name, string? value) in local)
        {
            // As with the Core Tools, an app finds them in its environment too, and what was there before stays.
            string variable = name.Replace(":", "__", StringComparison.Ordinal);
            if (Environment.GetEnvironmentVariable(variable) is null)
            {
                Environment.SetEnvironmentVariable(variable, value);
            }
        }

        configuration.AddJsonFile("appsettings.json", optional: true);
        configuration.AddInMemoryCollection(local);
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine([.. given.AppArguments]);
        LocalHostOptions options = CommandLine.WithSettings(given, key => configuration[key]);
        if (options.TimeZone is { } zone)
        {
            configuration.AddInMemoryCollection([KeyValuePair.Create("WEBSITE_TIME_ZONE", (string?)zone)]);
        }

        return options;
    }

    /// <summary>
    /// Tells the app where its data folder is, and points its storage at the emulator: the local stack never touches a real account,
    /// whatever the settings say.
    /// </summary>
    public static void SetStorage(ConfigurationManager configuration, string? connection, LocalHostOptions options)
    {
        configuration.AddInMemoryCollection([KeyValuePair.Create("Localhost:Data", (string?)options.DataPath)]);
        if (connection is null)
        {
            return;
        }

        configuration.AddInMemoryCollection([KeyValuePair.Create(StorageSetting, (string?)connection)]);
        if (options.Embedded is null)
        {
            Environment.SetEnvironmentVariable(StorageSetting, connection);
        }
    }
}
