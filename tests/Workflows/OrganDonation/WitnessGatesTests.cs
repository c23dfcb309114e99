using Boai.Workflows.OrganDonation;
using static Boai.Tests.Workflows.OrganDonation.OrganExamples;
using static Boai.Workflows.OrganDonation.HospitalStatement;

namespace Boai.Tests.Workflows.OrganDonation;

/// <summary>Handbook §7.3.3: ten gates, current facts, the law at the procurement instant.</summary>
public sealed class WitnessGatesTests
{
    private static readonly WitnessGate[] Gates = Enum.GetValues<WitnessGate>();

    // One way to spoil each gate that leaves the other nine as they are.
    private static readonly Func<OrganFacts, OrganFacts>[] Spoilers =
    [
        facts => facts.WithRelative(Family[1] with { Status = DeciderStatus.Objects }),
        facts => facts with { Register = new RegisterReading(At(-1), IntentStanding.Refused) },
        facts => facts with { Deaths = [Said("m-03", -290, Death with { Physicians = [new("phy-1", StaffSide.Neither)] })] },
        facts => facts with { Opinions = [Said("m-04", -230, Opinion with { Agree = 5 })] },
        facts => facts with { Notices = [] },
        facts => facts with { Witnesses = [facts.Witnesses[0]] },
        facts => facts with { Institution = facts.Institution! with { InArea = false } },
        facts => facts with { Forensic = new ForensicCheck(ForensicStatus.Hold, At(-60)) },
        facts => facts with { Fitness = [] },
        facts => facts with { Alarms = [new TradingAlarm("alarm-1", TradingAlarmKind.Payment, At(-60))] },
    ];

    [Fact]
    public void Over_all_combinations_of_gates_the_lamps_are_exactly_what_the_facts_say_and_ready_means_all_ten()
    {
        for (int broken = 0; broken < 1 << Gates.Length; broken++)
        {
            OrganFacts facts = Enumerable.Range(0, Gates.Length)
                .Where(gate => (broken >> gate & 1) == 1)
                .Aggregate(Ready, (before, gate) => Spoilers[gate](before));

            IReadOnlyList<GateState> lamps = WitnessGates.Judge(facts, Law, Six);

            Assert.Equal(Gates, lamps.Select(lamp => lamp.Gate));
            Assert.Equal(
                Enumerable.Range(0, Gates.Length).Select(gate => (broken >> gate & 1) == 0), lamps.Select(lamp => lamp.Lamp == GateLamp.Ready));
            Assert.All(lamps, lamp => Assert.Equal(lamp.Lamp == GateLamp.Ready, lamp.Reasons is []));
            Assert.Equal(broken == 0, WitnessGates.AllHold(facts, Law, Six));
        }
    }

    [Fact]
    public void A_case_just_opened_waits_for_nine_gates()
    {
        OrganFacts facts = new() { Donor = Ready.Donor, ProcuringHospital = Hospital };

        IReadOnlyList<GateState> lamps = WitnessGates.Judge(facts, Law, Six);

        Assert.Equal(
            [GateLamp.Pending, GateLamp.Pending, GateLamp.Pending, GateLamp.Pending, GateLamp.Pending, GateLamp.Pending, GateLamp.Pending,
                GateLamp.Pending, GateLamp.Pending, GateLamp.Ready],
            lamps.Select(lamp => lamp.Lamp));
    }

    [Fact]
    public void A_gate_that_held_once_is_shown_as_lost()
    {
        OrganFacts facts = Ready with { OnceHeld = Gates, Fitness = [.. Ready.Fitness, Said("m-06", -10, new FitnessStated(Fit: false))] };

        GateState fitness = Assert.Single(WitnessGates.Judge(facts, Law, Six), lamp => !lamp.Holds);

        Assert.Equal(new { Gate = WitnessGate.G9Fitness, Lamp = GateLamp.Lost }, new { fitness.Gate, fitness.Lamp });
        Assert.Equal([GateReason.MedicallyUnfit], fitness.Reasons);
    }

