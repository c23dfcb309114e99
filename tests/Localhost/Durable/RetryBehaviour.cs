using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class RetryTests() : RetryBehaviour(replayed: false);

public sealed class RetryReplayTests() : RetryBehaviour(replayed: true);

/// <summary>Trying again: by a policy with pauses, or by a handler that decides.</summary>
public abstract class RetryBehaviour(bool replayed) : Behaviour(replayed)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>An activity that fails so many times, and when it was tried.</summary>
    private sealed class Flaky(int failures)
    {
        private readonly List<DateTimeOffset> at = [];

        public TaskHub? Hub { get; set; }

        public int Attempts => at.Count;

        public double[] Pauses => [.. at.Zip(at.Skip(1), (one, next) => (next - one).TotalMinutes)];

        public int Try()
        {
            at.Add(Hub!.Now);
            return at.Count > failures ? at.Count : throw new InvalidOperationException($"attempt {at.Count} failed");
        }
    }

    private async Task<TaskHub> Given(Flaky flaky, TaskOptions options)
    {
        TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int>("Main", context => context.CallActivityAsync<int>("Try", options: options))
            .AddActivityFunc<int>("Try", _ => flaky.Try()));
        flaky.Hub = hub;
        return hub;
    }

    [Fact]
    public async Task A_policy_tries_until_it_succeeds()
    {
        Flaky flaky = new(failures: 2);
        await using TaskHub hub = await Given(flaky, TaskOptions.FromRetryPolicy(new RetryPolicy(5, Minute)));

        Assert.Equal(3, await hub.Run<int>("Main"));
        Assert.Equal([1, 1], flaky.Pauses);
    }

    [Theory]
    [InlineData(1.0, null, 1.0, 1.0, 1.0, 1.0)]
    [InlineData(2.0, null, 1.0, 2.0, 4.0, 8.0)]
    [InlineData(1.5, null, 1.0, 1.5, 2.25, 3.375)]
    [InlineData(10.0, 30, 1.0, 10.0, 30.0, 30.0)]
    public async Task Pauses_grow_by_the_coefficient_up_to_the_longest(double coefficient, int? longest, params double[] pauses)
    {
        Flaky flaky = new(failures: 4);
        RetryPolicy policy = new(5, Minute, coefficient, longest is { } minutes ? TimeSpan.FromMinutes(minutes) : Timeout.InfiniteTimeSpan);
        await using TaskHub hub = await Given(flaky, TaskOptions.FromRetryPolicy(policy));

        Assert.Equal(5, await hub.Run<int>("Main"));
        Assert.Equal(pauses, flaky.Pauses);
    }

    [Fact]
    public async Task When_the_attempts_are_used_up_the_last_failure_is_thrown()
    {
        Flaky flaky = new(failures: 9);
        await using TaskHub hub = await Given(flaky, TaskOptions.FromRetryPolicy(new RetryPolicy(3, Minute)));

        Assert.Equal("attempt 3 failed", (await hub.FailureOf("Main")).InnerFailure!.ErrorMessage);
        Assert.Equal(3, flaky.Attempts);
    }

    [Fact]
    public async Task After_the_total_time_no_further_attempt_is_made()
    {
        Flaky flaky = new(failures: 9);
        RetryPolicy policy = new(100, TimeSpan.FromMinutes(10), retryTimeout: TimeSpan.FromMinutes(25));
        await using TaskHub hub = await Given(flaky, TaskOptions.FromRetryPolicy(policy));

        Assert.Equal("attempt 4 failed", (await hub.FailureOf("Main")).InnerFailure!.ErrorMessage);
        Assert.Equal([10, 10, 10], flaky.Pauses);
    }

    [Fact]
    public async Task A_policy_may_judge_by_the_failure_that_another_attempt_is_useless()
    {
        Flaky flaky = new(failures: 9);
        RetryPolicy policy = new(5, Minute) { HandleFailure = failure => !failure.ErrorMessage.Contains("attempt 2", StringComparison.Ordinal) };
        await using TaskHub hub = await Given(flaky, TaskOptions.FromRetryPolicy(policy));

        Assert.Equal("attempt 2 failed", (await hub.FailureOf("Main")).InnerFailure!.ErrorMessage);
    }

    [Fact]
    public async Task A_handler_decides_after_each_failure()
    {
        Flaky flaky = new(failures: 2);
        List<string> seen = [];
        await using TaskHub hub = await Given(flaky, TaskOptions.FromRetryHandler((RetryContext retry) =>
        {
            if (!retry.OrchestrationContext.IsReplaying)
            {
                seen.Add($"{retry.LastAttemptNumber}: {retry.LastFailure.ErrorMessage}");
            }

            return true;
        }));

        Assert.Equal(3, await hub.Run<int>("Main"));
        Assert.Equal(["1: attempt 1 failed", "2: attempt 2 failed"], seen);
    }

    [Fact]
    public async Task A_handler_may_wait_and_knows_how_long_it_has_been_at_it()
    {
        Flaky flaky = new(failures: 99);
        await using TaskHub hub = await Given(flaky, TaskOptions.FromRetryHandler(async (RetryContext retry) =>
        {
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMinutes(retry.LastAttemptNumber), CancellationToken.None);
            return retry.TotalRetryTime < TimeSpan.FromMinutes(6);
        }));

        // Judged at 0, 1, 3 and 6 minutes after the first attempt.
        Assert.Equal("attempt 4 failed", (await hub.FailureOf("Main")).InnerFailure!.ErrorMessage);
        Assert.Equal([1, 2, 3], flaky.Pauses);
    }

    [Fact]
    public async Task A_handler_that_says_no_ends_it_with_the_failure()
    {
        Flaky flaky = new(failures: 9);
        await using TaskHub hub = await Given(flaky, TaskOptions.FromRetryHandler((RetryContext retry) => retry.LastAttemptNumber < 2));

        Assert.Equal("attempt 2 failed", (await hub.FailureOf("Main")).InnerFailure!.ErrorMessage);
    }

    [Fact]
    public async Task An_activity_that_does_not_exist_is_not_tried_again()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc("Main", context =>
            context.CallActivityAsync("Missing", TaskOptions.FromRetryPolicy(new RetryPolicy(5, Minute)))));
        string id = await hub.Start("Main");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, await hub.StatusOf(id));
    }

    [Fact]
    public async Task A_sub_orchestration_is_tried_again_by_policy()
    {
        int attempts = 0;
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Main", context => context.CallSubOrchestratorAsync<string>(
                "Part", new SubOrchestrationOptions(new RetryPolicy(3, Minute), instanceId: "part")))
            .AddOrchestratorFunc<string>("Part", context => context.CallActivityAsync<string>("Try"))
            .AddActivityFunc<string>("Try", _ => ++attempts < 3 ? throw new InvalidOperationException("not yet") : $"attempt {attempts}"));

        Assert.Equal("attempt 3", await hub.Run<string>("Main"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusOf("part"));
    }

    [Fact]
    public async Task A_sub_orchestration_is_tried_again_by_handler()
    {
        int attempts = 0;
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Main", context => context.CallSubOrchestratorAsync<string>(
                "Part", TaskOptions.FromRetryHandler((RetryContext retry) => retry.LastFailure.IsCausedBy<TaskFailedException>())))
            .AddOrchestratorFunc<string>("Part", context => context.CallActivityAsync<string>("Try"))
            .AddActivityFunc<string>("Try", _ => ++attempts < 3 ? throw new InvalidOperationException("not yet") : $"attempt {attempts}"));

        Assert.Equal("attempt 3", await hub.Run<string>("Main"));
    }

    [Fact]
    public async Task Retries_go_on_where_they_were_after_a_restart()
    {
        Flaky flaky = new(failures: 3);
        TaskOptions options = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromHours(1), 2, TimeSpan.FromDays(1)));
        await using TaskHub hub = await Given(flaky, options);
        string id = await hub.Start("Main");
        await hub.AdvanceAsync(TimeSpan.FromHours(1.5));
        Assert.Equal(2, flaky.Attempts);

        await hub.RestartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Main", context => context.CallActivityAsync<int>("Try", options: options))
            .AddActivityFunc<int>("Try", _ => flaky.Try()));

        Assert.Equal(4, await hub.ResultOf<int>(id));
        Assert.Equal([60, 120, 240], flaky.Pauses);
    }

    [Theory]
    [InlineData(0, 60, 1.0, null, null)]
    [InlineData(3, 0, 1.0, null, null)]
    [InlineData(3, 60, 0.9, null, null)]
    [InlineData(3, 60, 1.0, 59, null)]
    [InlineData(3, 60, 1.0, null, 59)]
    public void A_policy_that_makes_no_sense_is_refused(int attempts, int first, double coefficient, int? longest, int? total) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(
            attempts, TimeSpan.FromSeconds(first), coefficient, Seconds(longest), Seconds(total)));

    private static TimeSpan? Seconds(int? count) => count is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
