using System.Text;

namespace Boai.Localhost.Engine.Packing;

/// <summary>Reads what <see cref="PackWriter"/> wrote.</summary>
internal ref struct PackReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> data = data;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position >= data.Length;

    public byte Byte() => Position < data.Length ? data[Position++] : throw Short();

    public long Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw new InvalidDataException("A packed number is longer than numbers are.");
    }

    public int Int() => checked((int)Number());

    public bool Bool() => Byte() != 0;

    public DateTimeOffset Instant() => new(Number(), TimeSpan.Zero);

    public string? Text()
    {
        int length = Int();
        return length < 0 ? null : Encoding.UTF8.GetString(Raw(length));
    }

    public ReadOnlySpan<byte> Bytes() => Raw(Int());

    public ReadOnlySpan<byte> Raw(int length)
    {
        if (length < 0 || length > data.Length - Position)
        {
            throw Short();
        }

        ReadOnlySpan<byte> slice = data.Slice(Position, length);
        Position += length;
        return slice;
    }

    private static InvalidDataException Short() => new("Packed data end too early.");
}