    [Theory]
    [InlineData(DeciderStatus.Awaited, GateLamp.Pending, GateReason.DeciderAwaited)]
    [InlineData(DeciderStatus.Objects, GateLamp.NotMet, GateReason.DeciderObjects)]
    [InlineData(DeciderStatus.Unreachable, GateLamp.NotMet, GateReason.DeciderUnreachable)]
    public void I_19_one_decider_who_objects_is_awaited_or_cannot_be_reached_keeps_the_case_from_being_ready(
        DeciderStatus status, GateLamp lamp, GateReason reason)
    {
        foreach (RelativeStanding relative in Family)
        {
            OrganFacts facts = Ready.WithRelative(relative with { Status = status });

            GateState consent = Of(WitnessGate.G1Consent, facts);

            Assert.Equal(lamp, consent.Lamp);
            Assert.Equal([reason], consent.Reasons);
            Assert.False(WitnessGates.AllHold(facts, Law, Six));
        }
    }

    [Fact]
    public void I_19_a_registered_refusal_is_never_ready_whatever_the_family_signs()
    {
        foreach (IntentStanding intent in Enum.GetValues<IntentStanding>())
        {
            OrganFacts facts = Ready with { Register = new RegisterReading(At(-1), intent) };

            Assert.Equal(intent is IntentStanding.Valid or IntentStanding.None, WitnessGates.AllHold(facts, Law, Six));
        }
    }

    [Fact]
    public void A_bare_withdrawal_of_an_intent_bars_until_head_and_committee_have_looked_at_it()
    {
        OrganFacts silent = Ready with { Register = new RegisterReading(At(-1), IntentStanding.WithdrawnSilently) };

        Assert.Equal([GateReason.WithdrawnIntentUnreviewed], Of(WitnessGate.G2NoRefusal, silent).Reasons);
        Assert.True(Of(WitnessGate.G2NoRefusal, silent with { IntentReview = new IntentReview("head", At(-100), "doc-9") }).Holds);
        Assert.True(WitnessGates.AllHold(silent, Law with { WithdrawnIntentBlocks = false }, Six));
    }

    [Fact]
    public void Every_kind_of_decider_must_be_accounted_for_with_proof()
    {
        Assert.Equal(
            [GateReason.DeciderUncovered],
            Of(WitnessGate.G1Consent, Ready with { RelativeEntries = [.. Ready.RelativeEntries.SkipLast(1)] }).Reasons);
        Assert.Equal(
            [GateReason.DeciderProofMissing],
            Of(WitnessGate.G1Consent, Ready.WithRelative(Family[^1] with { Status = DeciderStatus.Incapable, ProofId = null })).Reasons);
        Assert.True(Of(WitnessGate.G1Consent, Ready.WithRelative(Family[^1] with { Status = DeciderStatus.None })).Holds);
    }

    [Fact]
    public void Without_any_relative_the_donors_own_registered_will_carries_the_donation_and_nothing_else_does()
    {
        OrganFacts alone = Ready with
        {
            RelativeEntries = [.. Family.Select(relative => new RelativeEntry(relative with { Status = DeciderStatus.None }, At(-600), "m-02"))],
        };

        Assert.True(Of(WitnessGate.G1Consent, alone).Holds);
        Assert.Equal(
            [GateReason.NobodyDecides],
            Of(WitnessGate.G1Consent, alone with { Register = new RegisterReading(At(-1), IntentStanding.None) }).Reasons);
    }

    [Fact]
    public void Consent_signed_before_death_is_confirmed_again_after_it()
    {
        Assert.Equal([GateReason.ReconfirmationMissing], Of(WitnessGate.G1Consent, Ready with { Reconfirmation = null }).Reasons);
        Assert.Equal(
            [GateReason.ReconfirmationMissing],
            Of(WitnessGate.G1Consent, Ready with { Reconfirmation = new Reconfirmation("rel-wife", Death.At.AddSeconds(-1)) }).Reasons);
        Assert.True(Of(WitnessGate.G1Consent, Ready with { Reconfirmation = null }, Law with { ReconfirmAfterDeath = false }).Holds);
    }

    [Fact]
    public void The_original_of_this_very_decision_must_have_been_seen()
        => Assert.Equal([GateReason.ConsentOriginalUnseen], Of(WitnessGate.G1Consent, Ready with { SightedDecision = "sha-older" }).Reasons);

