using System.Globalization;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Host;

/// <summary>Runs a queue function for one message, and settles the message: gone, tried again later, or set aside as poison.</summary>
internal sealed class QueueMessageHandler(FunctionDescriptor function, QueueStart trigger, TimeSpan lease, QueueServices host)
{
    private readonly QueueClient queue = host.Storage.Queue(new QueueAddress(trigger.QueueName, trigger.Connection));
    private readonly QueueClient poison = host.Storage.Queue(new QueueAddress(trigger.QueueName + "-poison", trigger.Connection));

    public async Task HandleAsync(QueueMessage message)
    {
        using IDisposable work = host.Work.Begin($"message {message.MessageId} of queue {trigger.QueueName} (attempt {message.DequeueCount})");
        try
        {
            await SettleAsync(message);
        }
        catch (RequestFailedException failure)
        {
            // The message becomes visible again when its lease ends.
            host.Log.LogWarning(
                "Message {Message} of queue {Queue} could not be settled ({Reason}); it will be delivered again.",
                message.MessageId, trigger.QueueName, failure.Message.Split('\n')[0]);
        }
    }

    public static QueueMessage WithBody(QueueMessage message, BinaryData body) => QueuesModelFactory.QueueMessage(
        message.MessageId, message.PopReceipt, body, message.DequeueCount, message.NextVisibleOn, message.InsertedOn, message.ExpiresOn);

    public static IReadOnlyDictionary<string, object?> BindingData(QueueMessage message) =>
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["QueueTrigger"] = message.Body.ToString(),
            ["Id"] = message.MessageId,
            ["DequeueCount"] = message.DequeueCount.ToString(CultureInfo.InvariantCulture),
            ["InsertionTime"] = Text(message.InsertedOn),
            ["ExpirationTime"] = Text(message.ExpiresOn),
            ["NextVisibleTime"] = Text(message.NextVisibleOn),
            ["PopReceipt"] = message.PopReceipt,
        };

    private async Task SettleAsync(QueueMessage message)
    {
        BinaryData? body = QueueText.Decode(message.Body, host.Settings.Base64);
        if (body is null)
        {
            host.Log.LogError("Message {Message} of queue {Queue} is not base64; it is set aside as poison.", message.MessageId, trigger.QueueName);
            await SetAsideAsync(message, message.PopReceipt);
            return;
        }

        if (message.DequeueCount > host.Settings.MaxDequeueCount)
        {
            // The host died over it the last time that was allowed.
            await SetAsideAsync(message, message.PopReceipt);
            return;
        }

        await using LeaseKeeper keeper = new(queue, message, lease);
        bool done = await TryRunAsync(WithBody(message, body));
        string receipt = await keeper.StopAsync();
        if (done)
        {
            await queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None);
        }
        else if (host.Stopping.Token.IsCancellationRequested)
        {
            await queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: TimeSpan.Zero, cancellationToken: CancellationToken.None);
        }
        else if (message.DequeueCount >= host.Settings.MaxDequeueCount)
        {
            await SetAsideAsync(message, receipt);
        }
        else
        {
            await queue.UpdateMessageAsync(
                message.MessageId, receipt, visibilityTimeout: host.Settings.VisibilityTimeout, cancellationToken: CancellationToken.None);
        }
    }

    private async Task<bool> TryRunAsync(QueueMessage message)
    {
        CancellationToken stopping = host.Stopping.Token;
        try
        {
            return await host.Invoker.InvokeAsync(
                function,
                new InvocationInput { Value = message, BindingData = BindingData(message) },
                async invocation =>
                {
                    await host.Outputs.SendAsync(invocation, stopping);
                    return true;
                },
                stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
#pragma warning disable CA1031 // whatever a function throws is its failure, not the host's
        catch (Exception failure)
#pragma warning restore CA1031
        {
            host.Log.LogError(
                failure, "{Function} failed over message {Message} of queue {Queue}, attempt {Attempt} of {Most}.",
                function.Name, message.MessageId, trigger.QueueName, message.DequeueCount, host.Settings.MaxDequeueCount);
            return false;
        }
    }

    private async Task SetAsideAsync(QueueMessage message, string receipt)
    {
        await poison.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
        await poison.SendMessageAsync(message.Body, cancellationToken: CancellationToken.None);
        await queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None);
        host.Log.LogWarning("Message {Message} of queue {Queue} is now in {Poison}.", message.MessageId, trigger.QueueName, poison.Name);
    }

    private static string? Text(DateTimeOffset? instant) => instant?.ToString("o", CultureInfo.InvariantCulture);
}
