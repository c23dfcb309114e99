using System.Text.Json.Serialization;
using Boai.Workflows.Shared;

namespace Boai.Workflows.AnnualRollup;

/// <summary>What a lead says about the figures of a unit.</summary>
public enum UnitStatementKind
{
    Confirmed,

    /// <summary>有异议: the figures do not show what the unit did. Marks them; the cases must be put right, for figures cannot be.</summary>
    Objected,
}

/// <summary>Why a unit objects.</summary>
public enum ObjectionReason
{
    /// <summary>A case of the unit is not counted.</summary>
    CaseMissing,

    /// <summary>A case is counted that should not be, or more than once.</summary>
    CaseTooMany,

    /// <summary>A case counts for another unit or on another day than it should.</summary>
    WrongUnitOrDay,

    /// <summary>A case has a wrong quantity or amount.</summary>
    WrongQuantity,
}

/// <summary>Why a figure is far from the year before.</summary>
public enum DeviationReason
{
    /// <summary>There was more, or less, to do.</summary>
    NeedChanged,

    /// <summary>A campaign, a new service, or the end of one.</summary>
    ServiceChanged,

    /// <summary>One large case or disaster.</summary>
    SingleEvent,

    /// <summary>The year before was wrong.</summary>
    EarlierYearWrong,

    /// <summary>So few that any change is large.</summary>
    SmallNumbers,
}

/// <summary>Why frozen figures are computed anew.</summary>
public enum CorrectionCause
{
    /// <summary>A unit could not be counted before the freeze (handbook §15 scenario 34).</summary>
    UnitWasMissing,

    /// <summary>Cases of the period were recorded after the freeze.</summary>
    RecordedLate,

    /// <summary>Cases were corrected after the freeze.</summary>
    CasesCorrected,
}

/// <summary>The reason for a deviation.</summary>
public sealed record DeviationNote(string Metric, DeviationReason Reason);

/// <summary>A line of the latest run.</summary>
/// <param name="Hash">Of its contributions; null when it could not be counted.</param>
/// <param name="AskedFor">Metrics for which a note is asked.</param>
public sealed record RunLine(string Unit, string? Hash, IReadOnlyList<string> AskedFor);

/// <summary>A run that is complete.</summary>
/// <param name="Run">1 for the first.</param>
/// <param name="Hash">Of its snapshot.</param>
/// <param name="AskedFor">Metrics of the whole city for which a note is asked.</param>
public sealed record CompletedRun(int Run, string Hash, DateTimeOffset At, IReadOnlyList<RunLine> Lines, IReadOnlyList<string> AskedFor)
{
    public RunLine? Line(string unit) => Lines.FirstOrDefault(line => line.Unit == unit);
}

/// <summary>What was said about a unit's figures: about those with this hash, and no others.</summary>
/// <param name="By">Staff id.</param>
/// <param name="Reason">Of an objection.</param>
/// <param name="Metrics">Of an objection: which figures.</param>
/// <param name="Cases">Of an objection: its evidence.</param>
public sealed record UnitStatement(
    string Unit, UnitStatementKind Kind, string Hash, string By, DateTimeOffset At, IReadOnlyList<DeviationNote> Notes,
    ObjectionReason? Reason, IReadOnlyList<string> Metrics, IReadOnlyList<CaseNumber> Cases);

/// <summary>A version that stands for good: v1 by the freeze, each later one by a correction.</summary>
/// <param name="Hash">Of its snapshot.</param>
/// <param name="By">Staff id of who froze, or asked for the correction.</param>
/// <param name="Second">Staff id of who approved the correction; null for v1.</param>
/// <param name="Cause">Of a correction.</param>
/// <param name="Units">Of a correction: which units were counted anew.</param>
/// <param name="Unconfirmed">Units whose lead had not confirmed (未确认).</param>
/// <param name="Notes">For the city's own deviations.</param>
/// <param name="Correction">Number of the correction that made it; null for v1.</param>
public sealed record FrozenVersion(
    int Version, string Hash, DateTimeOffset At, string By, string? Second, CorrectionCause? Cause, IReadOnlyList<string> Units,
    IReadOnlyList<string> Unconfirmed, IReadOnlyList<DeviationNote> Notes, string DecisionId, int? Correction = null);

