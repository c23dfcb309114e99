using Boai.Localhost.Engine.Packing;

namespace Boai.Localhost.Engine.Model;

/// <summary>
/// A history as packed bytes: written at the end, read as a whole. A waiting instance keeps nothing else of its past in memory,
/// which is what lets a hundred thousand of them wait in a few hundred bytes each.
/// </summary>
internal sealed class HistoryBuffer
{
    [ThreadStatic]
    private static PackWriter? scratch;

    private byte[] bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public void Add(Item item)
    {
        PackWriter writer = scratch ??= new(1024);
        writer.Clear();
        item.Write(writer);
        Add(writer.Written);
        if (writer.Length > 64 * 1024)
        {
            scratch = null;
        }
    }

    public void Add(ReadOnlySpan<byte> packed)
    {
        if (bytes.Length - Length < packed.Length)
        {
            int needed = Length + packed.Length;
            Array.Resize(ref bytes, Math.Max(needed, Math.Min(needed * 2, needed + (1024 * 1024))));
        }

        packed.CopyTo(bytes.AsSpan(Length));
        Length += packed.Length;
    }

    public void Replace(IEnumerable<Item> items)
    {
        PackWriter writer = new(Length);
        foreach (Item item in items)
        {
            item.Write(writer);
        }

        bytes = writer.ToArray();
        Length = bytes.Length;
    }

    public void Clear()
    {
        bytes = [];
        Length = 0;
    }

    /// <summary>Gives back the room kept for growth; called when the instance is about to wait.</summary>
    public void Trim()
    {
        if (bytes.Length > Length + 64)
        {
            Array.Resize(ref bytes, Length);
        }
    }

    /// <summary>The history up to now, for reading on another thread while it grows.</summary>
    public ReadOnlyMemory<byte> Snapshot() => bytes.AsMemory(0, Length);

    public List<Item> Items() => Items(Written);

    /// <summary>When the orchestration took its first step; null when it never did.</summary>
    public DateTimeOffset? FirstStep()
    {
        PackReader reader = new(Written);
        while (!reader.AtEnd)
        {
            if (Item.Read(ref reader) is { Kind: ItemKind.TurnStarted, At: var at })
            {
                return at;
            }
        }

        return null;
    }

    public static List<Item> Items(ReadOnlySpan<byte> packed)
    {
        List<Item> items = [];
        PackReader reader = new(packed);
        while (!reader.AtEnd)
        {
            items.Add(Item.Read(ref reader));
        }

        return items;
    }
}
