using Boai.Localhost.Engine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boai.Tests.Localhost.Durable;

/// <summary>
/// The task hub that the behaviours are proved on. Everything they need beyond the public programming model is in this file: put
/// another one in its place, with the same members over another engine, and they prove that one.
/// </summary>
internal sealed class TaskHub : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private readonly MemoryJournalStore journal = new();
    private readonly LocalClock clock = LocalClock.Virtual(new DateTimeOffset(2026, 1, 5, 1, 0, 0, TimeSpan.Zero));
    private readonly WorkTracker work = new();
    private readonly DurableEngineOptions options;
    private DurableEngine? engine;

    private TaskHub(bool replayEveryStep, string defaultVersion) => options = new DurableEngineOptions
    {
        HubName = "Conformance",
        ReplayEveryStep = replayEveryStep,
        DefaultVersion = defaultVersion,
    };

    public DurableTaskClient Client => engine!.Client;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <param name="register">Names the code.</param>
    /// <param name="replayEveryStep">Whether each step replays all before it, as after a restart.</param>
    /// <param name="defaultVersion">The version of orchestrations that are started without one.</param>
    public static async Task<TaskHub> StartAsync(Action<DurableTaskRegistry> register, bool replayEveryStep, string defaultVersion = "")
    {
        TaskHub hub = new(replayEveryStep, defaultVersion);
        await hub.StartEngineAsync(register);
        return hub;
    }

    /// <summary>Stops, and starts again on the same state with other code.</summary>
    public async Task RestartAsync(Action<DurableTaskRegistry> register)
    {
        await engine!.DisposeAsync();
        await StartEngineAsync(register);
    }

    /// <summary>Waits until nothing can happen unless time passes or somebody calls.</summary>
    public async Task SettleAsync()
    {
        do
        {
            await work.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        }
        while (!work.IsIdle);
    }

    /// <summary>Lets time pass, with all that becomes due in it.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        DateTimeOffset target = Now + by;
        await SettleAsync();
        while (clock.NextDue is { } due && due <= target)
        {
            clock.AdvanceTo(due);
            await SettleAsync();
        }

        clock.AdvanceTo(target);
        await SettleAsync();
    }

    /// <summary>Lets time pass up to the next instant at which something is due.</summary>
    /// <returns>False if nothing ever is.</returns>
    public async Task<bool> AdvanceToNextDueAsync()
    {
        await SettleAsync();
        if (clock.NextDue is not { } due)
        {
            return false;
        }

        await AdvanceAsync(due - Now);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await engine!.DisposeAsync();
        clock.Dispose();
    }

    private async Task StartEngineAsync(Action<DurableTaskRegistry> register)
    {
        DurableTaskRegistry registry = new();
        register(registry);
        ServiceProvider none = new ServiceCollection().BuildServiceProvider();
        engine = new DurableEngine(
            options,
            journal,
            RegisteredTasks.HandlersFor(registry, none, JsonDataConverter.Default),
            JsonDataConverter.Default,
            clock,
            work,
            NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
    }
}
