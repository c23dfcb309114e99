using System.Net;
using System.Net.Sockets;
using Boai.Localhost.ServiceBus;
using Microsoft.Extensions.Configuration;

namespace Boai.Localhost.Host;

/// <summary>Where the broker listens, and how the app is told.</summary>
internal static class ServiceBusConnections
{
    /// <summary>Chooses the port now, so that every setting can name it: the default, the one asked for, or a free one.</summary>
    /// <remarks>Inside another program there is no port unless it asks for one: functions reach the broker in process.</remarks>
    public static LocalHostOptions WithPort(LocalHostOptions options) => options.ServiceBusPort switch
    {
        0 => options with { ServiceBusPort = Free() },
        null when options.Embedded is null => options with { ServiceBusPort = ServiceBusBrokerOptions.DefaultPort },
        _ => options,
    };

    public static ServiceBusBrokerOptions Broker(ServiceBusConfiguration queues, LocalHostOptions options) =>
        new() { Configuration = queues, Port = options.ServiceBusPort };

    /// <summary>
    /// Points the app's Service Bus settings at the broker: the local stack never touches a real namespace, whatever the settings say.
    /// </summary>
    public static void Set(ConfigurationManager configuration, HostedApp app, IReadOnlyCollection<string> names)
    {
        if (app.ServiceBus is not { } broker)
        {
            return;
        }

        configuration.AddInMemoryCollection(names.Select(name => KeyValuePair.Create(name, (string?)broker.ConnectionString)));
        foreach (string name in app.IsEmbedded ? [] : names)
        {
            Environment.SetEnvironmentVariable(name.Replace(":", "__", StringComparison.Ordinal), broker.ConnectionString);
        }
    }

    private static int Free()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
