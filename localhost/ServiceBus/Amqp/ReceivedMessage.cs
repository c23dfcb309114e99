using Amqp;

namespace Boai.Localhost.ServiceBus;

/// <summary>A message from a client with its bytes kept as they came; decoded only by whoever needs it.</summary>
internal sealed class ReceivedMessage(ReadOnlyMemory<byte> encoded) : Message
{
    public ReadOnlyMemory<byte> Encoded { get; } = encoded;
}

/// <summary>A message on its way to a client; its lock token becomes the delivery tag.</summary>
internal sealed class SentMessage(DeliveredMessage delivered) : Message
{
    public DeliveredMessage Delivered { get; } = delivered;
}
