using System.Diagnostics;
using System.Globalization;
using Boai.Localhost.Testing.Simulation;
using Microsoft.Extensions.Logging;

namespace Boai.Bench;

/// <summary><c>simulate --from S --seeds N [--trace]</c>: plays seeds of the durable engine's simulation, more than the tests do.</summary>
internal static class Simulate
{
    public static Task<int> RunAsync(string[] args)
    {
        Options options = new(args);
        long from = options.Number("--from", 1);
        long seeds = options.Number("--seeds", 1000);
        long begun = Stopwatch.GetTimestamp();
        int failed = 0;
        TimeSpan covered = TimeSpan.Zero;
        int crashes = 0;
        int instances = 0;
        using ILoggerFactory logs = LoggerFactory.Create(builder =>
        {
            if (options.Has("--trace"))
            {
                builder.AddConsole();
            }
        });
        for (long seed = from; seed < from + seeds; seed++)
        {
            SimulationOutcome outcome = EngineSimulation.Run(seed, logs, options.Has("--trace") ? Console.WriteLine : null);
            covered += outcome.VirtualTime;
            crashes += outcome.Crashes;
            instances += outcome.Instances;
            if (outcome.Violations.Count > 0)
            {
                failed++;
                Console.WriteLine(outcome.Report());
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seeds} seeds from {from}: {failed} failed; {instances} orchestrations, {crashes} crashes, {covered.TotalDays:0} virtual days in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s"));
        return Task.FromResult(failed == 0 ? 0 : 1);
    }
}
