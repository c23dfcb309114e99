namespace Boai.Localhost.ServiceBus;

/// <summary>How a broker runs.</summary>
public sealed record ServiceBusBrokerOptions
{
    /// <summary>The queues.</summary>
    public required ServiceBusConfiguration Configuration { get; init; }

    /// <summary>Where the development connection string looks.</summary>
    public const int DefaultPort = 5672;

    /// <summary>The port on 127.0.0.1; null leaves the broker to this process.</summary>
    public int? Port { get; init; } = DefaultPort;

    /// <summary>The name in the development connection string.</summary>
    public string SharedAccessKeyName { get; init; } = "RootManageSharedAccessKey";

    /// <summary>The key in the development connection string, which is public: whoever reaches the port may do all.</summary>
    public string SharedAccessKey { get; init; } = "SAS_KEY_VALUE";

    /// <summary>The largest message or batch as encoded, in bytes.</summary>
    public int MaxMessageBytes { get; init; } = 1024 * 1024;

    /// <summary>When the journal is replaced by a checkpoint.</summary>
    public BrokerCheckpointing Checkpointing { get; init; } = new();

    /// <summary>The connection string for official clients.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://127.0.0.1{(Port is null or DefaultPort ? string.Empty : $":{Port}")};SharedAccessKeyName={SharedAccessKeyName};SharedAccessKey={SharedAccessKey};UseDevelopmentEmulator=true;";
}
