using System.Net;
using System.Net.Http.Json;
using Azure.Storage.Blobs;
using Boai.Localhost.Engine;
using Boai.Localhost.Host;
using Boai.Localhost.Testing;
using Boai.Tests.Support;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Tests.Localhost.Host;

/// <summary>Timers, in virtual time.</summary>
public sealed class TimerTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task Cron_times_are_meant_in_the_zone_of_WEBSITE_TIME_ZONE_and_a_timer_is_told_its_last_and_next_occurrence()
    {
        await using LocalApp app = await StartAsync();

        await app.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal(
            ["Morning 01-06 00:30 last 01-01 00:00 next 01-06 00:30", "Morning 01-07 00:30 last 01-06 00:30 next 01-07 00:30"],
            Of(app, "Morning"));
        Assert.Equal(48, Of(app, "Hourly").Count);
        Assert.Equal("Hourly 01-05 02:00", Of(app, "Hourly")[0]);
    }

    [Fact]
    public async Task After_a_stop_one_run_catches_up_for_all_missed_occurrences_and_the_monitor_is_a_blob()
    {
        string storage = await azurite.NewAccountAsync();
        await using (LocalApp app = await StartAsync(storage: storage))
        {
            await app.AdvanceAsync(TimeSpan.FromHours(2));
            Assert.Equal(["Hourly 01-05 02:00", "Hourly 01-05 03:00"], Of(app, "Hourly"));
        }

        BlobContainerClient container = new(storage, "azure-webjobs-hosts");
        Assert.Contains("timers/boai.tests/Hourly/status", container.GetBlobs(cancellationToken: TestContext.Current.CancellationToken).Select(blob => blob.Name));
        await using LocalApp later = await StartAsync(Start.AddHours(30.5), storage);
        await later.AdvanceAsync(TimeSpan.FromMinutes(40));

        Assert.Equal(["Hourly 01-06 07:30 past due", "Hourly 01-06 08:00"], Of(later, "Hourly"));
    }

    [Fact]
    public async Task A_stop_in_which_nothing_was_due_is_followed_by_no_catching_up()
    {
        await using LocalApp app = await StartAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(70));

        await app.RestartAsync();
        await app.RunUntilIdleAsync();

        Assert.Empty(Of(app, "Hourly"));
        await app.AdvanceAsync(TimeSpan.FromMinutes(50));
        Assert.Equal(["Hourly 01-05 03:00"], Of(app, "Hourly"));
    }

    [Fact]
    public async Task RunOnStartup_runs_at_every_start()
    {
        await using LocalApp app = await StartAsync();
        await app.RunUntilIdleAsync();
        Assert.Equal(["Eager"], Of(app, "Eager"));

        await app.RestartAsync();
        await app.RunUntilIdleAsync();

        Assert.Equal(["Eager"], Of(app, "Eager"));
    }

    [Fact]
    public async Task More_often_than_every_minute_a_timer_is_not_monitored()
    {
        await using LocalApp app = await StartAsync();

        await app.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["Often 01:00:20", "Often 01:00:40", "Often 01:01:00"], Of(app, "Often"));
    }

    [Fact]
    public async Task A_failing_timer_is_tried_again_as_its_attribute_says()
    {
        await using LocalApp app = await StartAsync();

        await app.AdvanceAsync(TimeSpan.FromHours(4));

        Assert.Equal(["Stubborn 04:00 attempt 0 of 2", "Stubborn 04:01 attempt 1 of 2", "Stubborn 04:02 attempt 2 of 2"], await AfterAsync(app));

        static async Task<IReadOnlyList<string>> AfterAsync(LocalApp app)
        {
            await app.AdvanceAsync(TimeSpan.FromMinutes(5));
            return Of(app, "Stubborn");
        }
    }

    [Fact]
    public async Task A_timer_that_runs_longer_than_its_interval_never_runs_twice_at_once()
    {
        await using LocalApp app = await HostTest.StartAsync(new LocalAppOptions { FunctionTypes = [typeof(LongTimer)] });

        await app.AdvanceAsync(TimeSpan.FromHours(1));

        // Each run takes 25 minutes, so the occurrences at 10 and 20 minutes of it pass by.
        Assert.Equal(["begun 01:10", "ended 01:35", "begun 01:40", "ended 02:05"], app.Diary());
    }

    [Theory]
    [InlineData("true")]
    [InlineData("1")]
    public async Task A_disabled_timer_runs_by_hand_only(string disabled)
    {
        await using LocalApp app = await StartAsync(more: ("AzureWebJobs.Hourly.Disabled", disabled));
        await app.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Empty(Of(app, "Hourly"));

        HttpResponseMessage started = await app.Http.PostAsJsonAsync("admin/functions/Hourly", new { });
        await app.RunUntilIdleAsync();

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal(["Hourly 01-05 04:00"], Of(app, "Hourly"));
        Assert.Equal(9, Of(app, "Often").Count / 60);
    }

    [Theory]
    [InlineData("0 0 9 * *  * *", "a cron expression has six fields (second minute hour day month weekday), or five without seconds")]
    [InlineData("0 0 25 * * *", "not a cron expression: ")]
    [InlineData("-00:10:00", "a time span must be positive and of the form hh:mm:ss")]
    [InlineData("never", "a cron expression has six fields")]
    public async Task A_schedule_that_cannot_be_read_stops_the_start_and_names_function_and_parameter(string schedule, string problem)
    {
        LocalHostException refusal = await Assert.ThrowsAsync<LocalHostException>(() => StartAsync(more: ("MorningAt", schedule)));

        Assert.Contains($"Morning, parameter 'timer': schedule '{schedule}': {problem}", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 30 8 * * 1-5", "Asia/Shanghai", "2026-01-09T08:30:00+08:00", "2026-01-12T08:30:00+08:00")] // Friday, then Monday
    [InlineData("*/15 * * * * *", "UTC", "2026-01-01T00:00:07+00:00", "2026-01-01T00:00:15+00:00")]
    [InlineData("30 6 * * *", "UTC", "2026-01-01T06:30:00+00:00", "2026-01-02T06:30:00+00:00")] // five fields
    [InlineData("0 0 0 29 2 *", "UTC", "2026-01-01T00:00:00+00:00", "2028-02-29T00:00:00+00:00")]
    [InlineData("0 30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00+01:00", "2026-03-29T03:00:00+02:00")] // 2:30 is left out that day
    [InlineData("0 30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00+02:00", "2026-10-25T02:30:00+02:00")] // 2:30 comes twice that day
    [InlineData("0 30 2 * * *", "Europe/Berlin", "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00")]
    [InlineData("01:30:00", "UTC", "2026-01-01T00:00:00+00:00", "2026-01-01T01:30:00+00:00")]
    public void The_next_occurrence(string schedule, string zone, string after, string next)
    {
        Assert.True(TimerSchedule.TryParse(schedule, TimeZoneInfo.FindSystemTimeZoneById(zone), out TimerSchedule? parsed, out string? problem), problem);

        Assert.Equal(DateTimeOffset.Parse(next, null), parsed.NextAfter(DateTimeOffset.Parse(after, null)));
    }

    private static Task<LocalApp> StartAsync(DateTimeOffset? start = null, string? storage = null, params (string Name, string Value)[] more)
    {
        Dictionary<string, string?> settings = new() { ["MorningAt"] = "0 30 8 * * *", ["WEBSITE_TIME_ZONE"] = "Asia/Shanghai" };
        foreach ((string name, string value) in more)
        {
            settings[name] = value;
        }

        return HostTest.StartAsync(new LocalAppOptions
        {
            FunctionTypes = [typeof(TimerFunctions)],
            Start = start ?? Start,
            StorageConnectionString = storage,
            Settings = settings,
        });
    }

    private static IReadOnlyList<string> Of(LocalApp app, string function) =>
        [.. app.Diary().Where(line => line.StartsWith(function, StringComparison.Ordinal))];
}

/// <summary>Time passes while it runs.</summary>
public sealed class LongTimer(Diary diary, LocalClock clock)
{
    [Function("LongTimer")]
    public void Run([TimerTrigger("0 */10 * * * *")] TimerInfo timer)
    {
        diary.Write($"begun {clock.GetUtcNow():HH:mm}");
        clock.AdvanceTo(clock.GetUtcNow().AddMinutes(25));
        diary.Write($"ended {clock.GetUtcNow():HH:mm}");
    }
}
