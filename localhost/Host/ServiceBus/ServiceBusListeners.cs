using Boai.Localhost.Engine;
using Boai.Localhost.ServiceBus;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Host;

/// <summary>Takes messages for every Service Bus function.</summary>
internal sealed class ServiceBusListeners(
    HostedApp app, BrokerHost broker, FunctionInvoker invoker, OutputSender outputs, LocalClock clock, WorkTracker work, ILoggerFactory logs) : IHostedService
{
    private readonly List<ServiceBusTriggerListener> listeners = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ILogger log = logs.CreateLogger<ServiceBusListeners>();
        foreach ((FunctionDescriptor function, ServiceBusStart trigger) in app.Functions.StartedBy<ServiceBusStart>())
        {
            ServiceBusTriggerListener listener = new(
                broker.Broker, Settings(function, trigger), (invocation, cancellation) => RunAsync(function, invocation, cancellation), clock, work, log);
            listener.Start();
            listeners.Add(listener);
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(listeners.Select(listener => listener.DisposeAsync().AsTask())).WaitAsync(cancellationToken);
        listeners.Clear();
    }

    private Task<bool> RunAsync(FunctionDescriptor function, ServiceBusInvocation invocation, CancellationToken cancellation) => invoker.InvokeAsync(
        function,
        new InvocationInput
        {
            Value = invocation,
            BindingData = invocation.BindingData,
            TraceParent = MessageTrace.Of(invocation).Parent,
            TraceState = MessageTrace.Of(invocation).State,
        },
        async finished =>
        {
            await outputs.SendAsync(finished, cancellation);
            return true;
        },
        cancellation);

    private ServiceBusTriggerSettings Settings(FunctionDescriptor function, ServiceBusStart trigger)
    {
        ServiceBusHostSettings host = app.HostJson.ServiceBus;
        return new ServiceBusTriggerSettings
        {
            QueueName = trigger.QueueName,
            FunctionName = function.Name,
            IsBatched = trigger.IsBatched,
            IsSessionsEnabled = trigger.IsSessionsEnabled,
            AutoCompleteMessages = trigger.AutoComplete ?? host.AutoCompleteMessages,
            MaxConcurrentCalls = host.MaxConcurrentCalls,
            MaxConcurrentSessions = host.MaxConcurrentSessions,
            MaxMessageBatchSize = host.MaxMessageBatchSize,
            MaxAutoLockRenewalDuration = host.MaxAutoLockRenewalDuration,
            SessionIdleTimeout = host.SessionIdleTimeout,
        };
    }
}
