using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Boai.Tests.Support;
using Boai.Workflows.DonationOutcomes;
using Boai.Workflows.OrganDonation;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.EndToEnd;

/// <summary>双盲 (ODR 33; CQ-BODY 42; I-14): no type, answer, store or log holds a donor beside anything of whoever received.</summary>
public sealed partial class DoubleBlindTests
{
    // Relief has recipients of its own (AidRecord), and a family's ledger: no organ among them.
    private static readonly string[] Relief = ["Boai.Workflows.Payments", "Boai.Functions.Payments", "Boai.Functions.HardshipRelief", "Boai.Workflows.HardshipRelief"];

    [Fact]
    public void Only_the_sums_of_outcomes_have_a_member_for_whoever_received_and_they_have_none_for_anything_else()
    {
        Type[] types = [.. new[] { typeof(OrganProcess).Assembly, typeof(Boai.Functions.Composition).Assembly }.SelectMany(assembly => assembly.GetTypes())];
        Assert.True(types.Length > 1_000, $"{types.Length}");

        string[] holders =
        [
            .. types.Where(type => !Relief.Any(name => type.Namespace?.StartsWith(name, StringComparison.Ordinal) == true))
                .Where(type => type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Any(property => Receiver().IsMatch(property.Name)))
                .Select(type => type.FullName!),
        ];
        Assert.Equal([typeof(OutcomeCounts).FullName], holders);

        Type[] outcomes = [typeof(OutcomeCounts), typeof(FiledOutcome), typeof(QuarterOfOutcomes)];
        Assert.All(
            outcomes.SelectMany(type => type.GetProperties()).Where(property => property.Name != "EqualityContract"),
            property => Assert.True(
                property.PropertyType == typeof(int) || property.PropertyType == typeof(int?) || property.PropertyType == typeof(OutcomeCounts),
                $"{property.DeclaringType!.Name}.{property.Name} could say whose it is"));
    }

    [Fact]
    public void No_answer_of_the_API_joins_a_donor_and_an_outcome()
    {
        JsonObject schemas = JsonNode.Parse(RepositoryTree.Read("docs/openapi.json"))!["components"]!["schemas"]!.AsObject();
        string[] naming = [.. schemas.Where(schema => schema.Value?["properties"] is JsonObject properties && properties.Any(one => Receiver().IsMatch(one.Key))).Select(schema => schema.Key)];
        string[] reached = [.. naming.Concat(schemas.Where(schema => naming.Any(name => schema.Value!.ToJsonString().Contains($"/{name}\"", StringComparison.Ordinal))).Select(schema => schema.Key)).Order()];

        Assert.Contains("OutcomeCounts", naming);
        Assert.All(reached, name => Assert.DoesNotContain(
            schemas[name]!["properties"]?.AsObject().Select(property => property.Key) ?? [], key => Donor().IsMatch(key) && name.StartsWith("Outcome", StringComparison.Ordinal)));
        Assert.All(
            reached.Where(name => name.Contains("Outcome", StringComparison.Ordinal)),
            name => Assert.DoesNotContain("pseudonym", schemas[name]!.ToJsonString(), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nothing_that_the_app_keeps_or_says_of_a_whole_donation_tells_of_the_other_side()
    {
        await using BranchApp app = await BranchApp.StartAsync(logLevel: LogLevel.Trace);
        DonorJourney donor = await DonorJourney.Report(app);
        await donor.ToClosed(); // with an H10 that counts

        IReadOnlyList<Remain> remains = await Remains.Of(app);

        Assert.Empty(new CanarySearch(["recipients", "Recipients", "transplanted", "Transplanted", "受者", "受体"]).FindIn(remains.Where(remain => !remain.Where.StartsWith("log of Azure", StringComparison.Ordinal))));
        Assert.NotEmpty(new CanarySearch([donor.Hospital.Pseudonym]).FindIn(remains)); // the search reaches the donor's side
        Assert.DoesNotContain(remains.Where(remain => remain.Where.StartsWith("table donationoutcomes", StringComparison.Ordinal)), remain =>
            new CanarySearch([donor.Hospital.Pseudonym, donor.Number]).In(remain.Bytes).Count > 0);
        Assert.Contains(remains, remain => remain.Where.StartsWith("table donationoutcomes", StringComparison.Ordinal));
    }

    [GeneratedRegex("recipient|donee|受者|受体", RegexOptions.IgnoreCase)]
    private static partial Regex Receiver();

    [GeneratedRegex("donor|pseudonym|case", RegexOptions.IgnoreCase)]
    private static partial Regex Donor();
}
