using System.Collections;
using Azure;
using Azure.Core.Serialization;
using Azure.Storage.Queues;

namespace Boai.Localhost.Host;

/// <summary>Sends what functions returned to the queues that their output bindings name.</summary>
internal sealed class OutputSender(HostStorage storage, HostedApp app, QueueActivity activity, BrokerHost broker)
{
    public async Task SendAsync(Invocation invocation, CancellationToken cancellation)
    {
        foreach (OutputBinding output in invocation.Function.Result.Outputs)
        {
            if (invocation.Outputs.Bindings.GetValueOrDefault(output.Name) is not { } value)
            {
                continue;
            }

            if (output.Queue is { } queue)
            {
                await SendAsync(queue, Messages(value, WorkerSerializerOf(invocation)), cancellation);
            }
            else if (output.ServiceBusQueue is { } bus)
            {
                await broker.Broker.SendAsync(bus, [.. ServiceBusOutputs.Messages(value, WorkerSerializerOf(invocation)).Select(message => MessageTrace.On(message, invocation.Context.TraceContext))], cancellation);
            }
        }
    }

    /// <summary>One message per element of a list; text and bytes as they are; anything else as JSON.</summary>
    private static IEnumerable<BinaryData> Messages(object value, ObjectSerializer serializer) => value switch
    {
        string text => [BinaryData.FromString(text)],
        byte[] bytes => [BinaryData.FromBytes(bytes)],
        BinaryData data => [data],
        IEnumerable list and not IDictionary => list.OfType<object>().SelectMany(element => Messages(element, serializer)),
        _ => [serializer.Serialize(value, value.GetType())],
    };

    private async Task SendAsync(QueueAddress address, IEnumerable<BinaryData> messages, CancellationToken cancellation)
    {
        QueueClient queue = storage.Queue(address);
        foreach (BinaryData message in messages)
        {
            string text = QueueText.Encode(message, app.HostJson.Queues.Base64);
            try
            {
                await queue.SendMessageAsync(text, cancellation);
            }
            catch (RequestFailedException missing) when (missing.ErrorCode == "QueueNotFound")
            {
                await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
                await queue.SendMessageAsync(text, cancellation);
            }

            activity.Sent(address);
        }
    }

    private static ObjectSerializer WorkerSerializerOf(Invocation invocation) =>
        Microsoft.Azure.Functions.Worker.Http.WorkerSerializer.Of(invocation.Context);
}
