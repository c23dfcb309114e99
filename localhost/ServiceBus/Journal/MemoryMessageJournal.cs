namespace Boai.Localhost.ServiceBus;

/// <summary>A journal in memory, for tests: it outlives the brokers that open it, and like the real one serves only the last of them.</summary>
public sealed class MemoryMessageJournal
{
    private readonly Lock gate = new();
    private readonly List<ReadOnlyMemory<byte>> entries = [];
    private byte[]? checkpoint;
    private int epoch;

    /// <summary>Entries since the last checkpoint.</summary>
    public int EntryCount
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
            }
        }
    }

    /// <summary>Called before each entry is kept; a test makes it wait or fail.</summary>
    public Func<Task> BeforeAppend { get; set; } = () => Task.CompletedTask;

    /// <summary>A writer for one broker.</summary>
    public IMessageJournal NewWriter() => new Writer(this);

    private sealed class Writer(MemoryMessageJournal journal) : IMessageJournal
    {
        private int epoch;

        public bool WantsCheckpoint => false;

        public int LargestEntry => 2560 * 1024;

        public Task<JournalContents> OpenAsync(CancellationToken cancellation)
        {
            lock (journal.gate)
            {
                epoch = ++journal.epoch;
                return Task.FromResult(new JournalContents(journal.checkpoint, [.. journal.entries]));
            }
        }

        public async Task AppendAsync(ReadOnlyMemory<byte> entry, CancellationToken cancellation)
        {
            await journal.BeforeAppend();
            lock (journal.gate)
            {
                CheckOwner();
                journal.entries.Add(entry.ToArray());
            }
        }

        public Task CheckpointAsync(ReadOnlyMemory<byte> checkpoint, CancellationToken cancellation)
        {
            lock (journal.gate)
            {
                CheckOwner();
                journal.checkpoint = checkpoint.ToArray();
                journal.entries.Clear();
                return Task.CompletedTask;
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void CheckOwner()
        {
            if (epoch != journal.epoch)
            {
                throw new JournalOwnershipException();
            }
        }
    }
}
