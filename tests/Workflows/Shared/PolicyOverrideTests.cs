using System.Globalization;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Shared;

/// <summary>A branch's own values over the shipped ones, and which of them a case reads: handbook §0.1, §2.12.</summary>
public sealed class PolicyOverrideTests
{
    private static readonly PolicyPack Shipped = PolicyPack.Default;

    [Theory]
    [InlineData("2026-02-28", 7)]
    [InlineData("2026-03-01", 10)]
    [InlineData("2026-06-30", 10)]
    [InlineData("2026-07-01", 7)]
    public void An_override_holds_from_its_first_day_to_its_last_and_the_old_value_around_it(string day, int days)
    {
        PolicyPack pack = Shipped.With(Publicity(10, "2026-03-01", "2026-06-30"));

        Assert.Equal(days, pack.Days(PolicyKeys.ReliefPublicityDays, Day(day)));
        Assert.Equal(7, Shipped.Days(PolicyKeys.ReliefPublicityDays, Day(day)));
    }

    [Theory]
    [InlineData("2024-04-30", 1)]
    [InlineData("2024-05-01", 2)]
    [InlineData("2025-12-31", 2)]
    [InlineData("2026-01-01", 3)]
    public void An_open_override_leaves_the_earlier_values_alone(string day, int witnesses)
    {
        PolicyPack pack = Shipped.With(Document("organ.witness.min", "count", "eventDate", 3, "2026-01-01", null));

        Assert.Equal(witnesses, pack.Count(PolicyKeys.OrganWitnessMin, Day(day)));
    }

    [Fact]
    public void The_result_has_a_version_of_its_own()
    {
        PolicyPack once = Shipped.With(Publicity(10, "2026-03-01", null));

        Assert.Equal($"{Shipped.Version}+cq-1", once.Version);
        Assert.Equal(Shipped.Settings.Select(setting => setting.Key), once.Settings.Select(setting => setting.Key));
    }

    [Fact]
    public void An_override_names_who_approved_it()
        => Assert.Contains("approver", Assert.Throws<FormatException>(() => Shipped.With(PolicyDocument.Parse("""
            { "version": "cq-1", "settings": [ { "key": "relief.publicity.days", "unit": "days", "values": [
              { "from": "2026-03-01", "value": 10, "source": "design", "reference": "t" } ] } ] }
            """))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_key_that_nobody_reads_is_refused()
        => Assert.Contains(
            "relief.publicity.day:",
            Assert.Throws<FormatException>(() => Shipped.With(Document("relief.publicity.day", "days", "caseStart", 10, "2026-03-01", null))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Another_unit_is_refused()
        => Assert.Contains(
            "Days/CaseStart",
            Assert.Throws<FormatException>(() => Shipped.With(Document("relief.publicity.days", "workingDays", "caseStart", 10, "2026-03-01", null))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_case_finishes_under_the_pack_it_started_under()
    {
        PolicyPack later = Shipped.With(Publicity(10, "2026-01-01", null));
        CasePolicy policy = new(new PolicyStamp(Shipped.Version, Day("2026-02-01")), [Shipped, later]);
        CasePolicy newer = new(new PolicyStamp(later.Version, Day("2026-02-01")), [Shipped, later]);

        Assert.Equal(7, policy.For(PolicyKeys.ReliefPublicityDays).Days());
        Assert.Equal(10, newer.For(PolicyKeys.ReliefPublicityDays).Days());
    }

    [Fact]
    public void A_rule_that_the_law_ties_to_an_event_follows_the_event_and_not_the_case()
    {
        CasePolicy policy = new(new PolicyStamp(Shipped.Version, Day("2024-04-20")), [Shipped]);

        Assert.Equal(1, policy.For(PolicyKeys.OrganWitnessMin, Day("2024-04-30")).Count());
        Assert.Equal(2, policy.For(PolicyKeys.OrganWitnessMin, Day("2024-05-01")).Count());
        Assert.Throws<ArgumentNullException>(() => policy.For(PolicyKeys.OrganWitnessMin));
    }

    [Fact]
    public void A_pack_that_a_case_runs_under_must_be_there()
        => Assert.Contains(
            "2019.1",
            Assert.Throws<KeyNotFoundException>(() => new CasePolicy(new PolicyStamp("2019.1", Day("2019-02-01")), [Shipped])).Message,
            StringComparison.Ordinal);

    private static PolicyDocument Publicity(int days, string from, string? to) => Document("relief.publicity.days", "days", "caseStart", days, from, to);

    private static PolicyDocument Document(string key, string unit, string binding, int value, string from, string? to) => PolicyDocument.Parse($$"""
        { "version": "cq-1", "settings": [ { "key": "{{key}}", "unit": "{{unit}}", "binding": "{{binding}}", "values": [
          { "from": "{{from}}", {{(to is null ? "" : $"\"to\": \"{to}\",")}} "value": {{value}}, "source": "design", "reference": "test", "approver": "执委会" } ] } ] }
        """);

    private static DateOnly Day(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);
}
