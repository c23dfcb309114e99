using System.Collections.Concurrent;
using Azure.Storage.Queues.Models;
using Boai.Localhost.Engine;
using Boai.Localhost.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Host;

/// <summary>Starts a function that no request starts, as <c>POST /admin/functions/{name}</c> does.</summary>
internal sealed class ManualStart(
    FunctionInvoker invoker, OutputSender outputs, DurableHost durable, BrokerHost broker, TimerListeners timers, LocalClock clock, WorkTracker work, HostStopping stopping, ILogger<ManualStart> log)
    : IHostedService
{
    private readonly ConcurrentDictionary<Task, bool> underWay = new();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits for what it started, which the host's stop cancels.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(underWay.Keys).WaitAsync(cancellationToken);

    /// <returns>Null once it is under way; otherwise why it cannot be started so.</returns>
    public async Task<string?> BeginAsync(FunctionDescriptor function, string? input, CancellationToken cancellation)
    {
        switch (function.Trigger)
        {
            case HttpStart:
                return $"{function.Name} is started by HTTP; call its own address.";
            case EntityStart:
                return $"{function.Name} is an entity; signal it through /runtime/webhooks/durabletask/entities/.";
            case OrchestrationStart orchestration:
                await durable.Client.ScheduleNewOrchestrationInstanceAsync(orchestration.Name, AsJson(input), cancellation);
                return null;
            case TimerStart:
                Begin(function, new InvocationInput { Value = new TimerInfo { ScheduleStatus = timers.Status(function) } });
                return null;
            case QueueStart:
                QueueMessage message = QueuesModelFactory.QueueMessage(Guid.NewGuid().ToString(), "", BinaryData.FromString(input ?? ""), 1, insertedOn: clock.GetUtcNow());
                Begin(function, new InvocationInput { Value = message, BindingData = QueueMessageHandler.BindingData(message) });
                return null;
            case ServiceBusStart bus when bus.IsSessionsEnabled || EntityPath.Parse(bus.QueueName).DeadLetter:
                return $"{function.Name} is started by {(bus.IsSessionsEnabled ? "messages of a session" : "dead-lettered messages")}; send one to its queue.";
            case ServiceBusStart bus:
                // Through the queue, so that the function gets a message that it can settle.
                await broker.Broker.SendAsync(bus.QueueName, [new OutgoingMessage(BinaryData.FromString(input ?? ""))], cancellation);
                return null;
            default:
                Begin(function, new InvocationInput { Value = AsJson(input)?.GetRawText() });
                return null;
        }
    }

    // What is no JSON is meant as a text.
    private static System.Text.Json.JsonElement? AsJson(string? input)
    {
        if (input is null)
        {
            return null;
        }

        try
        {
            return System.Text.Json.JsonDocument.Parse(input).RootElement.Clone();
        }
        catch (System.Text.Json.JsonException)
        {
            return System.Text.Json.JsonSerializer.SerializeToElement(input);
        }
    }

    private void Begin(FunctionDescriptor function, InvocationInput input)
    {
        IDisposable counted = work.Begin($"{function.Name}, started by hand");
        Task run = Task.Run(async () =>
        {
            using (counted)
            {
                await RunAsync(function, input);
            }
        });
        underWay[run] = true;
        _ = run.ContinueWith(ended => underWay.TryRemove(ended, out _), TaskScheduler.Default);
    }

    private async Task RunAsync(FunctionDescriptor function, InvocationInput input)
    {
        try
        {
            await invoker.InvokeAsync(
                function,
                input,
                async invocation =>
                {
                    await outputs.SendAsync(invocation, stopping.Token);
                    return true;
                },
                stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.Token.IsCancellationRequested)
        {
            log.LogInformation("{Function}, started by hand, was cut off by the host's stop.", function.Name);
        }
#pragma warning disable CA1031 // whatever a function throws is its failure, not the host's
        catch (Exception failure)
#pragma warning restore CA1031
        {
            log.LogError(failure, "{Function}, started by hand, failed.", function.Name);
        }
    }
}
