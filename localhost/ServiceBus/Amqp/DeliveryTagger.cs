using Amqp.Handler;

namespace Boai.Localhost.ServiceBus;

/// <summary>Official clients read a message's lock token from the tag of its delivery.</summary>
internal sealed class DeliveryTagger : IHandler
{
    public static readonly DeliveryTagger Instance = new();

    public bool CanHandle(EventId id) => id is EventId.SendDelivery;

    public void Handle(Event protocolEvent)
    {
        if (protocolEvent.Context is IDelivery { Message: SentMessage sent } delivery)
        {
            delivery.Tag = (sent.Delivered.LockToken ?? Guid.Empty).ToByteArray();
        }
    }
}
