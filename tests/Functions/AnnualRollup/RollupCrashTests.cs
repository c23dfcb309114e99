using Boai.Functions.AnnualRollup;
using Boai.Functions.Cases;
using Boai.Functions.Messages;
using Boai.Functions.Payments;
using Boai.Functions.Policy;
using Boai.Functions.Storage;
using Boai.Tests.Functions.Support;
using Boai.Tests.Support;
using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.AnnualRollup.Figures;

namespace Boai.Tests.Functions.AnnualRollup;

/// <summary>A year from the first run to the second version, with a death before every write.</summary>
public sealed class RollupCrashTests
{
    private static readonly Actor Head = new("city-head-1", Roles.CityHead, UnitCode.City);
    private static readonly Actor Audit = new("city-audit", Roles.Audit, UnitCode.City);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_breaks_off_and_is_done_again_ends_in_the_same_year()
    {
        string account = (await AzuriteFixture.Shared).NewAccount();
        (string whole, int writes) = await Run(account, dieBefore: 0);
        Assert.Contains("\"version\":2", whole, StringComparison.Ordinal);
        Assert.InRange(writes, 15, 60);

        for (int write = 1; write <= writes; write++)
        {
            Assert.Equal((write, whole), (write, (await Run(account, write)).End));
        }
    }

    /// <param name="dieBefore">The write before which the process dies; 0 for none.</param>
    /// <returns>Everything that is kept at the end, as text, and how many writes it took.</returns>
    private static async Task<(string End, int Writes)> Run(string account, int dieBefore)
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(account);
        await platform.Get<AidBook>().Contribute([.. Several(Yuzhong, Bodies, 3).Contributions, .. Several(Chengkou, Bodies, 2).Contributions], Now);
        Course course = new(platform);
        int writes = 0;
        platform.Get<StorageMeter>().BeforeSending = operation =>
        {
            if (!operation.EndsWith(" GET", StringComparison.Ordinal) && ++writes == dieBefore)
            {
                throw new IOException("The process died.");
            }
        };

        foreach (Func<Task> step in course.Steps())
        {
            try
            {
                await step();
            }
            catch (Exception) when (writes == dieBefore)
            {
                await step();
            }
        }

        platform.Get<StorageMeter>().BeforeSending = null;
        return (await course.End(), writes);
    }

    private sealed class Course(PlatformUnderTest platform)
    {
        private static readonly string[] Counted = [RollupUnits.City, Yuzhong.Value];

        private readonly RollupBook book = platform.Get<RollupBook>();
        private readonly Heard heard = new();
        private RollupPlan? plan;

        public IEnumerable<Func<Task>> Steps()
        {
            RollupActivityTriggers activities = new(
                book, platform.Get<RollupCounting>(), platform.Get<RollupNotices>(), [heard], platform.Get<PolicyBook>(), platform.Clock);
            CountedUnit[] units = [new(RollupUnits.City, null), new(Yuzhong.Value, null), new(Chengkou.Value, null)];
            CountedUnit[] corrected = [new(Chengkou.Value, null)];

            yield return async () => plan = await activities.Plan(Year, Now);
            for (int index = 0; index < Counted.Length; index++)
            {
                int unit = index;
                yield return async () => units[unit] = await activities.Count(new UnitToCount(Year, "run-1", Planned(Counted[unit])), Now);
            }

            yield return () => activities.Store(new RunToStore(Year, 1, units), Now); // the third could not be counted
            yield return () => activities.Call(new RollupCallToMake(Year, RollupCalendar.Calls(Year, PolicyPack.Default)[0]), Now);
            yield return () => activities.Call(new RollupCallToMake(Year, RollupCalendar.Calls(Year, PolicyPack.Default)[2]), Now);
            yield return async () => await Take(new RollupCommand.Freeze((await book.Find(Year, Now))!.Latest!.Hash, true, []), Head);
            yield return async () =>
            {
                RollupStanding standing = await activities.Look(Year, Now);
                await activities.Tell(new FiguresToTell(Year, standing.Version, standing.Hash!, standing.At), Now);
            };
            yield return async () => await Take(
                new RollupCommand.AskCorrection((await book.Find(Year, Now))!.HashOf(1)!, CorrectionCause.UnitWasMissing, [Chengkou.Value], []), Head);
            yield return () => Take(new RollupCommand.DecideCorrection(1, true), Audit);
            yield return async () => corrected[0] = await activities.Count(new UnitToCount(Year, "correction-1", Planned(Chengkou.Value)), Now);
            yield return () => activities.Correct(new CorrectionToStore(Year, 1, corrected), Now);
            yield return async () =>
            {
                RollupHead head = (await book.Find(Year, Now))!;
                await activities.Tell(new FiguresToTell(Year, 2, head.HashOf(2)!, head.Versions[1].At), Now);
            };
        }

        public async Task<string> End()
        {
            RollupHead head = (await book.Find(Year, Now))!;
            Snapshot last = await book.Snapshot(Year, head.HashOf(2)!, Now);
            IEnumerable<string> messages = (await platform.Get<OutboxMessages>().Read(null, 1_000, Now)).Select(message => $"{message.Kind} {message.To} {message.Text}").Order(StringComparer.Ordinal);
            return string.Join(
                '\n', [CaseJson.Write(head), CaseJson.Write(last), CaseJson.Write(await book.Events(Year, Now)), .. messages, .. heard.Told.Distinct()]);
        }

        private PlannedUnit Planned(string unit) => plan!.Units.Single(planned => planned.Unit == unit);

        private Task<RollupHead> Take(RollupCommand command, Actor actor)
        {
            // The clock of the platform is past 20 January.
            RollupActing by = new(actor, platform.Clock.GetUtcNow(), command.GetType().Name, new DateOnly(2025, 1, 20));
            return book.Change(
                Year,
                head => RollupActs.Take(head, command, by) is RollupOutcome.Done done ? (done.Head, done.Event) : throw new InvalidOperationException($"{command} was refused."),
                Now);
        }
    }

    private sealed class Heard : IFiguresFollower
    {
        public List<string> Told { get; } = [];

        public Task FiguresFrozen(int year, int version, string snapshotHash, DateTimeOffset at, CancellationToken cancellation)
        {
            Told.Add($"{year} v{version} {snapshotHash} {at:O}");
            return Task.CompletedTask;
        }
    }
}
