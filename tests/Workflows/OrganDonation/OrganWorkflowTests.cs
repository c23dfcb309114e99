using Boai.Tests.Support;
using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.OrganDonation.DonorCase;
using static Boai.Tests.Workflows.OrganDonation.OrganExamples;
using static Boai.Workflows.OrganDonation.HospitalStatement;
using static Boai.Workflows.OrganDonation.OrganCommand;

namespace Boai.Tests.Workflows.OrganDonation;

/// <summary>The orchestration in virtual time: signals, waves, looks and ends by the clock, whether or not it is told.</summary>
public sealed class OrganWorkflowTests
{
    private const double Day = 24 * 60;

    private readonly List<(double Minute, OrganSignal Signal)> sent = [];
    private readonly List<string> told = [];
    private readonly List<OrganNoticeKind> notices = [];
    private readonly List<OrganCall> calls = [];
    private readonly CoordinatorCard[] roster = [Card("coord-1", 1), Card("coord-2", 2), Card("coord-3", 3), Card("coord-4", 4), Card("coord-5", 5)];
    private WorkflowRun run = null!;
    private DonorCase donor = null!;
    private bool isTold = true;
    private IntentStanding intent = IntentStanding.Valid;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)] // no event ever arrives
    [InlineData(true, true)] // every activity runs twice
    public void Scenario_1_from_the_report_to_the_archive(bool tells, bool twice)
    {
        Begin(tells, twice);
        ToReadiness();
        run.Until(At(-19));
        Assert.NotNull(donor.Facts.ReadyInForce);
        AfterReadiness();

        ClosedDonorCase closed = run.ToEnd<ClosedDonorCase>();

        Assert.Equal(OrganState.Closed, closed.State);
        Assert.True(OrganCompliance.IsCompliant(donor.Facts, Law));
        Assert.Equal([SignalKind.WitnessesAssigned, SignalKind.Ready], sent.Select(one => one.Signal.Kind).Distinct());
        Assert.Contains(OrganNoticeKind.Reported, notices);
        Assert.Equal([OrganActivities.Contribute, OrganActivities.Archive], run.Calls.TakeLast(2));
        Assert.Contains(OrganActivities.StartAftercare, run.Calls);
        Assert.Empty(told);
        Assert.True(run.Histories > 3);
    }

    [Fact]
    public void What_a_state_owes_is_done_although_people_took_the_case_through_it_in_one_moment()
    {
        Begin();
        ToReadiness();
        Hear(1, new Started(At(0)), "m-06");
        Hear(182, new Completed(At(180), ["liver", "kidney-l", "kidney-r"]), "m-07");
        run.At(At(241), () =>
        {
            donor.Do(241, Opo, new Hear(Hospital, "m-09", At(241), new HandedOver(At(220), At(240), BodyTaker.FuneralHome)));
            donor.Do(241, First, new TickRestoration());
            donor.Do(241, Second, new TickRestoration());
            run.Raise(CaseChanged.EventName, new CaseChanged(donor.File.Head.Version));
        });

        run.Until(At(242));

        Assert.NotEqual(OrganState.HandedOver, donor.File.Head.StateOf());
        Assert.Contains(donor.File.Head.LeftStates, visit => visit.State == nameof(OrganState.HandedOver));
        Assert.Contains(OrganActivities.HandOn, run.Calls);
    }

    [Fact]
    public void I_12_R02_is_out_within_a_minute_of_the_last_gate_and_never_before()
    {
        Begin(tells: false);
        ToReadiness();
        run.Until(At(-26));
        Assert.DoesNotContain(sent, one => one.Signal.Kind == SignalKind.Ready);

        run.Until(At(-24));

        (double minute, _) = Assert.Single(sent, one => one.Signal.Kind == SignalKind.Ready);
        Assert.InRange(minute, -25, -24);
    }

    [Fact]
    public void A_hold_goes_out_at_once_again_every_fifteen_seconds_and_is_phoned_after_two_minutes()
    {
        Begin();
        ToReadiness();
        Person(-10, Desk, new WithdrawConsent("rel-wife"));
        run.Until(At(0));

        // A sending that is repeated in a new history has the same key and goes out once.
        (double Minute, OrganSignal Signal)[] holds = [.. sent.Where(one => one.Signal.Kind == SignalKind.Hold).DistinctBy(one => one.Signal)];
        Assert.Equal([0, 15, 30, 45, 60, 75, 90, 105], holds.Select(one => Math.Round((one.Minute + 10) * 60)));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], holds.Select(one => one.Signal.Attempt));
        Assert.True(donor.Facts.HoldToAcknowledge!.PhoneTaskOpened);
        Assert.Contains(TaskKinds.PhoneHold, donor.Tasks);
        Assert.Contains(OrganNoticeKind.Ended, notices);
    }

    [Fact]
    public void A_hold_that_is_acknowledged_is_sent_no_more()
    {
        Begin();
        ToReadiness();
        Person(-10, Desk, new CheckForensic(ForensicStatus.Hold));
        run.At(At(-9.4), () => Tell(-9.4, Opo, new AcknowledgeSignal(donor.Facts.HoldToAcknowledge!.Seq)));
        run.Until(At(0));

        Assert.Equal(3, sent.Count(one => one.Signal.Kind == SignalKind.Hold));
        Assert.DoesNotContain(TaskKinds.PhoneHold, donor.Tasks);
    }

    [Fact]
    public void A_refusal_registered_while_everything_waits_is_found_within_a_minute()
    {
        Begin();
        ToReadiness();
        run.Until(At(-10));
        intent = IntentStanding.Refused;

        run.Until(At(-9));

        Assert.Equal(OrganState.Declined, donor.State);
        Assert.Equal(SignalKind.Hold, donor.Facts.Signals[^1].Kind);
    }

    [Fact]
    public void Waves_follow_each_other_by_the_clock_alone()
    {
        Begin(tells: false);
        ToTheGates();
        Hear(-200, Notice, "m-05");
        run.Until(At(-100));

        Assert.Equal([1, 1, 2, 2, 3], donor.Facts.Witnesses.Select(witness => witness.Wave));
        Assert.Equal(WitnessOffers.NeighbourProvinceWave, donor.Facts.Wave);
        Assert.Contains(TaskKinds.AssignWitness, donor.Tasks);
    }

    [Fact]
    public void A_start_without_readiness_is_told_at_once_and_a_late_filing_by_the_clock()
    {
        Begin();
        ToTheGates();
        Hear(0.5, new Started(At(0)), "m-06");
        Hear(182, new Completed(At(180), ["liver"]), "m-07");
        Hear(241, new HandedOver(At(220), At(240), BodyTaker.Family), "m-09");
        run.Until(At(1.5));
        Assert.Contains("V1 start-without-ready", told);

        run.Until(At(40 * Day));

        Assert.Equal([ViolationKind.V1, ViolationKind.V2, ViolationKind.V3, ViolationKind.V8], donor.Violations);
        Assert.Equal(4, told.Count);
        Assert.NotEmpty(calls); // unanswered tasks climbed the ladder
    }

    [Fact]
    public void Clinical_facts_of_a_family_that_declined_are_gone_after_thirty_days()
    {
        Begin();
        ToTheGates();
        Person(-500, First, new StateDecider(new RelativeStanding("rel-father", DeciderRelation.Father, DeciderStatus.Objects)));

        ClosedDonorCase closed = run.ToEnd<ClosedDonorCase>();

        Assert.Equal(OrganState.Declined, closed.State);
        Assert.NotNull(donor.Facts.ErasedAt);
        Assert.InRange((run.Now - At(-500)).TotalDays, 30, 31);
    }

    [Fact]
    public void A_store_that_fails_for_a_while_delays_and_loses_nothing()
    {
        Begin();
        ToReadiness();
        run.Until(At(-26));
        run.FailNext(OrganActivities.EvaluateGates, 4);
        run.Until(At(-22));

        Assert.NotNull(donor.Facts.ReadyInForce);
    }

    private void Begin(bool tells = true, bool twice = false)
    {
        isTold = tells;
        donor = Open();
        run = new WorkflowRun(At(-900), Number.Value) { RunsEveryActivityTwice = twice };
        run.On<OrganCatchUp>(OrganActivities.CatchUp, _ => OrganStanding.Of(donor.File, Policy, WorkCalendar.China, run.Now))
            .On<OrganLook>(OrganActivities.EvaluateGates, _ => BySystem(new EvaluateGates(new RegisterReading(run.Now, intent))))
            .On<OrganLook>(OrganActivities.OfferWave, _ => BySystem(new OfferWave(roster)))
            .On<OrganStep>(OrganActivities.TakeStep, step => BySystem(step.Step switch
            {
                OrganSystemStep.CallForHold => new CallForHold(step.Seq),
                OrganSystemStep.Finish => new Finish(),
                _ => new LookForViolations(),
            }))
            .On<OrganSignal>(OrganActivities.SendSignal, signal => Note(() => sent.Add((Minutes, signal))))
            .On<OrganViolationNotice>(OrganActivities.TellViolation, one => Note(() =>
            {
                if (BySystem(new TellHead(one.Kind, one.Key)))
                {
                    told.Add($"{one.Kind} {one.Key}");
                }
            }))
            .On<OrganNotice>(OrganActivities.Notify, notice => Note(() => notices.Add(notice.Kind)))
            .On<OrganCall>(OrganActivities.Call, call => Note(() => calls.Add(call)) is null && BySystem(new Shell(call.Call.Rung > 0
                ? new CaseCommand.Escalate(call.Call.TaskId, call.Call.Rung)
                : new CaseCommand.Remind(call.Call.TaskId, call.Call.Reminder))))
            .On<OrganVisit>(OrganActivities.HandOn, _ => null)
            .On<OrganVisit>(OrganActivities.StartAftercare, _ => null)
            .On<OrganVisit>(OrganActivities.Contribute, _ => null)
            .On<OrganVisit>(OrganActivities.Archive, _ => null);
        run.Start(() => new OrganDonationWitness(), Number);
    }

    private double Minutes => (run.Now - Six).TotalMinutes;

    private void ToTheGates()
    {
        Person(-890, Desk, new Acknowledge());
        Person(-885, Desk, new CheckInstitution(true, true, true));
        Person(-880, Desk, new CheckForensic(ForensicStatus.Clear));
        Person(-870, Desk, new CompleteScreening());
        Person(-700, First, new LogTalk(new FamilyTalk(At(-760), 3, PrognosisTold: true, TalkOutcome.Agrees)));
        Hear(-590, Decision, "m-02");
        Person(-580, First, new SightDecision("sha-decision"));
    }

    private void ToReadiness()
    {
        ToTheGates();
        Hear(-290, Death, "m-03");
        Person(-280, First, new Reconfirm("rel-wife"));
        Hear(-230, Opinion, "m-04");
        Hear(-229, Notice, "m-05");
        Hear(-229, new FitnessStated(Fit: true), "m-05");
        Person(-220, First, new AnswerOffer(Accepts: true));
        Person(-219, Second, new AnswerOffer(Accepts: true));
        Person(-30, First, new CheckIn("coord-1", CheckInMeans.TheatreQr, At(-30), "theatre-3", null));
        Person(-25, Second, new CheckIn("coord-2", CheckInMeans.Gps, At(-25), null, 40));
    }

    private void AfterReadiness()
    {
        Hear(1, new Started(At(0)), "m-06");
        Hear(182, new Completed(At(180), ["liver", "kidney-l", "kidney-r"]), "m-07");
        Person(230, First, new TickRestoration());
        Person(230, Second, new TickRestoration());
        Hear(241, new HandedOver(At(220), At(240), BodyTaker.FuneralHome), "m-09");
        Person(300, First, new FileReport(Saw()));
        Person(310, Second, new FileReport(Saw()));
        Hear(8 * Day, new OutcomeFiled(At(8 * Day)), "m-10");
        Person(9 * Day, Officer, new FileMonthlyReport());
        Person(9 * Day, Officer, new CompleteAftercare());
    }

    private void Hear(double minutes, HospitalStatement statement, string messageId)
        => Person(minutes, Opo, new Hear(Hospital, messageId, At(minutes), statement));

    private void Person(double minutes, Actor actor, OrganCommand command) => run.At(At(minutes), () => Tell(minutes, actor, command));

    private void Tell(double minutes, Actor actor, OrganCommand command)
    {
        donor.Do(minutes, actor, command);
        if (isTold)
        {
            run.Raise(CaseChanged.EventName, new CaseChanged(donor.File.Head.Version));
        }
    }

    private bool BySystem(OrganCommand command)
    {
        if (donor.Try(Minutes, Actor.System, command) is not CaseOutcome<OrganFacts>.Accepted)
        {
            return false;
        }

        donor.Do(Minutes, Actor.System, command);
        return true;
    }

    private static object? Note(Action note)
    {
        note();
        return null;
    }
}
