namespace Boai.Workflows.AnnualRollup;

/// <summary>Names of the activities; each may run more than once and then changes nothing more.</summary>
public static class RollupActivities
{
    /// <summary><see cref="RollupPeriod"/> → <see cref="RollupPlan"/>: opens the rollup and lists whom to count.</summary>
    public const string Plan = "PlanRollup";

    /// <summary><see cref="UnitToCount"/> → <see cref="CountedUnit"/>: seals what a unit's figures are made of.</summary>
    public const string Count = "CountRollupUnit";

    /// <summary><see cref="RunToStore"/> → <see cref="StoredRun"/>: puts the units together, checks, and keeps the snapshot as v0.</summary>
    public const string Store = "StoreRollupRun";

    /// <summary><see cref="RollupPeriod"/> → <see cref="RollupStanding"/>.</summary>
    public const string Look = "LookAtRollup";

    /// <summary><see cref="RollupCallToMake"/>: reminds silent units, or tells the city of them.</summary>
    public const string Call = "CallRollupUnits";

    /// <summary><see cref="CorrectionToStore"/> → <see cref="StoredRun"/>: the next version, or none when a unit failed again.</summary>
    public const string Correct = "StoreRollupCorrection";

    /// <summary><see cref="FiguresToTell"/>: tells whoever follows frozen figures.</summary>
    public const string Tell = "TellFiguresFollowers";
}

/// <summary>Raised when somebody acted on a rollup. Lost, it costs a wait: the orchestration looks again by itself.</summary>
/// <param name="Seq">Of the act.</param>
public sealed record RollupActed(int Seq)
{
    public const string EventName = "RollupActed";
}

/// <param name="Waiting">The run whose confirmation goes on under a new history; null to begin with counting.</param>
/// <param name="CalledUntil">Calls up to this instant have been made; null to begin with.</param>
public sealed record RollupOrder(RollupPeriod Period, int? Waiting = null, DateTimeOffset? CalledUntil = null);

/// <param name="Run">0 when figures are frozen already, so that nothing is to be counted.</param>
public sealed record RollupPlan(int Run, IReadOnlyList<PlannedUnit> Units);

/// <param name="Job">Which run or correction: a new one counts anew.</param>
public sealed record UnitToCount(RollupPeriod Period, string Job, PlannedUnit Unit);

/// <param name="Hash">Of its contributions; null when it failed three times (未汇总).</param>
public sealed record CountedUnit(string Unit, string? Hash);

public sealed record RunToStore(RollupPeriod Period, int Run, IReadOnlyList<CountedUnit> Units);

/// <param name="Hash">Of the snapshot; null when there is none.</param>
/// <param name="Version">0, or the version of a correction.</param>
/// <param name="At">When it came to stand.</param>
public sealed record StoredRun(int Version, string? Hash, DateTimeOffset At);

/// <summary>A rollup as its orchestration needs to know it.</summary>
/// <param name="Version">0 until the freeze.</param>
/// <param name="Hash">Of that version.</param>
/// <param name="At">Of the freeze; of the run before it.</param>
/// <param name="Calls">Reminders and escalation, earliest first.</param>
public sealed record RollupStanding(int RunAsked, int Version, string? Hash, DateTimeOffset At, IReadOnlyList<RollupCall> Calls);

public sealed record RollupCallToMake(RollupPeriod Period, RollupCall Call);

/// <param name="Units">With all codes, as planned.</param>
public sealed record CorrectionOrder(RollupPeriod Period, int Number, IReadOnlyList<PlannedUnit> Units);

public sealed record CorrectionToStore(RollupPeriod Period, int Number, IReadOnlyList<CountedUnit> Units);

public sealed record FiguresToTell(RollupPeriod Period, int Version, string Hash, DateTimeOffset At);

/// <summary>How a rollup ended.</summary>
/// <param name="Version">0 for a flash, and for a correction that came to nothing.</param>
/// <param name="Hash">Of its snapshot.</param>
/// <param name="NotCounted">未汇总, in the last run.</param>
public sealed record RolledUp(RollupPeriod Period, int Version, string? Hash, IReadOnlyList<string> NotCounted);
