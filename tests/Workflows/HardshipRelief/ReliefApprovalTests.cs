using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.HardshipRelief.ReliefStaff;
using static Boai.Workflows.HardshipRelief.ReliefCommand;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>The approval matrix of handbook §5.2 state 7, splitting and the yearly cap of §5.1.</summary>
public sealed class ReliefApprovalTests
{
    private const string Minutes = "M-2026-7";

    [Theory]
    [InlineData(0_01, "DIST_LEAD", "", false)]
    [InlineData(3_000_00, "DIST_LEAD", "", false)] // at most includes the number (CC 1259)
    [InlineData(3_000_01, "DIST_LEAD", "DIST_LEAD", true)]
    [InlineData(10_000_00, "DIST_LEAD", "DIST_LEAD", true)]
    [InlineData(10_000_01, "CITY_HEAD EXEC", "", false)]
    [InlineData(30_000_00, "CITY_HEAD EXEC", "", false)]
    public void The_amount_decides_who_approves(long fen, string roles, string withMinutes, bool filedWithCity)
    {
        ApprovalPath path = Path(fen);

        Assert.Equal(roles, string.Join(' ', path.Levels.Select(level => level.Role)));
        Assert.Equal(withMinutes, string.Join(' ', path.Levels.Where(level => level.NeedsMinutes).Select(level => level.Role)));
        Assert.Equal((filedWithCity, false, false), (path.FiledWithCity, path.Splitting, path.AboveYearCap));
    }

    [Theory]
    [InlineData(50_000_00, 0)]
    [InlineData(50_000_01, 0)]
    [InlineData(30_000_01, 0)] // the cap of a household's year is 30,000.00, and above it the executive committee decides
    [InlineData(1_00, 29_999_01)]
    public void Above_the_households_yearly_cap_the_executive_committee_decides_with_minutes(long fen, long earlierThisYear)
    {
        ApprovalPath path = Path(fen, thisYear: earlierThisYear);

        Assert.Equal([new ApprovalLevel(Roles.Executive, NeedsMinutes: true)], path.Levels);
        Assert.True(path.AboveYearCap);
        Assert.False(path.FiledWithCity);
    }

    [Fact]
    public void At_the_yearly_cap_the_matrix_still_decides()
        => Assert.False(Path(1_00, thisYear: 29_999_00).AboveYearCap);

    // 50,000 against 50,000.01 as the matrix has it, with a cap that does not get in the way.
    [Theory]
    [InlineData(50_000_00, "CITY_HEAD EXEC")]
    [InlineData(50_000_01, "EXEC")]
    public void Fifty_thousand_is_the_last_amount_of_the_city_head(long fen, string roles)
        => Assert.Equal(roles, string.Join(' ', ReliefApproval.Path(new Money(fen), PriorAid.None, WithCap(100_000_00)).Levels.Select(level => level.Role)));

    [Theory]
    [InlineData(1_000_00, 2_000_00, false)]
    [InlineData(1_000_00, 2_000_01, true)]
    [InlineData(5_000_00, 5_000_01, true)]
    [InlineData(4_000_00, 4_000_00, false)] // more, but of the same tier
    public void Several_amounts_of_ninety_days_are_one_amount(long fen, long inWindow, bool splitting)
    {
        ApprovalPath path = Path(fen, inWindow);

        Assert.Equal(splitting, path.Splitting);
        Assert.Equal(Path(fen + inWindow).Levels, path.Levels);
    }

    [Fact]
    public void Splitting_is_noted_in_the_case_and_lifts_it_to_the_upper_level()
    {
        PriorAid prior = PriorAid.None with { InWindow = new Money(8_000_00) };
        ReliefExample example = ReliefExample.Valid with { Findings = ReliefExample.Valid.Findings with { Prior = prior } };
        ReliefCase it = ReliefCases.InApproval(example);

        Assert.Equal(ReliefProblems.Level, it.Refuses(Lead, Approving(example.Proposed, prior: prior)));

        ReliefCase first = it.Does(CityHead, Approving(example.Proposed, prior: prior));
        Assert.True(first.Facts.SplittingDetected);
        Assert.Equal(ReliefState.Payment, first.Does(Executive, Approving(example.Proposed, prior: prior)).State);
    }

