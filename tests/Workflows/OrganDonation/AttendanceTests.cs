using Boai.Workflows.OrganDonation;
using FsCheck;
using FsCheck.Fluent;
using static Boai.Tests.Workflows.OrganDonation.OrganExamples;

namespace Boai.Tests.Workflows.OrganDonation;

/// <summary>G6 and I-15: two coordinators, from the first to the last minute.</summary>
public sealed class AttendanceTests
{
    [Theory]
    [InlineData("2024-04-30T23:59:59+08:00", 1)]
    [InlineData("2024-05-01T00:00:00+08:00", 2)]
    public void The_number_of_witnesses_follows_the_procurement_instant(string instant, int witnesses)
        => Assert.Equal(witnesses, WitnessLaw.At(DateTimeOffset.Parse(instant, null), Policy).MinWitnesses);

    [Fact]
    public void I_15_one_person_twice_is_one_witness()
        => Assert.False(Holds(Ready with { Witnesses = [Present("coord-1", -30), Present("coord-1", -20)] }));

    [Fact]
    public void I_15_a_witness_who_left_whose_licence_ran_out_or_who_has_a_conflict_does_not_count()
    {
        Witness second = Ready.Witnesses[1];
        Assert.Equal([GateReason.WitnessesMissing], With(second with { Presences = [new Presence(At(-25), At(-5))], Stage = WitnessStage.Left }));
        Assert.Equal(
            [GateReason.WitnessesMissing, GateReason.WitnessLicenceExpired], With(second with { LicenceValidTo = new DateOnly(2024, 6, 2) }));
        Assert.Equal([GateReason.WitnessesMissing, GateReason.WitnessBarred], With(second with { Bar = WitnessBar.RelatedToTheatreStaff }));
        Assert.Equal([GateReason.WitnessesMissing], With(second with { Stage = WitnessStage.Replaced }));
        Assert.Equal([], With(second with { LicenceValidTo = new DateOnly(2024, 6, 3) }));
    }

    [Fact]
    public void A_third_witness_makes_up_for_one_who_does_not_count()
        => Assert.True(Holds(Ready with
        {
            Witnesses = [Ready.Witnesses[0], Ready.Witnesses[1] with { Bar = WitnessBar.SameHospital }, Present("coord-3", -5)],
        }));

    [Fact]
    public void The_OPOs_own_coordinator_counts_as_the_second_only_where_that_is_allowed_and_never_as_both()
    {
        Witness opo = Present("opo-1", -20) with { Origin = WitnessOrigin.Opo };
        WitnessLaw allowing = Law with { OpoCoordinatorCounts = true };

        Assert.False(Holds(Ready with { Witnesses = [Ready.Witnesses[0], opo] }));
        Assert.True(Holds(Ready with { Witnesses = [Ready.Witnesses[0], opo] }, allowing));
        Assert.False(Holds(Ready with { Witnesses = [opo, opo with { StaffId = "opo-2" }] }, allowing));
    }

    [Fact]
    public void I_15_at_any_moment_as_many_are_counted_as_are_there_checked_against_every_minute()
    {
        Gen<Witness> witness =
            from staff in Gen.Choose(1, 4)
            from arrives in Gen.Choose(-20, 60)
            from stays in Gen.Choose(1, 120)
            from open in Gen.Elements(true, false)
            select Present($"coord-{staff}", 0) with { Presences = [new Presence(At(arrives), open ? null : At(arrives + stays))] };

        Prop.ForAll(Gen.ListOf(witness).ToArbitrary(), witnesses =>
        {
            OrganFacts facts = Ready with { Witnesses = [.. witnesses.DistinctBy(one => one.StaffId)] };
            int slow = Enumerable.Range(0, 61).Min(minute => facts.Witnesses.Count(one => one.Presences.Any(
                presence => presence.From <= At(minute) && (presence.To is null || At(minute) < presence.To || (minute == 60 && presence.To == At(60))))));
            int throughout = facts.Witnesses.Count(one => one.Presences.Any(presence => presence.Covers(At(0), At(60))));

            Assert.Equal(slow, AttendanceRules.Least(facts, Law, At(0), At(60)));
            Assert.Equal(throughout, AttendanceRules.Throughout(facts, Law, At(0), At(60)));
            Assert.True(throughout <= slow);
        }).QuickCheckThrowOnFailure();
    }

    private static IEnumerable<GateReason> With(Witness second)
        => AttendanceRules.Reasons(Ready with { Witnesses = [Ready.Witnesses[0], second] }, Law, Six);

    private static bool Holds(OrganFacts facts, WitnessLaw? law = null) => !AttendanceRules.Reasons(facts, law ?? Law, Six).Any();
}
