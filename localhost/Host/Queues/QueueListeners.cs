using Boai.Localhost.Engine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Host;

/// <summary>Takes messages for every queue function.</summary>
internal sealed class QueueListeners : IHostedService, IDisposable
{
    private readonly List<QueueListener> listeners;
    private readonly bool polls;

    public QueueListeners(
        HostedApp app, HostStorage storage, FunctionInvoker invoker, OutputSender outputs, QueueActivity activity, WorkTracker work, HostStopping stopping, ILoggerFactory logs)
    {
        // Where time stands still, whoever moves it asks the queues; a poll by real time would be a race with that.
        polls = app.Options.Embedded?.VirtualTime != true;
        QueueServices services = new(storage, invoker, outputs, Settings(app), work, stopping, logs.CreateLogger<QueueListener>());
        listeners = [.. app.Functions.StartedBy<QueueStart>().Select(queue => new QueueListener(queue.Function, queue.Trigger, services))];
        activity.OnSent(address => listeners.ForEach(listener => listener.Wake(address)));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (polls)
        {
            listeners.ForEach(listener => listener.StartPolling());
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(listeners.Select(listener => listener.StopAsync(cancellationToken)));

    /// <summary>Looks once into every queue, and handles what is there.</summary>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> PumpAsync(CancellationToken cancellation)
    {
        bool any = false;
        foreach (QueueListener listener in polls ? [] : listeners)
        {
            any |= await listener.TakeAsync(cancellation) > 0;
        }

        return any;
    }

    public void Dispose() => listeners.ForEach(listener => listener.Dispose());

    // The storage's own clock runs in real time, so where time stands still a failed message is tried again at once.
    private static QueueSettings Settings(HostedApp app) =>
        app.Options.Embedded?.VirtualTime == true ? app.HostJson.Queues with { VisibilityTimeout = TimeSpan.Zero } : app.HostJson.Queues;
}

/// <summary>What a queue listener needs of the host.</summary>
internal sealed record QueueServices(
    HostStorage Storage,
    FunctionInvoker Invoker,
    OutputSender Outputs,
    QueueSettings Settings,
    WorkTracker Work,
    HostStopping Stopping,
    ILogger Log);
