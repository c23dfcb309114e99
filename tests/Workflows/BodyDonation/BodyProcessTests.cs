using Boai.Workflows.BodyDonation;
using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.BodyDonation.BodyCase;
using static Boai.Workflows.BodyDonation.BodyCommand;

namespace Boai.Tests.Workflows.BodyDonation;

/// <summary>LIFE-03, handbook §7.4 and §7.4a; CQ-BODY 13–21, 46.</summary>
public sealed class BodyProcessTests
{
    private const int Seed = 20_260_302;

    [Fact] // §15 scenario 4
    public void Scenario_4_the_unit_comes_after_nine_and_a_half_hours_and_informs_on_the_seventh_working_day()
    {
        BodyCase body = Received();

        Assert.Equal((BodyState.Accepted, "YT-2026-0001"), (body.State, body.Facts.CertificateNumber));
        Assert.Null(body.Facts.Current!.BreachedAt);
        CaseTask report = Assert.Single(body.File.Head.Tasks);
        Assert.Equal((BodyTasks.Report, new DateOnly(2026, 3, 16)), (report.Kind, report.Clock.LastDay)); // ten working days
        body.Paper(BodyDocuments.UnitReport, "doc-report", 7 * 24).Do(9 * 24, Unit, new FileReport("doc-report"));
        Assert.Empty(body.File.Head.Tasks);
        KpiContribution counted = Assert.Single(BodyContributions.Of(body.File));
        Assert.Equal(("LIFE.BODY", 1L, new DateOnly(2026, 3, 2)), (counted.Metric, counted.Quantity, counted.BusinessDate));
    }

    [Fact] // §15 scenario 22
    public void Scenario_22_twelve_hours_pass_and_a_second_unit_comes_at_fourteen()
    {
        BodyCase body = OnTheWay();
        body.Do(6, Actor.System, new RemindUnit(1)).Do(10, Actor.System, new EscalateArrival(1)).Do(12, Actor.System, new DeclareBreach(1));

        Assert.Equal([BodyTasks.Dispatch, BodyTasks.TellAuthority], body.Tasks);
        Assert.Equal(BodyProblems.UnitSent, body.Refused(12.1, Desk, new DispatchUnit("unit-a", TakesAfterOrgans: true)));
        body.Do(12.2, Desk, new DispatchUnit("unit-b", TakesAfterOrgans: false));
        Assert.Equal(At(24.2), body.File.Head.Tasks.Single(task => task.Kind == BodyTasks.Await).DueAt); // its own twelve hours
        body.Do(13, Lead, new TellAuthority()).Do(13, Coordinator, new ChooseAshes(AshesChoice.Unit)).Do(14, Unit, new Arrive(At(14), PapersShown: true));

        Assert.Equal(BodyState.OnSite, body.State);
        Assert.NotNull(body.Facts.Dispatches[0].BreachedAt);
        Assert.Null(body.Facts.Dispatches[1].BreachedAt);
        Assert.Equal(At(13), body.Facts.AuthorityToldAt);
    }

    [Theory] // the boundaries of the twelve hours
    [InlineData(5.99, "remind", false)]
    [InlineData(6, "remind", true)]
    [InlineData(9.99, "escalate", false)]
    [InlineData(10, "escalate", true)]
    [InlineData(11.99, "breach", false)]
    [InlineData(12, "breach", true)]
    public void Each_call_is_due_at_its_hour_and_not_before(double hours, string step, bool due)
    {
        BodyCase body = OnTheWay();
        BodyCommand command = BodySteps.CommandOf(new ClockworkStep(Number, step, 1, body.File.Head.Version));

        if (due)
        {
            body.Do(hours, Actor.System, command);
            Assert.Equal(CaseProblems.NotDue, body.Refused(hours + 1, Actor.System, command)); // once
        }
        else
        {
            Assert.Equal(CaseProblems.NotDue, body.Refused(hours, Actor.System, command));
        }
    }

