using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using static Boai.Tests.Workflows.OrganDonation.DonorCase;
using static Boai.Tests.Workflows.OrganDonation.OrganExamples;
using static Boai.Workflows.OrganDonation.HospitalStatement;
using static Boai.Workflows.OrganDonation.OrganCommand;

namespace Boai.Tests.Workflows.OrganDonation;

/// <summary>Foreign donors, what is found after the end, tasks that must not get lost, and who hears of them.</summary>
public sealed class DonorSidesTests
{
    private const double Day = 24 * 60;
    private static readonly string[] Clinical = ["rel-father", "rel-wife", "sha-decision"];

    [Fact]
    public void A_foreign_family_agrees_to_what_it_understood_and_the_embassy_hears_of_it_with_consent_only()
    {
        DonorCase donor = Open(donor: new DonorProfile("CQ-D-2018-0007", IdentityKnown: true, IsForeign: true)).Do(-890, Desk, new Acknowledge());
        FamilyTalk talk = new(At(-880), 2, PrognosisTold: true, TalkOutcome.Agrees);

        Assert.Equal(OrganProblems.Uninterpreted, donor.Refused(-870, First, new LogTalk(talk)));
        donor.Do(-870, First, new LogTalk(talk with { Interpreted = true }));
        Assert.Equal(OrganProblems.EmbassyConsentMissing, donor.Refused(-860, Desk, new ContactEmbassy("doc-embassy")));
        donor.Do(-855, Desk, new Shell(new CaseCommand.AttachDocument("doc-embassy", "embassy-consent")));
        donor.Do(-850, Desk, new ContactEmbassy("doc-embassy"));

        Assert.Equal(At(-850), donor.Facts.EmbassyContactedAt);
        Assert.Equal(OrganProblems.NotForeign, AtTheGates().Refused(-500, Desk, new ContactEmbassy("doc-embassy")));
    }

    [Fact]
    public void The_first_foreign_donor_of_2018_three_organs_two_corneas_and_one_witness_sufficed()
    {
        DateTimeOffset then = new(2018, 5, 9, 20, 0, 0, TimeSpan.FromHours(8));
        Boai.Workflows.Shared.CasePolicy policy = PolicyFrom(new DateOnly(2018, 5, 8));
        OrganFacts facts = Ready with
        {
            Donor = new DonorProfile("CQ-D-2018-0007", IdentityKnown: true, IsForeign: true),
            Witnesses = [Present("coord-1", 0) with { LicenceValidTo = new DateOnly(2018, 12, 31), Presences = [new Presence(then.AddHours(-1))] }],
            Deaths = [Said("m-03", -290, Death with { At = then.AddHours(-5) })],
            Opinions = [Said("m-04", -230, Opinion with { At = then.AddHours(-3) })],
            Reconfirmation = new Reconfirmation("rel-wife", then.AddHours(-4)),
            Notices = [Said("m-05", -230, Notice with { PlannedStart = then })],
        };
        string[] items = ["liver", "kidney-l", "kidney-r", "cornea-l", "cornea-r"];

        Assert.True(WitnessGates.AllHold(facts, WitnessLaw.Of(facts, then, policy), then));
        Assert.Equal(3, OrganContributions.CountOrgans(items, policy, new DateOnly(2018, 5, 9)));
    }

    [Fact]
    public void A_complaint_after_the_archive_takes_the_case_up_again()
    {
        DonorCase donor = AtReadiness().Procured();
        donor.Hear(8 * Day, new OutcomeFiled(At(8 * Day))).Do(9 * Day, Officer, new FileMonthlyReport()).Do(9 * Day, Officer, new CompleteAftercare());
        Assert.True(donor.File.Head.IsOver);

        donor.Do(90 * Day, Desk, new RaiseAlarm("late", TradingAlarmKind.Payment));

        Assert.Equal(OrganState.Aftercare, donor.State);
        Assert.False(donor.File.Head.IsOver);
        Assert.Contains(TaskKinds.TellHead, donor.Tasks);
        donor.Do(91 * Day, Head, new ClearAlarm("late")).Do(92 * Day, Head, new CloseViolation(ViolationKind.V11, "alarm-late", ViolationFinding.Unfounded));
        Assert.Equal(OrganState.Closed, donor.State);
        Assert.True(OrganCompliance.IsCompliant(donor.Facts, Law));
    }

