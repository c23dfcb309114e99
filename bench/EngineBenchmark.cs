using System.Globalization;
using System.Runtime.InteropServices;
using Boai.Localhost.Testing;

namespace Boai.Bench;

/// <summary>
/// <c>engine [--finished N] [--waiting N] [--due N] [--only name,…]</c>: what the durable engine does on a real Azurite with its files on
/// disk, side by side in one run with plain inserts into the same Azurite. The machine is shared, so ratios are what to rely on.
/// </summary>
internal static class EngineBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        Options options = new(args);
        string? only = options.Text("--only");
        await using TestAzurite azurite = await TestAzurite.StartAsync(onDisk: true);
        Report report = new(Console.Out);
        report.Line($"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        report.Line($"command: bench engine {string.Join(' ', args)}");

        (string Name, Func<Task> Run)[] parts =
        [
            ("burst", () => Burst.RunAsync(azurite, report)),
            ("idle", () => IdleSequence.RunAsync(azurite, report)),
            ("fanout", () => FanOut.RunAsync(azurite, report)),
            ("waiting", () => Waiting.RunAsync(azurite, report, (int)options.Number("--waiting", 100_000))),
            ("due", () => DueTogether.RunAsync(azurite, report, (int)options.Number("--due", 10_000))),
            ("finished", () => AfterMany.RunAsync(azurite, report, (int)options.Number("--finished", 50_000))),
        ];
        foreach ((string name, Func<Task> run) in parts)
        {
            if (only is null || only.Split(',').Contains(name, StringComparer.Ordinal))
            {
                report.Line(string.Empty);
                report.Line($"[{name}]");
                await run();
            }
        }

        return report.Missed == 0 ? 0 : 1;
    }
}

/// <summary>Prints figures, and says of those that have a bound whether they keep it.</summary>
internal sealed class Report(TextWriter to)
{
    /// <summary>How many figures did not keep their bound.</summary>
    public int Missed { get; private set; }

    public void Line(string text) => to.WriteLine(text);

    public void Figure(string what, double value, string unit, double? atMost = null, double? atLeast = null)
    {
        bool isKept = !(value > atMost) && !(value < atLeast);
        Missed += isKept ? 0 : 1;
        string bound = atMost is { } most ? $"at most {most:0.##}" : atLeast is { } least ? $"at least {least:0.##}" : string.Empty;
        string verdict = bound.Length == 0 ? string.Empty : $"  ({bound}: {(isKept ? "kept" : "MISSED")})";
        Line(string.Create(CultureInfo.InvariantCulture, $"  {what}: {value:0.###} {unit}{verdict}"));
    }

    public void Distribution(string what, IEnumerable<double> values, string unit)
    {
        double[] sorted = [.. values.Order()];
        Line(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what}: p50 {At(0.5):0.##}, p90 {At(0.9):0.##}, p99 {At(0.99):0.##}, max {sorted[^1]:0.##} {unit} ({sorted.Length} values)"));

        double At(double part) => sorted[(int)(part * (sorted.Length - 1))];
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
