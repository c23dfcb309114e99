using System.Net;
using System.Net.Http.Json;
using Boai.Localhost.Host;

namespace Boai.Tests.Localhost.Host.Processes;

/// <summary>How a host ends, and what the next start finds.</summary>
public sealed class StopTests
{
    private static readonly string[] Cancelled = ["request cancelled", "timer cancelled", "message 1 cancelled", "activity cancelled"];

    [Fact]
    public async Task At_Ctrl_C_the_host_cancels_what_is_under_way_and_waits_for_Azurite_and_the_next_start_goes_on()
    {
        using AppFolder folder = new();
        int azurite;
        await using (AppProcess app = await AppProcess.StartReadyAsync(folder))
        {
            azurite = app.AzuriteId;
            Assert.Equal(HttpStatusCode.Accepted, (await app.Http.PostAsync("api/steps/kept", null)).StatusCode);
            await app.HearAsync("step 2");
            Task<HttpResponseMessage> held = app.Http.GetAsync("api/hold");
            foreach (string function in (string[])["HoldTimer", "Sender", "Held"])
            {
                Assert.Equal(HttpStatusCode.Accepted, (await app.Http.PostAsJsonAsync("admin/functions/" + function, new { input = "x" })).StatusCode);
            }

            foreach (string cancelled in Cancelled)
            {
                await app.HearAsync(cancelled.Replace("cancelled", "held", StringComparison.Ordinal));
            }

            Task<HttpResponseMessage> slow = app.Http.GetAsync("api/slow");
            await app.HearAsync("slow begun");
            app.Signal(AppProcess.SigInt);

            Assert.Equal("done all the same", await (await slow).Content.ReadAsStringAsync());
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await held).StatusCode);
            await app.StoppedAsync();
            Assert.All(Cancelled, cancelled => Assert.Single(app.Output, cancelled));
            Assert.DoesNotContain(app.Output, line => line.Contains("ERROR", StringComparison.Ordinal));
            Assert.False(AppProcess.IsAlive(azurite));
            Assert.Null(AzuriteProcess.FindLeftBehind(folder.Workspace));
        }

        await using AppProcess next = await AppProcess.StartReadyAsync(folder);
        await next.HearAsync("message 2 held");
        await next.HearAsync("activity held");
        Assert.Equal("210", await DeadAzuriteTests.OutputOfAsync(next, "kept"));
        azurite = next.AzuriteId;
        next.Signal(AppProcess.SigInt);
        await next.StoppedAsync();
        Assert.False(AppProcess.IsAlive(azurite));
    }

    [Fact]
    public async Task A_function_that_does_not_heed_its_cancellation_token_is_named_and_not_waited_for_any_longer()
    {
        using AppFolder folder = new();
        await using AppProcess app = await AppProcess.StartReadyAsync(folder);
        int azurite = app.AzuriteId;
        Task<HttpResponseMessage> deaf = app.Http.GetAsync("api/deaf");
        await app.HearAsync("deaf begun");

        app.Signal(AppProcess.SigTerm);

        await app.StoppedAsync();
        await app.HearAsync("Stopping without waiting any longer for GET /api/deaf.");
        Assert.False(AppProcess.IsAlive(azurite));
        await Assert.ThrowsAsync<HttpRequestException>(() => deaf);
    }

    [Fact]
    public async Task A_clock_moved_forward_is_still_ahead_at_the_next_start()
    {
        using AppFolder folder = new();
        await using (AppProcess app = await AppProcess.StartReadyAsync(folder))
        {
            Assert.True((await app.Http.PostAsJsonAsync("admin/clock/advance", new { by = "3.12:00:00" })).IsSuccessStatusCode);
            app.Signal(AppProcess.SigHup);
            await app.StoppedAsync();
        }

        await using AppProcess next = await AppProcess.StartReadyAsync(folder);

        // Counted from real time at the end of the move, which itself takes some.
        Assert.Matches(@"3\.1[12]:\d\d:\d\d ahead of real time", await next.HearAsync("  Clock "));
        next.Signal(AppProcess.SigInt);
        await next.StoppedAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_killed_host_left_running_is_found_by_the_next_one_and_stopped_with_it(bool samePorts)
    {
        using AppFolder folder = new();
        AzuritePorts ports = AzuritePorts.Free();
        int left;
        await using (AppProcess app = await AppProcess.StartReadyAsync(folder, Arguments(folder, ports)))
        {
            left = app.AzuriteId;
            Assert.Equal(HttpStatusCode.Accepted, (await app.Http.PostAsync("api/steps/kept", null)).StatusCode);
            app.Kill();
            await app.ExitCodeAsync();
            Assert.True(AppProcess.IsAlive(left));
        }

        await using AppProcess next = await AppProcess.StartReadyAsync(folder, Arguments(folder, samePorts ? ports : AzuritePorts.Free()));

        await next.HearAsync(samePorts ? "Using the Azurite that an earlier start left running on" : "Stopping the Azurite that an earlier start left running on other ports.");
        Assert.Equal(samePorts, next.AzuriteId == left);
        Assert.Equal("210", await DeadAzuriteTests.OutputOfAsync(next, "kept"));
        int last = next.AzuriteId;
        next.Signal(AppProcess.SigTerm);
        await next.StoppedAsync();
        Assert.False(AppProcess.IsAlive(left));
        Assert.False(AppProcess.IsAlive(last));
    }

    [Fact]
    public async Task Stopped_while_Azurite_is_being_installed_nothing_goes_on_behind()
    {
        using AppFolder folder = new();
        folder.RealNode();
        folder.Tool("npm", $"echo $$ > {folder["npm.pid"]}; exec /bin/sleep 600");
        await using AppProcess app = AppProcess.Start(folder, null, ("PATH", folder.Tools), ("XDG_CACHE_HOME", folder.Cache));
        await app.HearAsync("Installing the storage emulator Azurite into");

        // The first sign of progress comes while npm runs.
        await app.HearAsync("still installing, ");
        app.Signal(AppProcess.SigInt);

        Assert.Equal(0, await app.ExitCodeAsync());
        Assert.Equal("Stopped before everything ran.", app.Output[^1]);
        Assert.Empty(app.Errors);
        int npm = int.Parse(await File.ReadAllTextAsync(folder["npm.pid"]), System.Globalization.CultureInfo.InvariantCulture);
        Assert.False(AppProcess.IsAlive(npm));
    }

    private static string[] Arguments(AppFolder folder, AzuritePorts ports) =>
        ["--port", "0", "--data", folder.Data, "--azurite-ports", ports.ToString()];
}
