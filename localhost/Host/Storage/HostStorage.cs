using System.Collections.Concurrent;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Boai.Localhost.Host;

/// <summary>Clients of the storage that the host keeps its own things in, and of the queues that functions name.</summary>
internal sealed class HostStorage : IDisposable
{
    // Storage is on this machine: what does not answer within seconds is down, and comes back within seconds.
    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), MaxConnectionsPerServer = 64 });
    private readonly ConcurrentDictionary<QueueAddress, QueueClient> queues = new();
    private readonly string? connection;

    public HostStorage(HostedApp app) => connection = app.StorageConnection;

    public bool Exists => connection is not null;

    public TableServiceClient Tables() => new(Required, With(new TableClientOptions()));

    public BlobServiceClient Blobs() => new(Required, With(new BlobClientOptions()));

    public QueueClient Queue(QueueAddress address) => queues.GetOrAdd(
        address, address => new QueueClient(address.Connection ?? Required, address.QueueName, With(new QueueClientOptions())));

    public void Dispose() => http.Dispose();

    private string Required => connection
        ?? throw new InvalidOperationException("This host runs without storage, so queues and a durable journal in storage cannot be used.");

    private T With<T>(T options)
        where T : Azure.Core.ClientOptions
    {
        options.Transport = new HttpClientTransport(http);
        options.Retry.MaxRetries = 3;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
        return options;
    }
}
