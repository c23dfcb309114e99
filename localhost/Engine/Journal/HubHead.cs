using Boai.Localhost.Engine.Packing;

namespace Boai.Localhost.Engine.Journal;

/// <summary>The one row that says who owns the hub and where its journal begins.</summary>
internal sealed record HubHead
{
    private const int Mark = 0x424A_4844;

    public required string Hub { get; init; }

    /// <summary>Counts owners; the journal's keys carry it.</summary>
    public long Epoch { get; init; }

    /// <summary>The owner's own id; empty when the hub was given back.</summary>
    public string Owner { get; init; } = string.Empty;

    public string OwnerMachine { get; init; } = string.Empty;

    public int OwnerProcess { get; init; }

    /// <summary>When the owner's process started, because process numbers come again.</summary>
    public DateTimeOffset OwnerProcessStart { get; init; }

    public DateTimeOffset LeaseUntil { get; init; }

    /// <summary>The last entry that the checkpoint covers.</summary>
    public long CheckpointEpoch { get; init; } = 1;

    public long CheckpointSequence { get; init; }

    public long CheckpointNumber { get; init; }

    /// <summary>The blobs of the checkpoint: a whole one and what changed since, in order.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The checkpoint before, for as long as the storage may not have saved this one; empty files with number 0 if there is none.</summary>
    public long FallbackEpoch { get; init; }

    public long FallbackSequence { get; init; }

    public IReadOnlyList<string> FallbackFiles { get; init; } = [];

    public bool HasFallback => FallbackEpoch > 0;

    public string OwnerDescription => $"process {OwnerProcess} on {OwnerMachine}";

    public byte[] Write()
    {
        PackWriter to = new();
        to.Number(Mark);
        to.Text(Hub);
        to.Number(Epoch);
        to.Text(Owner);
        to.Text(OwnerMachine);
        to.Number(OwnerProcess);
        to.Instant(OwnerProcessStart);
        to.Instant(LeaseUntil);
        to.Number(CheckpointEpoch);
        to.Number(CheckpointSequence);
        to.Number(CheckpointNumber);
        WriteFiles(to, Files);
        to.Number(FallbackEpoch);
        to.Number(FallbackSequence);
        WriteFiles(to, FallbackFiles);
        return to.ToArray();
    }

    /// <exception cref="JournalDamagedException">The row is not a head.</exception>
    public static HubHead Read(byte[] content, string hub, string where)
    {
        try
        {
            PackReader from = new(content);
            if (from.Number() != Mark)
            {
                throw new JournalDamagedException($"The head row of hub '{hub}' in {where} was not written by this engine.");
            }

            HubHead head = new()
            {
                Hub = from.Text()!,
                Epoch = from.Number(),
                Owner = from.Text()!,
                OwnerMachine = from.Text()!,
                OwnerProcess = from.Int(),
                OwnerProcessStart = from.Instant(),
                LeaseUntil = from.Instant(),
                CheckpointEpoch = from.Number(),
                CheckpointSequence = from.Number(),
                CheckpointNumber = from.Number(),
            };
            head = head with { Files = ReadFiles(ref from) };
            head = head with { FallbackEpoch = from.Number(), FallbackSequence = from.Number() };
            head = head with { FallbackFiles = ReadFiles(ref from) };
            return head.Hub == hub
                ? head
                : throw new JournalDamagedException($"The head row in {where} belongs to hub '{head.Hub}', not to '{hub}'.");
        }
        catch (InvalidDataException unreadable)
        {
            throw new JournalDamagedException($"The head row of hub '{hub}' in {where} is damaged: {unreadable.Message}", unreadable);
        }
    }

    private static void WriteFiles(PackWriter to, IReadOnlyList<string> files)
    {
        to.Number(files.Count);
        foreach (string file in files)
        {
            to.Text(file);
        }
    }

    private static List<string> ReadFiles(ref PackReader from)
    {
        List<string> files = [];
        for (int left = from.Int(); left > 0; left--)
        {
            files.Add(from.Text()!);
        }

        return files;
    }
}
