using Boai.Functions.Cases;
using Boai.Functions.Storage;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Cases;

/// <summary>The worklist is a read model: idempotent, and rebuildable from the cases.</summary>
public sealed class WorklistTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_case_costs_one_operation_and_shows_in_its_unit_and_the_city()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        Worklist worklist = platform.Get<Worklist>();
        CaseHead head = (await platform.Get<CaseStore>().Find(await platform.Open(), Cancellation))!.Head with { Version = 2 }; // opened and screened in one act
        platform.Get<StorageMeter>().Reset();

        await worklist.Add(head, Cancellation);

        Assert.Equal(1, platform.Get<StorageMeter>().Total);
        Assert.Equal("intake", Assert.Single(Assert.Single(await worklist.Of(TestCases.Yuzhong, Cancellation)).Tasks).Kind);
        Assert.Single(await worklist.Of(UnitCode.City, Cancellation));
        Assert.Empty(await worklist.Of(UnitCode.Parse("500101"), Cancellation));
    }

    [Fact]
    public async Task A_case_that_is_added_again_shows_as_it_stands()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        Worklist worklist = platform.Get<Worklist>();
        CaseHead head = (await platform.Get<CaseStore>().Find(await platform.Open(), Cancellation))!.Head;

        await worklist.Add(head, Cancellation);
        await worklist.Add(head with { Version = 3, State = "Later" }, Cancellation);

        Assert.Equal(("Later", 3), (Assert.Single(await worklist.Of(UnitCode.City, Cancellation)) is var shown ? (shown.State, shown.Version) : default));
    }

    [Fact]
    public async Task An_older_refresh_never_wins_over_a_newer_one()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        Worklist worklist = platform.Get<Worklist>();
        CaseHead first = (await platform.Get<CaseStore>().Find(await platform.Open(), Cancellation))!.Head;
        CaseHead second = first with { Version = 2, State = "Later", Tasks = [] };

        await worklist.Refresh(second, Cancellation);
        await worklist.Refresh(first, Cancellation);

        WorklistCase shown = Assert.Single(await worklist.Of(TestCases.Yuzhong, Cancellation));
        Assert.Equal(("Later", 2), (shown.State, shown.Version));
    }

    [Fact]
    public async Task A_case_that_is_over_leaves_the_list()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        Worklist worklist = platform.Get<Worklist>();
        CaseHead head = (await platform.Get<CaseStore>().Find(await platform.Open(), Cancellation))!.Head;

        await worklist.Refresh(head, Cancellation);
        await worklist.Refresh(head with { Version = 2, IsOver = true }, Cancellation);

        Assert.Empty(await worklist.Of(UnitCode.City, Cancellation));
    }

    [Fact]
    public async Task Rebuilding_restores_what_was_lost_and_removes_what_is_wrong()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        Worklist worklist = platform.Get<Worklist>();
        CaseNumber kept = await platform.Open();
        CaseHead ghost = (await platform.Get<CaseStore>().Find(kept, Cancellation))!.Head with { Number = TestCases.Number(77) };
        await worklist.Refresh(ghost, Cancellation);

        int open = await worklist.Rebuild(Cancellation);

        Assert.Equal(1, open);
        Assert.Equal(kept, Assert.Single(await worklist.Of(UnitCode.City, Cancellation)).Number);
    }
}