    [Fact]
    public void A_complaint_about_an_ended_and_erased_case_opens_it_without_bringing_anything_back()
    {
        DonorCase donor = AtTheGates();
        donor.Do(-500, First, new LogTalk(new FamilyTalk(At(-505), 2, PrognosisTold: true, TalkOutcome.Declines)));
        donor.Do(31 * Day, Actor.System, new Finish());
        Assert.True(donor.File.Head.IsOver);

        donor.Do(40 * Day, Desk, new RaiseAlarm("late", TradingAlarmKind.Coercion));

        Assert.Equal(OrganState.Declined, donor.State);
        Assert.False(donor.File.Head.IsOver);
        Assert.Empty(donor.Facts.Relatives);
        Assert.Equal(CaseProblems.NotDue, donor.Refused(80 * Day, Actor.System, new Finish())); // the evidence is frozen
        donor.Do(81 * Day, Head, new CloseViolation(ViolationKind.V11, "alarm-late", ViolationFinding.Unfounded));
        donor.Do(81 * Day, Head, new Shell(new CaseCommand.LiftLegalHold("closed")));
        donor.Do(82 * Day, Actor.System, new Finish());
        Assert.True(donor.File.Head.IsOver);
    }

    [Fact]
    public void The_leaders_task_to_find_witnesses_outlives_a_change_of_state_until_they_are_found()
    {
        DonorCase donor = AtTheGates().Hear(-229, Notice, "m-05");
        donor.Do(-228, Actor.System, new OfferWave([])).Do(-228, Actor.System, new OfferWave([])).Do(-228, Actor.System, new OfferWave([]));
        donor.Do(-228, Actor.System, new OfferWave([])); // nobody to ask: the leader at once
        Assert.Contains(TaskKinds.AssignWitness, donor.Tasks);

        donor.Do(-220, First, new StateDecider(Family[1] with { Status = DeciderStatus.Awaited, SignedAt = null }));
        Assert.Equal(OrganState.Consent, donor.State);
        Assert.Contains(TaskKinds.AssignWitness, donor.Tasks);
        donor.Do(-210, Leader, new AssignWitness(Card("coord-1"))).Do(-210, Leader, new AssignWitness(Card("coord-2")));

        Assert.DoesNotContain(TaskKinds.AssignWitness, donor.Tasks);
    }

    [Theory]
    [InlineData(2, Roles.CityHead)]
    [InlineData(3, Roles.Executive)]
    [InlineData(4, Roles.Supervisor)]
    public void Tasks_of_desk_and_coordinators_climb_to_the_head_of_the_centre_first(int rung, string role)
        => Assert.Equal([role], Escalation.Addressees(AtTheGates().File.Head.Tasks[0], rung));

    [Fact]
    public void Corrections_are_addenda_and_a_legal_hold_stops_the_erasure()
    {
        DonorCase donor = AtTheGates();
        donor.Do(-500, Desk, new Shell(new CaseCommand.Correct(2, null, null)));
        Assert.Equal("EntryCorrected", donor.Events[^1].Kind);
        Assert.Equal(CaseProblems.EventUnknown, donor.Refused(-499, Desk, new Shell(new CaseCommand.Correct(999, null, null))));

        donor.Hear(-490, new NotProceeding(At(-491), StopReason.MedicallyUnfit));
        donor.Do(-480, Head, new Shell(new CaseCommand.PlaceLegalHold("litigation")));
        Assert.Equal(CaseProblems.NotDue, donor.Refused(31 * Day, Actor.System, new Finish()));
        donor.Do(31 * Day, Head, new Shell(new CaseCommand.LiftLegalHold("settled"))).Do(31 * Day, Actor.System, new Finish());
        Assert.NotNull(donor.Facts.ErasedAt);
    }