    [Fact]
    public void I_20_consent_taken_back_closes_the_gate_until_all_have_signed_anew_in_a_case_taken_up_again()
    {
        OrganFacts withdrawn = Ready with { Withdrawals = [new ConsentWithdrawal("rel-wife", At(-100))] };
        OrganFacts reopened = withdrawn with { ReopenedAt = At(-90) };
        OrganFacts anew = reopened with
        {
            RelativeEntries =
            [
                .. reopened.RelativeEntries,
                .. Family.Take(3).Select(relative => new RelativeEntry(relative with { SignedAt = At(-60) }, At(-60), "coord-1")),
            ],
        };

        Assert.Contains(GateReason.ConsentWithdrawn, Of(WitnessGate.G1Consent, withdrawn).Reasons);
        Assert.Contains(GateReason.ConsentWithdrawn, Of(WitnessGate.G1Consent, reopened).Reasons);
        Assert.Contains(GateReason.ConsentWithdrawn, Of(WitnessGate.G1Consent, anew with { ReopenedAt = null }).Reasons);
        Assert.True(Of(WitnessGate.G1Consent, anew).Holds);
    }

    [Theory]
    [InlineData(StaffSide.Neither, true, true)]
    [InlineData(StaffSide.Procurement, true, false)] // barred since 2024-05-01 only
    [InlineData(StaffSide.Transplant, false, false)]
    public void I_16_the_bar_of_determining_physicians_follows_the_procurement_instant(StaffSide side, bool before, bool since)
    {
        OrganFacts facts = Ready with { Deaths = [Said("m-03", -290, Death with { Physicians = [new("p1", StaffSide.Neither), new("p2", side)] })] };
        DateTimeOffset lastOld = new(2024, 4, 30, 23, 59, 59, TimeSpan.FromHours(8));

        Assert.Equal(before, Of(WitnessGate.G3Death, facts, WitnessLaw.At(lastOld, Policy)).Holds);
        Assert.Equal(since, Of(WitnessGate.G3Death, facts, WitnessLaw.At(lastOld.AddSeconds(1), Policy)).Holds);
    }

    [Fact]
    public void I_16_death_comes_before_the_start_and_is_no_later_than_now()
    {
        OrganFacts started = Ready with { Starts = [Said("m-06", -299, new Started(Death.At))] };

        Assert.Equal([GateReason.DeathNotBeforeStart], Of(WitnessGate.G3Death, started).Reasons);
        Assert.Equal(
            [GateReason.DeathNotBeforeStart],
            Of(WitnessGate.G3Death, Ready with { Deaths = [Said("m-03", -290, Death with { At = At(1) })] }).Reasons);
        Assert.True(Of(WitnessGate.G3Death, Ready with { Starts = [Said("m-06", 1, new Started(Death.At.AddSeconds(1)))] }).Holds);
    }

    [Fact]
    public void One_physician_twice_is_one_and_an_unchecked_roster_is_no_clear_one()
    {
        Assert.Equal(
            [GateReason.PhysiciansTooFew],
            Of(WitnessGate.G3Death, Ready with { Deaths = [Said("m", -9, Death with { Physicians = [Death.Physicians[0], Death.Physicians[0]] })] }).Reasons);
        Assert.Equal(
            [GateReason.RostersUnchecked],
            Of(WitnessGate.G3Death, Ready with { Deaths = [Said("m", -9, Death with { Physicians = [Death.Physicians[0], new("p2", null)] })] }).Reasons);
    }

