using Microsoft.DurableTask.Client;

namespace Boai.Tests.EndToEnd;

/// <summary>A case whose orchestration was ended or lost goes on by itself, on the real engine.</summary>
public sealed class StuckCaseTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_case_whose_orchestration_was_ended_or_lost_is_carried_on_to_the_public_list(bool purged)
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await app.Host.Durable.TerminateInstanceAsync(journey.Number);
        await app.Settle();
        if (purged)
        {
            await app.Host.Durable.PurgeInstanceAsync(journey.Number);
        }

        await app.Pass(TimeSpan.FromMinutes(5));
        using StringContent nothing = new("{}", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage started = await app.Host.Http.PostAsync(new Uri("admin/functions/WatchCases", UriKind.Relative), nothing);
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        await app.Settle();

        OrchestrationMetadata? carried = await app.Host.Durable.GetInstanceAsync(journey.Number);
        Assert.Equal(OrchestrationRuntimeStatus.Running, carried?.RuntimeStatus);
        await journey.ToPublicity();
        Assert.Equal("Publicity", await journey.State());
        Reply outbox = await app.Get(null, "dev/outbox?case=" + journey.Number);
        Assert.Contains("stuck-case", outbox.Expect(200).Body, StringComparison.Ordinal);
        Assert.Equal("ok", (await app.Get(null, "health/ready")).Expect(200).Text("status"));
    }
}
