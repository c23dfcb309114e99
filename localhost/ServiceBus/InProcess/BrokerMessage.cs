using System.Globalization;
using System.Text.Json;
using Amqp;
using Amqp.Framing;

namespace Boai.Localhost.ServiceBus;

/// <summary>A message received in process.</summary>
public sealed class BrokerMessage
{
    private readonly DeliveredMessage delivered;
    private readonly Properties properties;

    internal BrokerMessage(EntityPath path, DeliveredMessage delivered)
    {
        this.delivered = delivered;
        Path = path;
        Message message = delivered.Content.Decode();
        properties = message.Properties ?? new Properties();
        Body = BodyOf(message);
        Dictionary<string, object?> application = new(StringComparer.Ordinal);
        foreach (KeyValuePair<object, object> property in message.ApplicationProperties?.Map ?? new Amqp.Types.Map())
        {
            application[property.Key.ToString()!] = property.Value;
        }

        ApplicationProperties = application;
    }

    /// <summary>The body's bytes; of a body that is AMQP text, its UTF-8.</summary>
    public BinaryData Body { get; }

    /// <summary>The sender's id, or the one that the broker gave.</summary>
    public string MessageId => delivered.Content.MessageId!;

    /// <summary>The session, or null.</summary>
    public string? SessionId => delivered.Content.SessionId;

    /// <summary>As text, or null.</summary>
    public string? CorrelationId => Convert.ToString(properties.GetCorrelationId(), CultureInfo.InvariantCulture) is { Length: > 0 } id ? id : null;

    /// <summary>Also called label.</summary>
    public string? Subject => properties.Subject;

    /// <summary>The sender's description of the body.</summary>
    public string? ContentType => properties.ContentType;

    /// <summary>Where answers go.</summary>
    public string? ReplyTo => properties.ReplyTo;

    /// <summary>The session that answers belong to.</summary>
    public string? ReplyToSessionId => properties.ReplyToGroupId;

    /// <summary>The addressee in the sender's terms.</summary>
    public string? To => properties.To;

    /// <summary>The sender's own properties, with what receivers changed; a dead-lettered message has its reason here.</summary>
    public IReadOnlyDictionary<string, object?> ApplicationProperties { get; }

    /// <summary>How many deliveries there were, this one included.</summary>
    public int DeliveryCount => delivered.LockToken is null ? delivered.DeliveryCount + 1 : delivered.DeliveryCount;

    /// <summary>The number within its queue.</summary>
    public long SequenceNumber => delivered.SequenceNumber;

    /// <summary>When the queue took it.</summary>
    public DateTimeOffset EnqueuedAt => delivered.EnqueuedAt;

    /// <summary>The end of the life that its sender asked for; the last instant there is if none.</summary>
    public DateTimeOffset ExpiresAt => delivered.Content.TimeToLive is { } life && life < DateTimeOffset.MaxValue - EnqueuedAt
        ? EnqueuedAt + life
        : DateTimeOffset.MaxValue;

    /// <summary>Null when it was received and deleted, or peeked at.</summary>
    public Guid? LockToken => delivered.LockToken;

    /// <summary>When the lock ends unless renewed.</summary>
    public DateTimeOffset? LockedUntil => delivered.LockedUntil;

    /// <summary>The queue that dead-lettered it, or null.</summary>
    public string? DeadLetterSource => delivered.DeadLetterSource;

    /// <summary>Why it was dead-lettered, or null.</summary>
    public string? DeadLetterReason => ApplicationProperties.GetValueOrDefault(Annotations.DeadLetterReason) as string;

    /// <summary>More of why it was dead-lettered, or null.</summary>
    public string? DeadLetterErrorDescription => ApplicationProperties.GetValueOrDefault(Annotations.DeadLetterErrorDescription) as string;

    /// <summary>The message as AMQP, with header and annotations as an official client would receive them.</summary>
    public BinaryData Encode() => BinaryData.FromBytes(delivered.Encode());

    internal EntityPath Path { get; }

    private static BinaryData BodyOf(Message message) => message.BodySection switch
    {
        null => BinaryData.Empty,
        Data data => BinaryData.FromBytes(data.Binary),
        DataList list => BinaryData.FromBytes(Enumerable.Range(0, list.Count).SelectMany(index => list[index].Binary).ToArray()),
        AmqpValue { Value: null } => BinaryData.Empty,
        AmqpValue { Value: byte[] bytes } => BinaryData.FromBytes(bytes),
        AmqpValue { Value: string text } => BinaryData.FromString(text),
        _ => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(message.Body, message.Body.GetType())),
    };
}
