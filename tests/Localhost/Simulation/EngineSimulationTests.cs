using Boai.Localhost.Testing.Simulation;

namespace Boai.Tests.Localhost.Simulation;

/// <summary>
/// The durable engine in simulated storms. More seeds: <c>dotnet run --project bench -- simulate --from 1 --seeds 10000</c>.
/// </summary>
public sealed class EngineSimulationTests
{
    private const int SeedsPerBlock = 12;

    public static TheoryData<int> Blocks => [.. Enumerable.Range(0, 6)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_orchestration_comes_to_the_end_that_the_model_predicts_whatever_crashes_or_fails(int block)
    {
        SimulationOutcome[] outcomes = [.. Enumerable.Range((block * SeedsPerBlock) + 1, SeedsPerBlock).Select(seed => EngineSimulation.Run(seed))];

        Assert.True(outcomes.All(outcome => outcome.Violations.Count == 0), string.Join('\n', outcomes.Select(outcome => outcome.Report())));
        Assert.True(outcomes.Sum(outcome => outcome.Crashes) > 0, "No host crashed in the whole block, so it proves too little.");
        Assert.True(outcomes.All(outcome => outcome.Instances > 0));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(21)]
    public void The_same_seed_gives_the_same_run(long seed)
    {
        SimulationOutcome first = EngineSimulation.Run(seed);
        SimulationOutcome second = EngineSimulation.Run(seed);

        Assert.Equal(first.Steps, second.Steps);
        Assert.Equal(first.TraceDigest, second.TraceDigest);
    }

    [Fact]
    public void Another_seed_gives_another_run()
        => Assert.NotEqual(EngineSimulation.Run(5).TraceDigest, EngineSimulation.Run(6).TraceDigest);

    [Fact]
    public void A_storage_that_confirms_what_it_does_not_keep_is_noticed_by_the_checks()
    {
        // Seeds that are not multiples of eight are stormy, so hosts restart and find what is missing.
        long[] noticed = [.. Enumerable.Range(1, 7).Select(seed => (long)seed)
            .Where(seed => EngineSimulation.Run(seed, forged: 0.2) is { Violations.Count: > 0 } outcome && outcome.Report().Contains($"Seed {seed}"))];

        Assert.True(noticed.Length >= 4, $"Only seeds {string.Join(", ", noticed)} noticed a storage that forgets.");
    }
}
