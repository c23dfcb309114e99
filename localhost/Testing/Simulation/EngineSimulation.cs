using System.Globalization;
using Boai.Localhost.Engine;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Testing.Simulation;

/// <summary>What came of a run.</summary>
/// <param name="Seed">Gives the same run again.</param>
/// <param name="Violations">What must not happen and did; empty if all is well.</param>
/// <param name="TraceDigest">Equal for equal runs.</param>
/// <param name="LastLines">The end of the trace.</param>
/// <param name="Instances">How many orchestrations a client started.</param>
/// <param name="Crashes">How often a host or the storage was killed.</param>
/// <param name="VirtualTime">How much time the run covers.</param>
/// <param name="Steps">How many things happened in it.</param>
public sealed record SimulationOutcome(
    long Seed, IReadOnlyList<string> Violations, string TraceDigest, IReadOnlyList<string> LastLines, int Instances, int Crashes,
    TimeSpan VirtualTime, long Steps)
{
    /// <summary>Says what went wrong and how to see it again; empty if nothing did.</summary>
    public string Report() => Violations.Count == 0 ? string.Empty : string.Create(
        CultureInfo.InvariantCulture,
        $"""
        Seed {Seed}: {string.Join("; ", Violations)}
        Run it again: dotnet run --project bench -- simulate --from {Seed} --seeds 1 --trace
        {string.Join('\n', LastLines)}
        """);
}

/// <summary>
/// Runs the durable engine against a simulated storage and clock with generated orchestrations, and holds what comes of it against a
/// model. Everything follows from the seed.
/// </summary>
public static class EngineSimulation
{
    private const long MostSteps = 3_000_000;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);

    /// <summary>Plays one seed.</summary>
    /// <param name="seed">Chooses everything. Every eighth seed is a run without misfortunes.</param>
    /// <param name="log">Where the engine's own log goes; nowhere if null.</param>
    /// <param name="watch">Gets every line of the trace.</param>
    public static SimulationOutcome Run(long seed, ILoggerFactory? log = null, Action<string>? watch = null) => Run(seed, forged: 0, log, watch);

    /// <param name="seed">Chooses everything.</param>
    /// <param name="forged">How often the storage confirms what it does not keep.</param>
    /// <param name="log">Where the engine's own log goes.</param>
    /// <param name="watch">Gets every line of the trace.</param>
    internal static SimulationOutcome Run(long seed, double forged, ILoggerFactory? log = null, Action<string>? watch = null)
    {
        using SimulatedWorld world = new(seed, Start, watch);
        SimulationPlan plan = SimulationPlan.Of(world, isHarsh: seed % 8 != 0);
        plan = plan with { Faults = plan.Faults with { Forged = forged } };
        SimulationRun run = new(world, plan, log ?? Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        run.Begin();
        DateTimeOffset latest = Start + plan.Trouble + (plan.Options.LeaseLength * 100) + TimeSpan.FromHours(2)
            + plan.Orders.Values.Aggregate(TimeSpan.Zero, (longest, order) => Max(longest, PlayModel.LongestOf(order.Acts) * 2));
        if (!world.RunUntil(() => run.IsDone, latest, MostSteps) && world.Violations.Count == 0)
        {
            world.Violate(
                (world.Steps > MostSteps ? "too much happened without an end: " : "stuck: ") + run.DescribeUnfinished());
        }

        run.CheckEffects();
        return new(
            seed, world.Violations, world.TraceDigest(), [.. world.LastLines], plan.Orders.Count + plan.Endless.Count, run.Crashes,
            world.Now - Start, world.Steps);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
