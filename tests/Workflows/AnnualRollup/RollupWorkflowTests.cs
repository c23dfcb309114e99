using System.Globalization;
using Boai.Tests.Support;
using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.AnnualRollup.Figures;

namespace Boai.Tests.Workflows.AnnualRollup;

/// <summary>The rollup of 2024 in virtual time, with all its 41 units: handbook §10.5, §15 scenarios 13 and 34.</summary>
public sealed class RollupWorkflowTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 11, 0, 10, 0, TimeSpan.FromHours(8));

    [Fact] // §15 scenario 13
    public void Scenario_13_forty_one_units_are_counted_and_confirmed_and_the_city_freezes()
    {
        World world = new();
        world.Contribute(Several(Yuzhong, Bodies, 7), Several(Wanzhou, Bodies, 6));
        Assert.Equal(41, world.Asked.Count);
        world.At("01-12 09:00", () => world.Asked.Take(40).ToList().ForEach(world.Confirm));
        world.At("01-14 09:00", () => world.Confirm(world.Asked[40]));
        world.At("01-22 10:00", () => world.Freeze());

        RolledUp ended = world.ToEnd();

        Assert.Equal((1, world.Head.Versions[0].Hash), (ended.Version, ended.Hash));
        Assert.Empty(world.Head.Versions[0].Unconfirmed);
        Assert.Equal(43, world.Run.Calls.Count(call => call == RollupActivities.Count)); // with the city's own and what is left over
        Assert.Equal(13, world.City(Bodies, world.Head.HashOf(1)!));
        Assert.Equal(["01-15 09:00 Remind 0", "01-18 09:00 Remind 0", "01-20 09:00 Escalate 0", "01-22 10:00 tell v1"], world.Story);
    }

    [Fact]
    public void Who_stays_silent_is_reminded_twice_the_city_hears_and_the_year_is_frozen_all_the_same()
    {
        World world = new();
        world.At("01-16 09:00", () => world.Asked.Take(30).ToList().ForEach(world.Confirm));
        world.At("01-21 08:00", () => world.Freeze());

        Assert.Equal(1, world.ToEnd().Version);
        Assert.Equal(["01-15 09:00 Remind 41", "01-18 09:00 Remind 11", "01-20 09:00 Escalate 11", "01-21 08:00 tell v1"], world.Story);
        Assert.Equal(world.Asked.Skip(30), world.Head.Versions[0].Unconfirmed);
    }

    [Fact] // §15 scenario 34
    public void Scenario_34_a_unit_that_fails_three_times_is_marked_and_comes_in_by_a_correction()
    {
        World world = new() { Broken = Chengkou };
        world.Contribute(Several(Yuzhong, Bodies, 7), Several(Chengkou, Bodies, 5));
        world.At("01-22 10:00", () => world.Freeze());

        RolledUp first = world.ToEnd();

        Assert.Equal([Chengkou.Value], first.NotCounted);
        Assert.Equal(42 + 3, world.Run.Calls.Count(call => call == RollupActivities.Count));
        Snapshot v1 = world.Kept[first.Hash!];
        Assert.Equal((7, Chengkou.Value), (world.City(Bodies, first.Hash!), Assert.Single(v1.NotCounted)));
        Assert.Contains(new Finding(FindingCode.NotCounted, Chengkou.Value, null), v1.Findings);

        world.Broken = null;
        world.Contribute(Several(Wanzhou, Bodies, 2)); // recorded late: not what the correction is about
        RolledUp second = world.Correct(CorrectionCause.UnitWasMissing, Chengkou);

        Assert.Equal(2, second.Version);
        Assert.Equal(12, world.City(Bodies, second.Hash!));
        Assert.Empty(world.Kept[second.Hash!].NotCounted);
        Assert.Equal(7, world.City(Bodies, world.Head.HashOf(1)!)); // v1 is what it was
        Assert.Equal("tell v2", world.Story[^1][12..]);
    }

    [Fact]
    public void A_unit_that_fails_again_makes_no_new_version_and_nobody_is_told_of_one()
    {
        World world = new() { Broken = Chengkou };
        world.At("01-22 10:00", () => world.Freeze());
        world.ToEnd();

        RolledUp corrected = world.Correct(CorrectionCause.UnitWasMissing, Chengkou);

        Assert.Equal((0, null), (corrected.Version, corrected.Hash));
        Assert.Equal(1, world.Head.Version);
        Assert.Single(world.Story, line => line.EndsWith("tell v1", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Story, line => line.Contains("tell v2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_failure_that_passes_is_no_gap()
    {
        World world = new();
        world.Run.FailNext(RollupActivities.Count, 2);
        world.Run.FailNext(RollupActivities.Store, 5);
        world.At("01-22 10:00", () => world.Freeze());

        Assert.Empty(world.ToEnd().NotCounted);
    }

    [Fact]
    public void A_run_that_is_asked_for_again_takes_in_what_came_since_and_what_comes_after_the_freeze_changes_nothing()
    {
        World world = new();
        world.Contribute(Several(Yuzhong, Bodies, 7));
        world.At("01-12 09:00", () =>
        {
            world.Confirm(Yuzhong.Value);
            world.Confirm(Wanzhou.Value);
            world.Contribute(Several(Wanzhou, Bodies, 3));
            world.RunAgain();
        });
        world.At("01-22 10:00", () =>
        {
            world.Freeze();
            world.Contribute(Several(Chengkou, Bodies, 4));
        });

        RolledUp ended = world.ToEnd();

        Assert.Equal(10, world.City(Bodies, ended.Hash!));
        Assert.Equal(2, world.Head.Latest!.Run);
        Assert.Equal([Yuzhong.Value], world.Head.Statements.Select(said => said.Unit)); // the other's figures are others now
        Assert.Equal(2, world.Run.Histories);
        Snapshot again = world.Compose([.. world.Kept[ended.Hash!].Units.Select(unit => new CountedUnit(unit.Unit, unit.Hash))]);
        Assert.Equal(ended.Hash, again.Hash); // I-43, from what was sealed
    }

    [Fact]
    public void Every_activity_may_run_twice_and_no_event_need_arrive()
    {
        World world = new(twice: true) { RaisesEvents = false };
        world.Contribute(Several(Yuzhong, Bodies, 7));
        world.At("01-12 09:00", () => world.RunAgain());
        world.At("01-22 10:00", () => world.Freeze());

        RolledUp ended = world.ToEnd();

        Assert.Equal((1, 7), (ended.Version, world.City(Bodies, ended.Hash!)));
        Assert.Equal(2, world.Head.Latest!.Run);
        Assert.Equal(["Complete", "RunAgain", "Complete", "Freeze"], world.Events.Select(one => one.Act)); // each once
    }

    [Fact]
    public void A_year_that_nobody_freezes_waits_under_new_histories_without_counting_again()
    {
        World world = new();
        world.At("06-01 10:00", () => world.Freeze());

        Assert.Equal(1, world.ToEnd().Version);
        Assert.True(world.Run.Histories > 1);
        Assert.Equal(43, world.Run.Calls.Count(call => call == RollupActivities.Count));
        Assert.Equal(3, world.Run.Calls.Count(call => call == RollupActivities.Call)); // and no call is made twice
    }

    [Fact]
    public void A_month_is_counted_and_that_is_all()
    {
        World world = new(new RollupPeriod(2024, 6));
        world.Contribute(Several(Yuzhong, Bodies, 7));

        RolledUp flash = world.ToEnd();

        Assert.Equal((0, 7), (flash.Version, world.City(Bodies, flash.Hash!)));
        Assert.Empty(world.Story);
        Assert.Equal(Start, world.Run.Now);
    }

    /// <summary>The store and the people around the workflow.</summary>
    private sealed class World
    {
        private readonly RollupPeriod period;
        private readonly bool twice;
        private readonly List<KpiContribution> contributions = [];
        private readonly Dictionary<(string Unit, string Hash), IReadOnlyList<KpiContribution>> sealedLists = [];

        public World(RollupPeriod? period = null, bool twice = false)
        {
            this.period = period ?? Year;
            this.twice = twice;
            Head = RollupHead.New(this.period);
            Run = NewRun(Start, this.period.Id);
            Run.Start(() => new Boai.Workflows.AnnualRollup.AnnualRollup(), new RollupOrder(this.period));
        }

        public WorkflowRun Run { get; private set; }

        public RollupHead Head { get; private set; }

        public UnitCode? Broken { get; set; }

        public bool RaisesEvents { get; init; } = true;

        public Dictionary<string, Snapshot> Kept { get; } = new(StringComparer.Ordinal);

        public List<string> Story { get; } = [];

        public List<RollupEvent> Events { get; } = [];

        public IReadOnlyList<string> Asked { get; } = [.. Plan(Year).Select(unit => unit.Unit).Where(RollupUnits.IsAsked)];

        public void Contribute(params IReadOnlyList<UnitList> lists) => contributions.AddRange(lists.SelectMany(list => list.Contributions));

        public void At(string when, Action act) =>
            Run.At(DateTimeOffset.ParseExact("2025-" + when + " +08:00", "yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture), act);

        public RolledUp ToEnd() => Run.ToEnd<RolledUp>();

        public long City(string metric, string hash) => Kept[hash].City.Single(figure => figure.Metric == metric).Value;

        public void Confirm(string unit) => Take(
            new RollupCommand.Confirm(unit, Head.Latest!.Line(unit)!.Hash!, []), new Actor("lead-" + unit, Roles.DistrictLead, UnitCode.Parse(unit)));

        public void RunAgain() => Take(new RollupCommand.RunAgain(Head.RunAsked), Officer(Roles.CityHead));

        public void Freeze() => Take(new RollupCommand.Freeze(Head.Latest!.Hash, SampleReviewed: true, []), Officer(Roles.CityHead));

        /// <summary>Asked for, approved by another, and carried out to its end.</summary>
        public RolledUp Correct(CorrectionCause cause, UnitCode unit)
        {
            Take(new RollupCommand.AskCorrection(Head.HashOf(Head.Version)!, cause, [unit.Value], []), Officer(Roles.CityHead), "ask");
            Take(new RollupCommand.DecideCorrection(Head.Correction!.Number, Approves: true), Officer(Roles.Audit), "decide");
            int number = Head.Correction!.Number;
            Run = NewRun(Run.Now, period.CorrectionId(number));
            Run.Start(() => new RollupCorrection(), new CorrectionOrder(period, number, [.. Plan(period).Where(planned => planned.Unit == unit.Value)]));
            return Run.ToEnd<RolledUp>();
        }

        public Snapshot Compose(IReadOnlyList<CountedUnit> units) => Snapshot.Compose(
            period, [.. units.Where(unit => unit.Hash is not null).Select(unit => new UnitList(unit.Unit, sealedLists[(unit.Unit, unit.Hash!)]))],
            units.Where(unit => unit.Hash is null).Select(unit => unit.Unit), before: null, plausiblePercent: 30);

        private static IReadOnlyList<PlannedUnit> Plan(RollupPeriod period) => RollupUnits.Plan(period, [], Divisions.Chongqing, PolicyPack.Default);

        private static Actor Officer(string role) => new("city-" + role, role, UnitCode.City);

        private WorkflowRun NewRun(DateTimeOffset at, string id) => new WorkflowRun(at, id) { RunsEveryActivityTwice = twice }
            .On<RollupPeriod>(RollupActivities.Plan, input => new RollupPlan(Head.Stage == RollupStage.Frozen ? 0 : Head.RunAsked, Plan(input)))
            .On<UnitToCount>(RollupActivities.Count, Count)
            .On<RunToStore>(RollupActivities.Store, Store)
            .On<RollupPeriod>(RollupActivities.Look, input => new RollupStanding(
                Head.RunAsked, Head.Version, Head.HashOf(Head.Version), Run.Now, RollupCalendar.Calls(input, PolicyPack.Default)))
            .On<RollupCallToMake>(RollupActivities.Call, input =>
            {
                Tell($"{input.Call.Kind} {(input.Call.Kind == RollupCallKind.Remind ? Head.Silent : Head.Unconfirmed).Count}");
                return null;
            })
            .On<CorrectionToStore>(RollupActivities.Correct, StoreCorrection)
            .On<FiguresToTell>(RollupActivities.Tell, input =>
            {
                Tell($"tell v{input.Version}");
                return null;
            });

        private CountedUnit Count(UnitToCount input)
        {
            if (input.Unit.Unit == Broken?.Value)
            {
                throw new IOException("The district's database did not answer.");
            }

            KpiContribution[] own = [.. contributions.Where(one => input.Unit.Codes.Contains(one.Unit.Value) && input.Period.Contains(one.BusinessDate))];
            string hash = SealedList.HashOf(own);
            sealedLists[(input.Unit.Unit, hash)] = own;
            return new CountedUnit(input.Unit.Unit, hash);
        }

        private StoredRun Store(RunToStore input)
        {
            Snapshot snapshot = Compose(input.Units);
            Kept[snapshot.Hash] = snapshot;
            Note(RollupActs.Complete(Head, new CompletedRun(input.Run, snapshot.Hash, Run.Now, [.. input.Units.Select(unit => new RunLine(unit.Unit, unit.Hash, []))], [])));
            return new StoredRun(0, Head.Latest!.Hash, Run.Now);
        }

        private StoredRun StoreCorrection(CorrectionToStore input)
        {
            string? hash = null;
            if (input.Units.All(unit => unit.Hash is not null))
            {
                Snapshot stands = Kept[Head.HashOf(Head.Version)!];
                string[] anew = [.. input.Units.Select(unit => unit.Unit)];
                Snapshot next = Compose(
                [
                    .. input.Units,
                    .. stands.Units.Where(unit => !anew.Contains(unit.Unit)).Select(unit => new CountedUnit(unit.Unit, unit.Hash)),
                    .. stands.NotCounted.Except(anew).Select(unit => new CountedUnit(unit, Hash: null)),
                ]);
                hash = next.Hash;
                Kept[hash] = next;
            }

            Note(RollupActs.Correct(Head, input.Number, hash, Run.Now));
            return new StoredRun(hash is null ? 0 : Head.Version, hash, Run.Now);
        }

        private void Take(RollupCommand command, Actor actor, string decision = "")
        {
            RollupActing by = new(actor, Run.Now, command.GetType().Name + command.Subject + decision, RollupCalendar.ConfirmBy(period, PolicyPack.Default));
            RollupOutcome.Done done = Assert.IsType<RollupOutcome.Done>(RollupActs.Take(Head, command, by));
            Note((done.Head, done.Event));
            if (RaisesEvents)
            {
                Run.Raise(RollupActed.EventName, new RollupActed(Head.Seq));
            }
        }

        private void Note((RollupHead Head, RollupEvent? Event) done)
        {
            Head = done.Head;
            if (done.Event is { } told)
            {
                Events.Add(told);
            }
        }

        private void Tell(string what)
        {
            string line = $"{ChinaCalendar.InBeijing(Run.Now).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture)} {what}";
            if (!twice || Story.LastOrDefault() != line)
            {
                Story.Add(line);
            }
        }
    }
}