    [Theory]
    [InlineData(null, ReliefProblems.MinutesRequired)]
    [InlineData("", ReliefProblems.MinutesRequired)]
    [InlineData("M 2026", ReliefProblems.MinutesForm)]
    [InlineData("会议纪要", ReliefProblems.MinutesForm)]
    public void A_collective_decision_needs_the_number_of_its_minutes(string? minutes, string problem)
    {
        ReliefCase it = ReliefCases.InApproval(ReliefExample.Valid with { Proposed = new Money(3_000_01) });

        Assert.Equal(problem, it.Refuses(Lead, Approving(new Money(3_000_01), minutes)));
        Assert.Equal(ReliefState.Payment, it.Does(Lead, Approving(new Money(3_000_01), Minutes)).State);
    }

    [Fact]
    public void Two_levels_are_two_persons_even_if_one_has_both_roles()
    {
        Money amount = new(20_000_00);
        ReliefCase it = ReliefCases.InApproval(ReliefExample.Valid with { Proposed = amount }).Does(CityHead, Approving(amount));

        Assert.Equal(ReliefState.Approval, it.State);
        Assert.Equal(ReliefProblems.Level, it.Refuses(CityHead2, Approving(amount)));
        Assert.Equal(ReliefProblems.SamePerson, it.Refuses(CityHead with { Role = Roles.Executive }, Approving(amount)));
        Assert.Equal(["approve"], it.Head.Tasks.Select(task => task.Kind));
        Assert.Equal([Roles.Executive], it.Head.Tasks[0].Roles);
        Assert.Equal(ReliefState.Payment, it.Does(Executive, Approving(amount)).State);
    }

    [Fact]
    public void Each_level_has_five_working_days_of_its_own()
    {
        Money amount = new(20_000_00);
        ReliefCase it = ReliefCases.InApproval(ReliefExample.Valid with { Proposed = amount });
        Assert.Equal(ReliefCase.Beijing("2026-03-18T00:00"), it.DueAt); // since 10 March 00:00

        Assert.Equal(ReliefCase.Beijing("2026-03-21T00:00"), it.At("2026-03-13T10:00").Does(CityHead, Approving(amount)).DueAt);
    }

    [Fact]
    public void An_upper_level_may_grant_less_and_is_not_asked_to_hand_the_case_down()
    {
        ReliefCase it = ReliefCases.InApproval(ReliefExample.Valid with { Proposed = new Money(20_000_00) })
            .Does(CityHead, Approving(new Money(15_000_00)))
            .Does(Executive, Approving(new Money(2_000_00)));

        Assert.Equal(new Money(2_000_00), it.Facts.Granted);
        Assert.Equal(new Money(2_000_00), it.Facts.Payments.Single().Amount);
    }

    [Fact]
    public void Nobody_approves_more_than_was_made_public_or_than_the_level_before()
    {
        ReliefCase it = ReliefCases.InApproval(ReliefExample.Valid with { Proposed = new Money(20_000_00) });
        Assert.Equal(ReliefProblems.AmountAboveProposal, it.Refuses(CityHead, Approving(new Money(20_000_01))));
        Assert.Equal(ReliefProblems.AmountNotPositive, it.Refuses(CityHead, Approving(Money.Zero)));

        ReliefCase first = it.Does(CityHead, Approving(new Money(15_000_00)));
        Assert.Equal(ReliefProblems.AmountAboveFormerLevel, first.Refuses(Executive, Approving(new Money(15_000_01))));
    }

