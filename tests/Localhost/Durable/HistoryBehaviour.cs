using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class HistoryTests() : HistoryBehaviour(replayed: false);

public sealed class HistoryReplayTests() : HistoryBehaviour(replayed: true);

/// <summary>Reading what an instance went through.</summary>
public abstract class HistoryBehaviour(bool replayed) : Behaviour(replayed)
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, string>("Main", async (context, input) =>
        {
            string greeting = await context.CallActivityAsync<string>("Greet", input);
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            await context.CallSubOrchestratorAsync("Part", 5, new SubOrchestrationOptions(instanceId: "part"));
            return greeting + await context.WaitForExternalEvent<string>("Say");
        })
        .AddOrchestratorFunc<int, int>("Part", (_, input) => input)
        .AddOrchestratorFunc("Fail", context => context.CallActivityAsync("Break"))
        .AddActivityFunc<string, string>("Greet", (_, name) => $"hello {name}")
        .AddActivityFunc("Break", _ => throw new FormatException("broken"));

    private static async Task<IList<HistoryEvent>> Whole(TaskHub hub)
    {
        string id = await hub.Start("Main", "Wuhan", "case");
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        await hub.Raise(id, "Say", "!");
        await hub.End(id);
        return await hub.Client.GetOrchestrationHistoryAsync(id);
    }

    [Fact]
    public async Task Every_step_and_every_answer_is_there_in_its_order()
    {
        await using TaskHub hub = await Given(Tasks);

        IList<HistoryEvent> history = await Whole(hub);

        Assert.Equal(
            [
                EventType.ExecutionStarted, EventType.TaskScheduled, EventType.TaskCompleted, EventType.TimerCreated, EventType.TimerFired,
                EventType.SubOrchestrationInstanceCreated, EventType.SubOrchestrationInstanceCompleted, EventType.EventRaised,
                EventType.ExecutionCompleted,
            ],
            history.Select(entry => entry.EventType).Where(type => type is not (EventType.OrchestratorStarted or EventType.OrchestratorCompleted)));
    }

    [Fact]
    public async Task Entries_hold_what_was_given_and_what_came_of_it()
    {
        await using TaskHub hub = await Given(Tasks);

        IList<HistoryEvent> history = await Whole(hub);

        ExecutionStartedEvent started = Assert.Single(history.OfType<ExecutionStartedEvent>());
        Assert.Equal(("Main", "\"Wuhan\"", "case"), (started.Name, started.Input, started.OrchestrationInstance?.InstanceId));
        TaskScheduledEvent call = Assert.Single(history.OfType<TaskScheduledEvent>());
        TaskCompletedEvent result = Assert.Single(history.OfType<TaskCompletedEvent>());
        Assert.Equal(("Greet", "\"Wuhan\""), (call.Name, call.Input));
        Assert.Equal((call.EventId, "\"hello Wuhan\""), (result.TaskScheduledId, result.Result));
        SubOrchestrationInstanceCreatedEvent part = Assert.Single(history.OfType<SubOrchestrationInstanceCreatedEvent>());
        Assert.Equal(("Part", "part", "5"), (part.Name, part.InstanceId, part.Input));
        EventRaisedEvent raised = Assert.Single(history.OfType<EventRaisedEvent>());
        Assert.Equal(("Say", "\"!\""), (raised.Name, raised.Input));
        ExecutionCompletedEvent ended = Assert.Single(history.OfType<ExecutionCompletedEvent>());
        Assert.Equal("\"hello Wuhan!\"", ended.Result);
    }

    [Fact]
    public async Task A_timer_that_fired_names_the_timer_and_its_instant()
    {
        await using TaskHub hub = await Given(Tasks);
        DateTime due = hub.Now.UtcDateTime.AddHours(1);

        IList<HistoryEvent> history = await Whole(hub);

        TimerCreatedEvent created = Assert.Single(history.OfType<TimerCreatedEvent>());
        TimerFiredEvent fired = Assert.Single(history.OfType<TimerFiredEvent>());
        Assert.Equal((due, due, due), (created.FireAt, fired.FireAt, fired.Timestamp));
        Assert.Equal(created.EventId, fired.TimerId);
    }

    [Fact]
    public async Task Time_does_not_go_back_in_a_history()
    {
        await using TaskHub hub = await Given(Tasks);

        DateTime[] times = [.. (await Whole(hub)).Select(entry => entry.Timestamp)];

        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task A_failure_is_there_with_its_details()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Fail");

        IList<HistoryEvent> history = await hub.Client.GetOrchestrationHistoryAsync(id);

        TaskFailedEvent failed = Assert.Single(history.OfType<TaskFailedEvent>());
        Assert.Equal((typeof(FormatException).FullName, "broken"), (failed.FailureDetails?.ErrorType, failed.FailureDetails?.ErrorMessage));
        Assert.NotNull(Assert.Single(history.OfType<ExecutionCompletedEvent>()).FailureDetails);
    }

    [Fact]
    public async Task Suspension_resumption_and_termination_are_there_with_their_reasons()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Say")));
        string id = await hub.Start("Wait");
        await hub.Client.SuspendInstanceAsync(id, "holiday");
        await hub.Client.ResumeInstanceAsync(id, "back");
        await hub.Client.TerminateInstanceAsync(id, "enough");
        await hub.SettleAsync();

        IList<HistoryEvent> history = await hub.Client.GetOrchestrationHistoryAsync(id);

        Assert.Equal("holiday", Assert.Single(history.OfType<ExecutionSuspendedEvent>()).Reason);
        Assert.Equal("back", Assert.Single(history.OfType<ExecutionResumedEvent>()).Reason);
        Assert.Equal("\"enough\"", Assert.Single(history.OfType<ExecutionTerminatedEvent>()).Input);
    }

    [Fact]
    public async Task The_history_of_one_that_runs_goes_as_far_as_it_has_come()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Main", "Wuhan");

        IList<HistoryEvent> history = await hub.Client.GetOrchestrationHistoryAsync(id);

        Assert.Single(history.OfType<TimerCreatedEvent>());
        Assert.Empty(history.OfType<TimerFiredEvent>());
        Assert.Empty(history.OfType<ExecutionCompletedEvent>());
    }

    [Fact]
    public async Task A_child_names_its_parent()
    {
        await using TaskHub hub = await Given(Tasks);
        await Whole(hub);

        IList<HistoryEvent> history = await hub.Client.GetOrchestrationHistoryAsync("part");

        ExecutionStartedEvent started = Assert.Single(history.OfType<ExecutionStartedEvent>());
        Assert.Equal(("Main", "case"), (started.ParentInstance?.Name, started.ParentInstance?.OrchestrationInstance?.InstanceId));
    }

    [Fact]
    public async Task One_that_does_not_exist_has_no_history()
    {
        await using TaskHub hub = await Given(Tasks);

        await Assert.ThrowsAsync<ArgumentException>(() => hub.Client.GetOrchestrationHistoryAsync("nobody"));
    }
}
