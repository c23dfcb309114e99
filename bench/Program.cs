using Boai.Bench;

// One file per benchmark, and a hospital to try the app out with; the first argument chooses, the rest are its own.
Dictionary<string, Func<string[], Task<int>>> benchmarks = new(StringComparer.Ordinal)
{
    ["engine"] = EngineBenchmark.RunAsync,
    ["hospital"] = SimulatedHospital.RunAsync,
    ["relief"] = ReliefBenchmark.RunAsync,
    ["simulate"] = Simulate.RunAsync,
};

if (args is [string name, .. string[] rest] && benchmarks.TryGetValue(name, out Func<string[], Task<int>>? run))
{
    return await run(rest);
}

await Console.Error.WriteLineAsync($"Usage: dotnet run --project bench -- <{string.Join(" | ", benchmarks.Keys)}> [options]");
return 2;
