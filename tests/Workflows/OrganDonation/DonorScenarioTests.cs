using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using static Boai.Tests.Workflows.OrganDonation.DonorCase;
using static Boai.Tests.Workflows.OrganDonation.OrganExamples;
using static Boai.Workflows.OrganDonation.HospitalStatement;
using static Boai.Workflows.OrganDonation.OrganCommand;

namespace Boai.Tests.Workflows.OrganDonation;

/// <summary>Handbook §15: the scenarios of LIFE-02 at rule level, by their numbers.</summary>
public sealed class DonorScenarioTests
{
    private const double Day = 24 * 60;

    [Fact]
    public void Scenario_1_a_registered_donor_two_witnesses_three_organs_closes_compliant()
    {
        DonorCase donor = AtReadiness();
        Assert.Equal(OrganState.WitnessReady, donor.State);

        donor.Procured();
        Assert.Equal(OrganState.Reporting, donor.State);
        donor.Hear(8 * Day, new OutcomeFiled(At(8 * Day)), "m-10");
        Assert.Equal(OrganState.Aftercare, donor.State);
        donor.Do(9 * Day, Officer, new FileMonthlyReport());
        donor.Do(9 * Day, Officer, new CompleteAftercare());

        Assert.Equal(OrganState.Closed, donor.State);
        Assert.True(donor.File.Head.IsOver);
        Assert.Empty(donor.Facts.Violations);
        Assert.True(OrganCompliance.IsCompliant(donor.Facts, Law));
        Assert.Equal([SignalKind.WitnessesAssigned, SignalKind.Ready], donor.Facts.Signals.Select(signal => signal.Kind));
        Assert.Equal(
            [("LIFE.ORGAN_CASE", 1L), ("LIFE.ORGAN_ITEM", 3L)],
            OrganContributions.Of(donor.File, Policy).Select(figure => (figure.Metric, figure.Quantity)));
    }

    [Fact]
    public void Scenario_2_an_unregistered_donor_by_the_familys_joint_decision_confirmed_after_death()
    {
        DonorCase donor = Open();
        donor.Do(-890, Desk, new Acknowledge());
        donor.Do(-880, Actor.System, new CheckInstitution(true, true, true));
        donor.Do(-880, Desk, new CheckForensic(ForensicStatus.Clear));
        donor.Do(-880, Actor.System, new ReadRegisters(new RegisterReading(At(-880), IntentStanding.None)));
        donor.Do(-870, Desk, new CompleteScreening());
        Assert.Equal(OrganState.FamilyTalk, donor.State);
        donor.Do(-700, First, new LogTalk(new FamilyTalk(At(-760), 3, PrognosisTold: true, TalkOutcome.Agrees)));
        Assert.Equal(OrganState.Consent, donor.State);
        donor.Hear(-590, Decision, "m-02");
        donor.Do(-580, First, new SightDecision("sha-decision"));
        Assert.Equal(OrganState.Gates, donor.State);
        donor.Hear(-290, Death, "m-03").Hear(-230, Opinion, "m-04").Hear(-229, Notice, "m-05").Hear(-229, new FitnessStated(Fit: true), "m-05");
        donor.Staffed(-228);

        Assert.Equal(CaseProblems.NotDue, donor.Refused(-20, Actor.System, Evaluation(-20, IntentStanding.None)));
        Assert.Equal(OrganState.Gates, donor.State);
        donor.Do(-15, First, new Reconfirm("rel-wife"));
        donor.Evaluate(-14, IntentStanding.None);

        Assert.Equal(OrganState.WitnessReady, donor.State);
        donor.Procured();
        Assert.Empty(donor.Facts.Violations);
    }

