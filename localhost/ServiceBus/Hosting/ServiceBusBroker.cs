using System.Net;
using System.Net.Sockets;
using Boai.Localhost.Engine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.ServiceBus;

/// <summary>A Service Bus namespace on this machine: official clients reach it by AMQP, the local host in process.</summary>
public sealed partial class ServiceBusBroker : IHostedService, IAsyncDisposable
{
    private readonly BrokerCore core;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly Func<int, AmqpFrontDoor> makeFrontDoor;
    private AmqpFrontDoor? frontDoor;
    private bool stopped;

    /// <param name="options">Queues, port and limits.</param>
    /// <param name="journal">Where messages live; this broker alone writes it from its start on.</param>
    /// <param name="time">All time of the broker: locks, schedules, lives.</param>
    /// <param name="tracker">Counts what is under way, for virtual time; or null.</param>
    /// <param name="logs">Makes the broker's log.</param>
    public ServiceBusBroker(ServiceBusBrokerOptions options, IMessageJournal journal, TimeProvider time, WorkTracker? tracker, ILoggerFactory logs)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logs);
        Options = options;
        this.time = time;
        logger = logs.CreateLogger<ServiceBusBroker>();
        core = new BrokerCore(options.Configuration, journal, time, options.Checkpointing, tracker, logger);
        makeFrontDoor = port => new AmqpFrontDoor(core, options, port, logger);
    }

    /// <summary>What it was made with.</summary>
    public ServiceBusBrokerOptions Options { get; }

    /// <summary>Ends when the broker was stopped; fails when its journal could no longer be written or belongs to another.</summary>
    public Task Completion => core.Completion;

    /// <summary>Reads the journal, then listens.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Options.Port is { } port)
        {
            await RequireFreePortAsync(port, cancellationToken);
        }

        await core.StartAsync(cancellationToken);
        if (Options.Port is not null)
        {
            OpenFrontDoor();
        }
    }

    /// <summary>Closes all connections, commits what waits and lets the journal go.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!stopped)
        {
            stopped = true;
            frontDoor?.Close();
            await core.DisposeAsync();
        }
    }

    /// <summary>Stops if that was not done.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private void OpenFrontDoor()
    {
        frontDoor = makeFrontDoor(Options.Port!.Value);
        try
        {
            frontDoor.Open();
        }
        catch (SocketException taken)
        {
            throw PortTaken(taken);
        }

        logger.LogInformation(
            "Service Bus: {Queues} queues at {ConnectionString}", Options.Configuration.Queues.Count, Options.ConnectionString);
    }

    /// <summary>Two listeners with address reuse would share the port and split its connections, without an error.</summary>
    private async Task RequireFreePortAsync(int port, CancellationToken cancellation)
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, port, cancellation);
        }
        catch (SocketException)
        {
            return; // nobody answers: free
        }

        throw PortTaken(null);
    }

    private IOException PortTaken(Exception? cause) => new(
        $"Port {Options.Port} on 127.0.0.1 is taken, so the Service Bus broker cannot listen. Stop the program that uses it or choose another port.", cause);
}
