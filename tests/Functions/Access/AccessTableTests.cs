using Boai.Functions;
using Boai.Functions.Access;
using Boai.Functions.Identity;
using Boai.Workflows.Cases;

namespace Boai.Tests.Functions.Access;

/// <summary>Handbook §12.3: deny by default. Every function that HTTP reaches has a rule, and nothing else has one.</summary>
public sealed class AccessTableTests
{
    private static readonly AccessTable Table = new(AppServices.Parts.Select(part => part.Access));

    [Fact]
    public void Every_function_has_a_rule_and_every_rule_a_function() => Table.Cover(typeof(AppServices).Assembly);

    [Fact]
    public void A_function_without_a_rule_stops_the_start()
    {
        Dictionary<string, AccessRule> incomplete = new(Table.Rules);
        incomplete.Remove("ReadCase");

        InvalidOperationException stopped = Assert.Throws<InvalidOperationException>(() => new AccessTable([incomplete]).Cover(typeof(AppServices).Assembly));

        Assert.Contains("ReadCase", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_for_a_function_that_is_gone_stops_the_start()
    {
        Dictionary<string, AccessRule> stale = new(Table.Rules) { ["FormerFunction"] = AccessRule.Public };

        InvalidOperationException stopped = Assert.Throws<InvalidOperationException>(() => new AccessTable([stale]).Cover(typeof(AppServices).Assembly));

        Assert.Contains("FormerFunction", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_rules_for_one_function_stop_the_start() =>
        Assert.Throws<InvalidOperationException>(() => new AccessTable([Table.Rules, Table.Rules]));

    [Fact]
    public void A_rule_without_any_role_cannot_be_written() => Assert.Throws<ArgumentException>(() => AccessRule.Staff());

    [Theory]
    [InlineData("AcceptRelief", "REL-01")]
    [InlineData("ActAsHospital", "LIFE-02")]
    [InlineData("ReadCase", null)]
    public void A_programmes_acts_are_about_its_own_cases_alone(string function, string? programme) =>
        Assert.Equal(programme, Table.Find(function)!.Programme);

    [Fact]
    public void Rules_name_roles_that_exist() =>
        Assert.All(Table.Rules.Values.SelectMany(rule => rule.Roles).Distinct(), role => Assert.Contains(role, StaffRoles.All));

    [Fact]
    public void Nobody_reads_what_is_sensitive_without_a_purpose_and_a_relation()
    {
        foreach (string function in new[] { "ReadApplicant", "ReadDocument", "ReadCaseNote" })
        {
            AccessRule rule = Table.Find(function)!;
            Assert.True(rule is { NeedsPurpose: true, NeedsRelation: true, OnCase: true }, function);
            Assert.DoesNotContain(Roles.Supervisor, rule.Roles); // reads all, but masked
        }
    }

    [Fact]
    public void What_is_public_is_a_short_and_known_list() =>
        Assert.Subset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "ReadLiveness", "ReadReadiness", "ReadApiDocument", "ReadApiDocs", "SignIn", "ReadOutbox", "RequestPhoneCode", "OpenCaseSession",
            },
            PlatformParts.Parts.Access.Where(entry => entry.Value.IsPublic).Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal));
}