    [Theory]
    [InlineData(11.99, false)]
    [InlineData(12, true)]
    public void Who_arrives_after_twelve_hours_is_late_also_when_the_clock_has_not_rung(double hours, bool late)
    {
        BodyCase body = OnTheWay().Do(13, Unit, new Arrive(At(hours), PapersShown: true));

        Assert.Equal(late, body.Facts.Current!.BreachedAt is not null);
        Assert.Equal(late, body.Tasks.Contains(BodyTasks.TellAuthority));
    }

    [Theory]
    [InlineData(BodyBasis.Intent, BodyWill.Refused, true, BodyProblems.Barred)]
    [InlineData(BodyBasis.Relatives, BodyWill.Refused, true, BodyProblems.Barred)] // CQ-BODY 14
    [InlineData(BodyBasis.Relatives, BodyWill.WithdrawnSilently, true, BodyProblems.Barred)] // U-04
    [InlineData(BodyBasis.Intent, BodyWill.None, true, BodyProblems.NoIntent)]
    [InlineData(BodyBasis.Intent, BodyWill.Valid, false, BodyProblems.Forensic)] // CQ-BODY 24
    [InlineData(BodyBasis.Relatives, BodyWill.None, true, BodyProblems.PaperMissing)] // the joint decision
    public void A_body_is_received_by_intent_or_by_the_whole_family_and_against_no_refusal(BodyBasis basis, BodyWill will, bool clear, string problem)
    {
        BodyCase body = Open().Paper(BodyDocuments.DeathCertificate, "doc-death");

        Assert.Equal(problem, body.Refused(0.5, Coordinator, new Verify(basis, will, clear)));
    }

    [Fact]
    public void Papers_are_originals_that_somebody_saw_and_a_donation_of_organs_has_had_them_seen()
    {
        BodyCase body = Open();
        Assert.Equal(BodyProblems.PaperMissing, body.Refused(0.1, Coordinator, new Verify(BodyBasis.Intent, BodyWill.Valid, true)));
        body.Do(0.1, Coordinator, new Shell(new CaseCommand.AttachDocument("doc-death", BodyDocuments.DeathCertificate)));
        Assert.Equal(BodyProblems.PaperMissing, body.Refused(0.1, Coordinator, new Verify(BodyBasis.Intent, BodyWill.Valid, true)));

        BodyCase after = Open(afterOrgans: true).Do(0.1, Coordinator, new Verify(BodyBasis.Relatives, BodyWill.None, true));
        Assert.Equal(BodyProblems.NotAfterOrgans, after.Refused(0.2, Desk, new DispatchUnit("unit-a", TakesAfterOrgans: false)));
        after.Do(0.2, Desk, new DispatchUnit("unit-a", TakesAfterOrgans: true));
    }

    [Fact]
    public void A_handover_is_whole_or_none()
    {
        BodyCase body = OnTheWay();
        Assert.Equal(BodyProblems.PapersUnshown, body.Refused(3, Unit, new Arrive(At(3), PapersShown: false)));
        Assert.Equal(BodyProblems.Time, body.Refused(3, Unit, new Arrive(At(4), PapersShown: true)));
        body.Do(3, Unit, new Arrive(At(3), PapersShown: true)).Paper(BodyDocuments.Handover, "doc-h", 3.1);
        HandOver whole = new("doc-h", "YT-1", IdentityVerified: true, DeathCertificateSeen: true);
        Assert.Equal(BodyProblems.AshesUnchosen, body.Refused(3.2, Unit, whole));
        body.Do(3.2, Coordinator, new ChooseAshes(AshesChoice.Family));
        Assert.Equal(BodyProblems.HandoverIncomplete, body.Refused(3.3, Unit, whole with { DeathCertificateSeen = false }));
        Assert.Equal(BodyProblems.HandoverIncomplete, body.Refused(3.3, Unit, whole with { CertificateNumber = " " }));
        Assert.Equal(CaseProblems.DocumentUnknown, body.Refused(3.3, Unit, whole with { HandoverDocumentId = "doc-death" }));
        body.Do(3.4, Unit, whole);
    }