    [Fact]
    public void Scenario_16_an_adult_daughter_who_cannot_be_reached_keeps_the_case_from_ready_and_it_ends_as_not_procured()
    {
        DonorCase donor = AtTheGates();
        donor.Do(-570, First, new StateDecider(new RelativeStanding("rel-daughter", DeciderRelation.AdultChild, DeciderStatus.Unreachable)));
        donor.Hear(-290, Death, "m-03").Hear(-230, Opinion, "m-04").Hear(-229, Notice, "m-05").Hear(-229, new FitnessStated(Fit: true), "m-05");
        donor.Do(-200, First, new Reconfirm("rel-wife"));
        donor.Staffed(-199);
        donor.Look(-20);
        Assert.Null(donor.Facts.ReadyInForce);
        Assert.Equal(OrganState.Consent, donor.State);

        donor.Hear(-10, new NotProceeding(At(-12), StopReason.DiedWithoutProcurement));

        Assert.Equal(OrganState.NotProcured, donor.State);
        Assert.False(donor.Facts.HasBegun); // what a relief form of the family asks for first
        Assert.Empty(OrganContributions.Of(donor.File, Policy));
        Assert.DoesNotContain(donor.Facts.Signals, signal => signal.Kind == SignalKind.Hold); // the hospital itself has stopped
    }

    [Fact]
    public void Scenario_17_a_father_objects_after_mother_and_wife_signed_hold_end_and_erasure_after_thirty_days()
    {
        DonorCase donor = AtReadiness();

        donor.Do(-10, First, new StateDecider(new RelativeStanding("rel-father", DeciderRelation.Father, DeciderStatus.Objects)));

        Assert.Equal(OrganState.Declined, donor.State);
        Signal hold = Assert.Single(donor.Facts.Signals, signal => signal.Kind == SignalKind.Hold);
        Assert.Equal(At(-10), hold.At);
        Assert.All(donor.Facts.Witnesses.Where(witness => witness.Presences is not []), witness => Assert.Equal(WitnessStage.Released, witness.Stage));
        Assert.Equal(CaseProblems.NotDue, donor.Refused(29 * Day, Actor.System, new Finish()));
        donor.Do(30.8 * Day, Actor.System, new Finish());
        Assert.Equal(OrganState.Declined, donor.State);
        Assert.True(donor.File.Head.IsOver);
        Assert.Empty(donor.Facts.Relatives);
        Assert.Null(donor.Facts.Death);
        Assert.Null(donor.Facts.Donor.Category);
        Assert.Equal("CQ-D-2024-0173", donor.Facts.Donor.Pseudonym);
        Assert.Equal(OrganProblems.Erased, donor.Refused(40 * Day, Head, new Shell(new CaseCommand.Reopen("family-asks"))));
    }

    [Theory]
    [InlineData(9, 2, 6, OrganState.WitnessReady)]
    [InlineData(9, 2, 5, OrganState.EthicsRefused)]
    [InlineData(9, 3, 9, OrganState.Gates, ViolationKind.V3)]
    public void Scenario_18_six_of_nine_pass_five_fail_and_three_transplant_experts_make_the_committee_invalid(
        int members, int experts, int agree, OrganState state, params ViolationKind[] violations)
    {
        DonorCase donor = AtTheGates();
        donor.Hear(-290, Death, "m-03");
        donor.Do(-280, First, new Reconfirm("rel-wife"));
        donor.Hear(-229, Notice, "m-05").Hear(-229, new FitnessStated(Fit: true), "m-05").Staffed(-228);
        donor.Hear(-22, Opinion with { Members = members, TransplantExperts = experts, Agree = agree, At = At(-30) });
        donor.Look(-20);

        Assert.Equal(state, donor.State);
        Assert.Equal(violations, donor.Violations);
        Assert.Equal(state == OrganState.WitnessReady, donor.Facts.ReadyInForce is not null);
    }

