using Boai.Localhost.Engine;

namespace Boai.Tests.Localhost.Durability;

/// <summary>What is damaged is never skipped, and what the storage lost is said.</summary>
public abstract partial class JournalTests
{
    [Fact]
    public async Task A_damaged_entry_stops_the_start_with_an_error_that_names_it()
        => Assert.Contains("Journal entry 3 of epoch 1 of hub 'Boai'", await RefusalAfter((_, content) =>
        {
            content[^1] ^= 0x40;
            return content;
        }), StringComparison.Ordinal);

    [Fact]
    public async Task An_entry_of_another_program_stops_the_start_with_an_error_that_names_it()
    {
        string message = await RefusalAfter((_, _) => "not a journal entry at all"u8.ToArray());

        Assert.Contains("Journal entry 3 of epoch 1", message, StringComparison.Ordinal);
        Assert.Contains("was not written by this engine", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_in_the_place_of_another_stops_the_start_with_an_error_that_names_both()
    {
        string message = await RefusalAfter((store, _) => store.ReadEntryAsync(1, 2, default).Result!);

        Assert.Contains("Journal entry 3 of epoch 1", message, StringComparison.Ordinal);
        Assert.Contains("foreign: it says it is entry 2 of epoch 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_entry_stops_the_start_with_an_error_that_names_it()
        => Assert.Contains("Journal entry 3 of epoch 1 of hub 'Boai'", await RefusalAfter((_, _) => null), StringComparison.Ordinal);

    [Fact]
    public async Task A_damaged_head_stops_the_start()
    {
        IJournalStore store = await NewStoreAsync();
        await using (EngineUnderTest first = await EngineUnderTest.StartAsync(store))
        {
            first.Kill();
        }

        JournalHead head = (await store.ReadHeadAsync(default))!;
        await store.TryWriteHeadAsync([.. head.Content.Take(9)], head.Tag, default);
        await using EngineUnderTest second = EngineUnderTest.New(store);

        JournalDamagedException refused = await Assert.ThrowsAsync<JournalDamagedException>(() => second.Engine.StartAsync(default));
        Assert.Contains("head row of hub 'Boai'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_storage_lost_is_reported_in_one_clear_line()
    {
        CountingStore store = new(await NewStoreAsync());
        await using EngineUnderTest first = await EngineUnderTest.StartAsync(store);
        await first.RunAsync("FiveSteps", id: "kept");
        long kept = store.Last.Sequence;
        await first.RunAsync("FiveSteps", id: "lost");
        (long epoch, long last) = store.Last;

        // Renewing the lease marks how far the journal has come.
        await first.PassTimeUntilAsync(() => store.ReadBlobAsync("mark", default).Result is { } mark
            && System.Text.Encoding.ASCII.GetString(mark) == $"{last}");
        first.Kill();
        await store.DeleteEntriesAsync([.. Enumerable.Range(0, (int)(last - kept)).Select(offset => new JournalEntryKey(epoch, kept + 1 + offset, 100))], default);

        await using EngineUnderTest second = await EngineUnderTest.StartAsync(store);

        string line = Assert.Single(second.Warnings);
        Assert.Contains($"lost journal entries {kept + 1} to {last} of hub Boai", line, StringComparison.Ordinal);
        Assert.Equal("15", (await second.EndOfAsync("kept")).SerializedOutput);
        Assert.Null(await second.Client.GetInstanceAsync("lost"));
        Assert.Equal("15", (await second.RunAsync("FiveSteps", id: "lost")).SerializedOutput);
    }

    [Fact]
    public async Task What_the_storage_loses_while_the_host_lives_is_written_again()
    {
        CountingStore store = new(await NewStoreAsync());
        await using EngineUnderTest first = await EngineUnderTest.StartAsync(store);
        await first.RunAsync("FiveSteps", id: "early");
        (long epoch, long last) = store.Last;
        await store.DeleteEntriesAsync([new(epoch, last, 100), new(epoch, last - 1, 100), new(epoch, last - 2, 100)], default);

        // A pause long enough for the storage to have been restarted makes the engine look before it writes on.
        first.Lease.Advance(TimeSpan.FromSeconds(1));
        await first.RunAsync("FiveSteps", id: "late");
        first.Kill();
        await using EngineUnderTest second = await EngineUnderTest.StartAsync(store);

        string line = Assert.Single(first.Warnings);
        Assert.Contains($"lost 3 journal entries that it had confirmed ({last - 2} to {last})", line, StringComparison.Ordinal);
        Assert.Equal("15", (await second.EndOfAsync("early")).SerializedOutput);
        Assert.Equal("15", (await second.EndOfAsync("late")).SerializedOutput);
        Assert.Empty(second.Warnings);
    }

    [Fact]
    public async Task An_entry_that_was_refused_and_is_not_there_is_written_again()
    {
        CountingStore store = new(await NewStoreAsync());
        await using EngineUnderTest host = await EngineUnderTest.StartAsync(store);
        int refusals = 0;

        // As when the first attempt arrived, its answer did not, and the storage lost it before it was read back.
        store.AroundInsert = async insert => refusals++ != 0 && await insert();
        await host.RunAsync("FiveSteps", id: "run");
        host.Kill();
        await using EngineUnderTest second = await EngineUnderTest.StartAsync(store);

        Assert.True(refusals > 1, "Nothing was refused and tried again.");
        Assert.Equal("15", (await second.EndOfAsync("run")).SerializedOutput);
    }

    /// <summary>Runs something, changes the third entry behind the engine's back, and gives the message of the refused start.</summary>
    private async Task<string> RefusalAfter(Func<IJournalStore, byte[], byte[]?> change)
    {
        IJournalStore store = await NewStoreAsync();
        await using (EngineUnderTest first = await EngineUnderTest.StartAsync(store))
        {
            await first.RunAsync("FiveSteps");
            first.Kill();
        }

        byte[] third = (await store.ReadEntryAsync(1, 3, default))!;
        byte[]? changed = change(store, [.. third]);
        await store.DeleteEntriesAsync([new(1, 3, third.Length)], default);
        if (changed is not null)
        {
            Assert.True(await store.TryInsertEntryAsync(1, 3, changed, default));
        }

        await using EngineUnderTest second = EngineUnderTest.New(store);
        JournalDamagedException refused = await Assert.ThrowsAsync<JournalDamagedException>(() => second.Engine.StartAsync(default));
        return refused.Message;
    }
}
