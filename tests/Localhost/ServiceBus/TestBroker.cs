using System.Net;
using System.Net.Sockets;
using Boai.Localhost.Engine;
using Boai.Localhost.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boai.Tests.Localhost.ServiceBus;

/// <summary>A broker on a free port, in virtual time, with the sample queues.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private TestBroker(ServiceBusBroker broker, LocalClock clock)
    {
        Broker = broker;
        Clock = clock;
    }

    public ServiceBusBroker Broker { get; }

    public LocalClock Clock { get; }

    public string ConnectionString => Broker.Options.ConnectionString;

    public static async Task<TestBroker> StartAsync(bool listens = true)
    {
        LocalClock clock = LocalClock.Virtual(Samples.Start);
        ServiceBusBrokerOptions options = new() { Configuration = Samples.Configuration, Port = listens ? FreePort() : null };
        ServiceBusBroker broker = new(options, new MemoryMessageJournal().NewWriter(), clock, null, NullLoggerFactory.Instance);
        await broker.StartAsync(CancellationToken.None);
        return new TestBroker(broker, clock);
    }

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        Clock.Dispose();
    }
}
