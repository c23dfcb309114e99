using Boai.Workflows.Shared;

namespace Boai.Workflows.AnnualRollup;

/// <summary>The cases of one figure that the city reviews before it freezes.</summary>
/// <param name="Of">How many cases the figure has.</param>
public sealed record SampledMetric(string Metric, int Of, IReadOnlyList<CaseNumber> Cases);

/// <summary>市级复核 (handbook §10.5 step 6): at least so many percent of each figure's cases, drawn so that nobody can choose them and everybody can draw them again.</summary>
public static class ReviewSample
{
    /// <param name="seed">Hash of the snapshot: other figures, another draw.</param>
    /// <param name="percent">Policy <c>rollup.sample</c>; parts of a case count as one.</param>
    public static IReadOnlyList<SampledMetric> Draw(string seed, IReadOnlyList<UnitList> lists, decimal percent) =>
    [
        .. lists.SelectMany(list => list.Contributions)
            .GroupBy(one => one.Metric, StringComparer.Ordinal)
            .OrderBy(metric => metric.Key, StringComparer.Ordinal)
            .Select(metric => Draw(seed, metric.Key, [.. metric.Select(one => one.SourceCase).Distinct()], percent)),
    ];

    private static SampledMetric Draw(string seed, string metric, IReadOnlyList<CaseNumber> cases, decimal percent) => new(
        metric, cases.Count,
        [
            .. cases.OrderBy(number => SealedList.HashOf($"{seed}\n{metric}\n{number.Value}"), StringComparer.Ordinal)
                .Take((int)Math.Ceiling(cases.Count * percent / 100)),
        ]);
}
