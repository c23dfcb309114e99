using Azure;
using Boai.Functions;
using Boai.Functions.Access;
using Boai.Functions.Operations;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boai.Tests.Functions.Operations;

/// <summary>Probes tell the truth about each thing that a request needs, and cost little.</summary>
public sealed class HealthTests
{
    private static readonly string[] Names = ["blobs", "keys", "orchestrations", "start", "tables"];

    private static readonly string[] Probes = ["ReadLiveness", "ReadReadiness"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sound_app_is_live_and_ready_by_every_check()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);

        Answer ready = await platform.Send(new Sent("ReadReadiness", "GET"), async _ => await Endpoint(platform).Ready(null!, new InstancesClient(), Cancellation));
        Answer live = await platform.Send(new Sent("ReadLiveness", "GET"), _ => Task.FromResult<IResult>(HealthEndpoint.Live(null!)));

        Assert.Equal((200, 200), (ready.Status, live.Status));
        IReadOnlyDictionary<string, string> checks = await platform.Get<HealthChecks>().Run(new InstancesClient(), Cancellation);
        Assert.Equal(Names, checks.Keys.Order(StringComparer.Ordinal));
        Assert.All(checks.Values, answer => Assert.Equal("ok", answer));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_named_and_the_app_stays_live()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        platform.Get<StorageMeter>().BeforeSending = operation =>
        {
            if (operation.StartsWith("blob ", StringComparison.Ordinal))
            {
                throw new RequestFailedException("The account key stands here."); // a message that must not get into the log
            }
        };

        Answer ready = await platform.Send(new Sent("ReadReadiness", "GET"), async _ => await Endpoint(platform).Ready(null!, new InstancesClient(), Cancellation));
        Answer live = await platform.Send(new Sent("ReadLiveness", "GET"), _ => Task.FromResult<IResult>(HealthEndpoint.Live(null!)));

        Assert.Equal((503, 200), (ready.Status, live.Status));
        Assert.Contains("\"blobs\":\"no answer\"", ready.Body, StringComparison.Ordinal);
        Assert.Contains("\"tables\":\"ok\"", ready.Body, StringComparison.Ordinal);
        Assert.Contains(platform.Logs.Lines, line => line.Contains("Health check blobs failed", StringComparison.Ordinal));
        Assert.DoesNotContain(platform.Logs.Lines, line => line.Contains("account key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_makes_the_app_unready()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);

        IReadOnlyDictionary<string, string> checks = await platform.Get<HealthChecks>().Run(new InstancesClient { IsDown = true }, Cancellation);

        Assert.Equal(["orchestrations"], checks.Where(check => check.Value == "no answer").Select(check => check.Key));
    }

    [Fact]
    public async Task A_check_that_hangs_is_given_up()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        Task<IReadOnlyDictionary<string, string>> asked = platform.Get<HealthChecks>().Run(new InstancesClient { Hangs = true }, Cancellation);
        Assert.False(asked.IsCompleted);

        platform.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal("no answer", (await asked)["orchestrations"]);
    }

    [Fact]
    public async Task Many_probes_at_a_time_ask_the_stores_once()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        HealthChecks checks = platform.Get<HealthChecks>();
        InstancesClient client = new();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => checks.Run(client, Cancellation)));
        Assert.Equal(1, client.Asked);

        platform.Clock.Advance(TimeSpan.FromSeconds(5));
        await checks.Run(client, Cancellation);

        Assert.Equal(2, client.Asked);
    }

    [Fact]
    public async Task Before_the_platform_has_started_probes_answer_and_say_so()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        HealthChecks early = new(
            platform.Get<AppStorage>(), new PlatformReadiness(), platform.Get<IMasterKey>(), platform.Clock, NullLogger<HealthChecks>.Instance);

        Assert.Equal("starting", (await early.Run(new InstancesClient(), Cancellation))["start"]);
        Assert.All(Probes, function => Assert.True(platform.Get<AccessTable>().Find(function)!.IsProbe));
    }

    private static HealthEndpoint Endpoint(PlatformUnderTest platform) => new(platform.Get<HealthChecks>());
}