    [Fact] // handbook §12.5; PIPL 47
    public void What_is_erased_from_the_facts_goes_from_the_events_too_and_the_case_can_still_be_built_from_them()
    {
        DonorCase donor = AtReadiness();
        donor.Do(-10, First, new StateDecider(new RelativeStanding("rel-father", DeciderRelation.Father, DeciderStatus.Objects)));
        donor.Do(30.8 * Day, Actor.System, new Finish());

        CaseEvent[] kept = [.. donor.Events.Select(happened => OrganMinimisation.Of(happened) ?? happened)];

        CaseFile<OrganFacts> built = OrganProcess.Replay(kept);
        Assert.Equal(CaseJson.Write(donor.File.Facts), CaseJson.Write(built.Facts));
        Assert.Equal(CaseJson.Write(donor.File.Head), CaseJson.Write(built.Head));
        string left = string.Join('\n', kept.Select(CaseJson.Write));
        Assert.All(Clinical, gone => Assert.DoesNotContain(gone, left));
        Assert.All(Clinical, there => Assert.Contains(there, string.Join('\n', donor.Events.Select(CaseJson.Write))));
        Assert.All(kept, happened => Assert.Null(happened.SealedNote));
        Assert.All(kept, happened => Assert.Null(OrganMinimisation.Of(happened))); // once is enough
    }

    [Fact] // handbook §7.3.4: the family need give no reasons
    public void A_coordinator_whom_the_family_does_not_want_is_not_asked_and_one_who_was_asked_counts_no_longer()
    {
        DonorCase donor = AtTheGates().Do(-500, Desk, new RefuseCoordinator("coord-1"));
        Assert.Equal(OrganProblems.DoneAlready, donor.Refused(-499, Desk, new RefuseCoordinator("coord-1")));
        Assert.Equal(CaseProblems.Role, donor.Refused(-499, First, new RefuseCoordinator("coord-2")));
        donor.Hear(-229, Notice, "m-05").Do(-229, Actor.System, new OfferWave([Card("coord-1"), Card("coord-2", 20), Card("coord-3", 30)]));
        Assert.Equal(["coord-2", "coord-3"], donor.Facts.Witnesses.Select(witness => witness.StaffId));

        donor.Do(-228, Second, new AnswerOffer(true)).Do(-227, Person("coord-3", Boai.Workflows.Cases.Roles.Coordinator), new AnswerOffer(true));
        donor.Do(-226, Desk, new RefuseCoordinator("coord-3"));

        Assert.Equal(WitnessBar.RefusedByFamily, donor.Facts.Witnesses.Single(witness => witness.StaffId == "coord-3").Bar);
        Assert.False(WitnessOffers.IsFilled(donor.Facts, WitnessLaw.Of(donor.Facts, At(-226), Policy)));
    }

    [Fact]
    public void A_bare_withdrawal_of_an_intent_is_reviewed_by_the_head_with_the_committees_record_and_a_reason()
    {
        DonorCase donor = Open().Do(-890, Desk, new Acknowledge());
        Assert.Equal(OrganProblems.IntentNotWithdrawn, donor.Refused(-880, Head, new ReviewIntent("doc-9")));
        donor.Do(-880, Actor.System, new ReadRegisters(new RegisterReading(At(-880), IntentStanding.WithdrawnSilently)));

        Assert.Equal(CaseProblems.ReasonRequired, donor.Refused(-870, Head, new ReviewIntent("doc-9"), note: null));
        Assert.Equal(CaseProblems.Role, donor.Refused(-870, Desk, new ReviewIntent("doc-9")));
        donor.Do(-870, Head, new ReviewIntent("doc-9"));

        Assert.True(WitnessGates.Judge(donor.Facts, Law, At(-870)).Single(gate => gate.Gate == WitnessGate.G2NoRefusal).Holds);
    }

    [Fact]
    public void I_08_a_whole_case_can_be_built_from_its_events_and_an_event_seen_twice_changes_nothing()
    {
        DonorCase donor = AtReadiness().Procured();

        CaseFile<OrganFacts> built = OrganProcess.Replay(donor.Events.SelectMany(happened => new[] { happened, happened }));

        Assert.Equal(CaseJson.Write(donor.File), CaseJson.Write(built));
    }
}
