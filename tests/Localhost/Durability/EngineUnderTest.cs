using System.Collections.Concurrent;
using System.Diagnostics;
using Boai.Localhost.Engine;
using Boai.Localhost.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.Localhost.Durability;

/// <summary>An engine with a few orchestrators, on a store that the test gives, whose lease runs by a clock that the test moves.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private readonly ILoggerFactory logs;
    private readonly ConcurrentDictionary<string, int> effects;

    private EngineUnderTest(IJournalStore store, DurableEngineOptions options, ConcurrentDictionary<string, int>? effects)
    {
        this.effects = effects ?? new();
        logs = LoggerFactory.Create(builder => builder.AddProvider(Logs));
        Engine = new(
            options with { InfrastructureTime = options.InfrastructureTime == TimeProvider.System ? Lease : options.InfrastructureTime },
            store, Handlers(), JsonDataConverter.Default, TimeProvider.System, new WorkTracker(), logs);
    }

    public DurableEngine Engine { get; }

    public DurableTaskClient Client => Engine.Client;

    public CapturedLogs Logs { get; } = new();

    /// <summary>The clock of the lease; stands still until moved.</summary>
    public LocalClock Lease { get; } = LocalClock.Virtual(new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));

    /// <summary>How often each activity was begun, over all engines that were given the same book.</summary>
    public ConcurrentDictionary<string, int> Effects => effects;

    public IReadOnlyList<string> Warnings => [.. Logs.Complaints.Select(line => line.Message)];

    public static async Task<EngineUnderTest> StartAsync(
        IJournalStore store, DurableEngineOptions? options = null, ConcurrentDictionary<string, int>? effects = null)
    {
        EngineUnderTest made = New(store, options, effects);
        await Soon(made.Engine.StartAsync(CancellationToken.None));
        return made;
    }

    /// <summary>Makes one that is not started.</summary>
    public static EngineUnderTest New(
        IJournalStore store, DurableEngineOptions? options = null, ConcurrentDictionary<string, int>? effects = null)
        => new(store, options ?? new(), effects);

    public async Task<string> ScheduleAsync(string name, object? input = null, string? id = null)
        => await Soon(Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id)));

    public Task<OrchestrationMetadata> EndOfAsync(string id) => Soon(Client.WaitForInstanceCompletionAsync(id, true));

    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null, string? id = null)
        => await EndOfAsync(await ScheduleAsync(name, input, id));

    /// <summary>Moves the lease's clock on and on until something has come about.</summary>
    public async Task PassTimeUntilAsync(Func<bool> condition, Func<string>? state = null)
    {
        long begun = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience)
            {
                throw new TimeoutException($"It did not come about in {Patience.TotalSeconds:0} s. {state?.Invoke()}");
            }

            Lease.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }
    }

    public async Task PassTimeUntilAsync(Task task)
    {
        await PassTimeUntilAsync(() => task.IsCompleted);
        await task;
    }

    /// <summary>Waits, in real time, until something has come about.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource bound = new(Patience);
        while (!condition())
        {
            await Task.Delay(2, bound.Token);
        }
    }

    public static Task Soon(Task task) => task.WaitAsync(Patience);

    public static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(Patience);

    /// <summary>As the end of the process.</summary>
    public void Kill() => Engine.Kill();

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        logs.Dispose();
        Lease.Dispose();
    }

    private DurableTaskHandlers Handlers()
    {
        DurableTaskHandlers handlers = new();
        handlers.AddOrchestrator("FiveSteps", async context =>
        {
            int sum = 0;
            for (int step = 1; step <= 5; step++)
            {
                sum += await context.CallActivityAsync<int>("Step", step);
            }

            return sum;
        });
        handlers.AddOrchestrator("AwaitEvent", async context => await context.WaitForExternalEvent<string>("go"));
        handlers.AddOrchestrator("EchoInput", context => Task.FromResult<object?>(context.GetInput<string>()));
        handlers.AddOrchestrator("Sleep", async context =>
        {
            await context.CreateTimer(context.GetInput<TimeSpan>(), CancellationToken.None);
            return "slept";
        });
        handlers.AddActivity("Step", (call, _) =>
        {
            Effects.AddOrUpdate($"{call.InstanceId}/{call.TaskId}", 1, (_, times) => times + 1);
            return Task.FromResult<string?>(call.SerializedInput);
        });
        return handlers;
    }
}
