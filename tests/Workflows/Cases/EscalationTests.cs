using Boai.Tests.Workflows.HardshipRelief;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Cases;

/// <summary>Reminders at 50 % and 80 % and the ladder at 100, 125, 150 and 200 % of the time (handbook §2.9).</summary>
public sealed class EscalationTests
{
    // Three working days from Monday 2 March, 09:00, to Thursday 24:00: 87 hours.
    private static readonly DateTimeOffset Start = ReliefCase.Beijing("2026-03-02T09:00");
    private static readonly DateTimeOffset Due = ReliefCase.Beijing("2026-03-06T00:00");

    [Fact]
    public void The_ladder_is_climbed_rung_by_rung_at_its_shares_of_the_time()
    {
        TimeSpan time = Due - Start;

        Assert.Equal(
            [(1, 0, Start + (time * 0.5)), (2, 0, Start + (time * 0.8)), (0, 1, Due), (0, 2, Due + (time * 0.25)), (0, 3, Due + (time * 0.5)), (0, 4, Due + time)],
            Climb(ReliefCases.InIntake(ReliefExample.Valid)).Select(call => (call.Reminder, call.Rung, call.At)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void A_call_is_made_at_its_instant_and_once(int nth)
    {
        ReliefCase it = ReliefCases.InIntake(ReliefExample.Valid);
        for (int call = 1; call < nth; call++)
        {
            it = Make(it, Next(it));
        }

        TaskCall next = Next(it);
        Assert.Equal(CaseProblems.NotDue, it.At(next.At.AddTicks(-1)).Refuses(ReliefStaff.System, Command(next)));
        ReliefCase made = Make(it, next);
        Assert.Equal(CaseProblems.NotDue, made.Refuses(ReliefStaff.System, Command(next)));
    }

    [Fact]
    public void No_rung_is_left_out()
    {
        ReliefCase it = ReliefCases.InIntake(ReliefExample.Valid).At("2026-04-01T00:00");

        Assert.Equal(CaseProblems.NotDue, it.Refuses(ReliefStaff.System, new CaseCommand.Escalate(it.Head.Tasks[0].Id, 2)));
        Assert.Equal(CaseProblems.TaskUnknown, it.Refuses(ReliefStaff.System, new CaseCommand.Escalate("nothing-1", 1)));
    }

    [Fact]
    public void Time_in_which_the_clock_stood_still_is_no_part_of_the_shares()
    {
        ReliefCase it = ReliefCases.InIntake(ReliefExample.Valid).At("2026-03-03T10:00")
            .Does(ReliefStaff.Officer, new CaseCommand.Suspend("awaiting-court", new DateOnly(2027, 3, 3)))
            .At("2027-03-03T00:00").Does(ReliefStaff.System, new CaseCommand.Resume());
        DateTimeOffset due = ReliefCase.Beijing("2027-03-06T00:00");
        Assert.Equal(due, it.DueAt);

        TaskCall[] calls = [.. Climb(it)];

        TimeSpan time = due - Start - (ReliefCase.Beijing("2027-03-03T00:00") - ReliefCase.Beijing("2026-03-03T10:00"));
        Assert.InRange(time, TimeSpan.FromDays(3), TimeSpan.FromDays(5));
        Assert.Equal(due + (time * 0.25), calls.Single(call => call.Rung == 2).At);
        Assert.Equal(due + time, calls.Single(call => call.Rung == 4).At);
        Assert.All(calls, call => Assert.True(call.At > ReliefCase.Beijing("2027-03-03T00:00")));
    }

    [Fact]
    public void Nobody_is_called_while_the_clock_stands()
    {
        ReliefCase it = ReliefCases.InIntake(ReliefExample.Valid)
            .Does(ReliefStaff.Officer, new CaseCommand.Suspend("awaiting-court", new DateOnly(2026, 5, 1)));

        Assert.All(it.Head.Tasks, task => Assert.Null(Escalation.Next(task, it.Policy)));
    }

    [Theory]
    [InlineData(1, "TOWN DIST_OFF", "TOWN DIST_OFF")]
    [InlineData(2, "TOWN DIST_OFF", "DIST_LEAD")]
    [InlineData(3, "TOWN DIST_OFF", "CITY_HEAD")]
    [InlineData(4, "TOWN DIST_OFF", "SUPERVISOR")]
    [InlineData(2, "FIN_ACC FIN_CASH", "DIST_LEAD")]
    [InlineData(2, "DIST_LEAD", "CITY_HEAD")]
    [InlineData(3, "DIST_LEAD", "EXEC")]
    [InlineData(2, "CITY_HEAD", "EXEC")]
    [InlineData(3, "CITY_HEAD", "EXEC")]
    [InlineData(4, "EXEC", "SUPERVISOR")]
    [InlineData(2, "DIST_OFF TOWN CITY_OFF", "CITY_HEAD")]
    public void Each_rung_has_its_addressees(int rung, string roles, string addressees)
    {
        CaseTask task = ReliefCases.InIntake(ReliefExample.Valid).Head.Tasks[0] with { Roles = roles.Split(' ') };

        Assert.Equal(addressees.Split(' '), Escalation.Addressees(task, rung));
    }

    private static IEnumerable<TaskCall> Climb(ReliefCase it)
    {
        while (Escalation.Next(it.Head.Tasks[0], it.Policy) is { } call)
        {
            yield return call;
            it = Make(it, call);
        }
    }

    private static TaskCall Next(ReliefCase it) => Escalation.Next(it.Head.Tasks[0], it.Policy)!;

    private static ReliefCase Make(ReliefCase it, TaskCall call) => it.At(call.At).Does(ReliefStaff.System, Command(call));

    private static CaseCommand Command(TaskCall call) => call.Rung > 0
        ? new CaseCommand.Escalate(call.TaskId, call.Rung)
        : new CaseCommand.Remind(call.TaskId, call.Reminder);
}
