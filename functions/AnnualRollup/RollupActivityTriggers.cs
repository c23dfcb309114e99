using Boai.Functions.Cases;
using Boai.Functions.Policy;
using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.AnnualRollup;

/// <summary>The outside work of a rollup. Each may run more than once and then changes nothing more.</summary>
internal sealed class RollupActivityTriggers(
    RollupBook book, RollupCounting counting, RollupNotices notices, IEnumerable<IFiguresFollower> followers, PolicyBook policies, TimeProvider time)
{
    [Function(RollupActivities.Plan)]
    public async Task<RollupPlan> Plan([ActivityTrigger] RollupPeriod input, CancellationToken cancellation)
    {
        RollupHead head = await book.Open(input, cancellation);
        return head.Stage == RollupStage.Frozen
            ? new RollupPlan(Run: 0, [])
            : new RollupPlan(head.RunAsked, await counting.Plan(input, cancellation));
    }

    [Function(RollupActivities.Count)]
    public Task<CountedUnit> Count([ActivityTrigger] UnitToCount input, CancellationToken cancellation) => counting.Count(input.Period, input.Unit, cancellation);

    [Function(RollupActivities.Store)]
    public async Task<StoredRun> Store([ActivityTrigger] RunToStore input, CancellationToken cancellation)
    {
        RollupHead head = await book.Open(input.Period, cancellation);
        if (head.Stage != RollupStage.Frozen && head.Latest?.Run != input.Run)
        {
            Snapshot snapshot = await counting.Compose(input.Period, input.Units, cancellation);
            await book.Keep(snapshot, isFinal: false, cancellation);
            CompletedRun run = new(
                input.Run, snapshot.Hash, time.GetUtcNow(),
                [.. input.Units.Select(unit => new RunLine(unit.Unit, unit.Hash, AskedFor(snapshot, unit.Unit)))], AskedFor(snapshot, unit: null));
            head = await book.Change(input.Period, known => RollupActs.Complete(known, run), cancellation);
        }

        await notices.Computed(head, RollupCalendar.ConfirmBy(input.Period, policies.Today), cancellation);
        return new StoredRun(Version: 0, head.Latest?.Hash, head.Latest?.At ?? time.GetUtcNow());
    }

    [Function(RollupActivities.Look)]
    public async Task<RollupStanding> Look([ActivityTrigger] RollupPeriod input, CancellationToken cancellation)
    {
        RollupHead head = await book.Open(input, cancellation);
        FrozenVersion? first = head.Versions.Count > 0 ? head.Versions[0] : null; // later ones are told by their corrections
        return new RollupStanding(
            head.RunAsked, first?.Version ?? 0, first?.Hash ?? head.Latest?.Hash, first?.At ?? head.Latest?.At ?? time.GetUtcNow(),
            RollupCalendar.Calls(input, policies.Today));
    }

    [Function(RollupActivities.Call)]
    public async Task Call([ActivityTrigger] RollupCallToMake input, CancellationToken cancellation)
    {
        if (await book.Find(input.Period, cancellation) is { Stage: RollupStage.Computed } head)
        {
            await notices.Call(head, input.Call, RollupCalendar.ConfirmBy(input.Period, policies.Today), cancellation);
        }
    }

    [Function(RollupActivities.Correct)]
    public async Task<StoredRun> Correct([ActivityTrigger] CorrectionToStore input, CancellationToken cancellation)
    {
        RollupHead head = await book.Find(input.Period, cancellation) ?? throw new InvalidOperationException($"{input.Period.Id} is to be corrected and was never opened.");
        if (head.Correction is { ApprovedBy: not null } correction && correction.Number == input.Number)
        {
            string? hash = await Corrected(head, input, cancellation);
            DateTimeOffset at = time.GetUtcNow();
            head = await book.Change(input.Period, known => RollupActs.Correct(known, input.Number, hash, at), cancellation);
        }

        FrozenVersion? made = head.Versions.FirstOrDefault(version => version.Correction == input.Number);
        await notices.Corrected(head, input.Number, made, cancellation);
        return new StoredRun(made?.Version ?? 0, made?.Hash, made?.At ?? time.GetUtcNow());
    }

    [Function(RollupActivities.Tell)]
    public async Task Tell([ActivityTrigger] FiguresToTell input, CancellationToken cancellation)
    {
        foreach (IFiguresFollower follower in followers)
        {
            await follower.FiguresFrozen(input.Period.Year, input.Version, input.Hash, input.At, cancellation);
        }
    }

    // Units that are not named stay as they were frozen, whatever was contributed since.
    private async Task<string?> Corrected(RollupHead head, CorrectionToStore input, CancellationToken cancellation)
    {
        if (input.Units.Any(unit => unit.Hash is null))
        {
            return null;
        }

        Snapshot stands = await book.Snapshot(input.Period, head.HashOf(head.Version)!, cancellation);
        HashSet<string> anew = [.. input.Units.Select(unit => unit.Unit)];
        CountedUnit[] units =
        [
            .. input.Units,
            .. stands.Units.Where(unit => !anew.Contains(unit.Unit)).Select(unit => new CountedUnit(unit.Unit, unit.Hash)),
            .. stands.NotCounted.Where(unit => !anew.Contains(unit)).Select(unit => new CountedUnit(unit, Hash: null)),
        ];
        Snapshot next = await counting.Compose(input.Period, units, cancellation);
        await book.Keep(next, isFinal: true, cancellation);
        return next.Hash;
    }

    private static IReadOnlyList<string> AskedFor(Snapshot snapshot, string? unit) =>
        [.. snapshot.Findings.Where(finding => finding.AsksForNote && finding.Unit == unit).Select(finding => finding.Metric!)];
}
