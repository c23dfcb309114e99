using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Workflows.CorneaDonation;

/// <summary>Names of the activities; see <see cref="ClockworkNames"/>.</summary>
public static class CorneaActivities
{
    public const string CatchUp = "CorneaCatchUp";
    public const string Enter = "CorneaEnter";
    public const string Step = "CorneaStep";
    public const string Call = "CorneaCall";
}

/// <summary>Steps that the system takes by the clock.</summary>
public static class CorneaSteps
{
    public const string PassBest = "pass-best";
    public const string PassWindow = "pass-window";

    /// <summary>The command of a step.</summary>
    public static CorneaCommand CommandOf(ClockworkStep step) => step.Step switch
    {
        PassBest => new CorneaCommand.PassBest(),
        PassWindow => new CorneaCommand.PassWindow(),
        _ => throw new System.Diagnostics.UnreachableException($"No such step: {step.Step}"),
    };

    /// <summary>The standing of a case, for its orchestration.</summary>
    public static ClockworkStanding StandingOf(CaseFile<CorneaFacts> file, CasePolicy policy) =>
        ClockworkStanding.Of(file.Head, policy, Ahead(file, CorneaWindow.Of(file.Facts.DiedAt, policy)));

    private static IEnumerable<ClockworkDue> Ahead(CaseFile<CorneaFacts> file, CorneaWindow window)
    {
        if (file.Head.StateOf() > CorneaState.Dispatched)
        {
            yield break;
        }

        if (!file.Facts.BestPassed && window.BestBefore < window.Ends)
        {
            yield return new ClockworkDue(PassBest, 0, window.BestBefore);
        }

        if (!file.Facts.WindowPassed)
        {
            yield return new ClockworkDue(PassWindow, 0, window.Ends);
        }
    }
}

/// <summary>What a donation of corneas adds to the figures: donors (例) and corneas (片) apart (handbook §2.11, §13.4; I-45).</summary>
public static class CorneaContributions
{
    /// <summary>角膜捐献, 例.</summary>
    public const string Cases = "LIFE.CORNEA";

    /// <summary>角膜, 片.</summary>
    public const string Items = "LIFE.CORNEA_ITEM";

    /// <summary>Of a retrieval, on its Beijing day; what the organ donation has counted is not counted again.</summary>
    public static IReadOnlyList<KpiContribution> Of(CaseFile<CorneaFacts> file)
    {
        CorneaFacts facts = file.Facts;
        int corneas = facts.Retrieved.Count(item => item.StartsWith("cornea-", StringComparison.Ordinal));
        return facts.RetrievedAt is not { } at
            ? []
            :
            [
                .. new (string Metric, int Quantity)[] { (Cases, corneas > 0 ? 1 : 0), (Items, Math.Max(0, corneas - facts.CountedBefore)) }
                    .Where(figure => figure.Quantity > 0)
                    .Select(figure => new KpiContribution(
                        $"{file.Head.Number}|{figure.Metric}", figure.Metric, file.Head.Owner, ChinaCalendar.DateOf(at), figure.Quantity, file.Head.Number, "retrieval")),
            ];
    }
}
