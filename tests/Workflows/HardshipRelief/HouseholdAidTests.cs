using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>Duplicate control and splitting: handbook §5.1, §5.2. A grant of 10 March 2026 looked back upon.</summary>
public sealed class HouseholdAidTests
{
    private static readonly DateOnly Granted = new(2026, 3, 10);

    [Theory]
    [InlineData(0, 1_000_00)]
    [InlineData(90, 1_000_00)]
    [InlineData(91, 0)]
    public void An_amount_counts_for_splitting_through_the_ninetieth_day(int daysLater, long inWindow)
        => Assert.Equal(new Money(inWindow), On(Granted.AddDays(daysLater)).InWindow);

    [Theory]
    [InlineData("2026-12-31", 1_000_00)]
    [InlineData("2027-01-01", 0)]
    public void An_amount_counts_for_the_cap_through_its_calendar_year(string on, long thisYear)
        => Assert.Equal(new Money(thisYear), On(Day(on)).ThisYear);

    [Theory]
    [InlineData("2027-03-10", true)]
    [InlineData("2027-03-11", false)]
    public void The_same_cause_is_the_same_for_twelve_months(string on, bool sameCause)
        => Assert.Equal(sameCause, On(Day(on)).SameCause);

    [Fact]
    public void Another_cause_is_not_the_same_cause()
        => Assert.False(On(Granted, cause: ReliefCause.Disaster).SameCause);

    [Theory]
    [InlineData("REL-01", "2026-12-31", true)]
    [InlineData("REL-01", "2027-01-01", false)]
    [InlineData("REL-02", "2026-12-31", false)] // household, programme and campaign year together
    public void A_second_grant_of_the_programme_in_its_year_is_a_duplicate(string programme, string on, bool sameYear)
        => Assert.Equal(sameYear, On(Day(on), programme: programme).SameYear);

    [Fact]
    public void Aid_of_other_programmes_counts_for_the_cap_and_for_splitting()
    {
        PriorAid prior = On(Granted, programme: "REL-02");

        Assert.Equal((new Money(1_000_00), new Money(1_000_00)), (prior.InWindow, prior.ThisYear));
    }

    [Fact]
    public void The_case_itself_and_what_came_later_do_not_count()
    {
        Assert.Equal(PriorAid.None, On(Granted, grantCase: Number(1)));
        Assert.Equal(PriorAid.None, On(Granted.AddDays(-1)));
    }

    [Fact]
    public void Amounts_add_up()
        => Assert.Equal(
            new Money(3_000_00),
            HouseholdAid.Before([Grant(2), Grant(3), Grant(4)], Number(1), ReliefCause.Illness, Granted, Policy()).InWindow);

    private static PriorAid On(DateOnly day, string programme = "REL-01", ReliefCause cause = ReliefCause.Illness, CaseNumber? grantCase = null)
        => HouseholdAid.Before([Grant(2) with { Programme = programme, Case = grantCase ?? Number(2) }], Number(1), cause, day, Policy());

    private static HouseholdGrant Grant(int sequence) => new(Number(sequence), "REL-01", "Illness", new Money(1_000_00), Granted);

    private static CaseNumber Number(int sequence) => CaseNumber.Create(ReliefProcess.Business, ReliefStaff.District, 2026, sequence);

    private static CasePolicy Policy() => new(new PolicyStamp(PolicyPack.Default.Version, Granted), [PolicyPack.Default]);

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