    [Fact]
    public void The_unit_declines_on_site_and_another_is_sent_or_the_family_is_told_why()
    {
        BodyCase body = OnTheWay().Do(3, Unit, new Arrive(At(3), PapersShown: true));
        Assert.Equal(CaseProblems.ReasonRequired, body.Refused(3, Unit, new DeclineOnSite(UnfitReason.Infection), note: null));
        body.Do(3, Unit, new DeclineOnSite(UnfitReason.Infection));
        Assert.Equal(BodyState.Verified, body.State);
        body.Do(3.5, Desk, new DispatchUnit("unit-b", false));
        Assert.Equal(CaseProblems.ReasonRequired, body.Refused(4, Coordinator, new DeclareUnfit(UnfitReason.NoCapacity), note: null));
        body.Do(4, Coordinator, new DeclareUnfit(UnfitReason.NoCapacity));
        Assert.Equal((BodyState.NotAccepted, true), (body.State, body.File.Head.IsOver));
        Assert.Empty(BodyContributions.Of(body.File));
    }

    [Fact] // H12, in whatever order
    public void The_units_message_stands_for_arrival_and_handover_and_is_heard_once()
    {
        BodyCase body = OnTheWay();
        HearReceived said = new("unit-a", At(12.5), "digest");
        Assert.Equal(BodyProblems.OtherUnit, body.Refused(13, Unit, said with { Unit = "unit-x" }));

        body.Do(13, Unit, said);

        Assert.Equal((BodyState.Accepted, At(12.5), "digest"), (body.State, body.Facts.HandedOverAt, body.Facts.CertificateDigest));
        Assert.NotNull(body.Facts.Current!.BreachedAt); // half an hour late
        Assert.Equal(BodyProblems.DoneAlready, body.Refused(14, Unit, said));
        Assert.Equal(new DateOnly(2026, 3, 16), body.File.Head.Tasks.Single(task => task.Kind == BodyTasks.Report).Clock.LastDay);
    }

    [Fact]
    public void Minds_may_change_before_the_handover_and_until_use()
    {
        Assert.Equal(BodyState.Withdrawn, OnTheWay().Do(2, Coordinator, new ChangeMind()).State);

        BodyCase given = Received().Do(20, Coordinator, new ChangeMind());
        Assert.Equal(BodyState.Returned, given.State);
        Assert.Equal(0, BodyContributions.Of(given.File).Sum(one => one.Quantity));

        BodyCase used = Received().Do(48, Unit, new BeginUse(At(40)));
        Assert.Equal(CaseProblems.State, used.Refused(50, Coordinator, new ChangeMind()));
    }

