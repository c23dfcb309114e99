using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using FsCheck.Xunit;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>The invariants of handbook §14 over random lives of a case; a failure prints the seed that gives it again.</summary>
public sealed class ReliefPropertyTests
{
    private const int Acts = 260;

    [Property(MaxTest = 60)]
    public void I_07_a_case_goes_only_where_its_table_leads(int seed) => Live(seed, (before, act, after) =>
    {
        ReliefTransition? line = ReliefTransitions.Find(act, before.State);
        Assert.NotNull(line);
        Assert.Contains(after.State, line.To);
        Assert.Equal(after.State.IsTerminal(), after.Head.IsOver);
        if (before.State.IsTerminal() && after.State != before.State)
        {
            Assert.Equal("Reopen", act);
        }
    });

    [Property(MaxTest = 30)]
    public void I_08_the_events_give_the_case_again_however_often_they_come(int seed)
    {
        ReliefCase last = Live(seed, (_, _, _) => { });
        Random random = new(seed);
        string expected = CaseJson.Write(last.File);

        Assert.Equal(expected, CaseJson.Write(ReliefProcess.Replay(last.Events)));
        Assert.Equal(expected, CaseJson.Write(ReliefProcess.Replay(
            last.Events.SelectMany((happened, index) => last.Events.Skip(random.Next(index + 1)).Take(random.Next(3)).Where(old => old.Seq < happened.Seq).Append(happened)))));
        Assert.Equal(Enumerable.Range(1, last.Events.Count), last.Events.Select(happened => happened.Seq));
    }

    [Property(MaxTest = 60)]
    public void I_09_an_open_case_has_an_owner_and_something_to_wait_for_and_a_closed_one_has_nothing(int seed) => Live(seed, (_, _, after) =>
    {
        ReliefStanding standing = after.Standing;
        Assert.Equal(ReliefStaff.District, after.Head.Owner);
        if (after.Head.IsOver)
        {
            Assert.Empty(after.Head.Tasks);
            Assert.Null(after.Head.Clock);
            Assert.Empty(standing.Calls);
            Assert.True(standing is { DueAt: null, ResumeAt: null, CloseAt: null, UrgentCompleteBy: null, SupplementNoticeAt: null });
            Assert.NotNull(after.Head.KeepUntil);
            return;
        }

        bool waits = after.Head.Tasks.Count > 0 || after.Head.Clock is { IsRunning: true } || standing.ResumeAt is not null;
        Assert.True(waits, $"{after.State} waits for nothing.");
        Assert.Equal(after.Head.Tasks.Count, after.Head.Tasks.Select(task => task.Id).Distinct().Count());
    });

    [Property(MaxTest = 60)]
    public void I_09_a_suspended_case_stands_still(int seed) => Live(seed, (_, _, after) =>
    {
        if (after.Head.Suspension is not null)
        {
            Assert.False(after.Head.Clock?.IsRunning ?? false);
            Assert.Empty(after.Standing.Calls);
        }
    });

    [Property(MaxTest = 60)]
    public void I_10_a_time_in_working_days_ends_with_a_working_day(int seed) => Live(seed, (_, _, after) =>
    {
        IEnumerable<StateClock> clocks = after.Head.Tasks.Select(task => task.Clock).Append(after.Head.Clock).OfType<StateClock>();
        Assert.All(
            clocks.Where(clock => clock.Deadline.Period.Unit is PeriodUnit.WorkingDays or PeriodUnit.Days),
            clock => Assert.True(WorkCalendar.China.IsWorkingDay(clock.LastDay), $"{clock.LastDay:yyyy-MM-dd}"));
    });

    [Property(MaxTest = 60)]
    public void I_11_nobody_stands_on_both_sides_of_a_duty_separation_pair(int seed) => Live(seed, (before, _, after) =>
    {
        foreach (IGrouping<string, ActorDuty> person in after.Head.Actors.GroupBy(done => done.StaffId))
        {
            Duty[] duties = [.. person.Select(done => done.Duty).Distinct()];
            Assert.DoesNotContain(duties.SelectMany(_ => duties, (one, other) => (one, other)), pair => DutySeparation.Excludes(pair.one, pair.other));
        }

        ActorDuty[] added = [.. after.Head.Actors.Except(before.Head.Actors)];
        Assert.DoesNotContain(added, done => before.Head.Recused.Contains(done.StaffId));
    });

    [Property(MaxTest = 60)]
    public void I_23_a_payment_is_confirmed_once_and_its_sum_counts_once(int seed)
    {
        ReliefCase last = Live(seed, (_, _, _) => { });
        string[] confirmed = [.. last.Events.Where(happened => happened.Kind == nameof(ReliefFact.PaymentConfirmed))
            .Select(happened => ((ReliefFact.PaymentConfirmed)CaseJson.Read<CaseEntry<ReliefFact>>(happened.Data!.Value).Fact!).PaymentId)];

        Assert.Equal(confirmed.Distinct(), confirmed);
        Assert.Equal(
            confirmed.Order(StringComparer.Ordinal),
            last.Facts.Payments.Where(payment => payment.Stage == PaymentStage.Paid).Select(payment => payment.PaymentId).Order(StringComparer.Ordinal));
    }

