namespace Boai.Workflows.DonationOutcomes;

/// <summary>What became of one donation, as its hospital filed it (H10): counts, and of nobody.</summary>
/// <param name="Transplanted">Organs and tissues that were transplanted.</param>
/// <param name="Recipients">Persons who received them.</param>
/// <param name="Discarded">Organs and tissues that could not be used.</param>
public sealed record OutcomeCounts(int Transplanted, int Recipients, int Discarded)
{
    public static OutcomeCounts operator +(OutcomeCounts left, OutcomeCounts right)
        => new(left.Transplanted + right.Transplanted, left.Recipients + right.Recipients, left.Discarded + right.Discarded);
}

/// <summary>One filed outcome: no case, no donor, no day.</summary>
/// <param name="Quarter">1 to 4, of the filing.</param>
public sealed record FiledOutcome(int Year, int Quarter, OutcomeCounts Counts);

/// <summary>The outcomes of a quarter together.</summary>
/// <param name="Donations">How many; null while they are too few to be shown.</param>
/// <param name="Counts">Null while they are too few to be shown.</param>
public sealed record QuarterOfOutcomes(int Year, int Quarter, int? Donations, OutcomeCounts? Counts);

/// <summary>Outcomes as people may see them: by quarter, and never so few that one donation could be told from another (handbook §15 scenario 45).</summary>
public static class OutcomeFigures
{
    /// <param name="fewest">Fewer donations than this in a quarter are not shown (policy <c>public.k</c>).</param>
    public static IReadOnlyList<QuarterOfOutcomes> ByQuarter(IEnumerable<FiledOutcome> outcomes, int fewest) =>
    [
        .. outcomes.GroupBy(one => (one.Year, one.Quarter)).OrderBy(quarter => quarter.Key)
            .Select(quarter => quarter.Count() < fewest
                ? new QuarterOfOutcomes(quarter.Key.Year, quarter.Key.Quarter, Donations: null, Counts: null)
                : new QuarterOfOutcomes(
                    quarter.Key.Year, quarter.Key.Quarter, quarter.Count(), quarter.Select(one => one.Counts).Aggregate((sum, one) => sum + one))),
    ];
}
