using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.OrganDonation.DonorCase;
using static Boai.Tests.Workflows.OrganDonation.OrganExamples;
using static Boai.Workflows.OrganDonation.HospitalStatement;
using static Boai.Workflows.OrganDonation.OrganCommand;

namespace Boai.Tests.Workflows.OrganDonation;

/// <summary>LIFE-07, handbook §7.3.4: waves, conflicts, check-in, reports.</summary>
public sealed class WitnessProcessTests
{
    private static readonly CoordinatorCard[] Roster = [.. Enumerable.Range(1, 6).Select(number => Card($"coord-{number}", number))];

    [Fact]
    public void The_two_nearest_are_asked_then_two_more_after_a_quarter_of_an_hour_then_all_then_people()
    {
        DonorCase donor = AtTheGates().Hear(-100, Notice, "m-05");
        Assert.Equal(["coord-1", "coord-2"], Wave(donor, -100));
        Assert.Equal(CaseProblems.NotDue, donor.Refused(-85.1, Actor.System, new OfferWave(Roster)));
        Assert.Equal(["coord-3", "coord-4"], Wave(donor, -85));
        Assert.Equal(OrganProblems.OfferGone, donor.Refused(-84, First, new AnswerOffer(Accepts: true)));
        Assert.Equal(["coord-5", "coord-6"], Wave(donor, -70));
        Assert.Equal(CaseProblems.NotDue, donor.Refused(-40.1, Actor.System, new OfferWave(Roster)));
        Assert.Empty(Wave(donor, -40)); // 60 minutes after the first: the duty leader

        CaseTask leader = Assert.Single(donor.File.Head.Tasks, task => task.Kind == TaskKinds.AssignWitness);
        Assert.Equal([Roles.DutyLead], leader.Roles);
        Assert.Equal(At(-25), leader.DueAt);
        Assert.Empty(Wave(donor, -25)); // the head of the centre
        Assert.Equal([Roles.CityHead], donor.File.Head.Tasks.Single(task => task.Kind == TaskKinds.AssignWitness).Roles);
        Assert.Empty(Wave(donor, -10)); // the neighbour province
        Assert.Equal(CaseProblems.NotDue, donor.Refused(60, Actor.System, new OfferWave(Roster)));
    }

    [Fact]
    public void When_all_who_were_asked_say_no_nobody_waits_for_the_quarter_of_an_hour()
    {
        DonorCase donor = AtTheGates().Hear(-100, Notice, "m-05");
        Wave(donor, -100);
        donor.Do(-98, Person("coord-2", Roles.Coordinator), new AnswerOffer(Accepts: false)).Do(-97, First, new AnswerOffer(Accepts: false));

        Assert.Equal(["coord-3", "coord-4"], Wave(donor, -97));
    }

    [Fact]
    public void Two_acceptances_fill_the_case_tell_the_hospital_and_let_the_others_go()
    {
        DonorCase donor = AtTheGates().Hear(-100, Notice, "m-05");
        Wave(donor, -100);
        Wave(donor, -85);
        donor.Do(-80, Person("coord-3", Roles.Coordinator), new AnswerOffer(Accepts: true));
        donor.Do(-79, Person("coord-4", Roles.Coordinator), new AnswerOffer(Accepts: true));

        Assert.Equal([SignalKind.WitnessesAssigned], donor.Facts.Signals.Select(signal => signal.Kind));
        Assert.DoesNotContain(donor.Facts.Witnesses, witness => witness.Stage == WitnessStage.Offered);
        Assert.Equal(CaseProblems.NotDue, donor.Refused(-60, Actor.System, new OfferWave(Roster)));
    }

    [Fact]
    public void Before_May_2024_one_witness_fills_a_case()
    {
        OrganFacts old = Ready with
        {
            Notices = [Said("m-05", -9, Notice with { PlannedStart = new(2024, 4, 30, 6, 0, 0, TimeSpan.FromHours(8)) })],
            Witnesses = [Ready.Witnesses[0]],
        };
        DateTimeOffset then = old.PlannedStart!.Value.AddHours(-1);

        Assert.True(WitnessOffers.IsFilled(old, WitnessLaw.Of(old, then, Policy)));
        Assert.False(WitnessOffers.IsFilled(old, Law));
    }

    [Fact]
    public void Every_conflict_is_named()
    {
        Deciding deciding = new(Actor.System, At(-100), Policy, WorkCalendar.China);
        CoordinatorCard good = Card("coord-9");
        (CoordinatorCard Card, WitnessBar Bar)[] cases =
        [
            (good with { LicenceValidTo = new DateOnly(2024, 6, 2) }, WitnessBar.LicenceExpired),
            (good with { RestingSince = At(-100 - 479) }, WitnessBar.NotRested),
            (good with { RestingSince = null }, WitnessBar.NotRested),
            (good with { RelatedToDonor = true }, WitnessBar.RelatedToDonor),
            (good with { RelatedToTheatreStaff = true }, WitnessBar.RelatedToTheatreStaff),
            (good with { Employments = [new(Hospital, Transplants: false, Until: null)] }, WitnessBar.SameHospital),
            (good with { Employments = [new(OtherHospital, Transplants: true, Until: null)] }, WitnessBar.SameHospital),
            (good with { Employments = [new(Hospital, false, new DateOnly(2022, 6, 3))] }, WitnessBar.FormerHospital),
            (good with { RefusedByFamily = true }, WitnessBar.RefusedByFamily),
            (good with { InAnotherCase = true }, WitnessBar.InAnotherCase),
            (good with { StaffId = "coord-1" }, WitnessBar.AlreadyAsked),
            (good with { Origin = WitnessOrigin.Opo }, WitnessBar.OpoCoordinator),
        ];

        Assert.All(cases, one => Assert.Equal([one.Bar], WitnessOffers.BarsOf(one.Card, Ready, Law, deciding)));
        Assert.Equal(Enum.GetValues<WitnessBar>(), cases.Select(one => one.Bar).Distinct().Order());
        Assert.Empty(WitnessOffers.BarsOf(good with { RestingSince = At(-100 - 480) }, Ready, Law, deciding));
        Assert.Empty(WitnessOffers.BarsOf(good with { Employments = [new(Hospital, false, new DateOnly(2022, 6, 2))] }, Ready, Law, deciding));
        Assert.Empty(WitnessOffers.BarsOf(good with { Employments = [new(OtherHospital, Transplants: false, null)] }, Ready, Law, deciding));
    }

