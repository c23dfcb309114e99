using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using static Boai.Tests.Workflows.OrganDonation.DonorCase;
using static Boai.Tests.Workflows.OrganDonation.OrganExamples;
using static Boai.Workflows.OrganDonation.HospitalStatement;
using static Boai.Workflows.OrganDonation.OrganCommand;

namespace Boai.Tests.Workflows.OrganDonation;

/// <summary>Handbook §7.3.5 and §0.3: the violating world is recorded as faithfully as the compliant one.</summary>
public sealed class ViolationTests
{
    private const double Day = 24 * 60;

    [Fact]
    public void I_13_a_start_without_readiness_is_accepted_recorded_reported_and_never_compliant()
    {
        foreach (DonorCase donor in new[] { Open(), AtTheGates() })
        {
            donor.Hear(1, new Started(At(0)), "m-06");

            Assert.Equal(OrganState.Procuring, donor.State);
            Violation started = donor.Facts.Violations.Single(violation => violation.Kind == ViolationKind.V1);
            Assert.Equal(At(1), started.OpenedAt);
            Assert.Contains(WitnessGate.G6Witnesses, started.Gates);
            Assert.True(donor.File.Head.LegalHold);
            CaseTask tell = donor.File.Head.Tasks.First(task => task.Kind == TaskKinds.TellHead);
            Assert.Equal(At(16), tell.DueAt);
            Assert.Equal(
                OrganProblems.StartWithoutReady,
                donor.Refused(2, Head, new CloseViolation(ViolationKind.V1, "start-without-ready", ViolationFinding.Unfounded)));
            Assert.False(OrganCompliance.IsCompliant(donor.Facts, Law));
        }
    }

    [Fact]
    public void I_13_a_start_after_a_hold_is_a_start_without_readiness_and_one_known_only_later_is_judged_by_its_own_time()
    {
        DonorCase held = AtReadiness();
        held.Do(-10, Desk, new CheckForensic(ForensicStatus.Hold));
        held.Hear(1, new Started(At(0)));
        Assert.Contains(ViolationKind.V1, held.Violations);

        DonorCase late = AtReadiness();
        late.Do(5, Desk, new CheckForensic(ForensicStatus.Hold));
        late.Hear(6, new Started(At(0)));
        Assert.DoesNotContain(ViolationKind.V1, late.Violations);
    }

    [Fact]
    public void A_start_after_the_family_took_consent_back_reopens_the_ended_case()
    {
        DonorCase donor = AtReadiness();
        donor.Do(-10, Desk, new WithdrawConsent("rel-wife"));

        donor.Hear(3, new Started(At(0)));

        Assert.Equal(OrganState.Procuring, donor.State);
        Assert.Contains(ViolationKind.V1, donor.Violations);
        Assert.Contains(donor.Events, happened => happened.Kind == "CaseTakenUpAgain");
    }

    [Fact]
    public void V2_one_of_two_who_goes_out_for_a_minute()
    {
        DonorCase donor = AtReadiness().Hear(1, new Started(At(0)));
        Assert.Empty(donor.Facts.Violations);

        donor.Do(60, Second, new Leave(At(59)));

        Assert.Equal([ViolationKind.V2], donor.Violations);
    }

    [Fact]
    public void V2_a_replacement_after_the_start_without_a_gap_is_an_incident_too()
    {
        DonorCase donor = AtReadiness().Hear(1, new Started(At(0)));
        donor.Do(30, Leader, new AssignWitness(Card("coord-3")));
        donor.Do(40, Person("coord-3", Roles.Coordinator), new CheckIn("coord-3", CheckInMeans.TheatreQr, At(40), "theatre-3", null));
        donor.Do(50, Second, new Leave(At(50)));
        Assert.Empty(donor.Facts.Violations);

        donor.Hear(182, new Completed(At(180), ["liver"]));

        Violation replaced = Assert.Single(donor.Facts.Violations);
        Assert.Equal((ViolationKind.V2, "replaced-during-procurement"), (replaced.Kind, replaced.Key));
    }

    [Fact]
    public void V3_no_valid_opinion_heard_of_a_day_after_the_end()
    {
        DonorCase donor = AtTheGates().Hear(1, new Started(At(0))).Hear(181, new Completed(At(180), ["liver"]));
        donor.Look(180 + Day - 1);
        Assert.DoesNotContain(ViolationKind.V3, donor.Violations);

        donor.Look(180 + Day);

        Assert.Contains(donor.Facts.Violations, violation => violation is { Kind: ViolationKind.V3, Key: "no-valid-opinion-before-start" });
    }

    [Theory]
    [InlineData(StaffSide.Procurement)]
    [InlineData(StaffSide.Transplant)]
    public void V4_a_determining_physician_from_the_other_side(StaffSide side)
        => Assert.Equal(
            [ViolationKind.V4],
            AtTheGates().Hear(-290, Death with { Physicians = [new("p1", StaffSide.Neither), new("p2", side)] }).Violations);

    [Fact]
    public void I_18_V5_an_item_not_consented_or_twice()
    {
        Assert.Equal(["item-pancreas"], Keys(AtReadiness().Procured("liver", "pancreas"), ViolationKind.V5));
        Assert.Equal(["twice-liver"], Keys(AtReadiness().Procured("liver", "liver"), ViolationKind.V5));
        Assert.Empty(Keys(AtReadiness().Procured("liver", "cornea-l"), ViolationKind.V5));
    }

