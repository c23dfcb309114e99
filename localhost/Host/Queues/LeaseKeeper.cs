using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Boai.Localhost.Host;

/// <summary>Keeps a message invisible to others while its function runs.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task keeping;
    private string receipt;

    public LeaseKeeper(QueueClient queue, QueueMessage message, TimeSpan lease)
    {
        receipt = message.PopReceipt;
        keeping = KeepAsync(queue, message.MessageId, lease);
    }

    /// <returns>The receipt that settles the message.</returns>
    public async Task<string> StopAsync()
    {
        await stop.CancelAsync();
        await keeping;
        return receipt;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
    }

    private async Task KeepAsync(QueueClient queue, string message, TimeSpan lease)
    {
        using PeriodicTimer half = new(lease / 2);
        try
        {
            while (await half.WaitForNextTickAsync(stop.Token))
            {
                receipt = (await queue.UpdateMessageAsync(message, receipt, visibilityTimeout: lease, cancellationToken: CancellationToken.None))
                    .Value.PopReceipt;
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: the function has ended.
        }
        catch (RequestFailedException)
        {
            // The lease is lost, so settling will fail and say so; the message is delivered again.
        }
    }
}
