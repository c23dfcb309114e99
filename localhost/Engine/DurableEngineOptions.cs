namespace Boai.Localhost.Engine;

/// <summary>Settings of a durable engine; the defaults suit a developer's machine.</summary>
public sealed record DurableEngineOptions
{
    /// <summary>Names the task hub: one journal, one owner at a time. Letters and digits, 3 to 45, a letter first.</summary>
    public string HubName { get; init; } = "Boai";

    /// <summary>The version of orchestrations that are started without one.</summary>
    public string DefaultVersion { get; init; } = string.Empty;

    public int MaxConcurrentActivities { get; init; } = 64;

    public int MaxConcurrentOrchestrators { get; init; } = Math.Max(2, Environment.ProcessorCount);

    public int MaxConcurrentEntities { get; init; } = 16;

    /// <summary>How many orchestrators may stay in memory between steps; beyond it the longest idle are rebuilt by replay when needed.</summary>
    public int MaxLiveOrchestrators { get; init; } = 4096;

    /// <summary>
    /// Whether orchestrators, entities and activities run strictly one at a time, in the order in which they became possible, so that
    /// the same calls give the same course every time. An activity that waits for another one then waits for ever.
    /// </summary>
    public bool OneAtATime { get; init; }

    /// <summary>Told of timers and calls that an orchestration left open when it ended.</summary>
    public Action<OrchestrationLeak>? OnLeak { get; init; }

    /// <summary>Drops an orchestrator after each step, so that the next one must replay: proves in tests that code is deterministic.</summary>
    public bool ReplayEveryStep { get; init; }

    /// <summary>How long an owner that gives no sign of life keeps the hub.</summary>
    public TimeSpan LeaseLength { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Most bytes in one commit.</summary>
    public int MaxCommitBytes { get; init; } = 1024 * 1024;

    /// <summary>A checkpoint is due after this many bytes of journal.</summary>
    public long CheckpointAfterBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>A checkpoint is due after this many journal entries, because a start reads each by its key.</summary>
    public int CheckpointAfterEntries { get; init; } = 2000;

    /// <summary>How long written data is kept in memory, until the storage emulator has surely saved it to disk.</summary>
    public TimeSpan StorageSettles { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a stop waits for activities to end; what has not ended by then runs again at the next start.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time for leases and for pauses between attempts to reach the storage; real time even where the app's clock is virtual.</summary>
    public TimeProvider InfrastructureTime { get; init; } = TimeProvider.System;

    /// <summary>Chooses further facts of activities' exceptions to keep in their failure details.</summary>
    public Microsoft.DurableTask.Worker.IExceptionPropertiesProvider? ExceptionProperties { get; init; }

    /// <summary>Where the engine's own work runs; the thread pool if null. A simulation puts a single-threaded queue here.</summary>
    internal Action<Action>? Scheduler { get; init; }
}