    [Fact] // DL-08, CQ-BODY 41
    public void Every_year_has_its_summary_and_the_archive_waits_for_what_is_owed()
    {
        BodyCase body = Received().Do(48, Unit, new BeginUse(At(40)));
        double newYear = (new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)) - Eight).TotalHours;
        Assert.Equal(CaseProblems.NotDue, body.Refused(newYear - 0.01, Actor.System, new AskSummary(2026)));
        body.Do(newYear, Actor.System, new AskSummary(2026));
        Assert.Equal(new DateOnly(2027, 1, 31), body.File.Head.Tasks.Single(task => task.Kind == BodyTasks.Summary).Clock.LastDay);
        Assert.Equal(CaseProblems.NotDue, body.Refused(newYear + 1, Unit, new FileSummary(2027)));
        body.Do(newYear + 48, Unit, new FileSummary(2026));
        Assert.Equal([BodyTasks.Report], body.Tasks);

        body.Do(newYear + 100, Unit, new Cremate(At(newYear + 99)));
        Assert.Equal(BodyProblems.ReportMissing, body.Refused(newYear + 101, Officer, new BodyCommand.Archive()));
        body.Paper(BodyDocuments.UnitReport, "doc-r", newYear + 102).Do(newYear + 102, Officer, new FileReport("doc-r")).Do(newYear + 103, Officer, new BodyCommand.Archive());
        Assert.True(body.File.Head.IsOver);
    }

    [Fact] // I-07
    public void Every_act_stands_in_the_table_and_no_state_that_is_over_leads_out()
    {
        IEnumerable<string> own = typeof(BodyCommand).GetNestedTypes().Where(type => type != typeof(Shell)).Select(type => type.Name);
        string[] shell = ["AttachDocument", "SightDocument", "PlaceLegalHold", "LiftLegalHold", "Recuse", "Remind", "Escalate"];
        Assert.Equal(own.Concat(shell).Order(StringComparer.Ordinal), BodyTransitions.Table.Select(line => line.Act).Distinct().Order(StringComparer.Ordinal));
        Assert.All(BodyTransitions.Table.Where(line => line.From.IsOver()), line => Assert.Equal([line.From], line.To));
        Assert.All(Enum.GetValues<BodyState>().Where(state => state != BodyState.Notified), state => Assert.Contains(BodyTransitions.Table, line => line.To.Contains(state)));
    }

    [Fact] // I-07, I-09: on every walk, only lines of the table are taken, and whoever waits has a task or a timer
    public void On_every_random_walk_the_table_holds_and_nobody_waits_for_nothing()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        HashSet<BodyState> seen = [];
        for (int walk = 0; walk < 400; walk++)
        {
            Random random = new(Seed + walk);
            BodyCase body = Open(afterOrgans: random.Next(4) == 0);
            double hours = 0;
            for (int step = 0; step < 160 && !body.File.Head.IsOver; step++)
            {
                hours += random.Next(20) == 0 ? 24 * 40 : random.NextDouble() * 2;
                (Actor actor, BodyCommand command) = Any(random, hours, body);
                BodyState before = body.State;
                if (BodyProcess.Apply(body.File, command, By(actor, hours)) is CaseOutcome<BodyFacts>.Accepted)
                {
                    body.Do(hours, actor, command);
                    Assert.Contains(body.State, BodyTransitions.Find(command.Name, before)!.To);
                }

                seen.Add(body.State);
                Assert.True(
                    body.File.Head.IsOver || body.File.Head.Tasks.Count > 0 || BodySteps.StandingOf(body.File, Policy, WorkCalendar.China).Due.Count > 0,
                    $"{body.State} waits for nothing (walk {walk})");
            }
        }

        Assert.Equal(Enum.GetValues<BodyState>(), seen.Order());
    }

    private static (Actor, BodyCommand) Any(Random random, double hours, BodyCase body) => random.Next(18) switch
    {
        0 or 1 => (Coordinator, new Shell(new CaseCommand.AttachDocument("doc-" + random.Next(4), BodyDocuments.All.ElementAt(random.Next(4))))),
        2 or 3 => (Coordinator, new Shell(new CaseCommand.SightDocument("doc-" + random.Next(4)))),
        4 or 5 => (Coordinator, new Verify((BodyBasis)random.Next(2), (BodyWill)random.Next(4), ForensicClear: random.Next(4) > 0)),
        6 or 7 => (Desk, new DispatchUnit("unit-" + random.Next(3), TakesAfterOrgans: random.Next(2) == 0)),
        8 or 9 => (Unit, new Arrive(At(hours), PapersShown: true)),
        10 => (Coordinator, new ChooseAshes((AshesChoice)random.Next(3))),
        11 or 12 => (Unit, new HandOver("doc-" + random.Next(4), "YT", true, true)),
        13 => (Unit, random.Next(4) == 0 ? new DeclineOnSite(UnfitReason.Damaged) : new BeginUse(At(hours))),
        14 => (Unit, random.Next(2) == 0 ? new Cremate(At(hours)) : new FileReport("doc-" + random.Next(4))),
        15 => (Officer, random.Next(2) == 0 ? new BodyCommand.Archive() : new FileSummary(2026)),
        16 => random.Next(12) == 0 ? (Coordinator, (BodyCommand)new ChangeMind()) : (Lead, new TellAuthority()),
        _ => BodySteps.StandingOf(body.File, Policy, WorkCalendar.China).Due is [var due, ..]
            ? (Actor.System, BodySteps.CommandOf(new ClockworkStep(Number, due.Step, due.Seq, body.File.Head.Version)))
            : (Coordinator, random.Next(30) == 0 ? new DeclareUnfit(UnfitReason.Damaged) : new ChooseAshes(AshesChoice.Unit)),
    };
}