    [Fact]
    public void A_check_in_from_another_place_at_another_time_or_twice_is_refused()
    {
        DonorCase donor = AtTheGates().Hear(-229, Notice, "m-05");
        donor.Do(-228, Actor.System, new OfferWave(Roster)).Do(-220, First, new AnswerOffer(Accepts: true));
        CheckIn good = new("coord-1", CheckInMeans.TheatreQr, At(-30), "theatre-3", null);

        Assert.Equal(OrganProblems.CheckInPlace, donor.Refused(-30, First, good with { PlaceCode = "theatre-4" }));
        Assert.Equal(OrganProblems.CheckInPlace, donor.Refused(-30, First, good with { Means = CheckInMeans.Gps, Metres = 301 }));
        Assert.Equal(OrganProblems.CheckInPlace, donor.Refused(-30, First, good with { Means = CheckInMeans.Gps, Metres = null }));
        Assert.Equal(OrganProblems.CheckInTime, donor.Refused(-30, First, good with { At = At(-29) }));
        Assert.Equal(OrganProblems.CheckInTime, donor.Refused(-14, First, good with { At = At(-30) }));
        Assert.Equal(OrganProblems.CheckInMeans, donor.Refused(-30, Second, good));
        Assert.Equal(OrganProblems.CheckInMeans, donor.Refused(-30, First, good with { Means = CheckInMeans.PhoneCallBack }));
        Assert.Equal(OrganProblems.NotAWitness, donor.Refused(-30, Second, good with { StaffId = "coord-2" }));
        donor.Do(-30, Desk, good with { Means = CheckInMeans.PhoneCallBack });
        Assert.Equal(OrganProblems.CheckInTwice, donor.Refused(-29, First, good with { At = At(-29) }));
    }

    [Fact]
    public void Nobody_reports_on_a_case_that_he_did_not_attend_nor_before_the_end()
    {
        DonorCase donor = AtReadiness();
        Assert.Equal(CaseProblems.State, donor.Refused(-5, First, new FileReport(Saw())));
        donor.Hear(1, new Started(At(0)));
        Assert.Equal(OrganProblems.ReportTooEarly, donor.Refused(170, First, new FileReport(Saw())));
        donor.Hear(181, new Completed(At(180), ["liver"]));
        Assert.Equal(OrganProblems.NotPresent, donor.Refused(190, Person("coord-3", Roles.Coordinator), new FileReport(Saw())));
        Assert.Equal(OrganProblems.ReportForm, donor.Refused(190, First, new FileReport(Saw("spleen"))));
    }

    [Fact]
    public void Reports_are_due_a_day_after_the_end_and_the_monthly_report_by_the_tenth()
    {
        DonorCase donor = AtReadiness();
        donor.Hear(1, new Started(At(0))).Hear(182, new Completed(At(180), ["liver"]));
        donor.Hear(241, new HandedOver(At(220), At(240), BodyTaker.Family)).Do(242, First, new TickRestoration()).Do(243, Second, new TickRestoration());

        CaseTask report = donor.File.Head.Tasks.First(task => task.Kind == TaskKinds.Report);
        Assert.Equal(At(180 + 24 * 60), report.DueAt);
        Assert.Equal(["coord-1", "coord-2"], donor.File.Head.Tasks.Where(task => task.Kind == TaskKinds.Report).Select(task => task.AssignedTo));
        Assert.Equal(new DateOnly(2024, 7, 10), donor.File.Head.Tasks.Single(task => task.Kind == TaskKinds.MonthlyReport).Clock.LastDay);
        Assert.Equal(new DateOnly(2024, 6, 18), donor.File.Head.Tasks.Single(task => task.Kind == TaskKinds.Filing).Clock.LastDay);
    }

    [Fact]
    public void Ten_working_days_after_27_September_2024_end_on_16_October_by_the_oracle()
        => Assert.Equal(
            new DateOnly(2024, 10, 16),
            new OrganDeadlines(Policy, WorkCalendar.China).Filing(new DateTimeOffset(2024, 9, 27, 15, 0, 0, TimeSpan.FromHours(8))).LastDay);

    private static IEnumerable<string> Wave(DonorCase donor, double minutes)
    {
        donor.Do(minutes, Actor.System, new OfferWave(Roster));
        return donor.Facts.Witnesses.Where(witness => witness.AskedAt == At(minutes)).Select(witness => witness.StaffId);
    }
}
