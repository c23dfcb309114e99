using System.Buffers.Binary;
using Amqp;

namespace Boai.Localhost.ServiceBus;

/// <summary>Where one section of an encoded AMQP message lies.</summary>
/// <param name="Code">The section's descriptor, such as 0x73 for properties.</param>
/// <param name="Offset">First byte of the section, descriptor included.</param>
/// <param name="ValueOffset">First byte of the section's value.</param>
/// <param name="End">The byte after the section.</param>
internal readonly record struct AmqpSection(ulong Code, int Offset, int ValueOffset, int End);

/// <summary>
/// Finds the sections of an encoded message without decoding them. The bare message (properties to footer) is the
/// sender's: the broker stores and forwards its bytes as they came, even types that no .NET type can hold.
/// </summary>
internal static class AmqpSections
{
    public const ulong Header = 0x70;
    public const ulong DeliveryAnnotations = 0x71;
    public const ulong MessageAnnotations = 0x72;
    public const ulong Properties = 0x73;
    public const ulong ApplicationProperties = 0x74;
    public const ulong Data = 0x75;
    public const ulong Footer = 0x78;

    /// <exception cref="FormatException">The bytes are not a sequence of message sections.</exception>
    public static List<AmqpSection> Find(ReadOnlySpan<byte> message)
    {
        List<AmqpSection> sections = [];
        int offset = 0;
        while (offset < message.Length)
        {
            if (message[offset] != 0)
            {
                throw new FormatException($"Byte {offset} of the message does not begin a section.");
            }

            (ulong code, int descriptorLength) = Descriptor(message[(offset + 1)..]);
            int valueOffset = offset + 1 + descriptorLength;
            int end = valueOffset + Length(message[Math.Min(valueOffset, message.Length)..]);
            if (code is < Header or > Footer || end > message.Length)
            {
                throw new FormatException($"The section at byte {offset} of the message is unknown or cut short.");
            }

            sections.Add(new AmqpSection(code, offset, valueOffset, end));
            offset = end;
        }

        return sections;
    }

    /// <summary>Encodes one section of a message made here; the library adds an empty body to a message without one.</summary>
    public static ReadOnlySpan<byte> Encode(Message message, params ReadOnlySpan<ulong> codes)
    {
        ByteBuffer buffer = message.Encode();
        byte[] whole = buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
        using MemoryStream wanted = new();
        foreach (AmqpSection section in Find(whole))
        {
            if (codes.Contains(section.Code))
            {
                wanted.Write(whole, section.Offset, section.End - section.Offset);
            }
        }

        return wanted.ToArray();
    }

    /// <summary>The content of a data section's binary value.</summary>
    /// <exception cref="FormatException">The value is not binary.</exception>
    public static ReadOnlyMemory<byte> Binary(ReadOnlyMemory<byte> message, AmqpSection section)
    {
        ReadOnlyMemory<byte> value = message[section.ValueOffset..section.End];
        return value.Span[0] switch
        {
            0xA0 => value[2..],
            0xB0 => value[5..],
            _ => throw new FormatException("A data section holds something other than binary."),
        };
    }

    private static (ulong Code, int Length) Descriptor(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x53, byte small, ..] => (small, 2),
        [0x80, ..] when bytes.Length >= 9 => (BinaryPrimitives.ReadUInt64BigEndian(bytes[1..]), 9),
        _ => throw new FormatException("A section of the message has no numeric descriptor."),
    };

    private static int Length(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            throw new FormatException("The message ends inside a section.");
        }

        long length = (value[0] >> 4) switch
        {
            0x0 => Described(value),
            0x4 => 1,
            0x5 => 2,
            0x6 => 3,
            0x7 => 5,
            0x8 => 9,
            0x9 => 17,
            0xA or 0xC or 0xE when value.Length > 1 => 2 + value[1],
            0xB or 0xD or 0xF when value.Length > 4 => 5L + BinaryPrimitives.ReadUInt32BigEndian(value[1..]),
            _ => throw new FormatException($"Format code 0x{value[0]:X2} is unknown or cut short."),
        };
        return length <= value.Length ? (int)length : throw new FormatException("A value is longer than the message.");
    }

    private static int Described(ReadOnlySpan<byte> value)
    {
        int descriptor = Length(value[1..]);
        return 1 + descriptor + Length(value[(1 + descriptor)..]);
    }
}
