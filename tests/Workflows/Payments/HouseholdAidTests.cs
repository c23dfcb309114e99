using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Payments;

/// <summary>Handbook §5.1: what a household was granted, and what of it counts.</summary>
public sealed class HouseholdAidTests
{
    private static readonly CaseNumber Mine = Number(1);
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Theory]
    [InlineData("2025-12-02", 100)] // 90 days before counts
    [InlineData("2025-12-01", 0)]
    public void The_window_includes_its_first_day(string grantedOn, long yuan) =>
        Assert.Equal(Money.FromYuan(yuan), new HouseholdAid([Grant(2, grantedOn)]).Since(Day.AddDays(-90), Mine));

    [Fact]
    public void Years_are_calendar_years_and_ones_own_case_is_left_out()
    {
        HouseholdAid aid = new([Grant(2, "2025-12-31"), Grant(3, "2026-01-01"), Grant(1, "2026-02-01")]);

        Assert.Equal(Money.FromYuan(100), aid.InYear(2026, Mine));
        Assert.True(aid.HasProgramme(BusinessCode.Parse("HRA"), 2026, Mine));
        Assert.False(aid.HasProgramme(BusinessCode.Parse("HRA"), 2024, Mine));
        Assert.False(new HouseholdAid([Grant(1, "2026-02-01")]).HasProgramme(BusinessCode.Parse("HRA"), 2026, Mine));
        Assert.True(aid.HasCause("Illness", new DateOnly(2025, 12, 31), Mine));
        Assert.False(aid.HasCause("Disaster", default, Mine));
    }

    [Fact]
    public void What_was_taken_back_counts_no_longer_and_what_partly_came_back_counts_in_part()
    {
        HouseholdAid aid = HouseholdAid.None
            .With(Grant(2, "2026-02-01")).With(Grant(2, "2026-02-01") with { Standing = ReservationState.Released })
            .With(Grant(3, "2026-02-01") with { Standing = ReservationState.Spent })
            .With(Grant(3, "2026-02-01") with { Standing = ReservationState.Spent, Amount = Money.FromYuan(40) });

        Assert.Equal(Money.FromYuan(40), aid.InYear(2026, Mine));
    }

    [Fact]
    public void An_older_standing_told_late_changes_nothing()
    {
        GrantedAid reserved = Grant(2, "2026-02-01");
        GrantedAid spent = reserved with { Standing = ReservationState.Spent };
        GrantedAid recovered = spent with { Amount = Money.FromYuan(1) };
        GrantedAid again = reserved with { Round = 2 };

        HouseholdAid aid = HouseholdAid.None.With(recovered);

        Assert.Same(aid, aid.With(reserved));
        Assert.Same(aid, aid.With(spent));
        Assert.Same(aid, aid.With(recovered));
        Assert.Equal([again], aid.With(again).Grants);
    }

    private static CaseNumber Number(int sequence) => CaseNumber.Create(BusinessCode.Parse("HRA"), UnitCode.Parse("500103"), 2026, sequence);

    private static GrantedAid Grant(int sequence, string grantedOn) => new(
        PaymentId.Create(Number(sequence), 1), "Illness", Money.FromYuan(100), DateOnly.Parse(grantedOn, System.Globalization.CultureInfo.InvariantCulture),
        ReservationState.Reserved, Round: 1);
}
