using System.Globalization;
using Boai.Localhost.Engine;
using Boai.Localhost.Testing;
using Boai.Tests.Support;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durability;

/// <summary>Real processes, really killed.</summary>
public sealed class KillTests(AzuriteFixture azurite)
{
    private const int Journeys = 12;
    private const int EffectsOfAJourney = 17;
    private static readonly string[] Ids = [.. Enumerable.Range(0, Journeys).Select(number => $"journey-{number}")];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_host_killed_again_and_again_ends_everything_right_and_has_every_effect_once(int seed)
    {
        Random random = new(seed);
        string connection = await azurite.NewAccountAsync();
        using TemporaryFolder folder = new();
        HashSet<string> accepted = [];
        for (int life = 1; life <= 5; life++)
        {
            await using HostProcess host = await HostProcess.StartReadyAsync(connection, folder.Path, 15);
            foreach (string id in Ids.Except(accepted).Take(life * 3))
            {
                host.Tell("start " + id);
                await host.HearAsync("accepted " + id);
                accepted.Add(id);
            }

            // In the middle of the work: after some more effects, however fast this machine is today.
            int enough = Math.Min(folder.Effects + random.Next(1, 40), accepted.Count * EffectsOfAJourney);
            await folder.UntilAsync(() => folder.Effects >= enough, $"seed {seed}, life {life}");
            host.Kill();
        }

        await using HostProcess last = await HostProcess.StartReadyAsync(connection, folder.Path, 15);
        foreach (string id in Ids)
        {
            last.Tell("start " + id);
            await last.HearAsync("accepted " + id);
            last.Tell("wait " + id);
            Assert.Equal($"ended {id} Completed 17", await last.HearAsync("ended " + id));
        }

        // More files than expected would be effects under new keys: done twice.
        Assert.Equal(Journeys * EffectsOfAJourney, folder.Effects);
    }

    [Fact]
    public async Task A_host_that_slept_past_its_lease_and_wakes_does_nothing_more_and_says_why()
    {
        string connection = await azurite.NewAccountAsync();
        using TemporaryFolder folder = new();
        await using HostProcess sleeper = await HostProcess.StartReadyAsync(connection, folder.Path, 3);
        foreach (string id in Ids)
        {
            sleeper.Tell("start " + id);
            await sleeper.HearAsync("accepted " + id);
        }

        await folder.UntilAsync(() => folder.Effects >= 20, "before the sleep");
        sleeper.Signal(HostProcess.SigStop);

        // Its process is there, so the next host waits until it has surely not renewed its lease.
        await using HostProcess next = await HostProcess.StartReadyAsync(connection, folder.Path, 3);
        DateTime takenOver = DateTime.UtcNow;
        sleeper.Signal(HostProcess.SigCont);

        Assert.Equal(3, await sleeper.ExitCodeAsync());
        Assert.Contains("this host", await sleeper.HearAsync("lost"), StringComparison.Ordinal);
        foreach (string id in Ids)
        {
            next.Tell("wait " + id);
            Assert.Equal($"ended {id} Completed 17", await next.HearAsync("ended " + id));
        }

        Assert.Equal(Journeys * EffectsOfAJourney, folder.Effects);
        Assert.DoesNotContain(folder.AttemptsOf(sleeper.Id), begun => begun > takenOver);
    }

    [Fact]
    public async Task A_second_host_beside_a_living_one_is_refused_and_ends()
    {
        string connection = await azurite.NewAccountAsync();
        using TemporaryFolder folder = new();
        // A lease long enough to be renewed on a machine that hardly has time for it.
        await using HostProcess first = await HostProcess.StartReadyAsync(connection, folder.Path, 10);
        await using HostProcess second = HostProcess.Start(connection, folder.Path, 10);

        Assert.Contains($"is owned by process {first.Id} on", await second.HearAsync("lost"), StringComparison.Ordinal);
        Assert.Equal(3, await second.ExitCodeAsync());
        first.Tell("start journey-0");
        first.Tell("wait journey-0");
        Assert.Equal("ended journey-0 Completed 17", await first.HearAsync("ended journey-0"));
    }

