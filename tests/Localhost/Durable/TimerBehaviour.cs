using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class TimerTests() : TimerBehaviour(replayed: false);

public sealed class TimerReplayTests() : TimerBehaviour(replayed: true);

/// <summary>Durable timers.</summary>
public abstract class TimerBehaviour(bool replayed) : Behaviour(replayed)
{
    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(86_400)]
    [InlineData(10L * 365 * 86_400)] // longer than any timer of the platform
    public async Task A_timer_fires_when_it_is_due_and_not_before(long seconds)
    {
        TimeSpan delay = TimeSpan.FromSeconds(seconds);
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<long, DateTime>("Main", async (context, wait) =>
        {
            await context.CreateTimer(TimeSpan.FromSeconds(wait), CancellationToken.None);
            return context.CurrentUtcDateTime;
        }));
        DateTime start = hub.Now.UtcDateTime;
        string id = await hub.Start("Main", seconds);

        await hub.AdvanceAsync(delay - TimeSpan.FromMilliseconds(1));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(id));
        await hub.AdvanceAsync(TimeSpan.FromMilliseconds(1));

        OrchestrationMetadata ended = await hub.Get(id);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal(start + delay, ended.ReadOutputAs<DateTime>());
        Assert.Equal(DateTimeKind.Utc, ended.ReadOutputAs<DateTime>().Kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    public async Task A_timer_that_is_due_already_fires_at_once(int seconds)
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<int>("Main", (context, wait) =>
            context.CreateTimer(context.CurrentUtcDateTime.AddSeconds(wait), CancellationToken.None)));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusOf(await hub.Start("Main", seconds)));
    }

    [Fact]
    public async Task A_timer_may_name_the_instant()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<DateTime, DateTime>("Main", async (context, due) =>
        {
            await context.CreateTimer(due, CancellationToken.None);
            return context.CurrentUtcDateTime;
        }));
        DateTime due = new(2031, 12, 31, 16, 0, 0, DateTimeKind.Utc);

        Assert.Equal(due, await hub.Run<DateTime>("Main", due));
    }

    [Fact]
    public async Task Timers_fire_in_the_order_in_which_they_are_due()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<List<int>>("Main", async context =>
        {
            List<int> fired = [];
            List<int> waits = [50, 10, 40, 20, 30];
            await Task.WhenAll(waits.Select(Wait));
            return fired;

            async Task Wait(int minutes)
            {
                await context.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
                fired.Add(minutes);
            }
        }));

        Assert.Equal([10, 20, 30, 40, 50], (await hub.Run<List<int>>("Main"))!);
    }

    [Fact]
    public async Task A_cancelled_timer_is_over_at_once_and_never_fires()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Main", async context =>
        {
            using CancellationTokenSource stop = new();
            Task timer = context.CreateTimer(TimeSpan.FromDays(30), stop.Token);
            await context.WaitForExternalEvent<string>("Stop");
            stop.Cancel();
            try
            {
                await timer;
                return "fired";
            }
            catch (OperationCanceledException)
            {
                return $"cancelled on {context.CurrentUtcDateTime:dd}";
            }
        }));
        string id = await hub.Start("Main");
        await hub.AdvanceAsync(TimeSpan.FromDays(1));

        await hub.Raise(id, "Stop");

        Assert.Equal("cancelled on 06", await hub.ResultOf<string>(id));
        Assert.False(await hub.AdvanceToNextDueAsync(), "A cancelled timer is still armed.");
    }

    [Fact]
    public async Task A_timer_whose_token_is_cancelled_beforehand_is_cancelled()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<bool>("Main", context =>
            context.CreateTimer(TimeSpan.FromDays(1), new CancellationToken(canceled: true)).IsCanceled));

        Assert.True(await hub.Run<bool>("Main"));
    }

    [Fact]
    public async Task The_orchestrators_clock_stands_still_within_a_step_and_never_goes_back()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<List<DateTime>>("Main", async context =>
            {
                List<DateTime> seen = [context.CurrentUtcDateTime, context.CurrentUtcDateTime];
                for (int i = 0; i < 3; i++)
                {
                    await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                    seen.Add(context.CurrentUtcDateTime);
                    await context.CallActivityAsync("Nothing");
                    seen.Add(context.CurrentUtcDateTime);
                }

                return seen;
            })
            .AddActivityFunc("Nothing", _ => { }));

        List<DateTime> seen = (await hub.Run<List<DateTime>>("Main"))!;

        Assert.Equal(seen[0], seen[1]);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(TimeSpan.FromHours(3), seen[^1] - seen[0]);
    }

    [Fact]
    public async Task A_timer_survives_a_restart_and_one_that_came_due_meanwhile_fires_after_it()
    {
        static void Tasks(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<int>("Main", (context, hours) =>
            context.CreateTimer(TimeSpan.FromHours(hours), CancellationToken.None));
        await using TaskHub hub = await Given(Tasks);
        string soon = await hub.Start("Main", 1);
        string late = await hub.Start("Main", 3);

        await hub.AdvanceAsync(TimeSpan.FromMinutes(59));
        await hub.RestartAsync(Tasks);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(61));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusOf(soon));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(late));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.End(late)).RuntimeStatus);
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 4, 0, 0, TimeSpan.Zero), hub.Now);
    }

    [Fact]
    public async Task Many_orchestrations_may_wait_for_the_same_instant()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc("Main", context =>
            context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None)));
        List<string> ids = [];
        for (int i = 0; i < 200; i++)
        {
            ids.Add(await hub.Client.ScheduleNewOrchestrationInstanceAsync("Main"));
        }

        await hub.AdvanceAsync(TimeSpan.FromDays(1));

        foreach (string id in ids)
        {
            Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusOf(id));
        }
    }
}
