using System.Reflection;
using System.Text.RegularExpressions;
using Boai.Tests.Support;

namespace Boai.Tests.Architecture;

/// <summary>Arrows point one way: functions → workflows → Durable abstractions; nobody knows localhost but Stack.props and the tests.</summary>
public sealed partial class ArrowTests
{
    private static readonly string[] s_sharedFolders = ["Shared", "Cases", "Payments", "HospitalMessages"];

    [Fact]
    public void Workflows_reference_the_durable_abstractions_and_the_base_library_only()
    {
        string[] strangers =
        [
            .. Assembly.Load("Boai.Workflows").GetReferencedAssemblies()
                .Select(reference => reference.Name!)
                .Where(name => !name.StartsWith("System.", StringComparison.Ordinal)
                    && name is not ("Boai.Localhost.DurableTask" or "Microsoft.Extensions.Logging.Abstractions")),
        ];

        Assert.Empty(strangers);
    }

    [Fact]
    public void Application_code_never_names_the_local_stack()
    {
        string[] offenders =
        [
            .. RepositoryTree.Files("functions", "*.cs").Concat(RepositoryTree.Files("workflows", "*.cs"))
                .Where(file => RepositoryTree.Read(file).Contains("Boai.Localhost", StringComparison.Ordinal)),
        ];

        Assert.Empty(offenders);
    }

    [Fact]
    public void One_source_for_both_stacks_means_no_conditional_compilation()
    {
        string[] offenders =
        [
            .. RepositoryTree.Files("functions", "*.cs").Concat(RepositoryTree.Files("workflows", "*.cs"))
                .Where(file => ConditionalCompilation().IsMatch(RepositoryTree.Read(file))),
        ];

        Assert.Empty(offenders);
    }

    [Fact]
    public void The_local_stack_knows_no_programme()
    {
        string[] offenders =
        [
            .. RepositoryTree.Files("localhost", "*.cs")
                .Select(file => (file, match: ProgrammeWord().Match(RepositoryTree.Read(file))))
                .Where(found => found.match.Success)
                .Select(found => $"{found.file}: {found.match.Value}"),
        ];

        Assert.Empty(offenders);
    }

    [Theory]
    [InlineData("workflows", "Boai.Workflows")]
    [InlineData("functions", "Boai.Functions")]
    public void Programmes_never_reference_each_other(string room, string rootNamespace)
    {
        string[] programmes =
        [
            .. Directory.EnumerateDirectories(Path.Combine(RepositoryTree.Root, "workflows"))
                .Select(folder => Path.GetFileName(folder)!)
                .Where(name => name is not ("bin" or "obj") && !s_sharedFolders.Contains(name)),
        ];
        Assert.NotEmpty(programmes);

        List<string> crossings = [];
        foreach (string programme in programmes.Where(name => Directory.Exists(Path.Combine(RepositoryTree.Root, room, name))))
        {
            foreach (string file in RepositoryTree.Files($"{room}/{programme}", "*.cs"))
            {
                string source = RepositoryTree.Read(file);
                crossings.AddRange(programmes
                    .Where(other => other != programme && source.Contains($"{rootNamespace}.{other}", StringComparison.Ordinal))
                    .Select(other => $"{file} → {other}"));
            }
        }

        Assert.Empty(crossings);
    }

    [Fact]
    public void Replayed_code_is_marked_in_the_file_name()
    {
        string[] unmarked =
        [
            .. RepositoryTree.Files("workflows", "*.cs")
                .Where(file => !file.EndsWith(".workflow.cs", StringComparison.Ordinal)
                    && Orchestrator().IsMatch(RepositoryTree.Read(file))),
        ];

        Assert.Empty(unmarked);
    }

    [Theory]
    [InlineData("Boai.Workflows")]
    [InlineData("Boai.Functions")]
    public void Classes_are_sealed_unless_they_are_meant_as_bases(string assembly)
    {
        string[] open =
        [
            .. Assembly.Load(assembly).GetTypes()
                .Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false }
                    && type.Namespace?.StartsWith("Boai", StringComparison.Ordinal) == true
                    && type.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null)
                .Select(type => type.FullName!),
        ];

        Assert.Empty(open);
    }

    [Fact]
    public void The_repository_needs_no_path_outside_itself()
    {
        string[] projects = [.. RepositoryTree.Files(".", "*.csproj").Concat(RepositoryTree.Files(".", "*.props")).Distinct()];
        Assert.NotEmpty(projects);

        string[] leaving =
        [
            .. projects.Where(file => RepositoryTree.Read(file).Contains("shared/", StringComparison.OrdinalIgnoreCase)),
        ];

        Assert.Empty(leaving);
    }

    [GeneratedRegex(@"^\s*#if\b", RegexOptions.Multiline)]
    private static partial Regex ConditionalCompilation();

    [GeneratedRegex(@"red ?cross|\brelief\b|\bdonor|\bdonat|scholarship|hardship|volunteer|红十字|救助|捐", RegexOptions.IgnoreCase)]
    private static partial Regex ProgrammeWord();

    [GeneratedRegex(@":\s*TaskOrchestrator<")]
    private static partial Regex Orchestrator();
}
