using System.Text.Json;
using Boai.Localhost.Engine;

namespace Boai.Localhost.ServiceBus;

/// <summary>The head of a stored journal: who may write, where reading begins, and what may be deleted.</summary>
/// <param name="Epoch">Grows by one with every opening; only its owner writes entries of it.</param>
/// <param name="Checkpoint">The blob with the state before the first segment, or null.</param>
/// <param name="Segments">The entries since, oldest first; the last one is the owner's.</param>
/// <param name="Garbage">Entries and blobs that checkpoints have replaced.</param>
internal sealed record JournalHeadState(long Epoch, string? Checkpoint, IReadOnlyList<JournalSegment> Segments, IReadOnlyList<JournalGarbage> Garbage)
{
    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <exception cref="InvalidDataException">The head is not a broker's.</exception>
    public static JournalHeadState Decode(byte[] stored)
    {
        try
        {
            return JsonSerializer.Deserialize<JournalHeadState>(stored)!;
        }
        catch (JsonException damage)
        {
            throw new InvalidDataException($"The head of the broker's journal cannot be read: {damage.Message}", damage);
        }
    }
}

/// <param name="First">The first entry that counts.</param>
internal sealed record JournalSegment(long Epoch, long First);

/// <param name="First">The first of the entries; the others follow.</param>
/// <param name="Sizes">The size of each entry in bytes, by which the store knows how many rows it has.</param>
/// <param name="Blob">A checkpoint that was replaced, or null.</param>
/// <param name="ReplacedBy">The checkpoint that replaced it; if that one is lost, this is what it was made of.</param>
internal sealed record JournalGarbage(long Epoch, long First, IReadOnlyList<int> Sizes, string? Blob, string? ReplacedBy = null)
{
    public JournalEntryKey[] Keys() => [.. Sizes.Select((size, index) => new JournalEntryKey(Epoch, First + index, size))];
}
