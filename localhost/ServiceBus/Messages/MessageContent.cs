using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Boai.Localhost.ServiceBus;

/// <summary>A message as its sender encoded it, with the facts that the broker acts upon.</summary>
internal sealed class MessageContent
{
    private readonly List<AmqpSection> sections;

    private MessageContent(ReadOnlyMemory<byte> encoded, List<AmqpSection> sections)
    {
        Encoded = encoded;
        this.sections = sections;
    }

    /// <summary>The whole message; later changes of application properties included.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    public string? MessageId { get; private init; }

    public string? SessionId { get; private init; }

    /// <summary>The life that the sender asked for, or null.</summary>
    public TimeSpan? TimeToLive { get; private init; }

    /// <summary>The instant before which the message must not be seen, or null.</summary>
    public DateTimeOffset? ScheduledFor { get; private init; }

    /// <exception cref="FormatException">The bytes are not an AMQP message.</exception>
    public static MessageContent Parse(ReadOnlyMemory<byte> encoded)
    {
        List<AmqpSection> sections = AmqpSections.Find(encoded.Span);
        Message outer = Decode(encoded, sections, AmqpSections.Header, AmqpSections.MessageAnnotations, AmqpSections.Properties);
        return new MessageContent(encoded, sections)
        {
            MessageId = Text(outer.Properties?.GetMessageId()),
            SessionId = outer.Properties?.GroupId,
            TimeToLive = Life(outer),
            ScheduledFor = outer.MessageAnnotations?.Map[Annotations.ScheduledEnqueueTime] is DateTime instant
                ? new DateTimeOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc))
                : null,
        };
    }

    /// <exception cref="FormatException">The bytes are not an AMQP message.</exception>
    public static MessageContent Parse(Message message)
    {
        ByteBuffer buffer = message.Encode();
        return Parse(buffer.Buffer.AsMemory(buffer.Offset, buffer.Length).ToArray());
    }

    /// <summary>The message decoded; for readers in process. Application properties of exotic types may not decode.</summary>
    public Message Decode() => Message.Decode(Reader(Encoded));

    /// <summary>Header and annotations of the sender, to be completed by the broker.</summary>
    public Message DecodeOuter() => Decode(Encoded, sections, AmqpSections.Header, AmqpSections.MessageAnnotations);

    /// <summary>Properties to footer, byte for byte.</summary>
    public ReadOnlyMemory<byte> Bare
    {
        get
        {
            int start = sections.FindIndex(section => section.Code >= AmqpSections.Properties);
            return start < 0 ? ReadOnlyMemory<byte>.Empty : Encoded[sections[start].Offset..];
        }
    }

    /// <summary>The same message with some application properties set.</summary>
    public MessageContent WithApplicationProperties(Map changes)
    {
        Message current = Decode(Encoded, sections, AmqpSections.ApplicationProperties);
        ApplicationProperties properties = current.ApplicationProperties ?? new ApplicationProperties();
        foreach (KeyValuePair<object, object> change in changes)
        {
            properties[Text(change.Key)!] = change.Value;
        }

        return WithSection(AmqpSections.ApplicationProperties, new Message { ApplicationProperties = properties });
    }

    /// <summary>The same message under an id; the service gives one to a message that comes without.</summary>
    public MessageContent WithMessageId(string messageId)
    {
        Properties properties = Decode(Encoded, sections, AmqpSections.Properties).Properties ?? new Properties();
        properties.MessageId = messageId;
        return WithSection(AmqpSections.Properties, new Message { Properties = properties });
    }

    /// <summary>The messages packed into one transfer of format 0x80013700: each data section holds one.</summary>
    /// <exception cref="FormatException">The bytes are not such a batch.</exception>
    public static IReadOnlyList<MessageContent> ParseBatch(ReadOnlyMemory<byte> envelope)
    {
        MessageContent[] contents = [.. AmqpSections.Find(envelope.Span)
            .Where(section => section.Code == AmqpSections.Data)
            .Select(section => Parse(AmqpSections.Binary(envelope, section)))];
        return contents is [] ? throw new FormatException("A batch without a message.") : contents;
    }

    private MessageContent WithSection(ulong code, Message replacement)
    {
        using MemoryStream bytes = new();
        foreach (AmqpSection section in sections.Where(section => section.Code < code))
        {
            bytes.Write(Encoded.Span[section.Offset..section.End]);
        }

        bytes.Write(AmqpSections.Encode(replacement, code));
        foreach (AmqpSection section in sections.Where(section => section.Code > code))
        {
            bytes.Write(Encoded.Span[section.Offset..section.End]);
        }

        return Parse(bytes.ToArray());
    }

    private static Message Decode(ReadOnlyMemory<byte> encoded, List<AmqpSection> sections, params ulong[] wanted)
    {
        using MemoryStream bytes = new();
        foreach (AmqpSection section in sections.Where(section => wanted.Contains(section.Code)))
        {
            bytes.Write(encoded.Span[section.Offset..section.End]);
        }

        try
        {
            return Message.Decode(Reader(bytes.ToArray()));
        }
        catch (Exception undecodable) when (undecodable is AmqpException or InvalidCastException or ArgumentException or OverflowException)
        {
            throw new FormatException($"The message cannot be decoded: {undecodable.Message}", undecodable);
        }
    }

    private static ByteBuffer Reader(ReadOnlyMemory<byte> encoded)
    {
        byte[] bytes = encoded.ToArray();
        return new ByteBuffer(bytes, 0, bytes.Length, bytes.Length);
    }

    /// <summary>
    /// A header can say at most 49 days; clients write longer lives as the difference of two timestamps in the properties.
    /// </summary>
    private static TimeSpan? Life(Message message)
    {
        if (message.Properties is { } properties
            && properties.AbsoluteExpiryTime > properties.CreationTime && properties.CreationTime > DateTime.MinValue.AddYears(1))
        {
            return properties.AbsoluteExpiryTime - properties.CreationTime;
        }

        return message.Header?.Ttl is { } milliseconds and > 0 and < uint.MaxValue ? TimeSpan.FromMilliseconds(milliseconds) : null;
    }

    private static string? Text(object? value) => value is null ? null : Convert.ToString(value is byte[] bytes
        ? Convert.ToHexString(bytes)
        : value, CultureInfo.InvariantCulture);
}
