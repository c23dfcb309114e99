using System.Text;
using Boai.Localhost.Engine;
using Boai.Localhost.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boai.Tests.Localhost.ServiceBus;

/// <summary>The journal in a store that forgets, as the emulator does when it is killed.</summary>
public sealed class StoredMessageJournalTests : IDisposable
{
    private readonly MemoryJournalStore store = new();
    private readonly LocalClock clock = LocalClock.Virtual(Samples.Start);

    public void Dispose() => clock.Dispose();

    [Fact]
    public async Task Entries_since_the_last_checkpoint_come_back_in_order_over_several_openings()
    {
        await using (StoredMessageJournal first = await OpenAsync())
        {
            await AppendAsync(first, "a", "b");
            await first.CheckpointAsync(Bytes("ab"), default);
            await AppendAsync(first, "c");
        }

        await using (StoredMessageJournal second = await OpenAsync())
        {
            await AppendAsync(second, "d");
        }

        Assert.Equal("ab|c,d", await ReadAsync());
    }

    [Fact]
    public async Task Whoever_opens_later_takes_over_and_the_store_itself_refuses_the_other()
    {
        await using StoredMessageJournal first = await OpenAsync();
        await AppendAsync(first, "a");
        await using StoredMessageJournal second = await OpenAsync();

        await Assert.ThrowsAsync<JournalOwnershipException>(() => AppendAsync(first, "lost"));
        await Assert.ThrowsAsync<JournalOwnershipException>(() => first.CheckpointAsync(Bytes("lost"), default));
        await AppendAsync(second, "b");
        Assert.Equal("|a,b", await ReadAsync());
    }

    [Fact]
    public async Task A_store_that_went_back_unnoticed_is_told_again_before_the_next_entry()
    {
        await using StoredMessageJournal journal = await OpenAsync();
        await AppendAsync(journal, "a");
        MemoryJournalStore saved = store.Copy();
        await AppendAsync(journal, "b", "c");
        store.GoBackTo(saved); // killed and started again while nobody called
        clock.Advance(TimeSpan.FromSeconds(3));
        await AppendAsync(journal, "d");

        Assert.True(journal.WantsCheckpoint);
        Assert.Equal("|a,b,c,d", await ReadAsync());
    }

    [Fact]
    public async Task A_store_that_forgot_the_very_opening_is_told_that_too()
    {
        MemoryJournalStore saved = store.Copy();
        await using StoredMessageJournal journal = await OpenAsync();
        await AppendAsync(journal, "a");
        store.GoBackTo(saved);
        clock.Advance(TimeSpan.FromSeconds(3));
        await AppendAsync(journal, "b");

        Assert.Equal("|a,b", await ReadAsync());
    }

    [Fact]
    public async Task A_journal_that_closes_after_a_silence_leaves_everything_behind()
    {
        StoredMessageJournal journal = await OpenAsync();
        await AppendAsync(journal, "a");
        MemoryJournalStore saved = store.Copy();
        await AppendAsync(journal, "b");
        store.GoBackTo(saved);
        clock.Advance(TimeSpan.FromSeconds(3));
        await journal.DisposeAsync();

        Assert.Equal("|a,b", await ReadAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_checkpoint_whose_blob_was_lost_is_made_good_by_what_it_replaced(int checkpoints)
    {
        await using (StoredMessageJournal journal = await OpenAsync())
        {
            string state = "";
            for (int checkpoint = 1; checkpoint <= checkpoints; checkpoint++)
            {
                await AppendAsync(journal, $"x{checkpoint}", $"y{checkpoint}");
                state += $"x{checkpoint}y{checkpoint}";
                await journal.CheckpointAsync(Bytes(state), default);
            }

            await AppendAsync(journal, "after");
        }

        JournalHeadState head = JournalHeadState.Decode((await store.ReadHeadAsync(default))!.Content);
        await store.DeleteBlobAsync(head.Checkpoint!, default);

        string before = string.Concat(Enumerable.Range(1, checkpoints - 1).Select(checkpoint => $"x{checkpoint}y{checkpoint}"));
        Assert.Equal($"{before}|x{checkpoints},y{checkpoints},after", await ReadAsync());
    }

    [Fact]
    public async Task A_blob_that_is_lost_while_the_broker_runs_asks_for_a_new_checkpoint()
    {
        await using StoredMessageJournal journal = await OpenAsync();
        await AppendAsync(journal, "a");
        await journal.CheckpointAsync(Bytes("a"), default);
        await store.DeleteBlobAsync(JournalHeadState.Decode((await store.ReadHeadAsync(default))!.Content).Checkpoint!, default);
        clock.Advance(TimeSpan.FromSeconds(3));
        await AppendAsync(journal, "b");

        Assert.True(journal.WantsCheckpoint);
    }

    private async Task<StoredMessageJournal> OpenAsync()
    {
        StoredMessageJournal journal = new(store, NullLogger.Instance, clock);
        await journal.OpenAsync(default);
        return journal;
    }

    /// <returns>The checkpoint, a bar, the entries.</returns>
    private async Task<string> ReadAsync()
    {
        await using StoredMessageJournal journal = new(store, NullLogger.Instance, clock);
        JournalContents contents = await journal.OpenAsync(default);
        return $"{Encoding.UTF8.GetString(contents.Checkpoint ?? [])}|{string.Join(',', contents.Entries.Select(entry => Encoding.UTF8.GetString(entry.Span)))}";
    }

    private static async Task AppendAsync(StoredMessageJournal journal, params string[] entries)
    {
        foreach (string entry in entries)
        {
            await journal.AppendAsync(Bytes(entry), default);
        }
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
