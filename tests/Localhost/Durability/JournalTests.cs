using Boai.Localhost.Engine;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durability;

/// <summary>What the engine makes durable, when, and how it finds it again.</summary>
public abstract partial class JournalTests
{
    private static readonly DurableEngineOptions SmallCheckpoints = new()
    {
        CheckpointAfterEntries = 5,
        StorageSettles = TimeSpan.FromSeconds(1),
    };

    private protected abstract Task<IJournalStore> NewStoreAsync();

    [Fact]
    public async Task Orchestrations_that_run_at_once_share_their_commits()
    {
        CountingStore store = new(await NewStoreAsync());
        await using EngineUnderTest host = await EngineUnderTest.StartAsync(store);
        int before = store.Inserted;

        OrchestrationMetadata[] ends = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => host.RunAsync("FiveSteps")));

        Assert.All(ends, end => Assert.Equal("15", end.SerializedOutput));
        Assert.InRange(store.Inserted - before, 1, 300);
    }

    [Fact]
    public async Task What_was_accepted_is_there_after_a_crash_and_goes_on()
    {
        IJournalStore store = await NewStoreAsync();
        await using EngineUnderTest first = await EngineUnderTest.StartAsync(store);
        await first.ScheduleAsync("AwaitEvent", id: "waits");
        await first.RunAsync("FiveSteps", id: "done");
        first.Kill();

        await using EngineUnderTest second = await EngineUnderTest.StartAsync(store, effects: first.Effects);
        Assert.Equal("15", (await second.EndOfAsync("done")).SerializedOutput);
        await second.Client.RaiseEventAsync("waits", "go", "on");

        Assert.Equal("\"on\"", (await second.EndOfAsync("waits")).SerializedOutput);
        Assert.All(first.Effects.Values, times => Assert.Equal(1, times));
        Assert.Equal(5, first.Effects.Count);
    }

    [Fact]
    public async Task A_stop_gives_the_hub_back_and_loses_nothing()
    {
        IJournalStore store = await NewStoreAsync();
        EngineUnderTest first = await EngineUnderTest.StartAsync(store);
        await first.ScheduleAsync("AwaitEvent", id: "waits");
        await first.DisposeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => first.Client.GetInstanceAsync("waits"));

        // Its clock stands still, so it could not wait for a lease to run out.
        await using EngineUnderTest second = await EngineUnderTest.StartAsync(store);

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await second.Client.GetInstanceAsync("waits"))!.RuntimeStatus);
        Assert.Empty(second.Warnings);
    }

    [Fact]
    public async Task A_record_larger_than_a_commit_spans_entries_and_comes_back_whole()
    {
        CountingStore store = new(await NewStoreAsync());
        DurableEngineOptions options = new() { MaxCommitBytes = 50_000 };
        await using EngineUnderTest first = await EngineUnderTest.StartAsync(store, options);
        string text = string.Concat(Enumerable.Range(0, 40_000).Select(number => (char)('a' + (number * number % 26)) + "汉"));
        int before = store.Inserted;

        await first.RunAsync("EchoInput", text, "large");
        first.Kill();
        await using EngineUnderTest second = await EngineUnderTest.StartAsync(store, options);

        Assert.Equal(text, (await second.EndOfAsync("large")).ReadOutputAs<string>());
        Assert.True(store.Inserted - before > 3, "The record fitted into one entry, so the test shows nothing.");
    }

    [Fact]
    public async Task A_checkpoint_replaces_the_journal_before_it_and_finished_instances_leave_memory()
    {
        CountingStore store = new(await NewStoreAsync());
        await using EngineUnderTest first = await EngineUnderTest.StartAsync(store, SmallCheckpoints);
        await first.ScheduleAsync("AwaitEvent", id: "waits");
        int done = 0;
        while ((await first.Engine.CountAsync()).Archived < 5 && done < 200)
        {
            await first.RunAsync("FiveSteps", id: $"done-{done++}");
        }

        await first.PassTimeUntilAsync(() => store.Deleted >= 5, () => $"{store.Deleted} entries of {store.Inserted} were deleted");
        (int live, int archived) = await first.Engine.CountAsync();
        Assert.True(archived >= 5, $"Only {archived} finished instances of {done} were archived.");
        Assert.Equal(done + 1, live + archived);
        await RequireAll(first);
        first.Kill();

        await using EngineUnderTest second = await EngineUnderTest.StartAsync(store, SmallCheckpoints);
        Assert.Empty(second.Warnings);
        Assert.True((await second.Engine.CountAsync()).Archived >= archived);
        await RequireAll(second);
        await second.Client.RaiseEventAsync("waits", "go", "on");
        Assert.Equal("\"on\"", (await second.EndOfAsync("waits")).SerializedOutput);

        async Task RequireAll(EngineUnderTest host)
        {
            List<string> listed = [];
            await foreach (OrchestrationMetadata found in host.Client.GetAllInstancesAsync(new OrchestrationQuery { FetchInputsAndOutputs = true, PageSize = 7 }))
            {
                listed.Add($"{found.InstanceId} {found.RuntimeStatus} {found.SerializedOutput}");
            }

            Assert.Equal(["waits Running ", .. Enumerable.Range(0, done).Select(number => $"done-{number} Completed 15")], listed);
            Assert.Equal("15", (await host.Client.GetInstanceAsync("done-0", true))!.SerializedOutput);
            Assert.Equal(5, (await host.Client.GetOrchestrationHistoryAsync("done-0")).Count(item => item.EventType == DurableTask.Core.History.EventType.TaskCompleted));
        }
    }

    [Fact]
    public async Task An_archived_instance_that_is_purged_or_started_anew_does_not_come_back()
    {
        CountingStore store = new(await NewStoreAsync());
        await using EngineUnderTest first = await EngineUnderTest.StartAsync(store, SmallCheckpoints);
        for (int number = 0; number < 8; number++)
        {
            await first.RunAsync("FiveSteps", id: $"done-{number}");
        }

        await first.PassTimeUntilAsync(() => store.Deleted >= 5);
        await first.Client.PurgeInstanceAsync("done-0");
        await first.RunAsync("EchoInput", "again", "done-1");
        first.Kill();
        await using EngineUnderTest second = await EngineUnderTest.StartAsync(store, SmallCheckpoints);

        Assert.Null(await second.Client.GetInstanceAsync("done-0"));
        Assert.Equal("\"again\"", (await second.Client.GetInstanceAsync("done-1", true))!.SerializedOutput);
        Assert.Equal("15", (await second.Client.GetInstanceAsync("done-2", true))!.SerializedOutput);
    }

    [Fact]
    public async Task A_checkpoint_that_the_storage_lost_is_made_up_for_from_the_journal()
    {
        CountingStore store = new(await NewStoreAsync());
        DurableEngineOptions options = SmallCheckpoints with { StorageSettles = TimeSpan.FromDays(1) };
        await using EngineUnderTest first = await EngineUnderTest.StartAsync(store, options);
        for (int number = 0; number < 12; number++)
        {
            await first.RunAsync("FiveSteps", id: $"done-{number}");
        }

        await first.PassTimeUntilAsync(() => first.Engine.CountAsync().Result.Archived > 0);
        first.Kill();

        // Blobs are saved apart from tables: all that were written may be gone when the head that names them is not.
        for (int number = 1; number < 40; number++)
        {
            await store.DeleteBlobAsync($"checkpoint-00000001-{number:D8}", default);
            await store.DeleteBlobAsync($"archive-00000001-{number:D8}", default);
        }

        await using EngineUnderTest second = await EngineUnderTest.StartAsync(store, options);
        Assert.Contains("is missing", Assert.Single(second.Warnings), StringComparison.Ordinal);
        for (int number = 0; number < 12; number++)
        {
            Assert.Equal("15", (await second.EndOfAsync($"done-{number}")).SerializedOutput);
        }
    }
}
