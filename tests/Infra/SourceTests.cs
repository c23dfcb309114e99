using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Boai.Functions;
using Boai.Functions.Storage;
using Boai.Tests.Support;

namespace Boai.Tests.Infra;

/// <summary>What the source of functions/ asks of its surroundings is listed and deployed.</summary>
public sealed partial class SourceTests
{
    private static readonly string[] Sources = [.. RepositoryTree.Files("functions", "*.cs").Select(RepositoryTree.Read)];

    [Fact]
    public void Every_setting_that_the_source_reads_is_listed()
    {
        string[] listed = [.. RequiredSettings.Listed.Select(setting => setting.Name)];

        string[] unlisted =
        [
            .. Sources.SelectMany(KeysIn).Distinct().Order(StringComparer.Ordinal).Where(key => !listed.Any(name => Matches(key, name))),
        ];
        Assert.True(unlisted.Length == 0, $"Read in functions/, but not in {RequiredSettings.File}: {string.Join(", ", unlisted)}");
    }

    [Theory]
    [InlineData("configuration[\"Boai:StoragePrefix\"] ?? \"\"", "Boai__StoragePrefix")]
    [InlineData("configuration[$\"AzureWebJobsStorage:{name}\"]", "AzureWebJobsStorage__{name}")]
    [InlineData("settings.GetValue<int>(\"Boai:Retries\", 3)", "Boai__Retries")]
    [InlineData("builder.Configuration.GetSection(\"Identity\")", "Identity")]
    [InlineData("Environment.GetEnvironmentVariable(\"WEBSITE_INSTANCE_ID\")", "WEBSITE_INSTANCE_ID")]
    [InlineData("[ServiceBusTrigger(\"hospital-notifications\", Connection = \"ServiceBus\")]", "ServiceBus")]
    [InlineData("private const string IssuerSetting = \"Identity:DevelopmentIssuer\";", "Identity__DevelopmentIssuer")]
    [InlineData("[TimerTrigger(\"%Boai:Sweep%\")]", "Boai__Sweep")]
    public void A_setting_is_found_however_it_is_read(string source, string setting) => Assert.Equal([setting], KeysIn(source));

    [Fact]
    public void Every_setting_is_listed_once_with_a_known_need()
    {
        Assert.Equal(RequiredSettings.Listed.Count, RequiredSettings.Listed.Select(setting => setting.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(RequiredSettings.Listed, setting => Assert.True(setting.Need is "required" or "host" or "optional" or "local" or "platform", $"{setting.Name}: {setting.Need}?"));
    }

    [Fact]
    public void Every_setting_is_in_the_operators_guide()
    {
        string guide = RepositoryTree.Read("docs/operations.md");

        string[] unexplained = [.. RequiredSettings.Listed.Select(setting => setting.Name).Where(name => !guide.Contains($"`{name}`", StringComparison.Ordinal))];
        Assert.True(unexplained.Length == 0, $"Not in the settings table of docs/operations.md: {string.Join(", ", unexplained)}");
    }

    [Fact]
    public void Every_queue_that_the_source_names_exists()
    {
        JsonNode stores = JsonNode.Parse(RepositoryTree.Read("infra/stores.json"))!;
        JsonNode bus = JsonNode.Parse(RepositoryTree.Read("servicebus.json"))!["UserConfig"]!["Namespaces"]![0]!["Queues"]!;
        string[] storageQueues = [.. stores["queues"]!.AsArray().Select(queue => (string)queue!)];
        string[] busQueues = [.. bus.AsArray().Select(queue => (string)queue!["Name"]!)];

        Assert.All(Sources.SelectMany(source => StorageQueue().Matches(source)), match => Assert.Contains(match.Groups[1].Value, storageQueues));
        Assert.All(Sources.SelectMany(source => BusQueue().Matches(source)), match => Assert.Contains(match.Groups[1].Value, busQueues));
    }

    [Fact]
    public void Every_table_and_container_that_the_app_names_exists()
    {
        JsonNode stores = JsonNode.Parse(RepositoryTree.Read("infra/stores.json"))!;
        StorageNames[] named = [.. AppStores()];
        Assert.NotEmpty(named);

        string[] missing =
        [
            .. named.SelectMany(part => part.Tables).Except(stores["tables"]!.AsArray().Select(table => (string)table!)),
            .. named.SelectMany(part => part.Containers).Except(stores["containers"]!.AsArray().Select(container => (string)container!)),
        ];
        Assert.True(missing.Length == 0, $"Named in functions/, but not in infra/stores.json: {string.Join(", ", missing)}");
    }

    /// <summary>Every list of names that a part of the app declares in a static property.</summary>
    private static IEnumerable<StorageNames> AppStores()
    {
        IEnumerable<PropertyInfo> declared = typeof(StorageNames).Assembly.GetTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        foreach (PropertyInfo property in declared)
        {
            if (property.PropertyType == typeof(StorageNames))
            {
                yield return (StorageNames)property.GetValue(null)!;
            }
            else if (property.PropertyType == typeof(ProgrammeParts))
            {
                yield return ((ProgrammeParts)property.GetValue(null)!).Storage;
            }
        }
    }

    private static IEnumerable<string> KeysIn(string source) =>
        Read().Matches(source).Select(match => match.Groups["key"].Value.Replace(":", "__", StringComparison.Ordinal));

    /// <summary>A key that is a section, or is completed at run time, stands for all names that begin like it.</summary>
    private static bool Matches(string key, string name)
    {
        string known = key.Split('{')[0];
        return name.Equals(known, StringComparison.OrdinalIgnoreCase)
            || name.StartsWith(known.EndsWith('_') ? known : known + "__", StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("""(?:[cC]onfiguration|[sS]ettings|[cC]onfig)\[\$?"(?<key>[^"]+)"\]|Get(?:Value<[^>]+>|Section|RequiredSection|ConnectionString|EnvironmentVariable)\(\s*\$?"(?<key>[^"]+)"|Connection = "(?<key>[^"]+)"|const string \w*Setting\w* = "(?<key>[^"]+)"|"%(?<key>[^%"]+)%""")]
    private static partial Regex Read();

    [GeneratedRegex("""\bQueue(?:Trigger|Output)\("([^"%]+)""")]
    private static partial Regex StorageQueue();

    [GeneratedRegex("""ServiceBus(?:Trigger|Output)\("([^"%]+)""")]
    private static partial Regex BusQueue();
}
