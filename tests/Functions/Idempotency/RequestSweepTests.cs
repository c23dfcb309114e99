using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Idempotency;
using Boai.Functions.Policy;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boai.Tests.Functions.Idempotency;

/// <summary>Nothing accepted is lost: what a dead request had stored is taken up without anybody asking.</summary>
public sealed class RequestSweepTests
{
    private static readonly Dictionary<string, AccessRule> Rules = new() { ["Apply"] = AccessRule.Public.Opening("HRA") };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_whose_opener_died_gets_its_orchestration_once()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        RecordingClient client = new();
        CaseNumber? opened = null;
        await platform.SendAndDie(new Sent("Apply") { Key = Guid.NewGuid().ToString("D") }, async invocation =>
        {
            opened = invocation.Request.NewCaseNumber(UnitCode.Parse("500101"));
            string decision = invocation.Request.DecisionId;
            await platform.Get<CaseStore>().Open(
                TestProgramme.Open(opened, platform.Clock.GetUtcNow(), decision), SubjectId.New(), decision, Cancellation);
            return TypedResults.Ok();
        });

        await Sweep(platform).Sweep(new TimerInfo(), client, Cancellation); // still in its time: it may be at work
        Assert.Empty(client.Calls);
        platform.Clock.Advance(TimeSpan.FromMinutes(3));
        await Sweep(platform).Sweep(new TimerInfo(), client, Cancellation);
        await Sweep(platform).Sweep(new TimerInfo(), client, Cancellation);

        Assert.Equal([$"start Test {opened}", $"CaseChanged {opened} 1"], client.Calls);
    }

    [Fact]
    public async Task A_request_that_died_before_it_stored_anything_is_left_in_peace()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        RecordingClient client = new();
        await platform.SendAndDie(new Sent("Apply") { Key = Guid.NewGuid().ToString("D") }, _ => Task.FromResult<IResult>(TypedResults.Ok()));
        platform.Clock.Advance(TimeSpan.FromMinutes(3));

        await Sweep(platform).Sweep(new TimerInfo(), client, Cancellation);

        Assert.Empty(client.Calls);
    }

    [Fact]
    public async Task A_swept_request_can_still_be_tried_again()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        Sent sent = new("Apply") { Key = Guid.NewGuid().ToString("D") };
        await platform.SendAndDie(sent with { Body = new MemoryStream("{}"u8.ToArray()) }, _ => Task.FromResult<IResult>(TypedResults.Ok()));
        platform.Clock.Advance(TimeSpan.FromMinutes(3));
        await Sweep(platform).Sweep(new TimerInfo(), new RecordingClient(), Cancellation);

        Answer retried = await platform.Send(sent with { Body = new MemoryStream("{}"u8.ToArray()) }, _ => Task.FromResult<IResult>(TypedResults.Ok()));

        Assert.Equal(200, retried.Status);
    }

    [Fact]
    public async Task Old_requests_are_removed_and_recent_ones_kept()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        Sent old = new("Apply") { Key = Guid.NewGuid().ToString("D") };
        Sent recent = new("Apply") { Key = Guid.NewGuid().ToString("D") };
        await platform.Send(old with { Body = new MemoryStream("{}"u8.ToArray()) }, _ => Task.FromResult<IResult>(TypedResults.Ok()));
        platform.Clock.Advance(TimeSpan.FromDays(8));
        await platform.Send(recent with { Body = new MemoryStream("{}"u8.ToArray()) }, _ => Task.FromResult<IResult>(TypedResults.Ok()));

        await Sweep(platform).Purge(new TimerInfo(), Cancellation);
        Answer oldAgain = await platform.Send(old with { Body = new MemoryStream("{}"u8.ToArray()) }, _ => Task.FromResult<IResult>(TypedResults.NoContent()));
        Answer recentAgain = await platform.Send(recent with { Body = new MemoryStream("{}"u8.ToArray()) }, _ => Task.FromResult<IResult>(TypedResults.NoContent()));

        Assert.Equal((204, 200), (oldAgain.Status, recentAgain.Status));
    }

    private static RequestSweep Sweep(PlatformUnderTest platform) => new(
        platform.Get<AppStorage>(), platform.Get<CaseStore>(), platform.Get<CaseProgrammes>(), platform.Get<PolicyBook>(), platform.Clock,
        NullLogger<RequestSweep>.Instance);
}
