using Boai.Localhost.Engine.Clients;
using Boai.Localhost.Engine.Core;
using Boai.Localhost.Engine.Running;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Engine;

/// <summary>
/// A durable task engine in one process: keeps the state of orchestrations and entities in memory, and every change of it in a journal
/// before anything outside can see it. One engine owns a task hub at a time.
/// </summary>
public sealed class DurableEngine : IAsyncDisposable
{
    private readonly EngineCore core;
    private readonly EngineClient client;
    private readonly HistoryReplayer replayer;
    private int started;
    private int stopped;

    /// <param name="options">Settings.</param>
    /// <param name="store">Where the journal is kept.</param>
    /// <param name="handlers">The application's code; filled before the start.</param>
    /// <param name="converter">Serializes inputs, results and states.</param>
    /// <param name="time">The clock of timers and timestamps.</param>
    /// <param name="work">Counts what the engine does, so that others know when only time can make something happen.</param>
    /// <param name="logs">Where the engine and orchestrators log.</param>
    public DurableEngine(
        DurableEngineOptions options,
        IJournalStore store,
        DurableTaskHandlers handlers,
        DataConverter converter,
        TimeProvider time,
        WorkTracker work,
        ILoggerFactory logs)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        RunEnvironment environment = new(handlers, converter, logs, options.DefaultVersion, options.ExceptionProperties);
        core = new(options, store, environment, time, work, logs);
        client = new EngineClient(options, core, converter);
        replayer = new HistoryReplayer(handlers, converter, logs);
    }

    /// <summary>
    /// Ends well after a stop; faults with <see cref="HubOwnershipLostException"/> when another engine owns the hub, and with
    /// <see cref="JournalDamagedException"/> when the journal cannot be read.
    /// </summary>
    public Task Completion => core.Completion;

    public DurableTaskClient Client => client;

    /// <summary>Writes down what an instance's present generation went through, to be replayed later.</summary>
    /// <returns>Null if there is no such instance.</returns>
    public Task<RecordedHistory?> RecordHistoryAsync(string instanceId, CancellationToken cancellation)
        => client.RecordHistory(instanceId, cancellation);

    /// <returns>Where this engine's code first departs from a recorded history, or null.</returns>
    public ReplayDifference? Replay(RecordedHistory history) => replayer.Replay(history);

    /// <summary>Takes the hub, reads its journal, and resumes everything.</summary>
    /// <exception cref="HubOwnershipLostException">Another engine that is alive owns the hub.</exception>
    /// <exception cref="JournalDamagedException">The journal is damaged or foreign; the message names the entry.</exception>
    public Task StartAsync(CancellationToken cancellation)
        => Interlocked.Exchange(ref started, 1) == 0
            ? core.Start(cancellation)
            : throw new InvalidOperationException("A durable engine starts once; make another one to start again.");

    /// <summary>Takes no more work, waits a bounded time for what is under way, and gives the hub back.</summary>
    public Task StopAsync(CancellationToken cancellation)
        => Interlocked.Exchange(ref stopped, 1) == 0 ? core.Stop(cancellation) : Task.CompletedTask;

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    /// <summary>How often the lease was renewed.</summary>
    internal int LeaseRenewals => core.LeaseRenewals;

    /// <summary>How many instances are in memory, and how many finished ones in the archive only.</summary>
    internal Task<(int Live, int Archived)> CountAsync() => core.Ask(() => (core.State.Instances.Count, core.State.Archive.Count));

    /// <summary>Ends as a crash of the process would: nothing is flushed, nothing given back.</summary>
    internal void Kill()
    {
        stopped = 1;
        core.Kill();
    }
}
