using System.Resources;
using Boai.Functions.Errors;
using Boai.Workflows.AnnualRollup;

namespace Boai.Functions.AnnualRollup;

/// <summary>Codes of refusals, with their texts.</summary>
public static class RollupErrors
{
    public static ErrorSource Source { get; } = new(
    [
        new(RollupProblems.Unknown, 404), new(RollupProblems.TooEarly, 409), new(RollupProblems.Computing, 409), new(RollupProblems.Frozen, 409),
        new(RollupProblems.NotFrozen, 409), new(RollupProblems.Stale, 409), new(RollupProblems.NotCounted, 409), new(RollupProblems.OtherUnit, 403),
        new(RollupProblems.Unit, 422), new(RollupProblems.NoteMissing, 422), new(RollupProblems.Metric, 422), new(RollupProblems.Evidence, 422),
        new(RollupProblems.StillOpen, 409), new(RollupProblems.Sample, 422), new(RollupProblems.CorrectionOpen, 409), new(RollupProblems.CorrectionNone, 409),
        new(RollupProblems.CorrectionCause, 422), new(RollupProblems.SamePerson, 403), new(RollupProblems.Flash, 409),
    ], new ResourceManager("Boai.Functions.AnnualRollup.RollupTexts", typeof(RollupErrors).Assembly));
}
