using Boai.Localhost.Engine;
using Boai.Localhost.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Host;

/// <summary>Runs the Service Bus broker for the app, if a function uses it.</summary>
internal sealed class BrokerHost(
    HostedApp app, HostStorage storage, LocalClock clock, WorkTracker work, IHostApplicationLifetime lifetime, ILoggerFactory logs) : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private ServiceBusBroker? broker;
    private Task watching = Task.CompletedTask;
    private int disposed;

    /// <summary>The broker that runs now.</summary>
    public ServiceBusBroker Broker => broker
        ?? throw new InvalidOperationException("No Service Bus broker runs: no function of the app uses Service Bus, or the host has not started yet.");

    public bool Exists => app.ServiceBus is not null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (app.ServiceBus is not { } options)
        {
            return;
        }

        ServiceBusBroker starting = new(options, Journal(), clock, work, logs);
        try
        {
            await starting.StartAsync(cancellationToken);
        }
        catch (Exception failure)
        {
            await starting.DisposeAsync();
            throw Explain(failure);
        }

        broker = starting;
        watching = Task.Run(WatchAsync, CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        await watching.WaitAsync(cancellationToken);
        if (broker is not null)
        {
            await broker.StopAsync(cancellationToken);
        }
    }

    // The container knows it twice, as itself and as a hosted service, and disposes it for each.
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        await stop.CancelAsync();
        if (broker is not null)
        {
            await broker.DisposeAsync();
        }

        stop.Dispose();
    }

    private IMessageJournal Journal() => app.Options.Embedded?.Messages is { } memory
        ? memory.NewWriter()
        : new StoredMessageJournal(
            new SealedJournalStore(
                new AzureJournalStore(storage.Tables(), storage.Blobs(), app.HostJson.HubName + "ServiceBus", TimeProvider.System), JournalKeyFile.Open(app.Options.DataPath)),
            logs.CreateLogger<StoredMessageJournal>());

    private Exception Explain(Exception failure) => failure switch
    {
        IOException => new LocalHostException($"{failure.Message} With --service-bus-port <n> the broker listens elsewhere.", failure),
        JournalOwnershipException => new LocalHostException(TakenOver, failure),
        InvalidDataException => new LocalHostException($"{failure.Message} The data folder is {app.Options.DataPath}.", failure),
        _ => failure,
    };

    private string TakenOver =>
        $"Another host has taken over the Service Bus messages of {app.HostJson.HubName}. Run one host per data folder, or give each its own --data and --azurite-ports.";

    private async Task WatchAsync()
    {
        try
        {
            await broker!.Completion.WaitAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host stops.
        }
#pragma warning disable CA1031 // whatever broke the journal, a host that cannot keep messages must not take any
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logs.CreateLogger<BrokerHost>().LogCritical(
                "{Reason}", failure is JournalOwnershipException ? TakenOver : $"The Service Bus broker cannot keep messages any more, so the host stops: {failure.Message}");
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }
}
