using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using static Boai.Workflows.HardshipRelief.ReliefState;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>The state table of handbook §5.2, line by line and pair by pair (I-07).</summary>
public sealed class ReliefTransitionTests
{
    private static readonly string[] Acts =
    [
        .. typeof(ReliefCommand).GetNestedTypes().Where(type => type != typeof(ReliefCommand.Shell)).Select(type => type.Name),
        .. typeof(CaseCommand).GetNestedTypes().Select(type => type.Name),
    ];

    public static TheoryData<string, ReliefState> Lines { get; } =
        new(ReliefTransitions.Table.Select(line => (line.Act, line.From)));

    public static TheoryData<ReliefState> States { get; } = new(Enum.GetValues<ReliefState>());

    [Fact]
    public void Every_act_has_a_line_and_every_line_an_act()
        => Assert.Equal(Acts.Order(StringComparer.Ordinal), ReliefTransitions.Table.Select(line => line.Act).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Lines))]
    public void I_07_the_roles_of_a_line_may_do_its_act_and_it_leads_where_the_line_says(string act, ReliefState from)
    {
        ReliefTransition line = ReliefTransitions.Find(act, from)!;
        Assert.All(line.Roles, role =>
        {
            ReliefScene scene = ReliefScenes.For(act, from, role);
            Assert.Equal(from, scene.Case.State);

            CaseOutcome<ReliefFacts> outcome = scene.Play();

            CaseOutcome<ReliefFacts>.Accepted accepted = Assert.IsType<CaseOutcome<ReliefFacts>.Accepted>(outcome);
            Assert.Contains(accepted.Next.Head.StateOf(), line.To);
            Assert.Equal(Enumerable.Range(scene.Case.Head.Version + 1, accepted.Events.Count), accepted.Events.Select(happened => happened.Seq));
            Assert.Equal(
                CaseJson.Write(accepted.Next), CaseJson.Write(ReliefProcess.Replay(scene.Case.Events.Concat(accepted.Events))));
        });
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void I_07_every_other_role_is_refused_for_its_role(string act, ReliefState from)
    {
        ReliefTransition line = ReliefTransitions.Find(act, from)!;
        ReliefScene scene = ReliefScenes.For(act, from, line.Roles[0]);
        string before = CaseJson.Write(scene.Case.File);

        Assert.All(ReliefStaff.AllRoles.Except(line.Roles), role =>
        {
            CaseProblem problem = Assert.IsType<CaseOutcome<ReliefFacts>.Refused>(scene.PlayAs(ReliefStaff.Fresh(role))).Problem;
            Assert.Equal(CaseProblems.Role, problem.Code);
            Assert.Equal(string.Join(' ', line.Roles), problem.Arguments["roles"]);
        });
        Assert.Equal(before, CaseJson.Write(scene.Case.File));
    }

    [Theory]
    [MemberData(nameof(States))]
    public void I_07_an_act_without_a_line_is_refused_for_the_state_whoever_does_it(ReliefState state)
    {
        ReliefCase it = ReliefCarry.To(state, ReliefExample.Valid);
        string before = CaseJson.Write(it.File);
        string[] impossible = [.. Acts.Where(act => ReliefTransitions.Find(act, state) is null)];
        Assert.NotEmpty(impossible);

        foreach (string act in impossible)
        {
            ReliefCommand command = ReliefScenes.Sample(act);
            Assert.All(ReliefStaff.AllRoles, role =>
            {
                CaseProblem problem = it.Problem(ReliefStaff.Fresh(role), command, ReliefCase.Note);
                Assert.Equal(CaseProblems.State, problem.Code);
                Assert.Equal((state.ToString(), act), (problem.Arguments["state"], problem.Arguments["command"]));
            });
        }

        Assert.Equal(before, CaseJson.Write(it.File));
    }

    [Theory]
    [InlineData(Closed, "Reopen")]
    [InlineData(Withdrawn, "")] // its data is gone
    public void I_07_only_reopening_leads_out_of_a_terminal_state(ReliefState state, string act)
        => Assert.Equal(
            act.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            ReliefTransitions.Table.Where(line => line.From == state && line.To.Any(to => to != state)).Select(line => line.Act));

    // Handbook §5.2, column Next, with the side transitions of §2.9.
    [Theory]
    [InlineData(Draft, "Submitted Withdrawn")]
    [InlineData(Submitted, "Intake Refused Withdrawn")]
    [InlineData(Intake, "Investigation Refused SupplementAwaited Verification Withdrawn")]
    [InlineData(SupplementAwaited, "Intake Investigation Withdrawn")]
    [InlineData(Verification, "FirstOpinion Investigation Withdrawn")]
    [InlineData(FirstOpinion, "Investigation Publicity Refused Withdrawn")]
    [InlineData(Publicity, "Approval Investigation Reverification Withdrawn")]
    [InlineData(Reverification, "Investigation RenewedPublicity Withdrawn")]
    [InlineData(RenewedPublicity, "Approval Investigation Reverification Withdrawn")]
    [InlineData(Approval, "Aided FirstOpinion Intake Investigation Payment Refused Verification Withdrawn")]
    [InlineData(Payment, "Aided Investigation PaymentFailed Withdrawn")]
    [InlineData(PaymentFailed, "Investigation Payment Withdrawn")]
    [InlineData(Aided, "Closed Investigation")]
    [InlineData(Refused, "Approval Closed")]
    [InlineData(Closed, "Aided Intake Verification")]
    [InlineData(Withdrawn, "")]
    public void A_state_leads_where_the_handbook_says(ReliefState from, string next)
        => Assert.Equal(
            next.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            ReliefTransitions.Table.Where(line => line.From == from).SelectMany(line => line.To)
                .Where(to => to != from).Select(to => to.ToString()).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_stale_version_is_refused_before_anything_else()
    {
        ReliefCase it = ReliefCases.InIntake(ReliefExample.Valid);
        Deciding stale = ReliefCase.Circumstances(ReliefStaff.Town, it.Now, it.Policy) with { SeenVersion = it.Head.Version - 1 };

        CaseProblem problem = Assert.IsType<CaseOutcome<ReliefFacts>.Refused>(
            ReliefProcess.Apply(it.File, new ReliefCommand.Accept(), stale)).Problem;

        Assert.Equal((CaseProblems.Stale, $"{it.Head.Version}"), (problem.Code, problem.Arguments["version"]));
    }
}
