namespace Boai.Localhost.Host;

/// <summary>Reads the host's own arguments and leaves the app's to the app.</summary>
internal static class CommandLine
{
    public const string Help = """
        Options of the local host
          --port <n>                 listen on 127.0.0.1:<n> (default 7071; 0 takes any free port)
          --data <folder>            keep everything that outlives the process there (default .data beside the solution)
          --time-zone <id>           zone of the timers' cron times, e.g. Asia/Shanghai (default WEBSITE_TIME_ZONE, then UTC)
          --azurite-ports <b,q,t>    blob, queue and table port of the storage emulator (default 10000,10001,10002), or: free
          --service-bus-port <n>     port of the Service Bus broker (default 5672; 0 takes any free port); it runs if a function uses Service Bus
          --back-up <file.tar.gz>    copy the data folder into that archive, and its keys into another beside it, and stop
          --restore <file.tar.gz>    put such a backup into a data folder that is empty or not there yet, and stop
          --help                     print this and stop
          Section:Key=value          a setting of the app
        Each may also be a setting: Localhost:Port, Localhost:Data, Localhost:TimeZone, Localhost:AzuritePorts,
        Localhost:ServiceBusPort, in the environment (Localhost__Port=7072) or in local.settings.json.
        """;

    /// <returns>The options, or null when only help was asked for.</returns>
    /// <exception cref="LocalHostException">An argument is unknown, or its value cannot be.</exception>
    public static LocalHostOptions? Parse(IReadOnlyList<string> args)
    {
        LocalHostOptions options = new();
        List<string> forApp = [];
        Queue<string> rest = new(args);
        while (rest.TryDequeue(out string? argument))
        {
            if (argument is "--help" or "-h" or "-?")
            {
                return null;
            }

            (string name, string? value) = Split(argument);
            if (name.Contains(':', StringComparison.Ordinal))
            {
                forApp.Add(value is null && rest.TryDequeue(out string? next) ? $"{name}={next}" : argument);
                continue;
            }

            options = Apply(options, name, value ?? (rest.TryDequeue(out string? following) ? following : ""));
        }

        return options with { AppArguments = forApp };
    }

    /// <summary>Settings fill in what the command line leaves open.</summary>
    public static LocalHostOptions WithSettings(LocalHostOptions options, Func<string, string?> setting)
    {
        foreach ((string key, string name, bool open) in new[]
        {
            ("Localhost:Port", "--port", !options.PortGiven && options.Port == LocalHostOptions.DefaultPort),
            ("Localhost:Data", "--data", options.DataFolder is null),
            ("Localhost:TimeZone", "--time-zone", options.TimeZone is null),
            ("Localhost:AzuritePorts", "--azurite-ports", options.AzuritePorts is null),
            ("Localhost:ServiceBusPort", "--service-bus-port", options.ServiceBusPort is null),
        })
        {
            if (open && setting(key) is { Length: > 0 } value)
            {
                options = Apply(options, name, value, $"setting {key}");
            }
        }

        return options;
    }

    private static LocalHostOptions Apply(LocalHostOptions options, string name, string value, string? source = null) => name switch
    {
        "--port" => options with
        {
            Port = PortNumber.TryParse(value, out int port) ? port : throw Bad(source ?? name, value, "a number from 0 to 65535"),
            PortGiven = source is null,
        },
        "--data" => options with { DataFolder = value.Length > 0 ? value : throw Bad(source ?? name, value, "a folder") },
        "--time-zone" => options with { TimeZone = TimeZones.Find(value, source ?? name) is not null ? value : null },
        "--azurite-ports" => options with
        {
            AzuritePorts = Host.AzuritePorts.TryParse(value, out AzuritePorts ports)
                ? ports
                : throw Bad(source ?? name, value, "three different ports such as 10000,10001,10002, or the word free"),
        },
        "--service-bus-port" => options with
        {
            ServiceBusPort = PortNumber.TryParse(value, out int busPort) ? busPort : throw Bad(source ?? name, value, "a number from 0 to 65535"),
        },
        "--back-up" or "--restore" => options.Backup is null && value.Length > 0
            ? options with { Backup = new BackupJob(name == "--back-up" ? BackupWork.BackUp : BackupWork.Restore, value) }
            : throw Bad(name, value, "one file, and only one of --back-up and --restore"),
        _ => throw new LocalHostException($"Unknown option {name}; --help lists the options, and the app's settings are given as Section:Key=value."),
    };

    private static LocalHostException Bad(string name, string value, string expected) =>
        new($"{name}: '{value}' will not do; give {expected}.");

    private static (string Name, string? Value) Split(string argument) => argument.IndexOf('=', StringComparison.Ordinal) switch
    {
        < 0 => (argument, null),
        int at => (argument[..at], argument[(at + 1)..]),
    };
}
