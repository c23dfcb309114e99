using Amqp;
using Amqp.Framing;

namespace Boai.Localhost.ServiceBus;

/// <summary>A message as one receiver gets it: a picture of the moment, unchanged by what happens to the message later.</summary>
/// <param name="FirstSequenceNumber">The number that the message got where it was first sent to.</param>
/// <param name="DeliveryCount">How many deliveries there were, this one included when it is locked.</param>
/// <param name="LockToken">The token to settle it by; null when received and deleted, or peeked at.</param>
/// <param name="DeadLetterSource">The queue that dead-lettered it, or null.</param>
internal sealed record DeliveredMessage(
    MessageContent Content,
    long SequenceNumber,
    long FirstSequenceNumber,
    DateTimeOffset EnqueuedAt,
    int DeliveryCount,
    MessageStatus Status,
    Guid? LockToken,
    DateTimeOffset? LockedUntil,
    string? DeadLetterSource)
{
    /// <summary>The bytes to send: header and annotations of the broker's making, then the sender's bare message.</summary>
    public byte[] Encode()
    {
        Message outer = Content.DecodeOuter();
        // The header counts earlier attempts; whoever peeks is told of all of them.
        uint earlier = (uint)(LockToken is null ? DeliveryCount : DeliveryCount - 1);
        outer.Header = Header(outer.Header, earlier);
        MessageAnnotations annotations = outer.MessageAnnotations ??= new MessageAnnotations();
        annotations[Annotations.SequenceNumber] = SequenceNumber;
        annotations[Annotations.EnqueuedSequenceNumber] = FirstSequenceNumber;
        annotations[Annotations.EnqueuedTime] = EnqueuedAt.UtcDateTime;
        annotations[Annotations.MessageState] = (int)Status;
        if (LockedUntil is { } until)
        {
            annotations[Annotations.LockedUntil] = until.UtcDateTime;
        }

        if (DeadLetterSource is not null)
        {
            annotations[Annotations.DeadLetterSource] = DeadLetterSource;
        }

        return [.. AmqpSections.Encode(outer, AmqpSections.Header, AmqpSections.MessageAnnotations), .. Content.Bare.Span];
    }

    private static Header Header(Header? sent, uint earlier)
    {
        Header header = new() { Durable = true, DeliveryCount = earlier };
        if (sent is not null)
        {
            header.Priority = sent.Priority;
            if (sent.Ttl is > 0 and < uint.MaxValue)
            {
                header.Ttl = sent.Ttl;
            }
        }

        return header;
    }
}
