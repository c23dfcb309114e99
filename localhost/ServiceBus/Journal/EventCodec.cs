using System.Text;

namespace Boai.Localhost.ServiceBus;

/// <summary>Events as bytes. The format is stored: codes and field order stay; new kinds get new codes.</summary>
internal static class EventCodec
{
    private const byte Format = 1;

    public static byte[] Write(IEnumerable<BrokerEvent> events)
    {
        using MemoryStream bytes = new();
        using (BinaryWriter writer = new(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Format);
            foreach (BrokerEvent change in events)
            {
                Write(writer, change);
            }
        }

        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, or of a later version.</exception>
    public static IReadOnlyList<BrokerEvent> Read(ReadOnlyMemory<byte> stored)
    {
        using BinaryReader reader = new(new MemoryStream(stored.ToArray()), Encoding.UTF8);
        try
        {
            if (reader.ReadByte() is not Format and var format)
            {
                throw new InvalidDataException($"The broker's journal has format {format}; this version reads {Format}. Use the version that wrote it, or delete the data folder.");
            }

            List<BrokerEvent> events = [];
            while (reader.BaseStream.Position < reader.BaseStream.Length)
            {
                events.Add(Read(reader));
            }

            return events;
        }
        catch (Exception damage) when (damage is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"The broker's journal is damaged: {damage.Message}", damage);
        }
    }

    /// <summary>A close upper bound of the bytes that an event takes.</summary>
    public static int Size(BrokerEvent change) => 80 + (2 * change.Entity.Length) + change switch
    {
        BrokerEvent.Enqueued enqueued => enqueued.Content.Encoded.Length,
        BrokerEvent.Modified modified => modified.NewContent.Encoded.Length,
        BrokerEvent.Moved moved => moved.NewContent.Encoded.Length + (2 * moved.Target.Length) + (2 * moved.Source.Length),
        BrokerEvent.SessionStateSet set => (set.State?.Length ?? 0) + (3 * set.SessionId.Length),
        BrokerEvent.Restored restored => restored.Content.Encoded.Length + (2 * (restored.DeadLetterSource?.Length ?? 0)),
        BrokerEvent.Remembered remembered => 3 * remembered.MessageId.Length,
        _ => 0,
    };

    private static void Write(BinaryWriter writer, BrokerEvent change)
    {
        (byte Code, Action Fields) written = change switch
        {
            BrokerEvent.Enqueued e => ((byte)1, () =>
            {
                writer.Write(e.Sequence);
                writer.Write(e.FirstSequence);
                Write(writer, e.Content);
                Write(writer, e.At);
                WriteOptional(writer, e.ScheduledFor);
            }),
            BrokerEvent.Activated e => (2, () =>
            {
                writer.Write(e.Sequence);
                writer.Write(e.NewSequence);
                Write(writer, e.At);
            }),
            BrokerEvent.Delivered e => (3, () => writer.Write(e.Sequence)),
            BrokerEvent.Removed e => (4, () => writer.Write(e.Sequence)),
            BrokerEvent.Deferred e => (5, () => writer.Write(e.Sequence)),
            BrokerEvent.Modified e => (6, () =>
            {
                writer.Write(e.Sequence);
                Write(writer, e.NewContent);
            }),
            BrokerEvent.Moved e => (7, () =>
            {
                writer.Write(e.Sequence);
                writer.Write(e.Target);
                writer.Write(e.NewSequence);
                Write(writer, e.NewContent);
                writer.Write(e.Source);
                Write(writer, e.At);
            }),
            BrokerEvent.SessionStateSet e => (8, () =>
            {
                writer.Write(e.SessionId);
                writer.Write(e.State?.Length ?? -1);
                writer.Write(e.State ?? []);
            }),
            BrokerEvent.Restored e => (9, () =>
            {
                writer.Write(e.Sequence);
                writer.Write(e.FirstSequence);
                Write(writer, e.Content);
                Write(writer, e.At);
                WriteOptional(writer, e.ScheduledFor);
                writer.Write((byte)e.Status);
                writer.Write(e.DeliveryCount);
                writer.Write(e.DeadLetterSource ?? string.Empty);
            }),
            BrokerEvent.Numbered e => (10, () => writer.Write(e.LastSequence)),
            BrokerEvent.Remembered e => ((byte)11, () =>
            {
                writer.Write(e.MessageId);
                Write(writer, e.At);
            }),
            _ => throw new System.Diagnostics.UnreachableException($"No code for {change.GetType().Name}."),
        };
        writer.Write(written.Code);
        writer.Write(change.Entity);
        written.Fields();
    }

    // Arguments are evaluated from left to right, which is the order in which the fields were written.
    private static BrokerEvent Read(BinaryReader reader)
    {
        byte code = reader.ReadByte();
        string entity = reader.ReadString();
        return code switch
        {
            1 => new BrokerEvent.Enqueued(
                entity, reader.ReadInt64(), reader.ReadInt64(), ReadContent(reader), ReadInstant(reader), ReadOptionalInstant(reader)),
            2 => new BrokerEvent.Activated(entity, reader.ReadInt64(), reader.ReadInt64(), ReadInstant(reader)),
            3 => new BrokerEvent.Delivered(entity, reader.ReadInt64()),
            4 => new BrokerEvent.Removed(entity, reader.ReadInt64()),
            5 => new BrokerEvent.Deferred(entity, reader.ReadInt64()),
            6 => new BrokerEvent.Modified(entity, reader.ReadInt64(), ReadContent(reader)),
            7 => new BrokerEvent.Moved(
                entity, reader.ReadInt64(), reader.ReadString(), reader.ReadInt64(), ReadContent(reader), reader.ReadString(), ReadInstant(reader)),
            8 => new BrokerEvent.SessionStateSet(entity, reader.ReadString(), ReadState(reader)),
            9 => new BrokerEvent.Restored(
                entity,
                reader.ReadInt64(),
                reader.ReadInt64(),
                ReadContent(reader),
                ReadInstant(reader),
                ReadOptionalInstant(reader),
                (MessageStatus)reader.ReadByte(),
                reader.ReadInt32(),
                reader.ReadString() is { Length: > 0 } source ? source : null),
            10 => new BrokerEvent.Numbered(entity, reader.ReadInt64()),
            11 => new BrokerEvent.Remembered(entity, reader.ReadString(), ReadInstant(reader)),
            _ => throw new InvalidDataException($"The broker's journal holds an event of the unknown kind {code}."),
        };
    }

    private static void Write(BinaryWriter writer, MessageContent content)
    {
        writer.Write(content.Encoded.Length);
        writer.Write(content.Encoded.Span);
    }

    private static void Write(BinaryWriter writer, DateTimeOffset instant) => writer.Write(instant.UtcTicks);

    private static void WriteOptional(BinaryWriter writer, DateTimeOffset? instant) => writer.Write(instant?.UtcTicks ?? -1);

    private static MessageContent ReadContent(BinaryReader reader) => MessageContent.Parse(ReadBytes(reader, reader.ReadInt32()));

    private static byte[]? ReadState(BinaryReader reader) => reader.ReadInt32() is >= 0 and var length ? ReadBytes(reader, length) : null;

    private static DateTimeOffset ReadInstant(BinaryReader reader) => new(reader.ReadInt64(), TimeSpan.Zero);

    private static DateTimeOffset? ReadOptionalInstant(BinaryReader reader) =>
        reader.ReadInt64() is >= 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    private static byte[] ReadBytes(BinaryReader reader, int length) =>
        reader.ReadBytes(length) is var bytes && bytes.Length == length ? bytes : throw new EndOfStreamException("An event is cut short.");
}