    [Fact]
    public void Approving_names_the_fund()
        => Assert.Equal(ReliefProblems.FundRequired, ReliefCases.InApproval(ReliefExample.Valid)
            .Refuses(Lead, new Approve(ReliefExample.Valid.Proposed, "", null, PriorAid.None)));

    [Fact]
    public void An_unverified_payee_is_not_approved()
    {
        ReliefCase it = ReliefCases.InVerification(ReliefExample.Valid)
            .IsVerified(payeeVerified: false).IsProposed(ReliefExample.Valid.Proposed).IsListed().HangsItsTime();

        Assert.Equal(ReliefProblems.PayeeUnverified, it.Refuses(Lead, Approving(ReliefExample.Valid.Proposed)));
    }

    [Fact]
    public void After_a_return_the_new_visit_counts_and_not_an_older_one_after_an_objection()
    {
        ReliefCase back = ReliefCases.InReverification(ReliefExample.Valid).After(TimeSpan.FromHours(1)).IsVerifiedAgain().IsListed()
            .HangsItsTime().Does(Lead, new Return(ReliefState.Verification), ReliefCase.Note);
        Assert.True(back.Facts.LastVisit!.PayeeVerified);

        ReliefCase again = back.IsVerified(CivilAffairsResult.AboveStandard, payeeVerified: false)
            .IsProposed(ReliefExample.Valid.Proposed).IsListed().HangsItsTime();

        Assert.Equal(ReliefProblems.PayeeUnverified, again.Refuses(Lead, Approving(ReliefExample.Valid.Proposed)));
        Assert.Equal([RefusalGround.R06], ReliefGrounds.Known(again.Facts));
    }

    [Theory]
    [InlineData(ReliefState.Verification, "verify")]
    [InlineData(ReliefState.FirstOpinion, "opine")]
    public void A_return_with_a_reason_takes_back_the_proposal_and_every_approval(ReliefState to, string task)
    {
        ReliefCase it = ReliefCases.InApproval(ReliefExample.Valid);
        Assert.Equal(CaseProblems.ReasonRequired, it.Refuses(Lead, new Return(to)));

        ReliefCase returned = it.Does(Lead, new Return(to), ReliefCase.Note);

        Assert.Equal((to, null, 0), (returned.State, returned.Facts.Opinion, returned.Facts.Approvals.Count));
        Assert.Equal([task], returned.Head.Tasks.Select(open => open.Kind));
    }

    [Theory]
    [InlineData(ReliefState.Intake)] // it was accepted
    [InlineData(ReliefState.Publicity)]
    [InlineData(ReliefState.Payment)]
    public void A_case_goes_back_to_verification_or_opinion_only(ReliefState to)
        => Assert.Equal(ReliefProblems.ReturnTarget, ReliefCases.InApproval(ReliefExample.Valid).Refuses(Lead, new Return(to), ReliefCase.Note));

    private static Approve Approving(Money amount, string? minutes = null, PriorAid? prior = null)
        => new(amount, ReliefExample.Fund, minutes, prior ?? PriorAid.None);

    private static ApprovalPath Path(long fen, long inWindow = 0, long thisYear = 0) => ReliefApproval.Path(
        new Money(fen), PriorAid.None with { InWindow = new Money(inWindow), ThisYear = new Money(thisYear) },
        new CasePolicy(new PolicyStamp(PolicyPack.Default.Version, new DateOnly(2026, 3, 2)), [PolicyPack.Default]));

    private static CasePolicy WithCap(long fen)
    {
        PolicyPack pack = PolicyPack.Default.With(new PolicyDocument("test", [
            PolicyPack.Default.Setting(PolicyKeys.ReliefHouseholdYearCap) with
            {
                Values = [new PolicyValue(
                    new DateOnly(2018, 1, 1), System.Text.Json.JsonSerializer.SerializeToElement(fen), SourceMark.Design, "test", Approver: "test")],
            },
        ]));
        return new CasePolicy(new PolicyStamp(pack.Version, new DateOnly(2026, 3, 2)), [pack]);
    }
}
