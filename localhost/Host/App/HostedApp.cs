namespace Boai.Localhost.Host;

/// <summary>What the parts of the host know of the app that they host.</summary>
internal sealed record HostedApp(string Name, FunctionCatalog Functions, HostJson HostJson, bool AspNetCoreTypes, LocalHostOptions Options)
{
    /// <summary>Storage that the host and the app use; null in a test without any.</summary>
    public string? StorageConnection { get; init; }

    /// <summary>Zone of the timers' cron times.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>How the Service Bus broker runs; null when no function uses Service Bus.</summary>
    public Boai.Localhost.ServiceBus.ServiceBusBrokerOptions? ServiceBus { get; init; }

    public bool IsEmbedded => Options.Embedded is not null;
}
