using Boai.Functions.Cases;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Cases;

/// <summary>One decision is one transaction under the version it was made on (handbook §2.9, §2.12; I-08).</summary>
public sealed class CaseStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_is_opened_read_and_carried_on()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseStore store = platform.Get<CaseStore>();
        CaseNumber number = await platform.Open();

        StoredCase<Tally> basis = (await store.Load<Tally>(number, Cancellation))!;
        CommitResult written = await store.Commit(basis, Counted(platform, basis, 3), "d1", Cancellation);

        StoredCase<Tally> now = (await store.Load<Tally>(number, Cancellation))!;
        Assert.Equal((2, 3), (now.Head.Version, now.Facts.Count));
        Assert.Equal(now.ETag, Assert.IsType<CommitResult.Committed>(written).ETag);
        Assert.Equal(["CaseOpened", "Counted"], (await store.Events(number, Cancellation)).Select(entry => entry.Kind));
        Assert.Equal("Counted", (await store.Event(number, 2, Cancellation))!.Kind);
        Assert.Null(await store.Event(number, 3, Cancellation));
        Assert.Null(await store.Find(TestCases.Number(99), Cancellation));
    }

    [Fact]
    public async Task Opening_twice_is_one_opening_and_opening_a_taken_number_is_refused()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseStore store = platform.Get<CaseStore>();
        CaseNumber number = await platform.Open();
        CaseOutcome<Tally>.Accepted again = TestProgramme.Open(number, platform.Clock.GetUtcNow(), "open");

        Assert.Equal(new CommitResult.AlreadyDecided(1), await store.Open(again, SubjectId.New(), "open", Cancellation));
        Assert.IsType<CommitResult.Stale>(await store.Open(again, SubjectId.New(), "another", Cancellation));
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_exactly_one_wins()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseStore store = platform.Get<CaseStore>();
        CaseNumber number = await platform.Open();

        for (int round = 0; round < 8; round++)
        {
            StoredCase<Tally> basis = (await store.Load<Tally>(number, Cancellation))!;
            CommitResult[] results = await Task.WhenAll(Enumerable.Range(0, 6).Select(
                racer => store.Commit(basis, Counted(platform, basis, 1), $"r{round}-{racer}", Cancellation)));

            Assert.Single(results, result => result is CommitResult.Committed);
            Assert.Equal(5, results.Count(result => result is CommitResult.Stale));
        }

        Assert.Equal(8, (await store.Load<Tally>(number, Cancellation))!.Facts.Count);
        Assert.Equal(9, (await store.Events(number, Cancellation)).Count); // nothing of a loser is left
    }

    [Fact]
    public async Task The_same_decision_twice_is_written_once()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseStore store = platform.Get<CaseStore>();
        CaseNumber number = await platform.Open();
        StoredCase<Tally> basis = (await store.Load<Tally>(number, Cancellation))!;

        CommitResult[] results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => store.Commit(basis, Counted(platform, basis, 2), "same", Cancellation)));
        StoredCase<Tally> later = (await store.Load<Tally>(number, Cancellation))!;
        CommitResult late = await store.Commit(later, Counted(platform, later, 2), "same", Cancellation);

        Assert.Single(results, result => result is CommitResult.Committed);
        Assert.Equal(4, results.Count(result => result is CommitResult.AlreadyDecided { Version: 2 }));
        Assert.Equal(new CommitResult.AlreadyDecided(2), late);
        Assert.Equal(2, later.Facts.Count);
    }

    [Fact]
    public async Task A_decision_costs_one_operation()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseStore store = platform.Get<CaseStore>();
        CaseNumber number = await platform.Open();
        StoredCase<Tally> basis = (await store.Load<Tally>(number, Cancellation))!;
        StorageMeter meter = platform.Get<StorageMeter>();
        meter.Reset();

        await store.Commit(basis, Counted(platform, basis, 1), "d", Cancellation);

        Assert.Equal(1, meter.Total);
        Assert.Equal(["table $batch POST"], meter.Counts.Keys);
    }

    [Fact]
    public async Task Events_that_do_not_follow_the_basis_are_a_mistake_of_the_caller()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseStore store = platform.Get<CaseStore>();
        CaseNumber number = await platform.Open();
        StoredCase<Tally> basis = (await store.Load<Tally>(number, Cancellation))!;
        CaseOutcome<Tally>.Accepted next = Counted(platform, basis, 1);
        StoredCase<Tally> wrong = basis with { File = basis.File with { Head = basis.Head with { Version = 5 } } };

        await Assert.ThrowsAsync<ArgumentException>(() => store.Commit(wrong, next, "d", Cancellation));
    }

    [Fact]
    public async Task Facts_longer_than_one_property_come_back_whole()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseStore store = platform.Get<CaseStore>();
        CaseNumber number = TestCases.Number();
        string letters = string.Concat(Enumerable.Range(0, 100_000).Select(place => (char)('a' + (place % 26))));
        CaseOutcome<Tally>.Accepted opened = TestProgramme.Open(number, platform.Clock.GetUtcNow(), "open");
        CaseOutcome<string>.Accepted big = new(new CaseFile<string>(opened.Next.Head, letters), opened.Events);

        await store.Open(big, SubjectId.New(), "open", Cancellation);

        Assert.Equal(letters, (await store.Load<string>(number, Cancellation))!.Facts);
    }

    [Fact]
    public async Task Numbers_are_never_given_twice_even_by_processes_that_start_together()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        BusinessCode business = BusinessCode.Parse("HRA");
        CaseNumbers[] processes = [.. Enumerable.Range(0, 4).Select(_ => new CaseNumbers(platform.Get<AppStorage>()))];

        int[] given = await Task.WhenAll(Enumerable.Range(0, 400).Select(place => processes[place % 4].Reserve(business, 2026, Cancellation)));

        Assert.Equal(400, given.Distinct().Count());
        Assert.All(given, number => Assert.InRange(number, 1, 1000));
        Assert.InRange(await processes[0].Reserve(business, 2027, Cancellation), 1, 50); // every year begins anew
    }

    [Fact]
    public async Task A_system_step_repeated_finds_what_it_did()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseDecisions decisions = platform.Get<CaseDecisions>();
        CaseNumber number = await platform.Open();
        Act<Tally> add = (file, deciding) => TestProgramme.Count(file, deciding, 6);

        SystemStep first = await decisions.Step(number, add, $"{number}|add|1", Cancellation);
        SystemStep again = await decisions.Step(number, add, $"{number}|add|1", Cancellation); // would be refused: 12 > 10
        SystemStep another = await decisions.Step(number, add, $"{number}|add|2", Cancellation);

        Assert.Equal(new Decided(number, 2, "Open", Repeated: false), Assert.IsType<SystemStep.Done>(first).Decided);
        Assert.Equal(new Decided(number, 2, "Open", Repeated: true), Assert.IsType<SystemStep.Done>(again).Decided);
        Assert.Equal(CaseProblems.State, Assert.IsType<SystemStep.Refused>(another).Problem.Code);
    }

    [Fact]
    public async Task System_steps_at_once_all_come_through()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseDecisions decisions = platform.Get<CaseDecisions>();
        CaseNumber number = await platform.Open();

        SystemStep[] steps = await Task.WhenAll(Enumerable.Range(0, 5).Select(
            step => decisions.Step<Tally>(number, (file, deciding) => TestProgramme.Count(file, deciding, 1), $"{number}|step|{step}", Cancellation)));

        Assert.All(steps, step => Assert.IsType<SystemStep.Done>(step));
        Assert.Equal(5, (await platform.Get<CaseStore>().Load<Tally>(number, Cancellation))!.Facts.Count);
    }

    private static CaseOutcome<Tally>.Accepted Counted(PlatformUnderTest platform, StoredCase<Tally> basis, int by)
    {
        Deciding deciding = platform.Get<CaseDecisions>().Opening(Actor.System, "d");
        return Assert.IsType<CaseOutcome<Tally>.Accepted>(TestProgramme.Count(basis.File, deciding, by));
    }
}
