using Boai.Bench;

// One file per benchmark; the first argument chooses it, the rest are its own.
Dictionary<string, Func<string[], Task<int>>> benchmarks = new(StringComparer.Ordinal)
{
    ["engine"] = EngineBenchmark.RunAsync,
    ["relief"] = ReliefBenchmark.RunAsync,
    ["simulate"] = Simulate.RunAsync,
};

if (args is [string name, .. string[] rest] && benchmarks.TryGetValue(name, out Func<string[], Task<int>>? run))
{
    return await run(rest);
}

await Console.Error.WriteLineAsync($"Usage: dotnet run --project bench -- <{string.Join(" | ", benchmarks.Keys)}> [options]");
return 2;
