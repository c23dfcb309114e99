namespace Boai.Localhost.Host;

/// <summary>What can be chosen about the local host, on its command line or in settings.</summary>
public sealed record LocalHostOptions
{
    /// <summary>Where the host listens unless told otherwise.</summary>
    public const int DefaultPort = 7071;

    /// <summary>Port on 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Whether the command line named the port, even if by the default one.</summary>
    internal bool PortGiven { get; init; }

    /// <summary>Where everything that outlives the process is kept; null for <c>.data</c> beside the solution.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Zone in which timers' cron times are meant; null leaves it to WEBSITE_TIME_ZONE, then UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Where the storage emulator listens, or is to listen; null leaves it to settings, then 10000, 10001 and 10002.</summary>
    public AzuritePorts? AzuritePorts { get; init; }

    /// <summary>Port of the Service Bus broker on 127.0.0.1, if a function uses Service Bus; 0 takes any free one, null leaves it to settings, then 5672.</summary>
    public int? ServiceBusPort { get; init; }

    /// <summary>Arguments meant for the app's configuration: <c>Section:Key=value</c>.</summary>
    public IReadOnlyList<string> AppArguments { get; init; } = [];

    /// <summary>What to do instead of starting; null to start.</summary>
    internal BackupJob? Backup { get; init; }

    /// <summary>Set when the host runs inside another program, as in a test.</summary>
    internal EmbeddedHost? Embedded { get; init; }

    /// <summary>The folder in <see cref="DataFolder"/>, or the default one, as a full path.</summary>
    internal string DataPath => Path.GetFullPath(DataFolder ?? Path.Combine(SolutionFolder.Find(), ".data"));
}

internal static class SolutionFolder
{
    /// <summary>The nearest folder above the program that holds a solution; the current one when there is none.</summary>
    public static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles("*.sln*").Any())
            {
                return folder.FullName;
            }
        }

        return Directory.GetCurrentDirectory();
    }
}
