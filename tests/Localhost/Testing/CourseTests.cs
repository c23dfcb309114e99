using Boai.Localhost.Engine;
using Boai.Localhost.Testing;
using Boai.Tests.Localhost.Host;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.Localhost.Testing;

public sealed class CourseFunctions(Diary diary)
{
    [Function("Walk")]
    public static async Task Walk([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(n => context.CallActivityAsync("Step", $"{context.InstanceId}.{n}")));
        await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
        await context.CallActivityAsync("Step", $"{context.InstanceId} end");
    }

    [Function("Race")]
    public static async Task Race([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        Task timer = context.CreateTimer(TimeSpan.FromDays(9), CancellationToken.None);
        await Task.WhenAny(timer, context.CallActivityAsync("Step", "quick"));
    }

    [Function("Tidy")]
    public static async Task Tidy([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using CancellationTokenSource stop = new();
        Task timer = context.CreateTimer(TimeSpan.FromDays(9), stop.Token);
        await Task.WhenAny(timer, context.CallActivityAsync("Step", "quick"));
        stop.Cancel();
    }

    [Function("Forget")]
    public static async Task Forget([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync("Step", "awaited");
        _ = context.CallActivityAsync("Step", "forgotten");
    }

    [Function("Tell")]
    public static async Task Tell([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ILogger log = context.CreateReplaySafeLogger("Tale");
        for (int i = 0; i < 4; i++)
        {
            log.LogInformation("chapter {Number}", i);
            await context.CallActivityAsync("Step", "page");
        }
    }

    [Function("Step")]
    public async Task Step([ActivityTrigger] string text)
    {
        for (int i = 0; i < text.Length % 4; i++)
        {
            await Task.Yield();
        }

        diary.Write(text);
    }
}

/// <summary>What a test can rely on about the order of things, and what it is told of things left open.</summary>
public sealed class CourseTests
{
    private static Task<LocalApp> StartAsync() => HostTest.StartAsync(new LocalAppOptions { FunctionTypes = [typeof(CourseFunctions)] });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_orchestrator_logs_is_logged_once_however_often_it_is_replayed(bool replayEveryStep)
    {
        await using LocalApp app = await HostTest.StartAsync(new LocalAppOptions
        {
            FunctionTypes = [typeof(CourseFunctions)],
            Engine = new DurableEngineOptions { ReplayEveryStep = replayEveryStep },
        });

        await app.RunUntilAsync(await app.Durable.ScheduleNewOrchestrationInstanceAsync("Tell"));

        Assert.Equal(
            ["chapter 0", "chapter 1", "chapter 2", "chapter 3"],
            app.Logs.Lines.Where(line => line.Category == "Tale").Select(line => line.Message));
    }

    private static async Task<IReadOnlyList<string>> WalkAsync()
    {
        await using LocalApp app = await StartAsync();
        for (int i = 0; i < 8; i++)
        {
            StartOrchestrationOptions all = new($"walk{i}", app.Clock.GetUtcNow().AddHours(1));
            await app.Durable.ScheduleNewOrchestrationInstanceAsync("Walk", input: null, all);
        }

        await app.AdvanceAsync(TimeSpan.FromHours(3));
        return app.Diary();
    }

    [Fact]
    public async Task The_same_calls_take_the_same_course_every_time()
    {
        IReadOnlyList<string> first = await WalkAsync();
        Assert.Equal(32, first.Count);

        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(first, await WalkAsync());
        }
    }

    [Fact]
    public async Task A_timer_that_lost_its_race_and_was_not_cancelled_is_reported()
    {
        await using LocalApp app = await StartAsync();
        await app.Durable.ScheduleNewOrchestrationInstanceAsync("Race", options: new StartOrchestrationOptions("r"), input: null);
        await app.RunUntilIdleAsync();

        Assert.Equal("Race 'r' ended and left open: timer #0, due 2026-01-14 01:00:00Z; cancel it when it is no longer needed.", Assert.Single(app.Leaks).ToString());
    }

    [Fact]
    public async Task A_call_that_nobody_awaited_is_reported()
    {
        await using LocalApp app = await StartAsync();
        await app.Durable.ScheduleNewOrchestrationInstanceAsync("Forget", options: new StartOrchestrationOptions("f"), input: null);
        await app.RunUntilIdleAsync();

        Assert.Equal("Forget 'f' ended and left open: call #1 of activity 'Step', which nobody awaits.", Assert.Single(app.Leaks).ToString());
    }

    [Fact]
    public async Task An_orchestration_that_cancels_and_awaits_leaves_nothing_open()
    {
        await using LocalApp app = await StartAsync();
        await app.Durable.ScheduleNewOrchestrationInstanceAsync("Tidy");
        await app.Durable.ScheduleNewOrchestrationInstanceAsync("Walk");
        await app.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Empty(app.Leaks);
        Assert.Null(app.Clock.NextDue);
    }
}
