using Boai.Tests.Support;
using Boai.Workflows.Cases;
using Boai.Workflows.MemorialCare;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.MemorialCare.CareCase;
using static Boai.Workflows.MemorialCare.CareCommand;

namespace Boai.Tests.Workflows.MemorialCare;

/// <summary>LIFE-08, handbook §7.7: occasions, the name in the memorial park, and 不再联系.</summary>
public sealed class CareTests
{
    private static readonly string[] AllRoles = [.. typeof(Roles).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    [Theory]
    [InlineData("2026-03-02", "2026-03-01", "condolence 03-02..03-09, certificate 03-02..04-01, call 03-25..04-01, hundred 06-01..06-08, qingming 03-29..04-05, invitation 03-14..03-31")]
    [InlineData("2026-04-05", "2026-04-05", "condolence 04-05..04-12, certificate 04-05..05-05, call 04-28..05-05, hundred 07-06..07-13, qingming 2027-03-29..2027-04-05, invitation 2027-03-14..2027-03-31")]
    [InlineData("2026-03-30", "2026-03-29", "condolence 03-30..04-06, certificate 03-30..04-29, call 04-22..04-29, hundred 06-29..07-06, qingming 03-30..04-05, invitation 03-14..03-31")]
    [InlineData("2026-03-31", "2026-03-29", "condolence 03-31..04-07, certificate 03-31..04-30, call 04-23..04-30, hundred 06-29..07-06, qingming 03-31..04-05, invitation 2027-03-14..2027-03-31")]
    public void Every_occasion_follows_from_the_death_the_start_and_the_calendar(string started, string died, string expected)
    {
        DateOnly start = DateOnly.Parse(started, System.Globalization.CultureInfo.InvariantCulture);
        CareFacts facts = new(Number, DateOnly.Parse(died, System.Globalization.CultureInfo.InvariantCulture), start);

        Assert.Equal(expected, string.Join(", ", CareOccasions.Ahead(facts, Policy, start).Select(one => $"{Word(one.Kind)} {Day(one.OpensOn)}..{Day(one.DueOn)}")));

        string Day(DateOnly day) => day.ToString(day.Year == start.Year ? "MM-dd" : "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        string Word(CareKind kind) => kind switch
        {
            CareKind.MonthCall => "call", CareKind.HundredDays => "hundred", CareKind.FirstQingming => "qingming", _ => kind.ToString().ToLowerInvariant(),
        };
    }

    [Fact]
    public void Every_act_is_for_its_roles_in_its_states_and_for_no_other()
    {
        (Func<CareCommand> Make, string Name)[] acts =
        [
            (() => new OpenDue(), "OpenDue"), (() => new CompleteCare(CareKind.Condolence), "CompleteCare"), (() => new EndContact(), "EndContact"),
            (() => new ProposeName(true, true, "doc-consent", "d1"), "ProposeName"), (() => new ProofReadName("doc-proof", "d1"), "ProofReadName"),
            (() => new EngraveName("A-03-12"), "EngraveName"), (() => new RemoveName(), "RemoveName"), (() => new WithdrawMemorial(true, true), "WithdrawMemorial"),
        ];
        Assert.Equal(acts.Length, typeof(CareCommand).GetNestedTypes().Count(type => type != typeof(Shell)));
        foreach (CareState state in Enum.GetValues<CareState>())
        {
            foreach ((Func<CareCommand> make, string name) in acts)
            {
                foreach (string role in AllRoles)
                {
                    CareCase it = new();
                    it.FileDocuments();
                    if (state == CareState.NoContact)
                    {
                        it.Do(Staff(Roles.Coordinator), new EndContact());
                    }

                    CareTransition? line = CareTransitions.Find(name, state);
                    string? problem = it.Problem(Staff(role), make());
                    string where = $"{name} by {role} in {state}: {problem}";
                    Assert.True(line is null == (problem == CaseProblems.State), where);
                    Assert.True(line is null || line.Roles.Contains(role) == (problem != CaseProblems.Role), where);
                }
            }
        }
    }

    [Fact]
    public void Whoever_witnessed_looks_after_nobody_but_writes_down_that_the_family_wants_no_contact()
    {
        CareCase it = new();
        it.BySystem(new OpenDue());

        Assert.Equal(CaseProblems.Separation, it.Problem(Witness, new CompleteCare(CareKind.Condolence)));
        Assert.Equal(CaseProblems.Recusal, it.Problem(new Actor("cousin", Roles.CityOfficer, UnitCode.City), new CompleteCare(CareKind.Condolence)));
        Assert.Null(it.Problem(Officer, new CompleteCare(CareKind.Condolence)));
        Assert.Equal(CareProblems.NotOpen, it.Problem(Officer, new CompleteCare(CareKind.HundredDays)));
        Assert.Null(it.Problem(Witness, new EndContact()));
    }

    [Fact]
    public void A_name_stands_only_with_written_consent_and_as_the_family_has_signed_it()
    {
        CareCase it = new();
        Assert.Equal(CareProblems.ConsentMissing, it.Problem(Officer, new ProposeName(true, true, "doc-consent", "d1")));
        it.FileDocuments();
        Assert.Equal(CareProblems.NothingAgreed, it.Problem(Officer, new ProposeName(false, false, "doc-consent", "d1")));
        Assert.Equal(CareProblems.ConsentMissing, it.Problem(Officer, new ProposeName(true, true, "doc-proof", "d1"))); // a document, but not the consent
        Assert.Equal(CareProblems.NoName, it.Problem(Officer, new ProofReadName("doc-proof", "d1")));

        it.Do(Officer, new ProposeName(true, true, "doc-consent", "d1"));
        Assert.Contains(CareTasks.ProofRead, it.Tasks);
        Assert.False(it.File.Facts.Wish!.IsPublic);
        Assert.Equal(CareProblems.NotProofRead, it.Problem(Officer, new EngraveName("A-03-12")));
        Assert.Equal(CareProblems.NameDiffers, it.Problem(Officer, new ProofReadName("doc-proof", "d2")));
        it.Do(Second, new ProofReadName("doc-proof", "d1"));
        Assert.True(it.File.Facts.Wish!.IsPublic);
        Assert.Equal([CareTasks.Engrave], it.Tasks);
        Assert.Equal(CareProblems.Position, it.Problem(Officer, new EngraveName("third row")));
        it.Do(Officer, new EngraveName("A-03-12"));
        Assert.Empty(it.Tasks);

        // A correction: hidden until it is proof-read anew, engraved anew.
        it.Do(Officer, new ProposeName(true, true, "doc-consent", "d3"));
        Assert.False(it.File.Facts.Wish!.IsPublic);
        it.Do(Officer, new ProofReadName("doc-proof", "d3"));
        Assert.Equal([CareTasks.Engrave], it.Tasks);
        it.Do(Officer, new EngraveName("A-03-12"));
        Assert.Equal("d3", it.File.Facts.Wish!.EngravedDigest);

        // Taken back in part, then altogether.
        it.Do(Officer, new WithdrawMemorial(Engraving: false, Online: true));
        Assert.False(it.File.Facts.Wish!.IsPublic);
        Assert.Equal("A-03-12", it.File.Facts.Wish!.Position);
        it.Do(Officer, new WithdrawMemorial(Engraving: true, Online: false));
        Assert.Equal([CareTasks.Remove], it.Tasks);
        Assert.Equal(CareProblems.EngravingNotAgreed, it.Problem(Officer, new EngraveName("A-03-12")));
        it.Do(Officer, new RemoveName());
        Assert.Empty(it.Tasks);
        Assert.Null(it.File.Facts.Wish!.Position);
    }

    [Fact]
    public void After_no_contact_no_walk_makes_a_task_again_and_the_name_can_still_be_taken_back()
    {
        int ended = 0;
        int tried = 0;
        for (int seed = 1; seed <= 300; seed++)
        {
            Random random = new(seed);
            CareCase it = new();
            it.FileDocuments();
            int end = random.Next(25);
            for (int step = 0; step < 60; step++)
            {
                it.Now += TimeSpan.FromDays(random.Next(40));
                CareCommand command = step == end ? new EndContact() : Draw(random, it);
                Actor actor = step == end ? Staff(Roles.DutyDesk) : random.Next(3) == 0 ? Actor.System : random.Next(4) == 0 ? Staff(Roles.CityHead) : Officer;
                if (it.Try(actor, command) is CaseOutcome<CareFacts>.Accepted)
                {
                    it.Do(actor, command);
                }

                if (step >= end)
                {
                    tried++;
                    string where = $"seed {seed}, step {step}, {command.Name}";
                    Assert.True(it.State == CareState.NoContact && it.File.Head.IsOver, where);
                    Assert.True(it.File.Head.Tasks is [], where);
                    Assert.True(CareStanding.Of(it.File, Policy, it.Now) is { OpensAt: null, Calls: [], IsOver: true }, where);
                    Assert.False(it.BySystem(new OpenDue()), where);
                    ended++;
                }
            }

            if (it.File.Facts.Wish is { IsPublic: true })
            {
                it.Do(Staff(Roles.CityHead), new WithdrawMemorial(Engraving: true, Online: true));
                Assert.False(it.File.Facts.Wish!.IsPublic);
                Assert.Empty(it.File.Head.Tasks);
            }
        }

        Assert.True(ended > 5_000 && tried > 5_000, $"ended {ended}, tried {tried}");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)] // no event ever arrives
    [InlineData(true, true)] // every activity runs twice
    public void Three_years_of_care_make_each_task_on_its_day_and_no_long_history(bool tells, bool twice)
    {
        Carried carried = new(tells, twice);

        carried.Run.Until(new DateTimeOffset(2029, 3, 31, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(
            [
                "2026-03-02 Condolence", "2026-03-02 Certificate", "2026-03-14 Invitation", "2026-03-25 MonthCall", "2026-03-29 FirstQingming", "2026-06-02 HundredDays",
                "2027-03-14 Invitation", "2028-03-14 Invitation", "2029-03-14 Invitation",
            ],
            carried.Made);
        Assert.False(carried.Run.IsOver);
        Assert.True(carried.Run.Histories > 3);
        Assert.Empty(carried.Case.Tasks);
    }

    [Fact]
    public void A_family_that_says_no_more_ends_the_orchestration_and_a_new_one_ends_at_once()
    {
        Carried carried = new(tells: true, twice: false);
        carried.Run.At(new DateTimeOffset(2027, 3, 20, 2, 0, 0, TimeSpan.Zero), () => carried.Act(Staff(Roles.Coordinator), new EndContact()));

        EndedCare ended = carried.Run.ToEnd<EndedCare>();

        Assert.Equal(CareState.NoContact, ended.State);
        Assert.Equal("2027-03-14 Invitation", carried.Made[^1]);

        Carried again = new(tells: true, twice: false, carried.Case);
        Assert.Equal(CareState.NoContact, again.Run.ToEnd<EndedCare>().State);
        Assert.Equal([CareActivities.CatchUp], again.Run.Calls);
    }

    [Fact]
    public void A_task_that_nobody_keeps_is_reminded_of_and_escalated()
    {
        Carried carried = new(tells: false, twice: false) { Keeps = false };

        carried.Run.Until(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Contains(carried.Calls, call => call.Call is { TaskId: "Condolence-2026", Reminder: > 0 });
        Assert.Contains(carried.Calls, call => call.Call is { TaskId: "Condolence-2026", Rung: 4 });
    }

    private static CareCommand Draw(Random random, CareCase it) => random.Next(11) switch
    {
        0 or 1 or 2 => new OpenDue(),
        3 => new CompleteCare((CareKind)random.Next(6)),
        4 => new ProposeName(random.Next(2) == 0, random.Next(3) > 0, "doc-consent", $"d{random.Next(2)}"),
        5 => new ProofReadName("doc-proof", it.File.Facts.Wish?.NameDigest ?? "d0"),
        6 => new EngraveName("A-03-12"),
        7 => new RemoveName(),
        8 when random.Next(4) == 0 => new WithdrawMemorial(random.Next(2) == 0, random.Next(2) == 0),
        9 => new Shell(new CaseCommand.Reopen("family-asked")),
        _ => it.File.Head.Tasks is [{ } task, ..] ? new Shell(new CaseCommand.Escalate(task.Id, task.Rung + 1)) : new Shell(new CaseCommand.Resume()),
    };

    /// <summary>The orchestration over a case, with an officer who keeps every occasion a day after it came up.</summary>
    private sealed class Carried
    {
        private readonly bool _tells;

        public Carried(bool tells, bool twice, CareCase? known = null)
        {
            _tells = tells;
            Case = known ?? new CareCase(diedOn: new DateOnly(2026, 3, 2));
            Run = new WorkflowRun(Case.Now, Number.Value) { RunsEveryActivityTwice = twice };
            Run.On<CareCatchUp>(CareActivities.CatchUp, _ => CareStanding.Of(Case.File, Policy, Run.Now))
                .On<CareStep>(CareActivities.OpenDue, _ => (object)Open())
                .On<CareCall>(CareActivities.Call, call => (object)Call(call));
            Run.Start(() => new MemorialCareCase(), Number);
        }

        public CareCase Case { get; }

        public WorkflowRun Run { get; }

        public bool Keeps { get; init; } = true;

        public List<string> Made { get; } = [];

        public List<CareCall> Calls { get; } = [];

        public void Act(Actor actor, CareCommand command)
        {
            Case.Now = Run.Now;
            Case.Do(actor, command);
            if (_tells)
            {
                Run.Raise(CaseChanged.EventName, new CaseChanged(Case.File.Head.Version));
            }
        }

        private bool Open()
        {
            Case.Now = Run.Now;
            string[] before = [.. Case.File.Head.Tasks.Select(task => task.Id)];
            bool taken = Case.BySystem(new OpenDue());
            foreach (CaseTask task in Case.File.Head.Tasks.Where(task => !before.Contains(task.Id)))
            {
                Made.Add($"{ChinaCalendar.DateOf(Run.Now):yyyy-MM-dd} {task.Kind}");
                if (Keeps)
                {
                    Run.At(Run.Now.AddDays(1), () => Act(Officer, new CompleteCare(Enum.Parse<CareKind>(task.Kind))));
                }
            }

            return taken;
        }

        private bool Call(CareCall call)
        {
            Case.Now = Run.Now;
            Calls.Add(call);
            return Case.BySystem(new Shell(call.Call.Rung > 0
                ? new CaseCommand.Escalate(call.Call.TaskId, call.Call.Rung)
                : new CaseCommand.Remind(call.Call.TaskId, call.Call.Reminder)));
        }
    }
}
