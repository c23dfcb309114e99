using System.Security.Cryptography;
using Boai.Localhost.Engine.Journal;
using Boai.Localhost.Engine.Model;
using Boai.Localhost.Engine.Packing;

namespace Boai.Localhost.Engine.Archiving;

/// <summary>
/// The state at one position of the journal, or what changed since the checkpoint before: written in one piece on the engine's thread of
/// execution, so that it is of one moment.
/// </summary>
internal sealed class CheckpointFile
{
    private const int Mark = 0x424A_4350;

    public bool IsWhole { get; init; }

    public long NextOrdinal { get; init; }

    public long NextGeneration { get; init; }

    public List<Instance> Instances { get; } = [];

    public List<long> RemovedOrdinals { get; } = [];

    public List<Entity> Entities { get; } = [];

    public List<string> RemovedEntities { get; } = [];

    public List<ArchiveSegment.Meta> Segments { get; } = [];

    public List<string> RemovedSegments { get; } = [];

    public List<(string Segment, int Entry)> Killed { get; } = [];

    /// <summary>Packs the file; the expensive compression is left to <see cref="Seal"/>.</summary>
    public static PackWriter Write(
        bool whole,
        EngineState state,
        IReadOnlyCollection<Instance> instances,
        IReadOnlyCollection<long> removedOrdinals,
        IReadOnlyCollection<Entity> entities,
        IReadOnlyCollection<string> removedEntities,
        IReadOnlyCollection<ArchiveSegment> segments,
        IReadOnlyCollection<string> removedSegments,
        IReadOnlyCollection<(string Segment, int Entry)> killed)
    {
        PackWriter to = new(64 * 1024);
        to.Number(Mark);
        to.Bool(whole);
        to.Number(state.NextOrdinal);
        to.Number(state.NextGeneration);
        to.Number(instances.Count);
        foreach (Instance instance in instances)
        {
            instance.Write(to);
        }

        to.Number(removedOrdinals.Count);
        foreach (long ordinal in removedOrdinals)
        {
            to.Number(ordinal);
        }

        to.Number(entities.Count);
        foreach (Entity entity in entities)
        {
            entity.Write(to);
        }

        WriteTexts(to, removedEntities);
        to.Number(segments.Count);
        foreach (ArchiveSegment segment in segments)
        {
            segment.WriteMeta(to);
        }

        WriteTexts(to, removedSegments);
        to.Number(killed.Count);
        foreach ((string segment, int entry) in killed)
        {
            to.Text(segment);
            to.Number(entry);
        }

        return to;
    }

    public static byte[] Seal(PackWriter file)
    {
        byte[] body = Compression.Compress(file.Written);
        byte[] sealedFile = new byte[body.Length + 8];
        SHA256.HashData(body).AsSpan(0, 8).CopyTo(sealedFile);
        body.CopyTo(sealedFile, 8);
        return sealedFile;
    }

    /// <exception cref="JournalDamagedException">The file is damaged or missing.</exception>
    public static CheckpointFile Read(byte[]? sealedFile, string name, string where)
    {
        if (sealedFile is null)
        {
            throw new JournalDamagedException($"Checkpoint '{name}' in {where} is missing.");
        }

        if (sealedFile.Length < 8 || !SHA256.HashData(sealedFile.AsSpan(8)).AsSpan(0, 8).SequenceEqual(sealedFile.AsSpan(0, 8)))
        {
            throw new JournalDamagedException($"Checkpoint '{name}' in {where} is damaged: its checksum does not fit.");
        }

        try
        {
            PackReader from = new(Compression.Decompress(sealedFile[8..]));
            if (from.Number() != Mark)
            {
                throw new JournalDamagedException($"Checkpoint '{name}' in {where} was not written by this engine.");
            }

            CheckpointFile file = new() { IsWhole = from.Bool(), NextOrdinal = from.Number(), NextGeneration = from.Number() };
            for (int left = from.Int(); left > 0; left--)
            {
                file.Instances.Add(Instance.Read(ref from));
            }

            for (int left = from.Int(); left > 0; left--)
            {
                file.RemovedOrdinals.Add(from.Number());
            }

            for (int left = from.Int(); left > 0; left--)
            {
                file.Entities.Add(Entity.Read(ref from));
            }

            ReadTexts(ref from, file.RemovedEntities);
            for (int left = from.Int(); left > 0; left--)
            {
                file.Segments.Add(ArchiveSegment.ReadMeta(ref from));
            }

            ReadTexts(ref from, file.RemovedSegments);
            for (int left = from.Int(); left > 0; left--)
            {
                file.Killed.Add((from.Text()!, from.Int()));
            }

            return file;
        }
        catch (InvalidDataException unreadable)
        {
            throw new JournalDamagedException($"Checkpoint '{name}' in {where} is damaged: {unreadable.Message}", unreadable);
        }
    }

    private static void WriteTexts(PackWriter to, IReadOnlyCollection<string> texts)
    {
        to.Number(texts.Count);
        foreach (string text in texts)
        {
            to.Text(text);
        }
    }

    private static void ReadTexts(ref PackReader from, List<string> texts)
    {
        for (int left = from.Int(); left > 0; left--)
        {
            texts.Add(from.Text()!);
        }
    }
}
