using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using Microsoft.DurableTask;
using static Boai.Tests.Workflows.HardshipRelief.ReliefStaff;
using static Boai.Workflows.HardshipRelief.ReliefCommand;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>The whole of handbook §5.2 in virtual time. The form comes in on Monday 2 March 2026 at nine.</summary>
public sealed class ReliefWorkflowTests
{
    private static readonly ReliefExample Example = ReliefExample.Valid;

    private static readonly string[] HappyStory =
    [
        "03-02 09:00 step Screen",
        "03-02 10:00 tell Accepted",
        "03-04 10:00 publish",
        "03-04 10:00 tell Listed",
        "03-08 05:00 remind 1 post-list",
        "03-10 11:36 remind 2 post-list",
        "03-12 00:00 step EndPublicity",
        "03-12 10:00 tell Granted",
        "03-12 10:00 order P1",
        "03-16 05:00 remind 1 pay",
        "03-16 09:00 tell Paid",
        "03-16 09:00 record aid P1",
        "03-17 10:00 step CloseAided",
        "03-17 10:00 archive",
    ];

    [Fact]
    public void The_happy_path_leads_from_the_form_to_the_archive()
    {
        ReliefWorld world = Happy(new ReliefWorld(Example));

        ClosedCase closed = world.ToEnd();

        Assert.Equal(HappyStory, world.Story);
        Assert.Equal(new ClosedCase(Example.Number, ReliefState.Closed, world.Case.Head.Version), closed);
        Assert.Equal(Example.Proposed, world.Case.Facts.PaidOut);
        Assert.Equal(0, world.RefusedSteps);
    }

    [Fact]
    public void An_event_that_comes_twice_changes_nothing()
    {
        ReliefWorld world = Happy(new ReliefWorld(Example) { EventsPerChange = 2 });

        world.ToEnd();

        Assert.Equal(HappyStory, world.Story);
    }

