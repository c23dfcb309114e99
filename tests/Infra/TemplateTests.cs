using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Boai.Tests.Support;

namespace Boai.Tests.Infra;

/// <summary>The Bicep files as source: they compile, satisfy every linter rule, are formatted, and say what each parameter is for.</summary>
public sealed partial class TemplateTests(BicepCompiler bicep) : IClassFixture<BicepCompiler>
{
    [Fact]
    public void The_template_compiles_without_a_word() => bicep.MustPass("build", "main.bicep", "--outfile", "main.json");

    [Fact]
    public void Every_file_satisfies_the_linter() => bicep.MustPass("lint", "--pattern", "**/*.bicep");

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public void Each_environments_parameters_fit_the_template(string environment) =>
        bicep.MustPass("build-params", $"main.{environment}.bicepparam", "--outfile", $"{environment}.parameters.json");

    [Theory]
    [InlineData("**/*.bicep")]
    [InlineData("*.bicepparam")]
    public void Every_file_is_formatted(string pattern)
    {
        bicep.MustPass("format", "--pattern", pattern);

        string[] changed = [.. Sources().Where(file => File.ReadAllText(Path.Combine(bicep.Root, file)) != RepositoryTree.Read(file))];
        Assert.True(changed.Length == 0, $"Run bicep format on: {string.Join(", ", changed)}");
    }

    [Fact]
    public void Every_linter_rule_in_the_configuration_is_an_error_or_off()
    {
        JsonObject rules = JsonNode.Parse(RepositoryTree.Read("infra/bicepconfig.json"))!["analyzers"]!["core"]!["rules"]!.AsObject();

        Assert.All(rules, rule => Assert.True((string?)rule.Value!["level"] is "error" or "off", rule.Key));
    }

    [Fact]
    public void Every_parameter_and_output_says_what_it_is()
    {
        string[] silent =
        [
            .. Sources().Where(file => file.EndsWith(".bicep", StringComparison.Ordinal))
                .SelectMany(file => Silent(RepositoryTree.Read(file)).Select(name => $"{file}: {name}")),
        ];

        Assert.True(silent.Length == 0, $"No @description on:\n  {string.Join("\n  ", silent)}");
    }

    [Fact]
    public void Nothing_is_fetched_from_a_registry() =>
        Assert.DoesNotContain(Sources(), file => Registry().IsMatch(RepositoryTree.Read(file)));

    private static string[] Sources() =>
        [.. RepositoryTree.Files("infra", "*").Where(file => file.EndsWith(".bicep", StringComparison.Ordinal) || file.EndsWith(".bicepparam", StringComparison.Ordinal))];

    private static IEnumerable<string> Silent(string source)
    {
        string[] lines = source.Split('\n');
        for (int at = 0; at < lines.Length; at++)
        {
            if (Declaration().Match(lines[at]) is { Success: true } declared)
            {
                // Decorators stand between the declaration and the blank line before it.
                IEnumerable<string> decorators = lines[..at].Reverse().TakeWhile(line => line.Trim().Length > 0);
                if (!decorators.Any(line => line.StartsWith("@description('", StringComparison.Ordinal)))
                {
                    yield return declared.Value;
                }
            }
        }
    }

    [GeneratedRegex(@"^(param|output) \w+")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"'(br|ts)[:/]")]
    private static partial Regex Registry();
}
