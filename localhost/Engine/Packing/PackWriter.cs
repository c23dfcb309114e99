using System.Buffers;
using System.Text;

namespace Boai.Localhost.Engine.Packing;

/// <summary>Writes compact binary: numbers in as few bytes as they need, text in UTF-8.</summary>
internal sealed class PackWriter
{
    private readonly ArrayBufferWriter<byte> buffer;

    public PackWriter(int capacity = 256)
    {
        buffer = new(capacity);
    }

    public int Length => buffer.WrittenCount;

    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    public ReadOnlyMemory<byte> WrittenMemory => buffer.WrittenMemory;

    public void Clear() => buffer.ResetWrittenCount();

    public byte[] ToArray() => buffer.WrittenSpan.ToArray();

    public void Byte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    public void Number(long value)
    {
        // Zigzag keeps small negative numbers short.
        ulong rest = (ulong)((value << 1) ^ (value >> 63));
        Span<byte> span = buffer.GetSpan(10);
        int at = 0;
        while (rest >= 0x80)
        {
            span[at++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        span[at++] = (byte)rest;
        buffer.Advance(at);
    }

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Instant(DateTimeOffset value) => Number(value.UtcTicks);

    /// <summary>Writes the text, or that there is none.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Number(-1);
            return;
        }

        int length = Encoding.UTF8.GetByteCount(value);
        Number(length);
        Encoding.UTF8.GetBytes(value, buffer.GetSpan(length));
        buffer.Advance(length);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        Raw(value);
    }

    public void Raw(ReadOnlySpan<byte> value)
    {
        value.CopyTo(buffer.GetSpan(value.Length));
        buffer.Advance(value.Length);
    }
}