    [Fact]
    public void What_people_do_in_one_moment_is_told_step_by_step_all_the_same()
    {
        ReliefWorld world = new ReliefWorld(Example)
            .On("2026-03-02T10:00", it => it.IsAccepted().IsVerified().IsProposed(Example.Proposed))
            .On("2026-03-02T15:00", it => it.IsPhotographed(lastDay: false))
            .On("2026-03-09T16:00", it => it.IsPhotographed(lastDay: true))
            .On("2026-03-12T10:00", it => it.IsApproved(Example).IsSent().IsPaid().IsReconciled()
                .Does(Lead, new Investigate("fraud-suspected"), ReliefCase.Note));

        world.Until("2026-03-13T00:00");

        Assert.Equal(
            ["03-02 10:00 tell Accepted", "03-02 10:00 tell Listed", "03-12 10:00 tell Granted", "03-12 10:00 tell Paid", "03-12 10:00 tell InvestigationOpened"],
            world.Story.Where(line => line.Contains("tell", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_refusal_is_told_although_its_review_was_asked_for_in_the_same_moment()
    {
        ReliefWorld world = new ReliefWorld(Example).UpToPublicity().Photographed()
            .On("2026-03-12T10:00", it => it.Does(Lead, new Refuse([RefusalGround.R02]), ReliefCase.Note).Does(Applicant, new RequestReview()));

        world.Until("2026-03-13T00:00");

        Assert.Equal(
            ["03-12 10:00 tell Refused", "03-12 10:00 tell ReviewOpened"],
            world.Story.Where(line => line.StartsWith("03-12 10:00 tell", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_was_told_on_time_is_not_told_anew_when_the_case_has_gone_on()
    {
        ReliefWorld world = Happy(new ReliefWorld(Example));

        world.ToEnd();

        Assert.Equal(HappyStory.Count(line => line.Contains("tell", StringComparison.Ordinal)), world.Run.Calls.Count(call => call == ReliefActivities.Notify));
    }

    [Fact]
    public void Without_any_event_everything_happens_a_little_later()
    {
        // The workflow looks by itself once a day: the list goes up on the 5th.
        ReliefWorld world = new ReliefWorld(Example) { EventsPerChange = 0 }.UpToPublicity()
            .On("2026-03-05T15:00", it => it.IsPhotographed(lastDay: false))
            .On("2026-03-12T16:00", it => it.IsPhotographed(lastDay: true))
            .On("2026-03-16T10:00", it => it.IsApproved(Example))
            .On("2026-03-17T15:00", it => it.IsSent())
            .On("2026-03-19T09:00", it => it.IsPaid())
            .On("2026-03-19T10:00", it => it.IsReconciled())
            .On("2026-03-19T11:00", it => it.Does(Applicant, new ConfirmReceipt()));

        Assert.Equal(ReliefState.Closed, world.ToEnd().State);

        Assert.Equal(Deeds(HappyStory), Deeds(world.Story));
        Assert.Contains("03-05 09:00 publish", world.Story);
    }

    [Fact]
    public void An_activity_that_ran_twice_did_its_work_once()
    {
        ReliefWorld world = Happy(new ReliefWorld(Example, repeats: true));

        world.ToEnd();

        Assert.Equal(HappyStory, world.Story);
    }

    [Theory]
    [InlineData(ReliefActivities.CatchUp)]
    [InlineData(ReliefActivities.TakeStep)]
    [InlineData(ReliefActivities.Publish)]
    [InlineData(ReliefActivities.Notify)]
    [InlineData(ReliefActivities.Call)]
    [InlineData(ReliefActivities.PreparePayment)]
    [InlineData(ReliefActivities.RecordAid)]
    [InlineData(ReliefActivities.Archive)]
    public void A_failing_activity_is_tried_again_until_it_works(string activity)
    {
        ReliefWorld world = Happy(new ReliefWorld(Example));
        world.Run.FailNext(activity, 4); // 5 + 10 + 20 + 40 seconds

        Assert.Equal(ReliefState.Closed, world.ToEnd().State);

        Assert.Equal(Deeds(HappyStory), Deeds(world.Story));
        Assert.True(world.Run.Calls.Count(call => call == activity) >= 5);
    }

    [Fact]
    public void An_activity_that_fails_for_more_than_a_week_ends_in_an_error_that_names_it()
    {
        ReliefWorld world = new(Example);
        world.Run.FailNext(ReliefActivities.TakeStep, 200);

        TaskFailedException failed = Assert.Throws<TaskFailedException>(() => world.ToEnd());

        Assert.Equal(ReliefActivities.TakeStep, failed.TaskName);
        Assert.True(world.Run.Now - Example.OpenedAt > TimeSpan.FromDays(7));
    }

    [Fact]
    public void An_objection_leads_to_a_second_visit_a_renewed_list_and_an_answer()
    {
        ReliefWorld world = new ReliefWorld(Example).UpToPublicity()
            .On("2026-03-05T10:00", it => it.IsObjectedTo())
            .On("2026-03-06T10:00", it => it.IsVerifiedAgain())
            .On("2026-03-06T15:00", it => it.IsPhotographed(lastDay: false))
            .On("2026-03-09T16:00", it => it.IsPhotographed(lastDay: true))
            .ApprovedAndSent().PaidAndClosed();

        Assert.Equal(ReliefState.Closed, world.ToEnd().State);

        Assert.Equal(
            [
                "03-04 10:00 publish", "03-04 10:00 tell Listed", "03-06 10:00 tell ObjectionAnswered", "03-06 10:00 publish",
                "03-10 00:00 step EndPublicity",
            ],
            world.Story.Where(line => line.Contains("publish", StringComparison.Ordinal)
                || line.Contains("Objection", StringComparison.Ordinal) || line.Contains("Listed", StringComparison.Ordinal)
                || line.Contains("EndPublicity", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_application_that_is_not_supplemented_counts_as_withdrawn_after_a_notice()
    {
        ReliefWorld world = new ReliefWorld(Example)
            .On("2026-03-02T10:00", it => it.Does(Town, new RequestSupplement([ReliefDocuments.Diagnosis])));

        Assert.Equal(ReliefState.Withdrawn, world.ToEnd().State);

        Assert.Equal(
            [
                "03-02 09:00 step Screen", "03-02 10:00 tell SupplementList", "03-15 00:00 step SendSupplementNotice",
                "03-15 00:00 tell SupplementEnding", "03-18 00:00 step LapseSupplement", "03-18 00:00 unpublish", "03-18 00:00 tell Withdrawn",
                "03-18 00:00 archive",
            ],
            world.Story);
    }

    [Fact]
    public void More_time_to_supplement_means_a_later_notice_and_a_supplemented_application_goes_on()
    {
        ReliefWorld world = new ReliefWorld(Example)
            .On("2026-03-02T10:00", it => it.Does(Town, new RequestSupplement([ReliefDocuments.Diagnosis])))
            .On("2026-03-16T10:00", it => it.Does(Applicant, new ExtendSupplement()))
            .On("2026-03-31T10:00", it => it.With(Applicant, ReliefDocuments.Diagnosis).Does(Applicant, new Supply([])))
            .On("2026-03-31T11:00", it => it.IsAccepted());

        world.Until("2026-04-01T00:00");

        Assert.Equal(ReliefState.Verification, world.Case.State);
        Assert.Equal(
            ["03-15 00:00 tell SupplementEnding", "03-30 00:00 tell SupplementEnding"],
            world.Story.Where(line => line.EndsWith("tell SupplementEnding", StringComparison.Ordinal)));
    }

    [Fact]
    public void Urgent_aid_is_paid_first_and_the_rest_after_the_whole_procedure()
    {
        ReliefWorld world = Urgent().UpToPublicity().Photographed().ApprovedAndSent().PaidAndClosed();
        world.Until("2026-03-18T12:00");

        Assert.Equal((ReliefState.Aided, Example.Proposed), (world.Case.State, world.Case.Facts.PaidOut));
        Assert.Equal(
            ["03-02 09:30 order P1", "03-03 09:00 record aid P1", "03-12 10:00 order P2", "03-16 09:00 record aid P2"],
            world.Story.Where(line => line.Contains(" order ", StringComparison.Ordinal) || line.Contains("record", StringComparison.Ordinal)));
        Assert.DoesNotContain(world.Story, line => line.Contains("MissUrgent", StringComparison.Ordinal));
    }

    [Fact]
    public void Urgent_aid_without_a_complete_file_is_investigated_on_the_eleventh_working_day()
    {
        ReliefWorld world = Urgent().On("2026-03-04T10:00", it => it.IsAccepted());

        world.Until("2026-03-18T12:00");

        Assert.Equal(ReliefState.Investigation, world.Case.State);
        Assert.Equal(
            ["03-18 00:00 step MissUrgentCompletion", "03-18 00:00 tell InvestigationOpened"],
            world.Story.Where(line => line.StartsWith("03-18", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_bounced_payment_goes_out_again_after_the_account_is_corrected()
    {
        ReliefExample filed = Example with { Proposed = new Money(5_000_00) };
        ReliefWorld world = new ReliefWorld(filed).UpToPublicity().Photographed().ApprovedAndSent()
            .On("2026-03-16T09:00", it => it.Bounces())
            .On("2026-03-17T10:00", it => it.IsCorrected())
            .On("2026-03-18T10:00", it => it.IsSent())
            .On("2026-03-19T09:00", it => it.IsPaid())
            .On("2026-03-19T10:00", it => it.IsReconciled())
            .On("2026-03-19T11:00", it => it.Does(Applicant, new ConfirmReceipt()));

        Assert.Equal(ReliefState.Closed, world.ToEnd().State);

        Assert.Equal(filed.Proposed, world.Case.Facts.PaidOut);
        Assert.Equal(
            ["03-12 10:00 tell Granted", "03-12 10:00 tell FiledWithCity", "03-16 09:00 tell AccountToCorrect", "03-19 09:00 tell Paid"],
            world.Story.Where(line => line.Contains(" tell ", StringComparison.Ordinal)).Skip(2)); // a grant is told once
        Assert.Equal(
            ["03-12 10:00 order P1", "03-17 10:00 order P1"], world.Story.Where(line => line.Contains(" order ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_refusal_is_closed_when_nobody_asks_for_a_review_in_time()
    {
        ReliefWorld world = RefusedOnTheTwelfth();

        Assert.Equal(ReliefState.Closed, world.ToEnd().State);

        Assert.Equal(["03-12 10:00 tell Refused", "03-27 00:00 step CloseRefused", "03-27 00:00 archive"], world.Story.TakeLast(3));
    }

    [Fact]
    public void An_upheld_refusal_is_told_and_closed()
    {
        ReliefWorld world = RefusedOnTheTwelfth()
            .On("2026-03-16T10:00", it => it.Does(Applicant, new RequestReview()))
            .On("2026-03-18T10:00", it => it.Does(Lead2, new UpholdRefusal(), ReliefCase.Note));

        Assert.Equal(ReliefState.Closed, world.ToEnd().State);

        Assert.Equal(
            [
                "03-12 10:00 tell Refused", "03-16 10:00 tell ReviewOpened", "03-18 10:00 tell RefusalUpheld", "03-18 10:00 step CloseRefused",
                "03-18 10:00 archive",
            ],
            world.Story.TakeLast(5));
    }

    [Fact]
    public void A_review_may_end_in_a_grant()
    {
        ReliefWorld world = RefusedOnTheTwelfth()
            .On("2026-03-13T10:00", it => it.Does(Applicant, new RequestReview()))
            .On("2026-03-13T11:00", it => it.Does(Lead2, new Approve(Example.Proposed, ReliefExample.Fund, null, PriorAid.None)))
            .On("2026-03-13T12:00", it => it.IsSent()).PaidAndClosed();

        Assert.Equal(ReliefState.Closed, world.ToEnd().State);

        Assert.Equal(Example.Proposed, world.Case.Facts.PaidOut);
    }

    [Fact]
    public void A_wrong_region_is_refused_by_the_screening()
    {
        ReliefWorld world = new(Example with { Findings = Example.Findings with { InRegion = false } });

        Assert.Equal(ReliefState.Closed, world.ToEnd().State);

        Assert.Equal(
            ["03-02 09:00 step Screen", "03-02 09:00 tell Refused", "03-17 00:00 step CloseRefused", "03-17 00:00 archive"], world.Story);
    }

    [Fact]
    public void A_cleared_suspicion_gives_the_list_the_days_it_had_left()
    {
        ReliefWorld world = new ReliefWorld(Example).UpToPublicity()
            .On("2026-03-05T10:00", it => it.IsSuspected())
            .On("2026-03-09T10:00", it => it.IsCleared());

        world.Until("2026-03-17T08:00");

        // Six days were left; from 9 March they end on Sunday the 15th, hence on Monday the 16th.
        Assert.Contains("03-05 10:00 tell InvestigationOpened", world.Story);
        Assert.Contains("03-17 00:00 step EndPublicity", world.Story);
        Assert.Single(world.Story, line => line.EndsWith(" publish", StringComparison.Ordinal));
        Assert.Single(world.Story, line => line.EndsWith(" tell Accepted", StringComparison.Ordinal));
    }

    [Fact]
    public void A_proven_suspicion_after_a_payment_ends_with_the_recovery()
    {
        ReliefWorld world = Urgent()
            .On("2026-03-04T10:00", it => it.IsAccepted())
            .On("2026-03-05T10:00", it => it.IsSuspected())
            .On("2026-03-09T10:00", it => it.IsProven())
            .On("2026-03-20T10:00", it => it.Does(Lead2, new SettleRecovery(ReliefCarry.UrgentAmount, HandedOver: false)));

        Assert.Equal(ReliefState.Closed, world.ToEnd().State);

        Assert.Equal("03-20 10:00 archive", world.Story[^1]);
        Assert.DoesNotContain(world.Story, line => line.Contains("MissUrgent", StringComparison.Ordinal));
    }

    [Fact]
    public void During_an_investigation_nothing_is_ordered()
    {
        ReliefWorld world = new ReliefWorld(Example).On("2026-03-02T09:30", it => it.IsAccepted())
            .On("2026-03-02T10:00", it => it.IsSuspected());

        world.Until("2026-03-04T00:00");

        Assert.DoesNotContain(ReliefActivities.PreparePayment, world.Run.Calls);
    }

    [Fact]
    public void A_payment_that_was_frozen_is_ordered_again_when_the_case_goes_on()
    {
        ReliefWorld world = new ReliefWorld(Example).UpToPublicity().Photographed()
            .On("2026-03-12T10:00", it => it.IsApproved(Example))
            .On("2026-03-12T11:00", it => it.IsSuspected())
            .On("2026-03-13T10:00", it => it.IsCleared())
            .On("2026-03-13T11:00", it => it.Does(Officer, new CaseCommand.Suspend("awaiting-court", new DateOnly(2026, 3, 16))));

        world.Until("2026-03-16T08:00");

        int asked = world.Run.Calls.Count(call => call == ReliefActivities.PreparePayment);
        Assert.True(asked >= 3, $"Asked {asked} times: after the grant, the clearing and the suspension.");
        Assert.Single(world.Story, line => line.EndsWith(" tell Granted", StringComparison.Ordinal));
    }

    [Fact]
    public void A_suspended_case_rests_and_goes_on_on_its_day()
    {
        ReliefWorld world = new ReliefWorld(Example)
            .On("2026-03-02T10:00", it => it.Does(Officer, new CaseCommand.Suspend("awaiting-court", new DateOnly(2026, 12, 1))));

        world.Until("2026-12-01T08:00");

        Assert.Equal(["03-02 09:00 step Screen", "12-01 00:00 step Resume", "12-01 00:00 tell Resumed"], world.Story);
        Assert.Equal(0, world.RefusedSteps);
    }

    [Fact]
    public void A_second_suspension_in_the_same_state_is_told_of_too()
    {
        ReliefWorld world = new ReliefWorld(Example)
            .On("2026-03-02T10:00", it => it.Does(Officer, new CaseCommand.Suspend("awaiting-court", new DateOnly(2026, 3, 10))))
            .On("2026-03-10T10:00", it => it.Does(Officer, new CaseCommand.Suspend("awaiting-court", new DateOnly(2026, 3, 20))));

        world.Until("2026-03-20T08:00");

        Assert.Equal(
            ["03-10 00:00 tell Resumed", "03-20 00:00 tell Resumed"], world.Story.Where(line => line.EndsWith("tell Resumed", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_intake_that_nobody_does_climbs_the_whole_ladder()
    {
        ReliefWorld world = new(Example);

        world.Until("2026-06-01T00:00");

        Assert.Equal(
            [
                "03-02 09:00 step Screen", "03-04 04:30 remind 1 intake", "03-05 06:36 remind 2 intake", "03-06 00:00 rung 1 intake",
                "03-06 21:45 rung 2 intake", "03-07 19:30 rung 3 intake", "03-09 15:00 rung 4 intake",
            ],
            world.Story);
        Assert.False(world.Run.IsOver);
    }

    [Fact]
    public void A_draft_that_is_never_sent_is_purged_and_one_under_legal_hold_is_kept_quietly()
    {
        ReliefWorld purged = new(Example, ReliefCases.Draft(Example));
        Assert.Equal(ReliefState.Withdrawn, purged.ToEnd().State);
        Assert.Equal("04-02 00:00 step PurgeDraft", purged.Story[0]);

        ReliefWorld held = new ReliefWorld(Example, ReliefCases.Draft(Example))
            .On("2026-03-10T10:00", it => it.Does(Auditor, new CaseCommand.PlaceLegalHold("litigation")));
        held.Until("2027-03-10T10:00");

        Assert.Equal((ReliefState.Draft, 0), (held.Case.State, held.RefusedSteps));
        Assert.True(held.Run.Calls.Count < 400, "Once a day is enough.");
    }

    [Fact]
    public void A_withdrawal_before_the_payment_cancels_the_order_and_takes_the_list_down()
    {
        ReliefWorld world = new ReliefWorld(Example).UpToPublicity().Photographed()
            .On("2026-03-12T10:00", it => it.IsApproved(Example))
            .On("2026-03-12T11:00", it => it.Does(Applicant, new CaseCommand.Withdraw()));

        Assert.Equal(ReliefState.Withdrawn, world.ToEnd().State);

        Assert.Equal(
            ["03-12 10:00 order P1", "03-12 11:00 unpublish", "03-12 11:00 tell Withdrawn", "03-12 11:00 cancel P1", "03-12 11:00 archive"],
            world.Story.TakeLast(5));
    }

    [Fact]
    public void A_sampled_case_is_called_on_and_closed_after_half_a_year()
    {
        ReliefExample sampled = Example with { Sequence = ReliefExample.Sampled };
        ReliefWorld world = Happy(new ReliefWorld(sampled))
            .On("2026-04-16T10:00", it => it.Does(Officer, new RecordFollowUp(30, FollowUpOutcome.InOrder)))
            .On("2026-09-14T10:00", it => it.Does(Officer, new RecordFollowUp(180, FollowUpOutcome.StillInNeed)));

        Assert.Equal(ReliefState.Closed, world.ToEnd().State);

        Assert.Equal(["09-14 10:00 step CloseAided", "09-14 10:00 archive"], world.Story.TakeLast(2));
        Assert.DoesNotContain(world.Story, line => line.Contains("follow-up", StringComparison.Ordinal)); // nobody was late
    }

    [Fact]
    public void Through_years_of_waiting_the_history_begins_anew_and_nothing_is_done_twice()
    {
        ReliefExample sampled = Example with { Sequence = ReliefExample.Sampled };
        ReliefWorld world = Happy(new ReliefWorld(sampled))
            .On("2029-01-05T10:00", it => it.Does(Officer, new RecordFollowUp(30, FollowUpOutcome.NotReached)))
            .On("2029-01-05T11:00", it => it.Does(Officer, new RecordFollowUp(180, FollowUpOutcome.NotReached)));

        Assert.Equal(ReliefState.Closed, world.ToEnd().State);

        Assert.True(world.Run.Histories >= 3, $"{world.Run.Histories} histories");
        Assert.Single(world.Story, line => line.EndsWith(" tell Paid", StringComparison.Ordinal));
        Assert.Equal(8, world.Story.Count(line => line.Contains(" rung ", StringComparison.Ordinal) && line.Contains("follow-up", StringComparison.Ordinal)));
        Assert.Equal("01-05 11:00 archive", world.Story[^1]);
    }

    private static ReliefWorld Happy(ReliefWorld world) => world.UpToPublicity().Photographed().ApprovedAndSent().PaidAndClosed();

    // Urgent aid is ordered at once, and paid and reconciled on 3 March: the file is complete by 17 March.
    private static ReliefWorld Urgent() => new ReliefWorld(Example)
        .On("2026-03-02T09:30", it => it.PaysUrgently(ReliefCarry.UrgentAmount))
        .On("2026-03-02T09:45", it => it.IsSent())
        .On("2026-03-03T09:00", it => it.IsPaid())
        .On("2026-03-03T09:30", it => it.IsReconciled());

    private static ReliefWorld RefusedOnTheTwelfth() => new ReliefWorld(Example).UpToPublicity().Photographed()
        .On("2026-03-12T10:00", it => it.Does(Lead, new Refuse([RefusalGround.R02]), ReliefCase.Note));

    // What was done, without when and without the reminders that depend on when.
    private static IEnumerable<string> Deeds(IEnumerable<string> story)
        => story.Select(line => line["03-02 09:00 ".Length..]).Where(deed => !deed.StartsWith("remind", StringComparison.Ordinal));
}
