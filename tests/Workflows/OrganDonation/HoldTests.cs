using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using static Boai.Tests.Workflows.OrganDonation.DonorCase;
using static Boai.Tests.Workflows.OrganDonation.OrganExamples;
using static Boai.Workflows.OrganDonation.HospitalStatement;
using static Boai.Workflows.OrganDonation.OrganCommand;

namespace Boai.Tests.Workflows.OrganDonation;

/// <summary>Handbook §7.3.6: withdrawal, lost gates, the hold and its acknowledgement.</summary>
public sealed class HoldTests
{
    [Fact]
    public void I_20_withdrawal_before_the_start_holds_in_the_same_act_and_nothing_is_ready_until_all_have_signed_anew()
    {
        DonorCase donor = AtReadiness();

        donor.Do(-10, Desk, new WithdrawConsent("rel-wife"));

        Assert.Equal(OrganState.ConsentWithdrawn, donor.State);
        Assert.Equal(new { Kind = SignalKind.Hold, At = At(-10) }, new { donor.Facts.Signals[^1].Kind, donor.Facts.Signals[^1].At });
        Assert.Equal(CaseProblems.State, donor.Refused(-9, Actor.System, new EvaluateGates(new RegisterReading(At(-9), IntentStanding.Valid))));

        donor.Do(-5, Head, new Shell(new CaseCommand.Reopen("family-signs-again")));
        donor.Look(-4);
        Assert.Null(donor.Facts.ReadyInForce);
        foreach (RelativeStanding relative in Family.Take(3))
        {
            donor.Do(-3, First, new StateDecider(relative with { SignedAt = At(-3) }));
        }

        // The witnesses were let go: the duty leader calls two again.
        donor.Do(-2, Leader, new AssignWitness(Card("coord-4"))).Do(-2, Leader, new AssignWitness(Card("coord-5")));
        foreach (string staffId in new[] { "coord-4", "coord-5" })
        {
            donor.Do(20, Person(staffId, Roles.Coordinator), new CheckIn(staffId, CheckInMeans.TheatreQr, At(20), "theatre-3", null));
        }

        donor.Evaluate(21);
        Assert.Equal(OrganState.WitnessReady, donor.State);
    }

    [Fact]
    public void A_hold_that_nobody_acknowledges_within_two_minutes_becomes_a_telephone_task()
    {
        DonorCase donor = AtReadiness();
        donor.Do(-10, Opo, new WithdrawConsent("rel-son-1"));
        int seq = donor.Facts.HoldToAcknowledge!.Seq;

        Assert.Equal(CaseProblems.NotDue, donor.Refused(-8.01, Actor.System, new CallForHold(seq)));
        donor.Do(-8, Actor.System, new CallForHold(seq));
        Assert.Contains(TaskKinds.PhoneHold, donor.Tasks);
        Assert.Equal(CaseProblems.NotDue, donor.Refused(-7, Actor.System, new CallForHold(seq)));

        donor.Do(-6, Desk, new AcknowledgeSignal(seq));
        Assert.DoesNotContain(TaskKinds.PhoneHold, donor.Tasks);
        Assert.Null(donor.Facts.HoldToAcknowledge);
    }

    [Fact]
    public void Consent_cannot_be_withdrawn_after_the_start_nor_by_somebody_who_never_signed()
    {
        DonorCase donor = AtReadiness();
        Assert.Equal(OrganProblems.DeciderUnknown, donor.Refused(-10, Desk, new WithdrawConsent("rel-nobody")));
        Assert.Equal(OrganProblems.DeciderUnsigned, donor.Refused(-10, Desk, new WithdrawConsent("rel-father")));

        donor.Hear(1, new Started(At(0)));

        Assert.Equal(OrganProblems.AfterStart, donor.Refused(2, Desk, new WithdrawConsent("rel-wife")));
    }

