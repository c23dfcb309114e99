using Amqp;
using Amqp.Framing;

namespace Boai.Localhost.ServiceBus;

/// <summary>A message to be sent from this process.</summary>
/// <param name="Body">Sent as AMQP data, as the official clients send theirs.</param>
public sealed record OutgoingMessage(BinaryData Body)
{
    /// <summary>Null lets the broker give one.</summary>
    public string? MessageId { get; init; }

    /// <summary>Required by queues with sessions.</summary>
    public string? SessionId { get; init; }

    /// <summary>What the message answers.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Also called label.</summary>
    public string? Subject { get; init; }

    /// <summary>Describes the body.</summary>
    public string? ContentType { get; init; }

    /// <summary>Where answers go.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The message's life; null for the queue's.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>The instant before which nobody gets it; null for at once.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>Properties of AMQP's simple types.</summary>
    public IReadOnlyDictionary<string, object?> ApplicationProperties { get; init; } = new Dictionary<string, object?>();

    internal MessageContent Encode()
    {
        Properties properties = new()
        {
            MessageId = MessageId,
            GroupId = SessionId,
            CorrelationId = CorrelationId,
            Subject = Subject,
            ReplyTo = ReplyTo,
        };
        if (ContentType is not null)
        {
            properties.ContentType = ContentType;
        }

        Message message = new() { Properties = properties, BodySection = new Data { Binary = Body.ToArray() } };
        if (TimeToLive is { } life)
        {
            message.Header = new Header { Ttl = (uint)Math.Clamp(life.TotalMilliseconds, 1, uint.MaxValue - 1) };
        }

        if (ScheduledFor is { } instant)
        {
            message.MessageAnnotations = new MessageAnnotations();
            message.MessageAnnotations[Annotations.ScheduledEnqueueTime] = instant.UtcDateTime;
        }

        if (ApplicationProperties.Count > 0)
        {
            message.ApplicationProperties = new ApplicationProperties();
            foreach ((string name, object? value) in ApplicationProperties)
            {
                message.ApplicationProperties[name] = value;
            }
        }

        return MessageContent.Parse(message);
    }
}
