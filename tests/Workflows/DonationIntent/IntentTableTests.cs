using System.Reflection;
using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.DonationIntent.IntentEntry;
using static Boai.Workflows.DonationIntent.IntentState;

namespace Boai.Tests.Workflows.DonationIntent;

/// <summary>The state table of handbook §7.2a, line by line and role by role (I-07).</summary>
public sealed class IntentTableTests
{
    private static readonly string[] Acts =
    [
        .. typeof(IntentCommand).GetNestedTypes().Where(type => type != typeof(IntentCommand.Shell)).Select(type => type.Name),
        .. typeof(CaseCommand).GetNestedTypes().Select(type => type.Name),
    ];

    public static TheoryData<string, IntentState> Lines { get; } = new(IntentTransitions.Table.Select(line => (line.Act, line.From)));

    public static TheoryData<IntentState> States { get; } = new(Enum.GetValues<IntentState>());

    [Fact]
    public void Every_act_has_a_line_and_every_line_an_act()
        => Assert.Equal(Acts.Order(StringComparer.Ordinal), IntentTransitions.Table.Select(line => line.Act).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Lines))]
    public void I_07_the_roles_of_a_line_may_do_its_act_and_it_leads_where_the_line_says(string act, IntentState from)
    {
        IntentTransition line = IntentTransitions.Find(act, from)!;
        Assert.All(line.Roles, role =>
        {
            IntentEntry entry = IntentScenes.Prepared(act, from);
            Assert.Equal(from, entry.State);
            int before = entry.File.Head.Version;

            entry.Do(Staff(role), IntentScenes.Command(act, Staff(role), entry), Note);

            Assert.Contains(entry.State, line.To);
            Assert.Equal(Enumerable.Range(1, entry.File.Head.Version), entry.Events.Select(happened => happened.Seq));
            Assert.True(entry.File.Head.Version > before);
        });
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void I_07_every_other_role_is_refused_for_its_role_and_nobody_else_of_the_public_may_act(string act, IntentState from)
    {
        IntentTransition line = IntentTransitions.Find(act, from)!;
        IntentEntry entry = IntentScenes.Prepared(act, from);
        string before = CaseJson.Write(entry.File);

        Assert.All(AllRoles.Except(line.Roles), role
            => Assert.Equal(CaseProblems.Role, entry.Refuses(Staff(role), IntentScenes.Command(act, Staff(role), entry), Note)));
        if (line.Roles.Contains(Roles.Public))
        {
            Actor relative = new("wife-of-subject-1", Roles.Public, Yuzhong);
            Assert.Equal(IntentProblems.NotTheHolder, entry.Refuses(relative, IntentScenes.Command(act, relative, entry), Note));
        }

        Assert.Equal(before, CaseJson.Write(entry.File));
    }

    [Theory]
    [MemberData(nameof(States))]
    public void I_07_an_act_without_a_line_is_refused_for_the_state_whoever_does_it(IntentState state)
    {
        IntentEntry entry = In(state);
        string before = CaseJson.Write(entry.File);
        string[] impossible = [.. Acts.Where(act => IntentTransitions.Find(act, state) is null)];
        Assert.NotEmpty(impossible);

        Assert.All(impossible, act => Assert.All(AllRoles, role
            => Assert.Equal(CaseProblems.State, entry.Refuses(Staff(role), IntentScenes.Command(act, Staff(role), entry), Note))));
        Assert.Equal(before, CaseJson.Write(entry.File));
    }

    // Handbook §7.2a, column "From → to"; the refusal is open to every living holder.
    [Theory]
    [InlineData(Registering, "Effective LegalReview NotRegistered Refused")]
    [InlineData(LegalReview, "Effective NotRegistered Refused")]
    [InlineData(IntentState.Effective, "Executed Lapsed Refused Withdrawn WithdrawnUnstated")]
    [InlineData(Withdrawn, "Refused")]
    [InlineData(WithdrawnUnstated, "Refused Withdrawn")]
    [InlineData(Refused, "RefusalLifted")]
    [InlineData(RefusalLifted, "Refused")]
    [InlineData(NotRegistered, "")]
    [InlineData(Executed, "")]
    [InlineData(Lapsed, "Effective")]
    public void A_state_leads_where_the_handbook_says(IntentState from, string next)
        => Assert.Equal(
            next.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            IntentTransitions.Table.Where(line => line.From == from).SelectMany(line => line.To)
                .Where(to => to != from).Select(to => to.ToString()).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(States))]
    public void I_09_what_is_over_has_no_task_and_what_is_told_to_the_national_register_rests(IntentState state)
    {
        IntentEntry entry = In(state);
        Assert.Equal(state.IsTerminal(), entry.File.Head.IsOver);
        Assert.Equal(state.IsTerminal(), entry.File.Head.Tasks is []);
        if (IntentTransitions.Find("RecordExport", state) is not null)
        {
            Assert.Equal(entry.Now.AddHours(24), entry.File.Head.Tasks.Single().DueAt);
            entry.Do(Actor.System, new IntentCommand.RecordExport("N-1"));
            Assert.Empty(entry.File.Head.Tasks);
            Assert.Equal(IntentProblems.NothingToExport, entry.Refuses(Actor.System, new IntentCommand.RecordExport("N-1")));
        }
    }

    [Fact]
    public void A_stale_version_is_refused_before_anything_else()
        => Assert.Equal(
            CaseProblems.Stale,
            Assert.IsType<CaseOutcome<IntentFacts>.Refused>(IntentProcess.Apply(
                Open().File, new IntentCommand.MarkLapsed(), By(Holder, Start) with { SeenVersion = 0 })).Problem.Code);

    [Fact]
    public void No_type_of_the_register_holds_a_name_a_number_a_telephone_or_a_birthday()
    {
        Type[] personal = [typeof(PersonName), typeof(ResidentId), typeof(PersonId), typeof(PhoneNumber), typeof(BankCard), typeof(Passport)];
        PropertyInfo[] properties =
        [
            .. typeof(IntentProcess).Assembly.GetTypes().Where(type => type.Namespace == typeof(IntentProcess).Namespace).SelectMany(type => type.GetProperties()),
        ];

        Assert.True(properties.Length > 60, $"{properties.Length}");
        Assert.DoesNotContain(properties, property => personal.Contains(property.PropertyType) || property.Name.StartsWith("Born", StringComparison.Ordinal));
        Assert.DoesNotContain("1990", CaseJson.Write(Open().Events), StringComparison.Ordinal);
    }
}
