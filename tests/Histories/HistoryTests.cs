using System.Reflection;
using Boai.Functions;
using Boai.Localhost.Engine;
using Boai.Localhost.Testing;
using Boai.Tests.Support;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Tests.Histories;

/// <summary>
/// The replay gate of the app: today's workflows take every step of the histories recorded beside this file (docs/replay-gate.md).
/// A workflow named in released.txt must have one.
/// </summary>
public sealed class HistoryTests(AzuriteFixture azurite)
{
    private const string Folder = "tests/Histories";

    private static IReadOnlyList<string> Files => RepositoryTree.Files(Folder, "*.json");

    /// <summary>One name a line; lines that begin with # say why.</summary>
    private static IEnumerable<string> Released => RepositoryTree.Read($"{Folder}/released.txt").Split('\n')
        .Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');

    [Fact]
    public async Task Workflows_take_every_recorded_step_again()
    {
        string storage = await azurite.NewAccountAsync();
        await using LocalApp app = await LocalApp.StartAsync(builder => builder.AddBoai(), new LocalAppOptions
        {
            // Orchestrators only: replay reaches nothing else. The storage is for the app's own start.
            FunctionTypes = [.. typeof(Composition).Assembly.GetTypes().Where(HasOrchestrator)],
            StorageConnectionString = storage,
            Settings = new Dictionary<string, string?>
            {
                ["AzureWebJobsStorage"] = storage,
                ["Identity:DevelopmentIssuer"] = "true",
            },
        });

        Assert.Empty(Files
            .Select(file => (File: file, Difference: app.Replay(RecordedHistory.Parse(RepositoryTree.Read(file)))))
            .Where(replayed => replayed.Difference is not null)
            .Select(replayed => $"{replayed.File}: {replayed.Difference}"));
    }

    [Fact]
    public void Every_released_workflow_has_a_recorded_history()
    {
        HashSet<string> recorded = [.. Files.Select(file => RecordedHistory.Parse(RepositoryTree.Read(file)).Orchestrator)];

        Assert.Empty(Released.Except(recorded, StringComparer.OrdinalIgnoreCase));
    }

    private static bool HasOrchestrator(Type type) => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static).Any(
        method => method.GetParameters().Any(parameter => parameter.IsDefined(typeof(OrchestrationTriggerAttribute), inherit: false)));
}