    [Theory]
    [InlineData(9, 2, 6)]
    [InlineData(12, 3, 8)]
    [InlineData(7, 1, 5)]
    [InlineData(9, 2, 5, GateReason.EthicsTooFewAgree)]
    [InlineData(12, 3, 7, GateReason.EthicsTooFewAgree)]
    [InlineData(7, 1, 4, GateReason.EthicsTooFewAgree)]
    [InlineData(9, 3, 9, GateReason.EthicsTooManyTransplantExperts)]
    [InlineData(7, 2, 7, GateReason.EthicsTooManyTransplantExperts)]
    [InlineData(9, 3, 5, GateReason.EthicsTooManyTransplantExperts, GateReason.EthicsTooFewAgree)]
    [InlineData(0, 0, 0, GateReason.EthicsNumbersImpossible)]
    [InlineData(9, 2, 10, GateReason.EthicsNumbersImpossible)]
    [InlineData(9, -1, 9, GateReason.EthicsNumbersImpossible)]
    [InlineData(9, 10, 9, GateReason.EthicsNumbersImpossible)]
    public void The_committees_arithmetic_is_that_of_the_worked_oracles(int members, int transplant, int agree, params GateReason[] reasons)
        => Assert.Equal(reasons, EthicsGate.Arithmetic(members, transplant, agree, Law));

    [Fact]
    public void I_17_over_every_committee_up_to_twenty_the_gate_holds_exactly_when_both_inequalities_do()
    {
        for (int members = 1; members <= 20; members++)
        {
            for (int transplant = 0; transplant <= members; transplant++)
            {
                for (int agree = 0; agree <= members; agree++)
                {
                    OrganFacts facts = Ready with
                    {
                        Opinions = [Said("m-04", -230, Opinion with { Members = members, TransplantExperts = transplant, Agree = agree })],
                    };

                    Assert.Equal(3 * agree >= 2 * members && 4 * transplant <= members, Of(WitnessGate.G4Ethics, facts).Holds);
                }
            }
        }
    }

    [Fact]
    public void I_17_the_opinion_is_the_procuring_hospitals_own_earlier_than_the_start_and_on_paper()
    {
        Assert.Equal([GateReason.EthicsOfAnotherHospital], WithOpinion(Opinion with { Committee = OtherHospital }));
        Assert.Equal([GateReason.EthicsPapersMissing], WithOpinion(Opinion with { DocumentDigest = null }));
        Assert.Equal([GateReason.EthicsNotBeforeStart], WithOpinion(Opinion with { At = At(1) }));
        Assert.Equal(
            [GateReason.EthicsNotBeforeStart],
            Of(WitnessGate.G4Ethics, Ready with { Starts = [Said("m-06", 0, new Started(Opinion.At))] }).Reasons);
    }

    [Fact]
    public void A_notice_sent_after_the_start_is_no_notice()
        => Assert.Equal(
            [GateReason.NoticeAfterStart],
            Of(WitnessGate.G5Notice, Ready with { Starts = [Said("m-06", 0, new Started(Ready.Notices[0].StatedAt))] }).Reasons);

    [Fact]
    public void A_procurement_in_another_house_than_the_one_that_reported_fails_its_gate()
        => Assert.Equal(
            [GateReason.PlaceElsewhere],
            Of(WitnessGate.G7Institution, Ready with { Notices = [Said("m-05", -9, Notice with { Hospital = OtherHospital })] }).Reasons);

    [Fact]
    public void The_law_of_a_case_is_that_of_its_start_else_of_its_plan_unless_that_has_passed()
    {
        DateTimeOffset lastOld = new(2024, 4, 30, 23, 59, 59, TimeSpan.FromHours(8));
        OrganFacts planned = Ready with { Notices = [Said("m-05", -9, Notice with { PlannedStart = lastOld })] };

        Assert.Equal(1, WitnessLaw.Of(planned, lastOld.AddHours(-1), Policy).MinWitnesses);
        Assert.Equal(2, WitnessLaw.Of(planned, lastOld.AddSeconds(1), Policy).MinWitnesses); // it slipped past midnight
        Assert.Equal(1, WitnessLaw.Of(planned with { Starts = [Said("m-06", 0, new Started(lastOld))] }, Six, Policy).MinWitnesses);
    }

    private static IEnumerable<GateReason> WithOpinion(EthicsOpinion opinion)
        => Of(WitnessGate.G4Ethics, Ready with { Opinions = [Said("m-04", -230, opinion)] }).Reasons;

    private static GateState Of(WitnessGate gate, OrganFacts facts, WitnessLaw? law = null)
        => WitnessGates.Judge(facts, law ?? Law, Six).Single(state => state.Gate == gate);
}
