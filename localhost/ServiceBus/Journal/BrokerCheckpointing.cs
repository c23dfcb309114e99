namespace Boai.Localhost.ServiceBus;

/// <summary>When a checkpoint replaces the entries since the last one.</summary>
/// <param name="Entries">This many entries are enough.</param>
/// <param name="Bytes">So are this many bytes.</param>
public sealed record BrokerCheckpointing(int Entries = 500, long Bytes = 8 * 1024 * 1024)
{
    /// <summary>A large backlog makes checkpoints dear, so it makes them rare: writing stays in proportion to what came in.</summary>
    internal bool Reached(int entries, long bytes, long lastCheckpointBytes) =>
        bytes >= Math.Max(Bytes, lastCheckpointBytes / 2) || entries >= Math.Max(Entries, lastCheckpointBytes / (64 * 1024));
}