    [Property(MaxTest = 60)]
    public void I_27_no_money_leaves_before_approval_and_publicity_except_urgent_aid_and_never_too_much(int seed) => Live(seed, (before, act, after) =>
    {
        foreach (ReliefPayment sent in after.Facts.Payments.Where(payment => payment.Stage == PaymentStage.Sent))
        {
            Assert.True(after.Facts.Application!.Payee.HolderMatches);
            if (act != "SendPayment" || before.Facts.Payments.Single(payment => payment.PaymentId == sent.PaymentId).Stage == PaymentStage.Sent)
            {
                continue;
            }

            PublicityRun? run = after.Facts.LastRun;
            Assert.True(
                sent.IsUrgent
                    ? sent.Amount <= new Money(5_000_00)
                    : run is { IsComplete: true } && ChinaCalendar.DateOf(after.Now) > run.ListedOn!.Value.AddDays(run.Renewed ? 3 : 7)
                        && after.Facts.Approvals.Count > 0,
                $"{sent.PaymentId} left in {after.State}");
        }

        Money mostly = after.Facts.Granted ?? after.Facts.Urgent?.Amount ?? Money.Zero;
        Assert.True(after.Facts.PaidOut <= mostly, $"paid {after.Facts.PaidOut} of {mostly}");
        Assert.True(after.State != ReliefState.Aided || after.Facts.PaidOut == after.Facts.Granted, $"aided with {after.Facts.PaidOut} of {after.Facts.Granted}");
        if (after.State is ReliefState.Withdrawn or ReliefState.Refused or ReliefState.Closed)
        {
            Assert.All(after.Facts.Payments, payment => Assert.True(payment.Stage is PaymentStage.Paid or PaymentStage.Cancelled));
            Assert.True(after.State != ReliefState.Withdrawn || after.Facts.PaidOut == Money.Zero);
        }
    });

    [Property(MaxTest = 60)]
    public void I_27_late_urgent_aid_never_gets_past_the_investigation(int seed) => Live(seed, (before, act, after) =>
    {
        if (act == "MissUrgentCompletion")
        {
            Assert.Equal(ReliefState.Investigation, after.State);
            Assert.True(after.Now >= before.Facts.Urgent!.CompleteBy);
        }
    });

    [Fact]
    public void The_random_lives_reach_every_state_and_every_act()
    {
        HashSet<ReliefState> states = [];
        HashSet<string> acts = [];
        for (int seed = 1; seed <= 400 && (states.Count < Enum.GetValues<ReliefState>().Length || acts.Count < Wanted.Length); seed++)
        {
            Live(seed, (_, act, after) =>
            {
                states.Add(after.State);
                acts.Add(act);
            });
        }

        Assert.Equal(Enum.GetValues<ReliefState>().Order(), states.Append(ReliefState.Draft).Append(ReliefState.Submitted).Distinct().Order());
        Assert.Empty(Wanted.Except(acts));
    }

    /// <summary>The workflow beside random people: it does not go round in circles, and whatever they do the case comes to rest.</summary>
    [Property(MaxTest = 25)]
    public void I_09_whatever_people_do_the_workflow_waits_for_something_or_is_done(int seed)
    {
        Random random = new(seed);
        ReliefWalk walk = new(random);
        ReliefExample example = walk.Example(random.Next(1, 500));
        ReliefWorld world = new(example);
        DateTimeOffset at = example.OpenedAt;
        for (int act = 0; act < 120; act++)
        {
            at += TimeSpan.FromMinutes(random.Next(1, 900));
            world.On(at, it => walk.Act(it, example).After);
        }

        world.Run.Until(at.AddYears(1));

        Assert.Equal(world.Run.IsOver, world.Case.Head.IsOver);
        Assert.True(world.RefusedSteps <= 120, $"{world.RefusedSteps} steps were refused");
        Assert.True(world.Run.IsOver || world.Case.Head.Tasks.Count > 0 || world.Case.Head.Suspension is not null, $"{world.Case.State} is forgotten");
        Assert.Equal(CaseJson.Write(world.Case.File), CaseJson.Write(ReliefProcess.Replay(world.Case.Events)));
    }

    private static readonly string[] Wanted =
    [
        .. ReliefTransitions.Table.Select(line => line.Act).Distinct().Except(["Submit", "PurgeDraft"]), // the lives begin with the form
    ];

    private static ReliefCase Live(int seed, Action<ReliefCase, string, ReliefCase> check)
    {
        Random random = new(seed);
        ReliefWalk walk = new(random);
        ReliefExample example = walk.Example(random.Next(1, 500));
        ReliefCase it = ReliefCases.Submitted(example);
        for (int act = 0; act < Acts; act++)
        {
            it = it.At(Max(walk.Later(it), it.Now));
            (ReliefCase after, string what, bool accepted) = walk.Act(it, example);
            if (accepted)
            {
                check(it, what, after);
            }

            it = after;
        }

        return it;
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