    [Fact]
    public void Each_gate_that_is_lost_takes_readiness_with_it_at_once_and_it_can_come_back()
    {
        (string Name, OrganCommand Loses, Actor By, OrganCommand? Restores, Actor RestoredBy)[] losses =
        [
            ("G8", new CheckForensic(ForensicStatus.Hold), Desk, new CheckForensic(ForensicStatus.Clear), Desk),
            ("G6", new Leave(At(-15)), Second, new CheckIn("coord-2", CheckInMeans.Gps, At(-14), null, 10), Second),
            ("G7", new CheckInstitution(true, true, false), Desk, new CheckInstitution(true, true, true), Desk),
            ("G10", new RaiseAlarm("a", TradingAlarmKind.Coercion), Desk, new ClearAlarm("a"), Head),
        ];

        Assert.All(losses, loss =>
        {
            DonorCase donor = AtReadiness();
            donor.Do(-15, loss.By, loss.Loses);

            Assert.Equal(OrganState.Gates, donor.State);
            Assert.Equal(SignalKind.Hold, donor.Facts.Signals[^1].Kind);
            Assert.Contains(WitnessGates.Judge(donor.Facts, Law, At(-15)), gate => gate.Lamp == GateLamp.Lost);

            donor.Do(-14, loss.RestoredBy, loss.Restores!);
            Assert.Null(donor.Facts.ReadyInForce);
            donor.Evaluate(-13);
            Assert.Equal(OrganState.WitnessReady, donor.State);
        });
    }

    [Fact]
    public void A_refusal_found_at_the_minute_of_readiness_ends_the_case()
    {
        DonorCase donor = AtReadiness();

        donor.Evaluate(-5, IntentStanding.Refused);

        Assert.Equal(OrganState.Declined, donor.State);
        Assert.Equal(SignalKind.Hold, donor.Facts.Signals[^1].Kind);
    }

    [Fact]
    public void A_licence_that_ends_at_midnight_takes_readiness_with_it_at_the_next_look()
    {
        DonorCase donor = AtTheGates();
        donor.Hear(-290, Death, "m-03").Hear(-230, Opinion, "m-04").Hear(-229, new NoticeGiven(Hospital, At(17 * 60), "theatre-3"), "m-05")
            .Hear(-229, new FitnessStated(Fit: true), "m-05");
        donor.Do(-280, First, new Reconfirm("rel-wife"));
        donor.Do(-228, Leader, new AssignWitness(Card("coord-1"))).Do(-228, Leader, new AssignWitness(Card("coord-2") with { LicenceValidTo = new DateOnly(2024, 6, 3) }));
        donor.Do(-30, First, new CheckIn("coord-1", CheckInMeans.TheatreQr, At(-30), "theatre-3", null));
        donor.Do(-30, Second, new CheckIn("coord-2", CheckInMeans.TheatreQr, At(-30), "theatre-3", null));
        donor.Evaluate(-29);

        donor.Look(18 * 60 - 1);
        Assert.NotNull(donor.Facts.ReadyInForce);
        donor.Look(18 * 60); // 24:00 Beijing time

        Assert.Equal(nameof(GateReason.WitnessesMissing), donor.Facts.Signals[^1].CauseCode);
    }

    [Fact]
    public void I_12_readiness_comes_only_from_an_evaluation_with_a_reading_of_that_very_minute()
    {
        DonorCase donor = AtReadiness();
        Assert.All(
            donor.Events.Where(happened => happened.Kind == "SignalGiven"),
            happened => Assert.True(happened.Data!.Value.GetProperty("fact").GetProperty("signal").GetString() != "Ready" || happened.Role == Roles.System));

        DonorCase stale = AtTheGates();
        Assert.Equal(
            OrganProblems.ReadingStale, stale.Refused(-20, Actor.System, new EvaluateGates(new RegisterReading(At(-21.1), IntentStanding.Valid))));
        Assert.Equal(
            OrganProblems.ReadingStale, stale.Refused(-20, Actor.System, new EvaluateGates(new RegisterReading(At(-19), IntentStanding.Valid))));
        Assert.Equal(CaseProblems.Role, stale.Refused(-20, Desk, new EvaluateGates(new RegisterReading(At(-20), IntentStanding.Valid))));
    }
}
