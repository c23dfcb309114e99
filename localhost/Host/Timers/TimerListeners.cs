using Boai.Localhost.Engine;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Host;

/// <summary>Runs every timer function on its schedule.</summary>
internal sealed class TimerListeners : IHostedService, IDisposable
{
    private readonly List<TimerListener> listeners;

    public TimerListeners(
        HostedApp app, FunctionInvoker invoker, OutputSender outputs, ITimerMonitor monitor, LocalClock clock, WorkTracker work, HostStopping stopping, ILoggerFactory logs)
    {
        TimerServices services = new(invoker, outputs, monitor, clock, work, stopping, logs.CreateLogger<TimerListener>());
        listeners = [.. app.Functions.StartedBy<TimerStart>().Select(timer => new TimerListener(timer.Function, timer.Trigger, services))];
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (TimerListener listener in listeners)
        {
            await listener.StartAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(listeners.Select(listener => listener.StopAsync(cancellationToken)));

    /// <summary>What that timer function would be told now; null when it is not monitored, or disabled.</summary>
    public ScheduleStatus? Status(FunctionDescriptor function) => listeners.Find(listener => listener.Function == function)?.Status();

    public void Dispose() => listeners.ForEach(listener => listener.Dispose());
}

/// <summary>What a timer needs of the host.</summary>
internal sealed record TimerServices(
    FunctionInvoker Invoker,
    OutputSender Outputs,
    ITimerMonitor Monitor,
    LocalClock Clock,
    WorkTracker Work,
    HostStopping Stopping,
    ILogger Log);