    [Fact]
    public void V6_outside_the_area_and_V7_V11_by_their_alarms()
    {
        DonorCase outside = AtReadiness();
        outside.Do(-10, Desk, new CheckInstitution(true, InArea: false, true));
        Assert.Empty(outside.Facts.Violations); // a gate, until somebody begins
        Assert.Contains(ViolationKind.V6, outside.Hear(1, new Started(At(0))).Violations);

        Assert.Equal([ViolationKind.V6], AtTheGates().Do(-9, Desk, new RaiseAlarm("a", TradingAlarmKind.CrossAreaTransfer)).Violations);
        Assert.Equal([ViolationKind.V7], AtTheGates().Do(-9, Desk, new RaiseAlarm("a", TradingAlarmKind.WrongReferral)).Violations);
        Assert.Equal([ViolationKind.V11], AtTheGates().Do(-9, Desk, new RaiseAlarm("a", TradingAlarmKind.Payment)).Violations);
    }

    [Fact]
    public void V8_the_OPOs_filing_is_late_after_ten_working_days_and_a_late_filing_stays_a_violation()
    {
        // Handed over on Monday 3 June 2024; Monday the 10th is the Dragon Boat holiday: the tenth working day is the 18th.
        DonorCase donor = AtReadiness().Procured();
        DateTimeOffset due = new DateTimeOffset(2024, 6, 19, 0, 0, 0, TimeSpan.FromHours(8));
        double minutes = (due - Six).TotalMinutes;

        donor.Look(minutes - 1);
        Assert.Empty(donor.Facts.Violations);
        donor.Look(minutes);
        Assert.Equal([ViolationKind.V8], donor.Violations);

        donor.Hear(minutes + 60, new OutcomeFiled(At(minutes + 60)));
        Assert.Equal(OrganState.Aftercare, donor.State);
        donor.Do(minutes + 70, Officer, new FileMonthlyReport()).Do(minutes + 70, Officer, new CompleteAftercare());
        Assert.Equal(OrganState.Aftercare, donor.State); // an open violation keeps the file from the archive
        donor.Do(minutes + 80, Head, new ReportToAuthority(ViolationKind.V8, "outcome-not-filed-in-time"));
        donor.Do(minutes + 90, Head, new CloseViolation(ViolationKind.V8, "outcome-not-filed-in-time", ViolationFinding.Established));
        Assert.Equal(OrganState.Closed, donor.State);
        Assert.False(OrganCompliance.IsCompliant(donor.Facts, Law));
    }

    [Fact]
    public void V9_reports_are_sealed_until_both_are_in_and_then_compared_with_each_other_and_with_the_hospital()
    {
        DonorCase donor = AtReadiness().Hear(1, new Started(At(0))).Hear(182, new Completed(At(180), ["liver", "kidney-l"]));
        donor.Do(200, First, new FileReport(Saw("liver", "kidney-l")));
        Assert.Empty(ReportStage.Readable(donor.Facts, "coord-2"));
        Assert.Single(ReportStage.Readable(donor.Facts, "coord-1"));
        Assert.Empty(donor.Facts.Violations);

        donor.Do(210, Second, new FileReport(Saw("liver") with { CeremonyHeld = false }));

        Assert.Equal(2, ReportStage.Readable(donor.Facts, "head-1").Count);
        Assert.Equal(["reports-ceremony", "reports-items", "reports-against-hospital-items"], Keys(donor, ViolationKind.V9));
        Assert.Equal(OrganProblems.ReportFiled, donor.Refused(220, Second, new FileReport(Saw("liver", "kidney-l"))));
        donor.Do(230, Second, new AddToReport("note-1"));
        Assert.Single(donor.Facts.Reports[1].Addenda);
        Assert.Equal(["liver"], donor.Facts.Reports[1].Saw.Items);
    }

    [Fact]
    public void V10_messages_that_contradict_are_all_kept()
    {
        DonorCase donor = AtReadiness().Hear(1, new Completed(At(-5), ["liver"])).Hear(2, new Started(At(0))).Hear(3, new Started(At(-1)));

        Assert.Equal(["start-times", "end-before-start"], Keys(donor, ViolationKind.V10).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(2, donor.Facts.Starts.Count);
    }

    [Fact]
    public void The_system_opens_and_never_closes_and_whoever_witnessed_cannot_close()
    {
        DonorCase donor = AtReadiness().Hear(1, new Started(At(0)));
        donor.Do(60, Second, new Leave(At(59)));
        CloseViolation close = new(ViolationKind.V2, "too-few-witnesses", ViolationFinding.Unfounded);

        Assert.Equal(CaseProblems.Role, donor.Refused(70, Actor.System, close));
        Assert.Equal(CaseProblems.Separation, donor.Refused(70, Person("coord-2", Roles.CityHead), close));
        Assert.Equal(CaseProblems.ReasonRequired, donor.Refused(70, Head, close, note: null));
        Assert.Equal(
            OrganProblems.AuthorityUntold, donor.Refused(70, Head, close with { Finding = ViolationFinding.Established }));
        donor.Do(70, Head, close);
        donor.Look(80);
        Assert.Single(donor.Facts.Violations); // found again, it is not opened again
    }

    private static IEnumerable<string> Keys(DonorCase donor, ViolationKind kind)
        => donor.Facts.Violations.Where(violation => violation.Kind == kind).Select(violation => violation.Key);
}
