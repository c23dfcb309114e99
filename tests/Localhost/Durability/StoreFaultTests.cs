using Boai.Localhost.Engine;
using Boai.Tests.Support;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durability;

/// <summary>A real Azurite behind a bad line.</summary>
public sealed class StoreFaultTests(AzuriteFixture azurite)
{
    private const int Orchestrations = 12;

    [Theory]
    [InlineData(StoreFault.Error500, 0.3)]
    [InlineData(StoreFault.Busy503, 0.3)]
    [InlineData(StoreFault.Reset, 0.3)]
    [InlineData(StoreFault.Timeout, 0.1)]
    [InlineData(StoreFault.LostAnswer, 0.3)]
    [InlineData(StoreFault.LostInSilence, 0.1)]
    [InlineData(StoreFault.Twice, 0.5)]
    [InlineData(StoreFault.Any, 0.2)]
    public async Task Whatever_the_line_does_every_orchestration_ends_and_its_work_is_done_once(StoreFault fault, double rate)
    {
        string account = await azurite.NewAccountAsync();
        using LocalClock clock = LocalClock.Real();

        // Small checkpoints, so that blobs and the head are written in bad weather too.
        DurableEngineOptions options = new() { InfrastructureTime = clock, CheckpointAfterEntries = 6 };
        using FaultyTransport line = new(fault, seed: 20260105, rate);
        await using EngineUnderTest first = await EngineUnderTest.StartAsync(Behind(line, account), options);

        OrchestrationMetadata[] ends = await Task.WhenAll(Enumerable.Range(0, Orchestrations).Select(number => first.RunAsync("FiveSteps", id: $"run-{number}")));
        await first.ScheduleAsync("AwaitEvent", id: "waits");
        first.Kill();

        Assert.True(line.Spoiled > 0, "Nothing was spoiled, so the test shows nothing.");
        Assert.All(ends, end => Assert.Equal("15", end.SerializedOutput));
        Assert.Equal(Orchestrations * 5, first.Effects.Count);
        Assert.All(first.Effects, effect => Assert.Equal(1, effect.Value));
        Assert.False(first.Engine.Completion.IsFaulted);

        // What was confirmed through the bad line is there on a good one, and the bad line leads to nothing stuck.
        await using EngineUnderTest second = await EngineUnderTest.StartAsync(AzureStores.Of(account), options);
        await second.Client.RaiseEventAsync("waits", "go", "on");
        Assert.Equal("\"on\"", (await second.EndOfAsync("waits")).SerializedOutput);
        foreach (OrchestrationMetadata end in ends)
        {
            Assert.Equal("15", (await second.Client.GetInstanceAsync(end.InstanceId, true))!.SerializedOutput);
        }
    }

    [Fact]
    public async Task A_crash_in_bad_weather_leaves_nothing_stuck()
    {
        string account = await azurite.NewAccountAsync();
        using LocalClock clock = LocalClock.Real();
        DurableEngineOptions options = new() { InfrastructureTime = clock, CheckpointAfterEntries = 6 };
        using FaultyTransport line = new(StoreFault.Any, seed: 7, rate: 0.15);
        string[] ids = [.. Enumerable.Range(0, Orchestrations).Select(number => $"run-{number}")];

        EngineUnderTest host = await EngineUnderTest.StartAsync(Behind(line, account), options);
        foreach (string id in ids)
        {
            await host.ScheduleAsync("FiveSteps", id: id);
        }

        // Five crashes, each after some more work was begun.
        for (int crash = 1; crash <= 5; crash++)
        {
            int begun = host.Effects.Count;
            await EngineUnderTest.UntilAsync(() => host.Effects.Count >= Math.Min(begun + 3, ids.Length * 5));
            host.Kill();
            await host.DisposeAsync();
            host = await EngineUnderTest.StartAsync(Behind(line, account), options, host.Effects);
        }

        foreach (string id in ids)
        {
            Assert.Equal("15", (await host.EndOfAsync(id)).SerializedOutput);
        }

        // At least once each, and under the same key each time.
        Assert.Equal(ids.Length * 5, host.Effects.Count);
        await host.DisposeAsync();
    }

    private static AzureJournalStore Behind(FaultyTransport line, string account) => AzureStores.Of(account, line, TimeSpan.FromMilliseconds(700));
}
