using Boai.Localhost.Engine;
using Boai.Localhost.Host;
using Boai.Localhost.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Tests.Localhost.Host;

/// <summary>The clock of a host outlives it.</summary>
public sealed class ClockKeeperTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("clock-test-");

    [Fact]
    public async Task A_host_killed_in_a_long_advance_wakes_up_no_earlier_than_what_it_had_done()
    {
        await using LocalApp app = await HostTest.WebAsync();
        HostedApp embedded = app.Services.GetRequiredService<HostedApp>();
        HostedApp process = new("clock-test", embedded.Functions, embedded.HostJson, false, new LocalHostOptions { DataFolder = _folder.FullName })
        {
            TimeZone = TimeZoneInfo.Utc,
        };
        await using ServiceProvider services = new ServiceCollection().AddSingleton(process).BuildServiceProvider();
        using ClockKeeper keeper = new(services);
        using ClockAdvance advance = new(keeper.Clock, new WorkTracker(), app.Services.GetRequiredService<QueueListeners>(), keeper);
        DateTimeOffset due = keeper.Clock.GetUtcNow().AddDays(1);
        DateTimeOffset wokenAt = DateTimeOffset.MinValue;
        await using ITimer timer = keeper.Clock.CreateTimer(_ => wokenAt = NextStart(services), null, TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan);

        await advance.ToAsync(due.AddDays(7), TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);

        Assert.InRange(wokenAt, due, due.AddDays(1)); // had it been killed in the middle
        Assert.InRange(NextStart(services), due.AddDays(7), due.AddDays(8));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static DateTimeOffset NextStart(IServiceProvider services)
    {
        using ClockKeeper next = new(services);
        return next.Clock.GetUtcNow();
    }
}
