using System.Diagnostics.Metrics;
using Boai.Functions.Cases;
using Boai.Functions.Messages;
using Boai.Functions.Operations;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Shared;
using DurableTask.Core.History;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.Functions.Operations;

/// <summary>I-09: every case that is not over is carried by an orchestration, or somebody hears of it.</summary>
public sealed class CaseWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, StuckCause.Missing)]
    [InlineData(OrchestrationRuntimeStatus.Completed, StuckCause.Ended)]
    [InlineData(OrchestrationRuntimeStatus.Terminated, StuckCause.Ended)]
    [InlineData(OrchestrationRuntimeStatus.Failed, StuckCause.Failed)]
    public async Task A_case_without_a_live_orchestration_gets_one_and_the_officers_hear_of_it(OrchestrationRuntimeStatus? stands, StuckCause cause)
    {
        await using Branch branch = await Branch.WithOneCase(stands);

        await branch.Watch();

        Assert.Equal([$"Test {branch.Case}"], branch.Client.Started);
        OutboxEntry told = Assert.Single(await branch.Outbox());
        Assert.Equal(("stuck-case", "role:CITY_OFF@500000"), (told.Kind, told.To));
        Assert.Contains(branch.Case.Value, told.Text, StringComparison.Ordinal);
        Assert.Contains(branch.Platform.Logs.Lines, line => line.Contains($"{branch.Case} in Open stood still: its orchestration is {cause}", StringComparison.Ordinal));
        Assert.DoesNotContain(branch.Platform.Logs.Lines, line => line.Contains("王小明", StringComparison.Ordinal));
        Assert.Equal(1, branch.Measured("boai.cases.stuck", "cause", cause.ToString()));
        Assert.Equal(1, branch.Repairs);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    [InlineData(OrchestrationRuntimeStatus.Pending)]
    public async Task A_case_with_a_live_orchestration_is_left_alone(OrchestrationRuntimeStatus stands)
    {
        await using Branch branch = await Branch.WithOneCase(stands);

        await branch.Watch();

        Assert.Empty(branch.Client.Started);
        Assert.Empty(await branch.Outbox());
        Assert.DoesNotContain(branch.Platform.Logs.Lines, line => line.Contains("stood still", StringComparison.Ordinal));
        Assert.Equal((1, 0, 0), (branch.Measured("boai.cases.open", "state", "Open"), branch.Measured("boai.cases.stuck"), branch.Repairs));
    }

    public static TheoryData<string, bool> Histories => new()
    {
        { "", false }, // it has yet to take its first step
        { "run", true },
        { "run timer:-10", true }, // withdrawn long ago
        { "run timer:600", false },
        { "run timer:-1", false }, // due this moment
        { "run timer:600 run fired", true },
        { "run task", false },
        { "run task run done", true },
        { "run task run failed", true },
        { "run sub", false },
        { "run sub run subDone", true },
        { "run sub run subFailed", true },
        { "run task sub run done", false },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public async Task A_case_without_tasks_whose_orchestration_waits_for_nothing_is_woken_and_told_of(string history, bool isIdle)
    {
        await using Branch branch = await Branch.WithOneCase(OrchestrationRuntimeStatus.Running, hasTasks: false);
        branch.Client.History = Entries(history, branch.Platform.Clock.GetUtcNow().UtcDateTime);

        await branch.Watch();

        Assert.Empty(branch.Client.Started);
        Assert.Equal(isIdle ? [$"CaseChanged {branch.Case}"] : [], branch.Client.Raised);
        Assert.Equal(isIdle ? 1 : 0, (await branch.Outbox()).Count);
        Assert.Equal((isIdle ? 1 : 0, isIdle ? 1 : 0), (branch.Measured("boai.cases.stuck", "cause", "Idle"), branch.Repairs));
    }

    [Fact]
    public async Task A_case_with_a_task_may_wait_for_people_alone()
    {
        await using Branch branch = await Branch.WithOneCase(OrchestrationRuntimeStatus.Running);
        branch.Client.History = Entries("run", branch.Platform.Clock.GetUtcNow().UtcDateTime);

        await branch.Watch();

        Assert.Empty(branch.Client.Raised);
        Assert.Empty(await branch.Outbox());
    }

    [Fact]
    public async Task A_paused_orchestration_is_told_of_and_not_touched()
    {
        await using Branch branch = await Branch.WithOneCase(OrchestrationRuntimeStatus.Suspended);

        await branch.Watch();

        Assert.Empty(branch.Client.Started);
        Assert.Single(await branch.Outbox());
        Assert.Equal((1, 0), (branch.Measured("boai.cases.stuck", "cause", "Paused"), branch.Repairs));
    }

    [Fact]
    public async Task A_case_that_was_opened_a_moment_ago_is_given_time()
    {
        await using Branch branch = await Branch.WithOneCase(stands: null, age: TimeSpan.FromMinutes(1));

        await branch.Watch();
        Assert.Empty(branch.Client.Started);
        branch.Platform.Clock.Advance(TimeSpan.FromMinutes(2));
        await branch.Watch();

        Assert.Single(branch.Client.Started);
    }

    [Fact]
    public async Task What_fails_again_is_repaired_each_time_and_told_once_a_day()
    {
        await using Branch branch = await Branch.WithOneCase(OrchestrationRuntimeStatus.Failed);

        await branch.Watch();
        branch.Client.Put(branch.Case.Value, OrchestrationRuntimeStatus.Failed);
        await branch.Watch();
        Assert.Single(await branch.Outbox());
        branch.Client.Put(branch.Case.Value, OrchestrationRuntimeStatus.Failed);
        branch.Platform.Clock.Advance(TimeSpan.FromDays(1));
        await branch.Watch();

        Assert.Equal(3, branch.Client.Started.Count);
        Assert.Equal(2, (await branch.Outbox()).Count);
    }

    [Fact]
    public async Task One_case_that_cannot_be_looked_after_does_not_keep_the_others_waiting()
    {
        await using Branch branch = await Branch.WithOneCase(stands: null, broken: TestCases.Number(18).Value);
        CaseNumber other = await branch.Open(TestCases.Number(18));
        branch.Platform.Clock.Advance(TimeSpan.FromMinutes(3));

        AggregateException failed = await Assert.ThrowsAsync<AggregateException>(branch.Watch);

        Assert.Contains(other.Value, failed.InnerExceptions.Single().Message, StringComparison.Ordinal);
        Assert.Equal([$"Test {branch.Case}"], branch.Client.Started);
        Assert.Equal(2, branch.Measured("boai.cases.open"));
    }

    [Fact]
    public async Task Overdue_tasks_are_counted_and_a_count_that_grew_old_is_shown_no_more()
    {
        await using Branch branch = await Branch.WithOneCase(OrchestrationRuntimeStatus.Running);
        await branch.Watch();
        Assert.Equal(0, branch.Measured("boai.clocks.overdue", "programme", "TST-01"));
        Assert.True(branch.IsShown("boai.clocks.overdue")); // nought is said, not left out

        branch.Platform.Clock.Advance(TimeSpan.FromDays(10)); // intake has three working days
        Assert.False(branch.IsShown("boai.clocks.overdue"));
        await branch.Watch();

        Assert.Equal(1, branch.Measured("boai.clocks.overdue", "programme", "TST-01"));
    }

    // Words in their order; the answers are to the one task, sub-orchestration or timer before them.
    private static List<HistoryEvent> Entries(string words, DateTime now) =>
    [
        .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (HistoryEvent)(word switch
        {
            "run" => new OrchestratorStartedEvent(-1),
            "task" => new TaskScheduledEvent(0, "Publish"),
            "done" => new TaskCompletedEvent(-1, 0, null),
            "failed" => new TaskFailedEvent(-1, 0, null, null),
            "sub" => new SubOrchestrationInstanceCreatedEvent(1),
            "subDone" => new SubOrchestrationInstanceCompletedEvent(-1, 1, null),
            "subFailed" => new SubOrchestrationInstanceFailedEvent(-1, 1, null, null),
            "fired" => new TimerFiredEvent(-1) { TimerId = 2 },
            _ when word.StartsWith("timer:", StringComparison.Ordinal) =>
                new TimerCreatedEvent(2, now.AddMinutes(int.Parse(word["timer:".Length..], System.Globalization.CultureInfo.InvariantCulture))),
            _ => throw new ArgumentException($"Unknown word {word}.", nameof(words)),
        })),
    ];

    /// <summary>A platform with one open case on its worklist.</summary>
    private sealed class Branch : IAsyncDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<(string Name, long Value, string Tags)> _seen = [];

        private Branch(PlatformUnderTest platform, InstancesClient client)
        {
            (Platform, Client) = (platform, client);
            IMeterFactory meters = platform.Get<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
                _seen.Add((instrument.Name, value, string.Join(';', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))));
            _listener.Start();
            platform.Get<CaseGauges>();
        }

        public PlatformUnderTest Platform { get; }

        public InstancesClient Client { get; }

        public CaseNumber Case { get; private set; } = TestCases.Number();

        public long Repairs => _seen.Where(one => one.Name == "boai.cases.repaired").Sum(one => one.Value);

        public static async Task<Branch> WithOneCase(OrchestrationRuntimeStatus? stands, TimeSpan? age = null, string? broken = null, bool hasTasks = true)
        {
            Branch branch = new(await PlatformUnderTest.Start(Azurite.Connection), new InstancesClient { Broken = broken });
            branch.Case = await branch.Open(TestCases.Number(), hasTasks);
            if (stands is { } status)
            {
                branch.Client.Put(branch.Case.Value, status);
            }

            branch.Platform.Clock.Advance(age ?? TimeSpan.FromMinutes(3));
            return branch;
        }

        public async Task<CaseNumber> Open(CaseNumber number, bool hasTasks = true)
        {
            await (hasTasks ? Platform.Open(number) : Platform.OpenWithoutTasks(number));
            await Platform.Get<Worklist>().Refresh(number, Cancellation);
            return number;
        }

        public Task Watch() => new CaseWatch(
            Platform.Get<Worklist>(), Platform.Get<CaseStore>(), Platform.Get<CaseProgrammes>(), Platform.Get<StuckCaseAlarm>(), Platform.Get<CaseGauges>(),
            Platform.Clock, Platform.Get<ILogger<CaseWatch>>()).Watch(new TimerInfo(), Client, Cancellation);

        public Task<IReadOnlyList<OutboxEntry>> Outbox() => Platform.Get<OutboxMessages>().Read(Case.Value, 10, Cancellation);

        public bool IsShown(string metric) => Shown(metric).Length > 0;

        /// <summary>The sum of a gauge's values now, over those with a tag.</summary>
        public long Measured(string metric, string? tag = null, string? value = null) =>
            Shown(metric).Where(one => tag is null || one.Tags.Contains($"{tag}={value}", StringComparison.Ordinal)).Sum(one => one.Value);

        public async ValueTask DisposeAsync()
        {
            _listener.Dispose();
            await Platform.DisposeAsync();
        }

        private (string Name, long Value, string Tags)[] Shown(string metric)
        {
            _seen.RemoveAll(one => one.Name == metric);
            _listener.RecordObservableInstruments();
            return [.. _seen.Where(one => one.Name == metric)];
        }
    }
}