    [Fact]
    public void Scenario_19_only_one_coordinator_at_three_the_third_is_called_and_the_procurement_waits_forty_minutes()
    {
        DonorCase donor = AtTheGates();
        donor.Hear(-290, Death, "m-03").Hear(-230, Opinion, "m-04").Hear(-229, Notice, "m-05").Hear(-229, new FitnessStated(Fit: true), "m-05");
        donor.Do(-280, First, new Reconfirm("rel-wife"));
        donor.Do(-228, Actor.System, new OfferWave([Card("coord-1"), Card("coord-2"), Card("coord-3")]));
        donor.Do(-220, First, new AnswerOffer(Accepts: true)).Do(-219, Second, new AnswerOffer(Accepts: true));
        donor.Do(-30, First, new CheckIn("coord-1", CheckInMeans.TheatreQr, At(-30), "theatre-3", null));
        donor.Look(-10);
        Assert.Null(donor.Facts.ReadyInForce);

        donor.Do(-5, Desk, new ReportNoShow("coord-2")); // the car broke down
        donor.Do(-4, Leader, new AssignWitness(Card("coord-3", 2)));
        donor.Do(35, Person("coord-3", Roles.Coordinator), new CheckIn("coord-3", CheckInMeans.TheatreQr, At(35), "theatre-3", null));
        donor.Evaluate(36);
        donor.Hear(41, new Started(At(40)), "m-06");

        Assert.Equal(OrganState.Procuring, donor.State);
        Assert.Empty(donor.Facts.Violations);
    }

    [Fact]
    public void Scenario_36_a_patient_who_recovers_is_not_contacted_and_the_clinical_facts_go_early()
    {
        DonorCase donor = AtTheGates();

        donor.Hear(-500, new NotProceeding(At(-505), StopReason.PatientRecovered));

        Assert.Equal(OrganState.Recovered, donor.State);
        Assert.Empty(donor.File.Head.Tasks);
        donor.Do(4 * Day, Actor.System, new Finish());
        Assert.Empty(donor.Facts.Consents);
    }

    [Fact]
    public void Scenario_37_a_report_of_a_hospital_that_may_not_send_leaves_sender_and_time_only()
    {
        Deciding bySystem = new(Actor.System, At(0), Policy, Boai.Workflows.Shared.WorkCalendar.China);
        CaseFile<OrganFacts> file = OrganProcess.OpenMisdirected(Number, Yuzhong, Boai.Workflows.Shared.PolicyPack.Default.Version, OtherHospital, bySystem).Next;

        Assert.Equal(OrganState.Misdirected, file.Head.StateOf());
        Assert.Equal("", file.Facts.Donor.Pseudonym);
        CaseTask look = Assert.Single(file.Head.Tasks);
        Assert.Equal([Roles.DataProtection, Roles.DutyDesk], look.Roles);
    }

    [Fact]
    public void Scenario_39_a_coordinator_related_to_the_surgeon_is_not_asked_and_if_found_later_counts_for_nothing()
    {
        DonorCase donor = AtReadiness();
        CoordinatorCard related = Card("coord-9") with { RelatedToTheatreStaff = true };
        Assert.Equal(OrganProblems.Barred, donor.Refused(-19, Leader, new AssignWitness(related)));

        donor.Procured();
        Assert.True(OrganCompliance.IsCompliant(donor.Facts, Law));
        donor.Do(2 * Day, Desk, new BarWitness("coord-2", WitnessBar.RelatedToTheatreStaff));

        Assert.Equal([ViolationKind.V2], donor.Violations);
        Assert.False(OrganCompliance.IsCompliant(donor.Facts, Law));
    }

    [Fact]
    public void Scenario_40_an_offer_of_money_closes_gate_ten_holds_freezes_and_is_reported()
    {
        DonorCase donor = AtReadiness();

        donor.Do(-15, Desk, new RaiseAlarm("alarm-1", TradingAlarmKind.Payment));

        Assert.Equal(OrganState.Gates, donor.State);
        Assert.Equal(SignalKind.Hold, donor.Facts.Signals[^1].Kind);
        Assert.Equal([ViolationKind.V11], donor.Violations);
        Assert.True(donor.File.Head.LegalHold);
        Assert.Contains(TaskKinds.TellHead, donor.Tasks);
        donor.Look(-14);
        Assert.Null(donor.Facts.ReadyInForce);
        donor.Do(-10, Head, new ReportToAuthority(ViolationKind.V11, "alarm-alarm-1"));
        donor.Do(-9, Head, new CloseViolation(ViolationKind.V11, "alarm-alarm-1", ViolationFinding.Established));
        Assert.NotNull(donor.Facts.Violations[0].ClosedAt);
    }

    internal static EvaluateGates Evaluation(double minutes, IntentStanding intent) => new(new RegisterReading(At(minutes), intent));
}
