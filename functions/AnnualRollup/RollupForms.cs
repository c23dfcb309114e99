using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Shared;

namespace Boai.Functions.AnnualRollup;

/// <param name="Hash">Of the unit's figures that the lead saw.</param>
/// <param name="Notes">A reason for each figure that is far from the year before.</param>
public sealed record ConfirmFiguresForm(string Hash, IReadOnlyList<DeviationNote>? Notes = null);

/// <param name="Hash">Of the unit's figures that the lead saw.</param>
/// <param name="Metrics">Which figures.</param>
/// <param name="Cases">Which cases they do not show as they are: at least one.</param>
public sealed record ObjectToFiguresForm(string Hash, ObjectionReason Reason, IReadOnlyList<string> Metrics, IReadOnlyList<CaseNumber> Cases);

/// <param name="Run">The run that the person saw; 0 for a period that was never rolled up.</param>
public sealed record RunRollupAgainForm(int Run);

/// <param name="Hash">Of the snapshot that the person saw.</param>
/// <param name="SampleReviewed">That the cases of the year's sample were reviewed.</param>
/// <param name="Notes">A reason for each figure of the city that is far from the year before.</param>
public sealed record FreezeFiguresForm(string Hash, bool SampleReviewed, IReadOnlyList<DeviationNote>? Notes = null);

/// <param name="Hash">Of the version that stands.</param>
/// <param name="Units">Which units are counted anew.</param>
/// <param name="Cases">Evidence: the cases recorded or corrected since. None for units that had not been counted.</param>
public sealed record AskFiguresCorrectionForm(string Hash, CorrectionCause Cause, IReadOnlyList<string> Units, IReadOnlyList<CaseNumber>? Cases = null);

/// <param name="Approves">False refuses it; nothing changes then.</param>
public sealed record DecideFiguresCorrectionForm(bool Approves);
