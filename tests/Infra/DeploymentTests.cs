using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Boai.Tests.Support;

namespace Boai.Tests.Infra;

/// <summary>What the parameter files lead to, resource by resource, before anything is deployed.</summary>
public sealed partial class DeploymentTests(BicepCompiler bicep) : IClassFixture<BicepCompiler>
{
    /// <summary>Role id to where it may be given; the app's identity gets these and nothing else.</summary>
    private static readonly Dictionary<string, string> AllowedRoles = new(StringComparer.Ordinal)
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Microsoft.Storage/storageAccounts", // Storage Blob Data Owner: the host's leases
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Microsoft.Storage/storageAccounts", // Storage Queue Data Contributor
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Microsoft.Storage/storageAccounts", // Storage Table Data Contributor
        ["69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"] = "Microsoft.ServiceBus/namespaces/queues", // Azure Service Bus Data Sender
        ["4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0"] = "Microsoft.ServiceBus/namespaces/queues", // Azure Service Bus Data Receiver
        ["e147488a-f6f5-4113-8e2d-b22465e65bf6"] = "Microsoft.KeyVault/vaults/keys", // Key Vault Crypto Service Encryption User
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Microsoft.Insights/components", // Monitoring Metrics Publisher
        ["0ad04412-c4d5-4796-b79c-f76d14c8d402"] = "Microsoft.DurableTask/schedulers/taskHubs", // Durable Task Data Contributor
    };

    public static TheoryData<string> Environments => ["dev", "prod"];

    [Theory]
    [MemberData(nameof(Environments))]
    public void Storage_takes_no_shared_key_no_old_TLS_and_shows_no_blob_to_the_public(string environment)
    {
        JsonObject account = Only(environment, "Microsoft.Storage/storageAccounts");

        Assert.False((bool)account["properties"]!["allowSharedKeyAccess"]!);
        Assert.False((bool)account["properties"]!["allowBlobPublicAccess"]!);
        Assert.False((bool)account["properties"]!["allowCrossTenantReplication"]!);
        Assert.True((bool)account["properties"]!["supportsHttpsTrafficOnly"]!);
        Assert.Equal("TLS1_2", (string?)account["properties"]!["minimumTlsVersion"]);
        Assert.All(All(environment, "Microsoft.Storage/storageAccounts/blobServices/containers"),
            container => Assert.Equal("None", (string?)container["properties"]!["publicAccess"]));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Service_Bus_and_telemetry_take_identities_only(string environment)
    {
        JsonObject bus = Only(environment, "Microsoft.ServiceBus/namespaces");
        Assert.True((bool)bus["properties"]!["disableLocalAuth"]!);
        Assert.Equal("1.2", (string?)bus["properties"]!["minimumTlsVersion"]);

        Assert.True((bool)Only(environment, "Microsoft.Insights/components")["properties"]!["DisableLocalAuth"]!);
        Assert.True((bool)Only(environment, "Microsoft.OperationalInsights/workspaces")["properties"]!["features"]!["disableLocalAuth"]!);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_key_vault_gives_by_role_and_forgets_nothing(string environment)
    {
        JsonNode vault = Only(environment, "Microsoft.KeyVault/vaults")["properties"]!;
        Assert.True((bool)vault["enableRbacAuthorization"]!);
        Assert.True((bool)vault["enableSoftDelete"]!);
        Assert.True((bool)vault["enablePurgeProtection"]!);
        Assert.Null(vault["accessPolicies"]);

        JsonNode key = Only(environment, "Microsoft.KeyVault/vaults/keys")["properties"]!;
        Assert.Equal(["wrapKey", "unwrapKey"], key["keyOps"]!.AsArray().Select(operation => (string)operation!));
        Assert.False((bool)key["attributes"]!["exportable"]!);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_app_speaks_HTTPS_and_knows_no_password(string environment)
    {
        JsonObject app = Only(environment, "Microsoft.Web/sites");
        JsonNode properties = app["properties"]!;

        Assert.Equal("UserAssigned", (string?)app["identity"]!["type"]);
        Assert.True((bool)properties["httpsOnly"]!);
        Assert.Equal("1.2", (string?)properties["siteConfig"]!["minTlsVersion"]);
        Assert.Equal("1.2", (string?)properties["siteConfig"]!["scmMinTlsVersion"]);
        Assert.Equal("Disabled", (string?)properties["siteConfig"]!["ftpsState"]);
        Assert.Equal("dotnet-isolated", (string?)properties["functionAppConfig"]!["runtime"]!["name"]);
        Assert.Equal("10.0", (string?)properties["functionAppConfig"]!["runtime"]!["version"]);
        Assert.Equal("UserAssignedIdentity", (string?)properties["functionAppConfig"]!["deployment"]!["storage"]!["authentication"]!["type"]);
        Assert.Equal("FC1", (string?)Only(environment, "Microsoft.Web/serverfarms")["sku"]!["name"]);

        JsonObject[] passwords = All(environment, "Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        Assert.Equal(2, passwords.Length);
        Assert.All(passwords, policy => Assert.False((bool)policy["properties"]!["allow"]!));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void No_setting_holds_a_secret(string environment)
    {
        foreach ((string name, JsonNode? value) in Settings(environment))
        {
            Assert.False(Secret().IsMatch((string)value!), $"{name} looks like a secret: {value}");
        }
    }

    [Theory]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=b")]
    [InlineData("Endpoint=sb://a/;SharedAccessKeyName=b;SharedAccessKey=c")]
    [InlineData("https://a.blob.core.windows.net/b?sv=1&sig=c")]
    [InlineData("[listKeys('a', '2023-05-01').keys[0].value]")]
    [InlineData("[format('{0}', storage.listAccountSas(b))]")]
    [InlineData("Server=a;User Id=b;Password=c")]
    public void A_secret_would_be_noticed(string value) => Assert.Matches(Secret(), value);

    [Fact]
    public void The_template_never_asks_for_a_key()
    {
        bicep.MustPass("build", "main.bicep", "--outfile", "main.json");

        Assert.DoesNotMatch(Listing(), File.ReadAllText(Path.Combine(bicep.Root, "infra", "main.json")));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_setting_that_the_code_reads_is_set(string environment)
    {
        string[] set = [.. Settings(environment).Select(setting => setting.Key)];

        string[] missing = [.. RequiredSettings.Listed.Where(setting => setting.Required).Select(setting => setting.Name).Except(set)];
        Assert.True(missing.Length == 0, $"Not set in infra/: {string.Join(", ", missing)}");

        string[] unknown = [.. set.Except(RequiredSettings.Listed.Select(setting => setting.Name))];
        Assert.True(unknown.Length == 0, $"Set in infra/, but not in {RequiredSettings.File}: {string.Join(", ", unknown)}");

        string[] local = [.. RequiredSettings.Listed.Where(setting => setting.Need is "local" or "platform").Select(setting => setting.Name).Intersect(set)];
        Assert.True(local.Length == 0, $"Set in infra/, though not for it to set: {string.Join(", ", local)}");
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_apps_identity_has_the_roles_it_needs_where_it_needs_them_and_no_other(string environment)
    {
        (string Role, string Scope)[] given =
        [
            .. All(environment, "Microsoft.Authorization/roleAssignments").Select(assignment => (
                ((string)assignment["properties"]!["roleDefinitionId"]!).Split('/')[^1],
                ScopeType((string)assignment["id"]!))),
        ];

        Assert.All(given, assignment => Assert.Equal((assignment.Role, AllowedRoles.GetValueOrDefault(assignment.Role)), (assignment.Role, assignment.Scope)));
        Assert.All(All(environment, "Microsoft.Authorization/roleAssignments"),
            assignment => Assert.Equal("ServicePrincipal", (string?)assignment["properties"]!["principalType"]));

        // Without a Durable Task Scheduler its role is not given.
        Assert.Equal(AllowedRoles.Keys.Where(role => AllowedRoles[role] != "Microsoft.DurableTask/schedulers/taskHubs").Order(), given.Select(assignment => assignment.Role).Distinct().Order());
    }

    [Fact]
    public void In_production_no_store_answers_on_the_Internet()
    {
        foreach (string type in new[] { "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults", "Microsoft.ServiceBus/namespaces" })
        {
            Assert.Equal((type, "Disabled"), (type, (string?)Only("prod", type)["properties"]!["publicNetworkAccess"]));
        }

        foreach (string type in new[] { "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults" })
        {
            Assert.Equal((type, "Deny"), (type, (string?)Only("prod", type)["properties"]!["networkAcls"]!["defaultAction"]));
        }

        Assert.Equal("Premium", (string?)Only("prod", "Microsoft.ServiceBus/namespaces")["sku"]!["name"]);
    }

    [Fact]
    public void In_production_each_store_has_a_private_door_with_a_name()
    {
        string[] doors =
        [
            .. All("prod", "Microsoft.Network/privateEndpoints")
                .Select(door => (string)door["properties"]!["privateLinkServiceConnections"]![0]!["properties"]!["groupIds"]![0]!),
        ];

        Assert.Equal(["blob", "namespace", "queue", "table", "vault"], doors.Order(StringComparer.Ordinal));
        Assert.Equal(doors.Length, All("prod", "Microsoft.Network/privateDnsZones").Length);
        Assert.Equal(doors.Length, All("prod", "Microsoft.Network/privateDnsZones/virtualNetworkLinks").Length);
        Assert.Equal(doors.Length, All("prod", "Microsoft.Network/privateEndpoints/privateDnsZoneGroups").Length);
        Assert.Contains("appSubnetId", (string)Only("prod", "Microsoft.Web/sites")["properties"]!["virtualNetworkSubnetId"]!, StringComparison.Ordinal);
        Assert.Empty(All("dev", "Microsoft.Network/privateEndpoints"));
    }

    [Fact]
    public void Production_is_in_China_keeps_logs_half_a_year_and_three_copies()
    {
        Assert.All(bicep.Resources("prod").Select(resource => (string?)resource["location"]).Where(place => place is not null and not "global"),
            place => Assert.StartsWith("china", place, StringComparison.Ordinal));
        Assert.True((int)Only("prod", "Microsoft.OperationalInsights/workspaces")["properties"]!["retentionInDays"]! >= 180);
        Assert.Equal("Standard_ZRS", (string?)Only("prod", "Microsoft.Storage/storageAccounts")["sku"]!["name"]);
        Assert.Equal(2, All("prod", "Microsoft.Authorization/locks").Length);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Hospital_queues_are_as_the_local_broker_has_them(string environment)
    {
        JsonArray declared = JsonNode.Parse(RepositoryTree.Read("servicebus.json"))!["UserConfig"]!["Namespaces"]![0]!["Queues"]!.AsArray();
        JsonObject[] deployed = All(environment, "Microsoft.ServiceBus/namespaces/queues");

        Assert.Equal(declared.Select(queue => (string)queue!["Name"]!), deployed.Select(queue => ((string)queue["name"]!).Split('/')[^1]));
        foreach ((JsonNode? local, JsonObject azure) in declared.Zip(deployed))
        {
            foreach ((string property, JsonNode? value) in local!["Properties"]!.AsObject())
            {
                string camelCase = char.ToLowerInvariant(property[0]) + property[1..];
                Assert.True(JsonNode.DeepEquals(value, azure["properties"]![camelCase]), $"{local["Name"]}: {property} is {value} here and {azure["properties"]![camelCase]} in Azure.");
            }

            Assert.True((bool)azure["properties"]!["requiresDuplicateDetection"]!);
            Assert.True((bool)azure["properties"]!["deadLetteringOnMessageExpiration"]!);
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Everything_carries_its_tags_and_a_name_from_one_place(string environment)
    {
        foreach (JsonObject resource in bicep.Resources(environment).Where(resource => resource["tags"] is not null))
        {
            Assert.Equal("boai", (string?)resource["tags"]!["product"]);
            Assert.Equal(environment, (string?)resource["tags"]!["stage"]);
        }

        string[] taggable = [.. bicep.Resources(environment).Where(resource => resource["location"] is not null && resource["tags"] is null).Select(resource => (string)resource["type"]!)];
        Assert.Empty(taggable);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Each_alarm_has_an_entry_in_the_operators_guide(string environment)
    {
        string guide = RepositoryTree.Read("docs/operations.md");
        string[] alarms =
        [
            .. All(environment, "Microsoft.Insights/scheduledQueryRules").Select(alarm => (string)alarm["properties"]!["displayName"]!),
            "dead-letters",
        ];

        Assert.True(alarms.Length >= 4);
        Assert.All(alarms, alarm => Assert.Contains($"`{alarm}`", guide, StringComparison.Ordinal));
        Assert.Single(All(environment, "Microsoft.Insights/metricAlerts"));
        Assert.All(All(environment, "Microsoft.Insights/scheduledQueryRules"), alarm => Assert.NotEmpty(alarm["properties"]!["actions"]!["actionGroups"]!.AsArray()));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void What_holds_data_reports_to_the_workspace(string environment)
    {
        string[] watched = [.. All(environment, "Microsoft.Insights/diagnosticSettings").Select(setting => ScopeType((string)setting["id"]!)).Distinct().Order(StringComparer.Ordinal)];

        Assert.Equal(
            ["Microsoft.KeyVault/vaults", "Microsoft.ServiceBus/namespaces", "Microsoft.Storage/storageAccounts/blobServices",
                "Microsoft.Storage/storageAccounts/queueServices", "Microsoft.Storage/storageAccounts/tableServices", "Microsoft.Web/sites"],
            watched);
    }

    private JsonObject[] All(string environment, string type) => [.. bicep.Resources(environment).Where(resource => (string?)resource["type"] == type)];

    private JsonObject Only(string environment, string type) => Assert.Single(All(environment, type));

    private JsonObject Settings(string environment) =>
        Assert.Single(All(environment, "Microsoft.Web/sites/config"), config => ((string)config["name"]!).EndsWith("/appsettings", StringComparison.Ordinal))["properties"]!.AsObject();

    /// <summary>The type of the resource that an extension resource's id extends: <c>…/providers/{namespace}/{type}/{name}[/{type}/{name}]/providers/…</c>.</summary>
    private static string ScopeType(string id)
    {
        string[] providers = id.Split("/providers/");
        string[] parts = providers[^2].Split('/');
        return parts[0] + "/" + string.Join('/', parts.Skip(1).Where((_, at) => at % 2 == 0));
    }

    [GeneratedRegex("AccountKey=|SharedAccessKey|[?&]sig=|password=|secret=|list(Account)?(Keys|Sas|Secrets)|ServiceSas", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex("list(Account|Service)?(Keys|Sas|Secrets)\\(", RegexOptions.IgnoreCase)]
    private static partial Regex Listing();
}
