using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Host;

/// <summary>Takes the messages of one queue for one function.</summary>
internal sealed class QueueListener(FunctionDescriptor function, QueueStart trigger, QueueServices host) : IDisposable
{
    private static readonly TimeSpan LeastDelay = TimeSpan.FromMilliseconds(100);

    // Long enough for a slow storage to renew in time, short enough that a killed host's messages are soon seen again.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly QueueClient queue = host.Storage.Queue(new QueueAddress(trigger.QueueName, trigger.Connection));
    private readonly QueueMessageHandler handler = new(function, trigger, Lease, host);
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly CancellationTokenSource stop = new();
    private Task polling = Task.CompletedTask;
    private int underWay;

    public void StartPolling() => polling = Task.Run(PollAsync);

    /// <summary>A message was just sent to that queue.</summary>
    public void Wake(QueueAddress address)
    {
        if (address.QueueName != trigger.QueueName || address.Connection != trigger.Connection)
        {
            return;
        }

        lock (wake)
        {
            // One look serves however many messages were sent before it.
            if (wake.CurrentCount == 0)
            {
                wake.Release();
            }
        }
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        await stop.CancelAsync();
        await polling.WaitAsync(cancellation);
    }

    public void Dispose()
    {
        stop.Dispose();
        wake.Dispose();
    }

    /// <summary>Takes what is there now and handles all of it.</summary>
    /// <returns>How many messages that was.</returns>
    public async Task<int> TakeAsync(CancellationToken cancellation)
    {
        QueueMessage[] messages = await ReceiveAsync(cancellation);
        await Task.WhenAll(messages.Select(handler.HandleAsync));
        return messages.Length;
    }

    private async Task PollAsync()
    {
        TimeSpan delay = LeastDelay;
        List<Task> handling = [];
        while (!stop.IsCancellationRequested)
        {
            int taken = await PollOnceAsync(handling);
            delay = taken > 0 ? LeastDelay : Longer(delay);
            handling.RemoveAll(task => task.IsCompleted);
            try
            {
                if (taken == 0 || Volatile.Read(ref underWay) > host.Settings.NewBatchThreshold)
                {
                    await wake.WaitAsync(delay, stop.Token);
                }
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(handling);
    }

    private async Task<int> PollOnceAsync(List<Task> handling)
    {
        if (Volatile.Read(ref underWay) > host.Settings.NewBatchThreshold)
        {
            return 0;
        }

        try
        {
            QueueMessage[] messages = await ReceiveAsync(stop.Token);
            foreach (QueueMessage message in messages)
            {
                Interlocked.Increment(ref underWay);
                handling.Add(HandleCountedAsync(message));
            }

            return messages.Length;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception unreachable) when (unreachable is RequestFailedException or AggregateException or IOException)
        {
            host.Log.LogWarning("Queue {Queue} cannot be read now ({Reason}); trying again.", trigger.QueueName, unreachable.Message.Split('\n')[0]);
            return 0;
        }
    }

    private async Task HandleCountedAsync(QueueMessage message)
    {
        try
        {
            await handler.HandleAsync(message);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
            Wake(new QueueAddress(trigger.QueueName, trigger.Connection));
        }
    }

    private async Task<QueueMessage[]> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            return (await queue.ReceiveMessagesAsync(host.Settings.BatchSize, Lease, cancellation)).Value;
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == "QueueNotFound")
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
            return [];
        }
    }

    private TimeSpan Longer(TimeSpan delay)
    {
        TimeSpan doubled = delay * 2;
        return doubled < host.Settings.MaxPollingInterval ? doubled : host.Settings.MaxPollingInterval;
    }
}
