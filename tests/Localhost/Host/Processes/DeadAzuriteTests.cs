using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Boai.Tests.Localhost.Host.Processes;

/// <summary>The storage emulator dies under a running host.</summary>
public sealed class DeadAzuriteTests
{
    [Fact]
    public async Task A_killed_Azurite_is_started_again_and_work_goes_on()
    {
        using AppFolder folder = new();
        await using AppProcess app = await AppProcess.StartReadyAsync(folder);
        int first = app.AzuriteId;
        Assert.Equal(HttpStatusCode.Accepted, (await app.Http.PostAsync("api/steps/one", null)).StatusCode);
        await app.HearAsync("step 3");

        Kill(first);
        await app.HearAsync("Azurite listens again.");
        await app.HearAsync("step 20");

        Assert.Equal("210", await OutputOfAsync(app, "one"));
        Assert.Single(app.Output, line => line.StartsWith("Azurite has ended unexpectedly; it is started again", StringComparison.Ordinal));
        int second = app.AzuriteId;
        Assert.NotEqual(first, second);
        app.Signal(AppProcess.SigTerm);
        await app.StoppedAsync();
        Assert.False(AppProcess.IsAlive(second));
    }

    [Fact]
    public async Task An_Azurite_that_cannot_be_started_again_ends_the_host_with_one_line()
    {
        using AppFolder folder = new();
        folder.RealNode();
        await using AppProcess app = await AppProcess.StartReadyAsync(folder, null, ("PATH", folder.Tools));
        Assert.Equal(HttpStatusCode.Accepted, (await app.Http.PostAsync("api/steps/one", null)).StatusCode);
        await app.HearAsync("step 1");

        folder.RemoveTool("node");
        Kill(app.AzuriteId);

        Assert.StartsWith(
            "Azurite has ended and cannot be started again, so the host stops: Node.js was not found.", await app.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Azurite_that_ends_again_and_again_ends_the_host_with_one_line()
    {
        using AppFolder folder = new();
        await using AppProcess app = await AppProcess.StartReadyAsync(folder);
        for (int time = 1; time <= 3; time++)
        {
            Kill(app.AzuriteId);
            await app.HearAsync("Azurite listens again.", time);
        }

        Kill(app.AzuriteId);

        Assert.Equal(
            $"Azurite ended again and again, so the host stops. Its log is {folder.Workspace}/azurite.log; start again when its cause is gone.",
            await app.RefusalAsync());
    }

    internal static void Kill(int id)
    {
        using Process azurite = Process.GetProcessById(id);
        azurite.Kill();
    }

    /// <summary>What the orchestration returned, once it has.</summary>
    internal static async Task<string> OutputOfAsync(AppProcess app, string id)
    {
        long begun = Stopwatch.GetTimestamp();
        while (true)
        {
            JsonElement status = await app.Http.GetFromJsonAsync<JsonElement>($"runtime/webhooks/durabletask/instances/{id}");
            string state = status.GetProperty("runtimeStatus").GetString()!;
            if (state == "Completed")
            {
                return status.GetProperty("output").GetRawText();
            }

            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(120), $"{id} is still {state}.");
            Assert.NotEqual("Failed", state);
            await Task.Delay(50);
        }
    }
}
