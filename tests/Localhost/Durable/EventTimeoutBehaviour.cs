using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class EventTimeoutTests() : EventTimeoutBehaviour(replayed: false);

public sealed class EventTimeoutReplayTests() : EventTimeoutBehaviour(replayed: true);

/// <summary>Waiting for an event for so long and no longer.</summary>
public abstract class EventTimeoutBehaviour(bool replayed) : Behaviour(replayed)
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<TimeSpan, string>("Wait", async (context, patience) =>
        {
            try
            {
                return $"got {await context.WaitForExternalEvent<string>("Answer", patience)}";
            }
            catch (OperationCanceledException late)
            {
                return $"{late.GetType().Name} at {context.CurrentUtcDateTime:dd HH:mm}";
            }
        })
        .AddOrchestratorFunc<List<string>>("Escalate", async context =>
        {
            List<string> told = [];
            List<string> levels = ["clerk", "head", "director"];
            foreach (string level in levels)
            {
                try
                {
                    told.Add($"{level}: {await context.WaitForExternalEvent<string>("Answer", TimeSpan.FromDays(2))}");
                    return told;
                }
                catch (TaskCanceledException)
                {
                    told.Add($"{level}: silent");
                }
            }

            return told;
        });

    [Fact]
    public async Task An_event_in_time_is_the_result_and_leaves_no_timer_behind()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Wait", TimeSpan.FromDays(7));
        await hub.AdvanceAsync(TimeSpan.FromDays(6));

        await hub.Raise(id, "answer", "yes");

        Assert.Equal("got yes", await hub.ResultOf<string>(id));
        Assert.False(await hub.AdvanceToNextDueAsync(), "The timer is still armed.");
    }

    [Fact]
    public async Task When_the_time_is_over_the_wait_is_cancelled()
    {
        await using TaskHub hub = await Given(Tasks);

        Assert.Equal("TaskCanceledException at 12 01:00", await hub.Run<string>("Wait", TimeSpan.FromDays(7)));
    }

    [Fact]
    public async Task A_cancelled_wait_that_is_not_caught_fails_the_orchestration()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Main", context => context.WaitForExternalEvent<string>("Answer", TimeSpan.FromDays(1))));

        Assert.True((await hub.FailureOf("Main")).IsCausedBy<TaskCanceledException>());
    }

    [Fact]
    public async Task An_event_that_had_come_before_is_taken_at_once()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Main", async context =>
        {
            await context.WaitForExternalEvent<string>("Go");
            return await context.WaitForExternalEvent<string>("Answer", TimeSpan.FromDays(1));
        }));
        string id = await hub.Start("Main");
        await hub.Raise(id, "Answer", "early");
        await hub.Raise(id, "Go", "");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusOf(id));
        Assert.Equal("early", await hub.ResultOf<string>(id));
    }

    [Theory]
    [InlineData(1, "clerk: ok")]
    [InlineData(3, "clerk: silent", "head: ok")]
    [InlineData(5, "clerk: silent", "head: silent", "director: ok")]
    [InlineData(7, "clerk: silent", "head: silent", "director: silent")]
    public async Task An_event_goes_to_the_wait_that_is_open_when_it_comes(int day, params string[] told)
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Escalate");
        await hub.AdvanceAsync(TimeSpan.FromDays(day));

        if (await hub.StatusOf(id) == OrchestrationRuntimeStatus.Running)
        {
            await hub.Raise(id, "Answer", "ok");
        }

        Assert.Equal(told, (await hub.ResultOf<List<string>>(id))!);
    }

    [Fact]
    public async Task The_instant_of_the_timeout_is_over_time()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Wait", TimeSpan.FromHours(1));
        await hub.AdvanceAsync(TimeSpan.FromHours(1));

        await Assert.ThrowsAsync<RpcException>(() => hub.Raise(id, "Answer", "late"));

        Assert.StartsWith("TaskCanceledException", await hub.ResultOf<string>(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_ends_the_wait_before_its_time()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Main", async context =>
        {
            using CancellationTokenSource stop = new();
            Task<string> answer = context.WaitForExternalEvent<string>("Answer", TimeSpan.FromDays(9), stop.Token);
            await context.WaitForExternalEvent<string>("Withdraw");
            stop.Cancel();
            try
            {
                return await answer;
            }
            catch (OperationCanceledException)
            {
                return "withdrawn";
            }
        }));
        string id = await hub.Start("Main");

        await hub.Raise(id, "Withdraw", "");

        Assert.Equal("withdrawn", await hub.ResultOf<string>(id));
    }
}
