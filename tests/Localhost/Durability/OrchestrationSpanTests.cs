using System.Collections.Concurrent;
using System.Diagnostics;
using Boai.Localhost.Engine;
using Boai.Tests.Localhost.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durability;

/// <summary>The span of an orchestration: told once for each execution, when it has ended, in the trace of whoever asked for it.</summary>
public sealed class OrchestrationSpanTests : IDisposable
{
    private const string Vendor = "branch=500103";
    private readonly ConcurrentQueue<Activity> spans = [];
    private readonly ActivityListener listener;
    private readonly Activity asker = new Activity("who asks").SetIdFormat(ActivityIdFormat.W3C);

    public OrchestrationSpanTests()
    {
        listener = new()
        {
            ShouldListenTo = source => source.Name == EngineTracing.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        asker.TraceStateString = Vendor;
        asker.Start();
    }

    public void Dispose()
    {
        asker.Dispose();
        listener.Dispose();
    }

    [Fact]
    public async Task It_says_when_the_orchestration_began_and_ended_and_how()
    {
        await using TaskHub hub = await TaskHub.StartAsync(
            tasks => tasks.AddOrchestratorFunc<int>("Month", async (context, _) => await context.CreateTimer(TimeSpan.FromDays(30), CancellationToken.None)), replayEveryStep: true);
        DateTimeOffset began = hub.Now;
        string id = await hub.Start("Month", 1);
        await hub.SettleAsync();
        Assert.Empty(Told());

        await hub.AdvanceAsync(TimeSpan.FromDays(31));

        Activity span = Assert.Single(Told());
        Activity start = Assert.Single(spans, one => one.TraceId == asker.TraceId && one.OperationName == "create_orchestration:Month");
        Assert.Equal(("orchestration:Month", ActivityKind.Server, start.SpanId), (span.OperationName, span.Kind, span.ParentSpanId));
        Assert.Equal((began.UtcDateTime, TimeSpan.FromDays(30)), (span.StartTimeUtc, span.Duration));
        Assert.Equal((id, "Completed", ActivityStatusCode.Unset), (span.GetTagItem("durabletask.task.instance_id"), span.GetTagItem("durabletask.task.status"), span.Status));
        Assert.Equal(Vendor, span.TraceStateString);
    }

    [Fact]
    public async Task A_failure_is_told_by_its_type_and_never_by_what_it_said()
    {
        await using TaskHub hub = await TaskHub.StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Refuse", (_, name) => Task.FromException(new ArgumentException($"{name} is too long a name"))), replayEveryStep: false);

        await hub.Start("Refuse", "王小明");
        await hub.SettleAsync();

        Activity span = Assert.Single(Told());
        Assert.Equal((ActivityStatusCode.Error, "System.ArgumentException", "Failed"), (span.Status, span.GetTagItem("error.type"), span.GetTagItem("durabletask.task.status")));
        Assert.Null(span.StatusDescription);
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value is string text && text.Contains("王小明", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_execution_of_one_that_continues_as_new_is_a_span_of_its_own_and_a_sub_orchestration_too()
    {
        await using TaskHub hub = await TaskHub.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<int>("Rounds", async (context, round) =>
                {
                    await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                    await context.CallSubOrchestratorAsync("Part");
                    if (round < 3)
                    {
                        context.ContinueAsNew(round + 1);
                    }
                })
                .AddOrchestratorFunc<int>("Part", (_, _) => Task.CompletedTask),
            replayEveryStep: true);

        await hub.Start("Rounds", 1);
        await hub.AdvanceAsync(TimeSpan.FromDays(4));

        Activity[] rounds = [.. Told().Where(span => span.OperationName == "orchestration:Rounds")];
        Assert.Equal(["ContinuedAsNew", "ContinuedAsNew", "Completed"], rounds.Select(span => span.GetTagItem("durabletask.task.status")));
        Assert.All(rounds, span => Assert.Equal(TimeSpan.FromDays(1), span.Duration));
        Assert.Equal(3, Told().Count(span => span.OperationName == "orchestration:Part"));
    }

    [Fact]
    public async Task One_that_is_terminated_is_told_and_a_restart_tells_nothing_again()
    {
        void Register(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<int>("Wait", async (context, _) => await context.WaitForExternalEvent<int>("Never"));
        await using TaskHub hub = await TaskHub.StartAsync(Register, replayEveryStep: false);
        string id = await hub.Start("Wait", 1);
        await hub.SettleAsync();

        await hub.Client.TerminateInstanceAsync(id, "by hand");
        await hub.SettleAsync();
        await hub.RestartAsync(Register);
        await hub.SettleAsync();

        Assert.Equal("Terminated", Assert.Single(Told()).GetTagItem("durabletask.task.status"));
    }

    [Fact]
    public async Task Activities_are_given_the_vendor_s_state_too()
    {
        ConcurrentQueue<(string? Parent, string? State)> given = [];
        DurableTaskHandlers handlers = new();
        handlers.AddOrchestrator("Ask", async context => await context.CallActivityAsync<string>("Do"));
        handlers.AddActivity("Do", (call, _) =>
        {
            given.Enqueue((call.TraceParent, call.TraceState));
            return Task.FromResult<string?>("\"done\"");
        });
        await using DurableEngine engine = new(
            new(), new MemoryJournalStore(), handlers, Microsoft.DurableTask.Converters.JsonDataConverter.Default, TimeProvider.System, new WorkTracker(),
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);

        string id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Ask");
        await engine.Client.WaitForInstanceCompletionAsync(id);

        (string? parent, string? state) = Assert.Single(given);
        Assert.StartsWith($"00-{asker.TraceId}-", parent, StringComparison.Ordinal);
        Assert.EndsWith("-01", parent, StringComparison.Ordinal);
        Assert.Equal(Vendor, state);
    }

    private Activity[] Told() => [.. spans.Where(span => span.TraceId == asker.TraceId && span.OperationName.StartsWith("orchestration:", StringComparison.Ordinal))];
}
