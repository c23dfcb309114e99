using System.Text;
using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Idempotency;
using Boai.Functions.Storage;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;

namespace Boai.Tests.Functions.Idempotency;

/// <summary>Handbook §20: every form carries an idempotency key; repeating it gives the same answer and the same case.</summary>
public sealed class IdempotencyTests
{
    private static readonly Dictionary<string, AccessRule> Rules = new()
    {
        ["Apply"] = AccessRule.Public.Opening("HRA"),
        ["Count"] = AccessRule.Staff(Roles.DistrictOfficer).WithCase(),
        ["Send"] = AccessRule.Public.Streamed(),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("once")]
    [InlineData("{0b2a4cf4-1f63-4f0e-9d7c-2d1c3f6f2a10}")]
    public async Task Without_a_key_nothing_happens(string? key)
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);

        Answer answer = await platform.Send(new Sent("Apply") { Key = key }, _ => throw new Xunit.Sdk.XunitException("must not run"));

        Assert.Equal((400, "idempotency.missing"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_same_request_again_gets_the_same_answer_and_runs_once()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        Sent sent = new("Apply") { Key = NewKey() };
        int runs = 0;

        Answer first = await platform.Send(sent with { Body = Text("{\"a\":1}") }, Run);
        Answer again = await platform.Send(sent with { Body = Text("{\"a\":1}") }, Run);

        Assert.Equal(1, runs);
        Assert.Equal((202, first.Body, "/api/cases/x"), (again.Status, again.Body, again.Headers.Location.ToString()));
        Assert.Equal(("", "true"), (first.Headers["Idempotency-Replayed"].ToString(), again.Headers["Idempotency-Replayed"].ToString()));

        Task<IResult> Run(FakeInvocation invocation)
        {
            runs++;
            return Task.FromResult<IResult>(TypedResults.Accepted("/api/cases/x", new { number = invocation.Request.NewCaseNumber(TestCases.Yuzhong).Value }));
        }
    }

    [Fact]
    public async Task The_same_key_with_other_content_is_a_conflict()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        Sent sent = new("Apply") { Key = NewKey() };

        await platform.Send(sent with { Body = Text("{\"a\":1}") }, Done);
        Answer other = await platform.Send(sent with { Body = Text("{\"a\":2}") }, Done);
        Answer otherPath = await platform.Send(sent with { Path = "/api/else", Body = Text("{\"a\":1}") }, Done);

        Assert.Equal((422, "idempotency.conflict"), (other.Status, other.Code));
        Assert.Equal((422, "idempotency.conflict"), (otherPath.Status, otherPath.Code));
    }

    [Fact]
    public async Task Two_people_may_use_the_same_key()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        CaseNumber number = await platform.Open();
        Sent sent = new("Count") { Key = NewKey(), Case = number.Value };
        HashSet<string> decisions = [];

        await platform.Send(sent with { Token = platform.TokenOf("yz-officer-1"), Body = Text("{}") }, Note);
        await platform.Send(sent with { Token = platform.TokenOf("yz-officer-2"), Body = Text("{}") }, Note);

        Assert.Equal(2, decisions.Count);

        Task<IResult> Note(FakeInvocation invocation)
        {
            decisions.Add(invocation.Request.DecisionId);
            return Done(invocation);
        }
    }

    [Fact]
    public async Task While_the_first_is_at_work_the_second_is_told_to_wait()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        Sent sent = new("Apply") { Key = NewKey() };
        TaskCompletionSource atWork = new();
        TaskCompletionSource goOn = new();

        Task<Answer> first = platform.Send(sent with { Body = Text("{}") }, async invocation =>
        {
            atWork.SetResult();
            await goOn.Task;
            return await Done(invocation);
        });
        await atWork.Task.WaitAsync(Cancellation);
        Answer second = await platform.Send(sent with { Body = Text("{}") }, Done);
        goOn.SetResult();

        Assert.Equal((409, "idempotency.running", "60"), (second.Status, second.Code, second.Headers.RetryAfter.ToString()));
        Assert.Equal(200, (await first).Status);
    }

    [Fact]
    public async Task A_refused_request_leaves_nothing_but_the_audit_line_and_its_key_is_free()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        Sent sent = new("Apply") { Key = NewKey() };

        Answer refused = await platform.Send(sent with { Body = Text("{\"age\":\"x\"}") }, _ => throw new ProblemException(new Problem(PlatformErrors.JsonType, "age")));
        Answer corrected = await platform.Send(sent with { Body = Text("{\"age\":1}") }, Done);

        Assert.Equal((400, "json.type"), (refused.Status, refused.Code));
        Assert.Equal(200, corrected.Status);
        Assert.Equal("refused:json.type", (await platform.SingleAuditLine()).GetString("Result"));
    }

    [Fact]
    public async Task A_crash_in_between_is_made_good_by_the_retry_with_the_same_case_and_decision()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        Sent sent = new("Apply") { Key = NewKey() };
        List<(CaseNumber Number, string Decision)> attempts = [];

        // The case is written, then the process dies before the answer is recorded.
        await platform.SendAndDie(sent with { Body = Text("{}") }, Open);
        Answer tooSoon = await platform.Send(sent with { Body = Text("{}") }, Open);
        platform.Clock.Advance(TimeSpan.FromMinutes(2));
        Answer retried = await platform.Send(sent with { Body = Text("{}") }, Open);

        Assert.Equal((409, 200), (tooSoon.Status, retried.Status));
        Assert.Equal(2, attempts.Count);
        Assert.Equal(attempts[0], attempts[1]);
        Assert.Single(await platform.Get<CaseStore>().Events(attempts[0].Number, Cancellation));

        async Task<IResult> Open(FakeInvocation invocation)
        {
            CaseNumber number = invocation.Request.NewCaseNumber(TestCases.Yuzhong);
            string decision = invocation.Request.DecisionId;
            attempts.Add((number, decision));
            CommitResult result = await platform.Get<CaseStore>().Open(
                TestProgramme.Open(number, platform.Clock.GetUtcNow(), decision), Boai.Functions.Vault.SubjectId.New(), decision, Cancellation);
            Assert.IsNotType<CommitResult.Stale>(result);
            return TypedResults.Ok(new { number = number.Value });
        }
    }

    [Fact]
    public async Task A_failure_frees_the_key_at_once()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        Sent sent = new("Apply") { Key = NewKey() };

        Answer failed = await platform.Send(sent with { Body = Text("{}") }, _ => throw new TimeoutException());
        Answer retried = await platform.Send(sent with { Body = Text("{}") }, Done);

        Assert.Equal((500, 200), (failed.Status, retried.Status));
    }

    [Fact]
    public async Task A_decision_repeated_after_a_crash_is_answered_though_the_case_would_refuse_it_now()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        CaseNumber number = await platform.Open();
        Sent sent = new("Count") { Key = NewKey(), Case = number.Value, Token = platform.TokenOf("yz-officer-1") };

        await platform.SendAndDie(sent with { Body = Text("{}") }, Count);
        platform.Clock.Advance(TimeSpan.FromMinutes(2));
        Answer retried = await platform.Send(sent with { Body = Text("{}") }, Count);

        Assert.Equal(200, retried.Status);
        Assert.Contains("\"repeated\":true", retried.Body, StringComparison.Ordinal);
        Assert.Equal(6, (await platform.Get<CaseStore>().Load<Tally>(number, Cancellation))!.Facts.Count);

        async Task<IResult> Count(FakeInvocation invocation) => TypedResults.Ok(
            await platform.Get<CaseDecisions>().Decide<Tally>(invocation.Request, (file, deciding) => TestProgramme.Count(file, deciding, 6), 1, null, Cancellation));
    }

    [Fact]
    public async Task A_decision_on_a_stale_version_is_refused_with_the_present_one()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        CaseNumber number = await platform.Open();
        Sent sent = new("Count") { Case = number.Value, Token = platform.TokenOf("yz-officer-1") };

        Answer first = await platform.Send(sent with { Key = NewKey(), Body = Text("{}") }, Count);
        Answer second = await platform.Send(sent with { Key = NewKey(), Body = Text("{}") }, Count);

        Assert.Equal((200, 409, "case.stale"), (first.Status, second.Status, second.Code));
        Assert.Contains("第 2 版", second.Body, StringComparison.Ordinal);
        Assert.Equal(1, (await platform.Get<CaseStore>().Load<Tally>(number, Cancellation))!.Facts.Count);

        async Task<IResult> Count(FakeInvocation invocation) => TypedResults.Ok(
            await platform.Get<CaseDecisions>().Decide<Tally>(invocation.Request, (file, deciding) => TestProgramme.Count(file, deciding, 1), 1, null, Cancellation));
    }

    [Fact]
    public async Task A_streamed_body_is_compared_by_its_content()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        Sent sent = new("Send") { Key = NewKey() };

        await platform.Send(sent with { Body = Text("scan 1") }, Drain);
        Answer same = await platform.Send(sent with { Body = Text("scan 1") }, Drain);
        Answer other = await platform.Send(sent with { Body = Text("scan 2") }, Drain);

        Assert.Equal((200, "true"), (same.Status, same.Headers["Idempotency-Replayed"].ToString()));
        Assert.Equal((422, "idempotency.conflict"), (other.Status, other.Code));

        async Task<IResult> Drain(FakeInvocation invocation)
        {
            await invocation.Http.Request.Body.CopyToAsync(Stream.Null, Cancellation);
            return TypedResults.Ok();
        }
    }

    [Fact]
    public async Task A_recorded_answer_is_sealed()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);

        await platform.Send(new Sent("Apply") { Key = NewKey() }, _ => Task.FromResult<IResult>(TypedResults.Ok("answer-canary-1234")));

        Assert.DoesNotContain("answer-canary-1234", string.Join('\n', await platform.EveryStoredText()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_costs_two_operations_of_its_own()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        await platform.Send(new Sent("Apply") { Key = NewKey() }, Done); // takes the block of numbers
        platform.Get<StorageMeter>().Reset();

        await platform.Send(new Sent("Apply") { Key = NewKey(), Body = Text("{}") }, Done);

        Assert.Equal(2, platform.Get<StorageMeter>().Total);
    }

    private static string NewKey() => Guid.NewGuid().ToString("D");

    private static MemoryStream Text(string body) => new(Encoding.UTF8.GetBytes(body));

    private static Task<IResult> Done(FakeInvocation invocation) => Task.FromResult<IResult>(TypedResults.Ok());
}
