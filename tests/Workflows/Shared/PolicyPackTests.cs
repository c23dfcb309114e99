using System.Reflection;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Shared;

/// <summary>政策参数包: handbook §0.1, §5.2, §22.</summary>
public sealed class PolicyPackTests
{
    private static readonly PolicyPack Pack = PolicyPack.Default;
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Fact]
    public void Every_key_that_code_names_is_in_the_pack_and_every_key_of_the_pack_is_named_in_code()
    {
        string[] named = [.. typeof(PolicyKeys).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

        Assert.Equal(
            named.Order(StringComparer.Ordinal),
            Pack.Settings.Select(setting => setting.Key).Where(key => !key.StartsWith("units.streets.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_value_says_where_it_comes_from()
        => Assert.All(Pack.Settings.SelectMany(setting => setting.Values), value => Assert.NotEqual("", value.Reference.Trim()));

    [Fact]
    public void What_is_knowledge_or_design_waits_for_the_branch_to_confirm_it()
    {
        Assert.True(Pack.Setting(PolicyKeys.ReliefTiers).On(Today).NeedsConfirmation);
        Assert.False(Pack.Setting(PolicyKeys.ReliefPublicityDays).On(Today).NeedsConfirmation);
        Assert.False((Pack.Setting(PolicyKeys.ReliefTiers).On(Today) with { Approver = "执委会" }).NeedsConfirmation);
    }

    [Fact]
    public void Relief_has_the_defaults_of_the_handbook()
    {
        Assert.Equal([Money.FromYuan(3_000), Money.FromYuan(10_000), Money.FromYuan(50_000)], Pack.Amounts(PolicyKeys.ReliefTiers, Today));
        Assert.Equal(Money.FromYuan(5_000), Pack.Amount(PolicyKeys.ReliefUrgentMax, Today));
        Assert.Equal(Money.FromYuan(30_000), Pack.Amount(PolicyKeys.ReliefHouseholdYearCap, Today));
        Assert.Equal(7, Pack.Days(PolicyKeys.ReliefPublicityDays, Today));
        Assert.Equal(3, Pack.Days(PolicyKeys.ReliefRepublicityDays, Today));
        Assert.Equal(3, Pack.WorkingDays(PolicyKeys.ReliefIntakeWd, Today));
        Assert.Equal(10, Pack.WorkingDays(PolicyKeys.ReliefVerifyWd, Today));
        Assert.Equal(5, Pack.WorkingDays(PolicyKeys.ReliefOpinionWd, Today));
        Assert.Equal(5, Pack.WorkingDays(PolicyKeys.ReliefApprovalWd, Today));
        Assert.Equal(5, Pack.WorkingDays(PolicyKeys.ReliefPaymentWd, Today));
        Assert.Equal(20, Pack.WorkingDays(PolicyKeys.ReliefInvestigationWd, Today));
        Assert.Equal(10, Pack.WorkingDays(PolicyKeys.ReliefUrgentCompleteWd, Today));
        Assert.Equal(90, Pack.Days(PolicyKeys.ReliefSplitWindowDays, Today));
        Assert.Equal(12, Pack.Months(PolicyKeys.ReliefSameCauseMonths, Today));
        Assert.Equal([30, 180], Pack.Numbers(PolicyKeys.ReliefFollowUpDays, Today));
        Assert.Equal(10m, Pack.Percent(PolicyKeys.ReliefFollowUpSamplePercent, Today));
        Assert.Equal(15, Pack.Days(PolicyKeys.CaseSupplementDays, Today));
        Assert.Equal([0, 25, 50, 100], Pack.Numbers(PolicyKeys.CaseEscalationPercents, Today));
        Assert.Equal(20L * 1024 * 1024, Pack.Bytes(PolicyKeys.DocumentMaxBytes, Today));
    }

    [Theory]
    [InlineData(2024, 4, 30, 1)]
    [InlineData(2024, 5, 1, 2)]
    public void The_number_of_witnesses_follows_the_day(int year, int month, int day, int witnesses)
        => Assert.Equal(witnesses, Pack.Count(PolicyKeys.OrganWitnessMin, new DateOnly(year, month, day)));

    [Theory]
    [InlineData(9, 6, true)] // 三分之二以上 includes two thirds
    [InlineData(9, 5, false)]
    [InlineData(7, 5, true)]
    [InlineData(7, 4, false)]
    [InlineData(12, 8, true)]
    [InlineData(12, 7, false)]
    public void Two_thirds_are_exact(int members, int agree, bool reached)
        => Assert.Equal(reached, Pack.Fraction(PolicyKeys.OrganEthicsAgree, Today).IsReachedBy(agree, members));

    [Theory]
    [InlineData(9, 2, true)]
    [InlineData(9, 3, false)]
    [InlineData(12, 3, true)]
    [InlineData(7, 2, false)]
    public void A_quarter_is_exact(int members, int transplant, bool allowed)
        => Assert.Equal(allowed, Pack.Fraction(PolicyKeys.OrganEthicsTransplantMax, Today).IsNotExceededBy(transplant, members));

    [Fact]
    public void Every_kind_of_value_can_be_read()
    {
        Assert.Equal(new MonthAndDay(8, 31), Pack.DayOfYear(PolicyKeys.SchDue, Today));
        Assert.Equal((18, 45), Pack.Range(PolicyKeys.HscEnrolAge, Today));
        Assert.True(Pack.Flag(PolicyKeys.OrganDecisionReconfirmAfterDeath, Today));
        Assert.Equal("daily", Pack.Text(PolicyKeys.AedSelfCheck, Today));
        Assert.Equal(["CQZ-GX", "CQZ-WS"], Pack.Texts(PolicyKeys.UnitsActive, Today));
        Assert.Equal(12, Pack.Hours(PolicyKeys.BodyArriveH, Today));
        Assert.Equal(15, Pack.Minutes(PolicyKeys.OrganOfferAcceptMin, Today));
        Assert.Equal(120, Pack.Seconds(PolicyKeys.OrganHoldAckSec, Today));
        Assert.Equal(10, Pack.Years(PolicyKeys.RetentionReliefYears, Today));
    }

    [Fact]
    public void A_length_of_time_carries_its_way_of_counting()
    {
        Assert.Equal(Period.OfDays(7), Pack.Period(PolicyKeys.ReliefPublicityDays, Today));
        Assert.Equal(Period.OfWorkingDays(10), Pack.Period(PolicyKeys.ReliefVerifyWd, Today));
        Assert.Equal(Period.OfExactDays(5), Pack.Period(PolicyKeys.DonEmergencyPublishDays, Today));
        Assert.Equal(Period.OfHours(12), Pack.Period(PolicyKeys.BodyArriveH, Today));
        Assert.Equal(Period.OfMinutes(15), Pack.Period(PolicyKeys.OrganOfferAcceptMin, Today));
        Assert.Equal(Period.OfMonths(12), Pack.Period(PolicyKeys.ReliefSameCauseMonths, Today));
    }

    [Fact]
    public void A_mistaken_read_names_the_key()
    {
        Assert.Contains("relief.typo", Assert.Throws<KeyNotFoundException>(() => Pack.Days("relief.typo", Today)).Message, StringComparison.Ordinal);
        Assert.Contains(
            PolicyKeys.ReliefIntakeWd,
            Assert.Throws<InvalidOperationException>(() => Pack.Days(PolicyKeys.ReliefIntakeWd, Today)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "2015-12-31",
            Assert.Throws<InvalidOperationException>(() => Pack.Count(PolicyKeys.OrganWitnessMin, new DateOnly(2015, 12, 31))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "version": "", "settings": [] }""", "version")]
    [InlineData("""{ "version": "1" }""", "policy document")]
    [InlineData("""{ "version": "1", "settings": [], "extra": 1 }""", "policy document")]
    [InlineData("nonsense", "policy document")]
    [InlineData("""{ "version": "1", "settings": [ { "key": "a", "unit": "days", "values": [] } ] }""", "a: has no value")]
    [InlineData("""{ "version": "1", "settings": [ { "key": "a", "unit": "days", "values": [ { "from": "2026-01-01", "value": -1, "source": "design", "reference": "t" } ] } ] }""", "-1 is not a value of unit Days")]
    [InlineData("""{ "version": "1", "settings": [ { "key": "a", "unit": "days", "values": [ { "from": "2026-01-01", "value": "7", "source": "design", "reference": "t" } ] } ] }""", "is not a value of unit Days")]
    [InlineData("""{ "version": "1", "settings": [ { "key": "a", "unit": "fenList", "values": [ { "from": "2026-01-01", "value": [3, 1], "source": "design", "reference": "t" } ] } ] }""", "is not a value of unit FenList")]
    [InlineData("""{ "version": "1", "settings": [ { "key": "a", "unit": "fraction", "values": [ { "from": "2026-01-01", "value": "2/0", "source": "design", "reference": "t" } ] } ] }""", "is not a value of unit Fraction")]
    [InlineData("""{ "version": "1", "settings": [ { "key": "a", "unit": "dayOfYear", "values": [ { "from": "2026-01-01", "value": "02-30", "source": "design", "reference": "t" } ] } ] }""", "is not a value of unit DayOfYear")]
    [InlineData("""{ "version": "1", "settings": [ { "key": "a", "unit": "days", "values": [ { "from": "2026-01-02", "to": "2026-01-01", "value": 1, "source": "design", "reference": "t" } ] } ] }""", "ends before it begins")]
    [InlineData("""{ "version": "1", "settings": [ { "key": "a", "unit": "days", "values": [ { "from": "2026-01-01", "value": 1, "source": "design", "reference": "t" }, { "from": "2026-02-01", "value": 2, "source": "design", "reference": "t" } ] } ] }""", "two values are in force on 2026-02-01")]
    [InlineData("""{ "version": "1", "settings": [ { "key": "a", "unit": "days", "values": [ { "from": "2026-01-01", "value": 1, "source": "design", "reference": "t" } ] }, { "key": "a", "unit": "days", "values": [ { "from": "2026-01-01", "value": 1, "source": "design", "reference": "t" } ] } ] }""", "a: stands there twice")]
    public void A_wrong_document_is_refused_when_it_is_loaded(string json, string complaint)
        => Assert.Contains(complaint, Assert.Throws<FormatException>(() => PolicyPack.Parse(json)).Message, StringComparison.Ordinal);
}