    [Fact]
    public async Task Azurite_killed_and_started_again_loses_nothing_that_a_living_host_knows()
    {
        await using TestAzurite own = await TestAzurite.StartAsync(onDisk: true);
        using LocalClock clock = LocalClock.Real();
        string connection = own.NewAccount();
        DurableEngineOptions options = new() { InfrastructureTime = clock, LeaseLength = TimeSpan.FromSeconds(4) };
        await using EngineUnderTest host = await EngineUnderTest.StartAsync(AzureStores.Of(connection, timeout: TimeSpan.FromSeconds(3)), options);
        await host.ScheduleAsync("AwaitEvent", id: "waits");
        for (int kill = 0; kill < 2; kill++)
        {
            string[] ids = [.. await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.ScheduleAsync("FiveSteps")))];
            await own.KillAsync();
            await own.StartAgainAsync();
            foreach (string id in ids)
            {
                Assert.Equal("15", (await host.EndOfAsync(id)).SerializedOutput);
            }
        }

        // The next renewal finds out what is missing, if the work has not; after it the storage has all, for whoever comes next.
        int renewals = host.Engine.LeaseRenewals;
        await EngineUnderTest.UntilAsync(() => host.Engine.LeaseRenewals >= renewals + 2);
        host.Kill();
        Assert.False(host.Engine.Completion.IsFaulted);
        Assert.All(host.Effects, effect => Assert.Equal(1, effect.Value));

        await using EngineUnderTest next = await EngineUnderTest.StartAsync(AzureStores.Of(connection), options);
        (int live, int archived) = await next.Engine.CountAsync();
        Assert.Equal(41, live + archived);
        Assert.Empty(next.Warnings);
        await next.Client.RaiseEventAsync("waits", "go", "on");
        Assert.Equal("\"on\"", (await next.EndOfAsync("waits")).SerializedOutput);
    }

    [Fact]
    public async Task Azurite_and_host_killed_together_leave_a_consistent_past_and_nothing_stuck()
    {
        await using TestAzurite own = await TestAzurite.StartAsync(onDisk: true);
        using LocalClock clock = LocalClock.Real();
        string connection = own.NewAccount();
        DurableEngineOptions options = new() { InfrastructureTime = clock, LeaseLength = TimeSpan.FromSeconds(4), CheckpointAfterEntries = 5 };
        EngineUnderTest host = await EngineUnderTest.StartAsync(AzureStores.Of(connection), options);
        for (int kill = 0; kill < 3; kill++)
        {
            string[] ids = [.. Enumerable.Range(0, 20).Select(number => string.Create(CultureInfo.InvariantCulture, $"run-{kill}-{number}"))];
            foreach (string id in ids)
            {
                await host.ScheduleAsync("FiveSteps", id: id);
            }

            host.Kill();
            await own.KillAsync();
            await host.DisposeAsync();
            await own.StartAgainAsync();
            host = await EngineUnderTest.StartAsync(AzureStores.Of(connection), options);

            // At most one line says what is gone; what is gone is started again by whoever asked for it; all of it ends.
            Assert.InRange(host.Warnings.Count(line => line.Contains("lost journal entries", StringComparison.Ordinal)), 0, 1);
            foreach (string id in ids)
            {
                if (await host.Client.GetInstanceAsync(id) is null)
                {
                    await host.ScheduleAsync("FiveSteps", id: id);
                }

                Assert.Equal("15", (await host.EndOfAsync(id)).SerializedOutput);
            }
        }

        await host.DisposeAsync();
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("kill-test-").FullName;

        public int Effects => Directory.EnumerateFiles(Path, "*.effect").Count();

        /// <summary>When that process began work.</summary>
        public IEnumerable<DateTime> AttemptsOf(int process)
            => File.ReadLines(System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"attempts-{process}.log")))
                .Select(line => DateTime.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));

        public async Task UntilAsync(Func<bool> condition, string when)
        {
            using CancellationTokenSource bound = new(TimeSpan.FromSeconds(240));
            while (!condition())
            {
                Assert.False(bound.IsCancellationRequested, $"{when}: only {Effects} effects came about.");
                await Task.Delay(5);
            }
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
