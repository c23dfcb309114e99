using Boai.Functions.AnnualRollup;
using Boai.Functions.Payments;
using Boai.Functions.Storage;
using Boai.Tests.Functions.Support;
using Boai.Tests.Support;
using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.AnnualRollup.Figures;

namespace Boai.Tests.Functions.AnnualRollup;

/// <summary>Where rollups and what they are made of are kept.</summary>
public sealed class RollupBookTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_who_act_at_once_each_act_is_written_once_and_none_is_lost()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start((await AzuriteFixture.Shared).NewAccount());
        RollupBook book = platform.Get<RollupBook>();
        string[] units = [.. RollupUnits.Reporting(Year, Divisions.Chongqing, PolicyPack.Default).Select(unit => unit.Value)];
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => book.Open(Year, Now)));
        CompletedRun run = new(1, "a", platform.Clock.GetUtcNow(), [.. units.Select(unit => new RunLine(unit, "h" + unit, []))], []);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => book.Change(Year, head => RollupActs.Complete(head, run), Now)));

        await Task.WhenAll(units.Take(12).Select(unit => book.Change(
            Year,
            head =>
            {
                RollupActing by = new(new Actor("lead-" + unit, Roles.DistrictLead, UnitCode.Parse(unit)), platform.Clock.GetUtcNow(), unit, new DateOnly(2025, 1, 20));
                RollupOutcome.Done done = (RollupOutcome.Done)RollupActs.Take(head, new RollupCommand.Confirm(unit, "h" + unit, []), by);
                return (done.Head, done.Event);
            },
            Now)));

        RollupHead now = (await book.Find(Year, Now))!;
        Assert.Equal((13, 41 - 12), (now.Seq, now.Unconfirmed.Count));
        IReadOnlyList<RollupEvent> events = await book.Events(Year, Now);
        Assert.Equal(Enumerable.Range(1, 13), events.Select(one => one.Seq));
        Assert.Equal(units.Take(12), events.Skip(1).Select(one => one.Subject!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_sealed_comes_back_as_it_was_and_sealing_it_again_changes_nothing()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start((await AzuriteFixture.Shared).NewAccount());
        RollupBook book = platform.Get<RollupBook>();
        UnitList list = Several(Yuzhong, Bodies, 7);

        string hash = await book.Seal(Year, list.Unit, list.Contributions, Now);
        Assert.Equal(hash, await book.Seal(Year, list.Unit, Shuffled(list, 3).Contributions, Now));
        Assert.Equal(SealedList.Order(list.Contributions), await book.List(Year, list.Unit, hash, Now));
        Snapshot snapshot = Compose(list);
        await book.Keep(snapshot, isFinal: false, Now);
        await book.Keep(snapshot, isFinal: true, Now);
        Assert.Equal(CaseJson.Write(snapshot), CaseJson.Write(await book.Snapshot(Year, snapshot.Hash, Now)));
    }

    [Fact]
    public async Task A_year_of_a_unit_is_read_whole_and_nothing_beside_it_and_every_unit_that_contributed_is_found()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start((await AzuriteFixture.Shared).NewAccount());
        AidBook figures = platform.Get<AidBook>();
        UnitCode zone = UnitCode.Parse("CQZ-GX");
        KpiContribution[] inside = [One(Yuzhong, Bodies, 1, on: new DateOnly(2024, 1, 1)), One(Yuzhong, Bodies, 2, on: new DateOnly(2024, 12, 31))];
        KpiContribution[] outside =
        [
            One(Yuzhong, Bodies, 3, on: new DateOnly(2023, 12, 31)), One(Yuzhong, Bodies, 4, on: new DateOnly(2025, 1, 1)),
            One(Wanzhou, Bodies, 1), One(zone, Bodies, 1), One(UnitCode.City, Bodies, 1),
        ];
        await figures.Contribute([.. inside, .. outside], Now);

        Assert.Equal(inside.Select(one => one.Id).Order(StringComparer.Ordinal), (await figures.ContributionsOf(Yuzhong, Year.FirstDay, Year.LastDay, Now)).Select(one => one.Id).Order(StringComparer.Ordinal));
        Assert.Equal([UnitCode.City, Wanzhou, Yuzhong, zone], await figures.ContributingUnits(Now));
        PlannedUnit left = (await platform.Get<RollupCounting>().Plan(Year, Now)).Single(unit => unit.Unit == RollupUnits.Unattributed);
        Assert.Empty(left.Codes); // the zone reported in 2024
    }

    [Fact]
    public async Task A_year_of_forty_one_units_costs_a_read_and_a_write_each_and_no_more_for_many_contributions()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start((await AzuriteFixture.Shared).NewAccount());
        await platform.Get<AidBook>().Contribute(Several(Yuzhong, Bodies, 90).Contributions, Now);
        RollupCounting counting = platform.Get<RollupCounting>();
        IReadOnlyList<PlannedUnit> plan = await counting.Plan(Year, Now);
        StorageMeter meter = platform.Get<StorageMeter>();
        meter.Reset();

        foreach (PlannedUnit unit in plan)
        {
            await counting.Count(Year, unit, Now);
        }

        Assert.Equal(2 * plan.Count - 1, meter.Total); // nothing is read for what is left over, when nothing is
    }
}
