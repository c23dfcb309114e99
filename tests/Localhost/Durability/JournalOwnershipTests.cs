using Boai.Localhost.Engine;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durability;

/// <summary>One owner at a time.</summary>
public abstract partial class JournalTests
{
    [Fact]
    public async Task A_second_host_on_a_hub_is_refused_and_told_why()
    {
        IJournalStore store = await NewStoreAsync();
        await using EngineUnderTest first = await EngineUnderTest.StartAsync(store);
        await using EngineUnderTest second = EngineUnderTest.New(store, new() { InfrastructureTime = first.Lease });

        Task start = second.Engine.StartAsync(default);
        HubOwnershipLostException refused = await Assert.ThrowsAsync<HubOwnershipLostException>(() => first.PassTimeUntilAsync(start));

        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}, which is alive", refused.Message, StringComparison.Ordinal);
        Assert.Equal("15", (await first.RunAsync("FiveSteps")).SerializedOutput);
    }

    [Fact]
    public async Task A_stale_host_is_refused_by_the_store_says_why_and_ends()
    {
        IJournalStore store = await NewStoreAsync();
        await using EngineUnderTest stale = await EngineUnderTest.StartAsync(store);
        await stale.ScheduleAsync("AwaitEvent", id: "waits");

        // Its clock stands still, as if it slept; the other one sees a whole lease go by without a sign of it.
        await using EngineUnderTest next = EngineUnderTest.New(store, effects: stale.Effects);
        await next.PassTimeUntilAsync(next.Engine.StartAsync(default));

        // It wakes and believes that its lease runs: the key that it writes next has been sealed.
        await Assert.ThrowsAsync<InvalidOperationException>(() => stale.ScheduleAsync("FiveSteps", id: "too late"));
        HubOwnershipLostException ended = await Assert.ThrowsAsync<HubOwnershipLostException>(() => EngineUnderTest.Soon(stale.Engine.Completion));
        Assert.Contains("by the owner of epoch 2; this host is no longer the owner and stops", ended.Message, StringComparison.Ordinal);
        Assert.Empty(stale.Effects);

        Assert.Null(await next.Client.GetInstanceAsync("too late"));
        await next.Client.RaiseEventAsync("waits", "go", "on");
        Assert.Equal("\"on\"", (await next.EndOfAsync("waits")).SerializedOutput);
    }

    [Fact]
    public async Task A_host_that_slept_past_its_lease_begins_no_work_before_it_has_looked()
    {
        IJournalStore store = await NewStoreAsync();
        DurableEngineOptions one = new() { MaxConcurrentActivities = 1 };
        await using EngineUnderTest stale = await EngineUnderTest.StartAsync(store, one);
        await using EngineUnderTest next = EngineUnderTest.New(store, one, stale.Effects);
        await next.PassTimeUntilAsync(next.Engine.StartAsync(default));

        stale.Lease.Advance(TimeSpan.FromMinutes(1));

        // It knows nothing of what the owner has accepted since, so it may not even say that there is no such instance.
        await next.ScheduleAsync("AwaitEvent", id: "unknown to the stale one");
        await Assert.ThrowsAsync<InvalidOperationException>(() => stale.Client.RaiseEventAsync("unknown to the stale one", "go", "lost"));

        HubOwnershipLostException ended = await Assert.ThrowsAsync<HubOwnershipLostException>(() => EngineUnderTest.Soon(stale.Engine.Completion));
        Assert.Contains("was taken over by process", ended.Message, StringComparison.Ordinal);
        Assert.Equal("15", (await next.RunAsync("FiveSteps", id: "once")).SerializedOutput);
        Assert.All(stale.Effects.Values, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task A_host_whose_process_is_gone_is_followed_at_once()
    {
        IJournalStore store = await NewStoreAsync();
        await using EngineUnderTest first = await EngineUnderTest.StartAsync(store);
        first.Kill();

        // Its clock stands still: it cannot wait for the lease.
        await using EngineUnderTest second = await EngineUnderTest.StartAsync(store);

        Assert.Equal("15", (await second.RunAsync("FiveSteps")).SerializedOutput);
    }

    [Fact]
    public async Task Whoever_waits_for_an_instance_is_told_when_the_host_ends()
    {
        IJournalStore store = await NewStoreAsync();
        await using EngineUnderTest host = await EngineUnderTest.StartAsync(store);
        await host.ScheduleAsync("AwaitEvent", id: "waits");
        Task<OrchestrationMetadata> waiting = host.Client.WaitForInstanceCompletionAsync("waits");
        await host.Client.GetInstanceAsync("waits");

        await EngineUnderTest.Soon(host.Engine.StopAsync(default));

        InvalidOperationException told = await Assert.ThrowsAsync<InvalidOperationException>(() => EngineUnderTest.Soon(waiting));
        Assert.Contains("is not running", told.Message, StringComparison.Ordinal);
    }
}
