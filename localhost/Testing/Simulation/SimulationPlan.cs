using Boai.Localhost.Engine;

namespace Boai.Localhost.Testing.Simulation;

/// <summary>What a seed makes of a run: how much work, which settings, and which misfortunes.</summary>
internal sealed record SimulationPlan
{
    public required IReadOnlyDictionary<string, PlayOrder> Orders { get; init; }

    /// <summary>Instances that wait for ever and are terminated.</summary>
    public required IReadOnlyList<string> Endless { get; init; }

    public required DurableEngineOptions Options { get; init; }

    public required FaultRates Faults { get; init; }

    /// <summary>For how long things go wrong.</summary>
    public required TimeSpan Trouble { get; init; }

    /// <summary>Whether the storage is killed while the host lives, which must lose nothing.</summary>
    public required bool KillsStorage { get; init; }

    /// <summary>
    /// Whether host and storage may die together, which loses what the storage had not saved. Then only this is asked: what is there
    /// is consistent, nothing is stuck, and what is sent again ends right.
    /// </summary>
    public required bool LosesStorage { get; init; }

    public required bool FreezesHosts { get; init; }

    public static SimulationPlan Of(SimulatedWorld world, bool isHarsh)
    {
        Random random = world.Random;
        bool takesYears = world.Chance(0.05);
        PlayGenerator generator = new(random, takesYears ? 3_000_000 : 90);
        bool loses = isHarsh && world.Chance(0.2);
        double storm = isHarsh ? random.NextDouble() * 0.15 : 0;
        return new()
        {
            Orders = Enumerable.Range(0, random.Next(3, 14)).ToDictionary(number => $"play-{number}", _ => generator.Order()),
            Endless = [.. Enumerable.Range(0, random.Next(0, 3)).Select(number => $"endless-{number}")],
            Options = new()
            {
                HubName = "Simulated",
                LeaseLength = takesYears ? TimeSpan.FromDays(20) : TimeSpan.FromSeconds(15),
                StorageSettles = TimeSpan.FromSeconds(30),
                MaxConcurrentActivities = random.Next(1, 20),
                MaxConcurrentOrchestrators = random.Next(1, 5),
                MaxLiveOrchestrators = random.Next(1, 10),
                ReplayEveryStep = world.Chance(0.2),
                MaxCommitBytes = world.Chance(0.3) ? random.Next(100, 2000) : 1024 * 1024,
                CheckpointAfterEntries = random.Next(3, 60),
                CheckpointAfterBytes = random.Next(500, 50_000),
            },
            Faults = new(storm, storm * random.NextDouble(), storm * random.NextDouble(), storm * random.NextDouble(), storm, isHarsh ? random.NextDouble() * 0.03 : 0),
            Trouble = TimeSpan.FromSeconds(isHarsh ? random.Next(20, 240) : 0),
            KillsStorage = isHarsh && world.Chance(0.4),
            LosesStorage = loses,
            FreezesHosts = isHarsh && !takesYears && world.Chance(0.4),
        };
    }
}