/// <summary>A correction of frozen figures under way: asked for by one person, approved by another, carried out by the system.</summary>
/// <param name="Number">1 for the first that was asked for.</param>
/// <param name="Cases">Evidence.</param>
/// <param name="ApprovedBy">Null while nobody has.</param>
public sealed record CorrectionRequest(
    int Number, CorrectionCause Cause, IReadOnlyList<string> Units, IReadOnlyList<CaseNumber> Cases, string AskedBy, DateTimeOffset AskedAt,
    string? ApprovedBy = null, DateTimeOffset? ApprovedAt = null, string? DecisionId = null);

/// <summary>Where a rollup stands.</summary>
public enum RollupStage
{
    /// <summary>计算中.</summary>
    Computing,

    /// <summary>v0 待确认.</summary>
    Computed,

    /// <summary>v1 or later: 已定稿.</summary>
    Frozen,
}

/// <summary>A rollup as it stands: the truth about it, beside the snapshots that it names.</summary>
/// <param name="RunAsked">Number of the latest run that was asked for.</param>
/// <param name="Latest">The latest that is complete.</param>
/// <param name="Corrections">How many corrections were asked for.</param>
/// <param name="Seq">How many acts there were.</param>
/// <param name="RunDecision">Id of the request that asked for the latest run; null for the first.</param>
public sealed record RollupHead(
    RollupPeriod Period, int RunAsked, CompletedRun? Latest, IReadOnlyList<UnitStatement> Statements, IReadOnlyList<FrozenVersion> Versions,
    CorrectionRequest? Correction, int Corrections, int Seq, string? RunDecision = null)
{
    public static RollupHead New(RollupPeriod period) => new(period, RunAsked: 1, Latest: null, [], [], Correction: null, Corrections: 0, Seq: 0);

    [JsonIgnore]
    public RollupStage Stage => Versions.Count > 0 ? RollupStage.Frozen : Latest?.Run == RunAsked ? RollupStage.Computed : RollupStage.Computing;

    /// <summary>0 until the freeze.</summary>
    [JsonIgnore]
    public int Version => Versions.Count;

    /// <summary>Hash of a version's snapshot.</summary>
    /// <param name="version">0 for what was computed last before the freeze.</param>
    /// <returns>Null when there is none.</returns>
    public string? HashOf(int version) => version == 0 ? Latest?.Hash : Versions.FirstOrDefault(one => one.Version == version)?.Hash;

    /// <summary>Units that were asked and whose lead has not confirmed the figures that now stand; those with an objection among them.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Unconfirmed =>
    [
        .. (Latest?.Lines ?? []).Where(line => RollupUnits.IsAsked(line.Unit))
            .Where(line => line.Hash is null || !Statements.Any(said => said.Unit == line.Unit && said.Kind == UnitStatementKind.Confirmed && said.Hash == line.Hash))
            .Select(line => line.Unit),
    ];

    /// <summary>Units that were asked and have said nothing about the figures that now stand.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Silent =>
        [.. Unconfirmed.Where(unit => Latest!.Line(unit)!.Hash is { } hash && !Statements.Any(said => said.Unit == unit && said.Hash == hash))];
}

/// <summary>One act on a rollup, kept for good.</summary>
/// <param name="Act">The command's name.</param>
/// <param name="By">Staff id, or <c>sys</c>.</param>
/// <param name="Subject">The unit that it is about; null for the whole.</param>
/// <param name="Reason">Code of the reason or cause.</param>
public sealed record RollupEvent(
    int Seq, string Act, DateTimeOffset At, string By, string Role, UnitCode ActorUnit, string? Subject, int Run, int Version, string? Hash, string? Reason);
