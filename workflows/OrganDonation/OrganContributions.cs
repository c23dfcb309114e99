using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Workflows.OrganDonation;

/// <summary>What a donor case adds to the figures (handbook §2.11, §13): cases (例) and organs (个), nothing else and never how they went on.</summary>
public static class OrganContributions
{
    public const string Cases = "LIFE.ORGAN_CASE";
    public const string Items = "LIFE.ORGAN_ITEM";
    public const string Corneas = "LIFE.CORNEA_ITEM";

    private static readonly string[] Lungs = ["lung-l", "lung-r"];

    /// <summary>The contributions of a completed procurement, on the Beijing day of its end; none while nothing was procured.</summary>
    public static IReadOnlyList<KpiContribution> Of(CaseFile<OrganFacts> file, CasePolicy policy)
    {
        if (file.Facts.Completion is not { } completion)
        {
            return [];
        }

        DateOnly on = ChinaCalendar.DateOf(completion.At);
        int corneas = completion.Items.Distinct(StringComparer.Ordinal).Count(item => item.StartsWith("cornea-", StringComparison.Ordinal));
        int organs = CountOrgans(completion.Items, policy, on);
        return
        [
            .. new (string Metric, int Quantity)[] { (Cases, organs > 0 ? 1 : 0), (Items, organs), (Corneas, corneas) }
                .Where(figure => figure.Quantity > 0)
                .Select(figure => new KpiContribution(
                    $"{file.Head.Number}|{figure.Metric}", figure.Metric, file.Head.Owner, on, figure.Quantity, file.Head.Number, "procurement")),
        ];
    }

    /// <summary>Organs by the counting doctrine: each code once, a liver once however it is split, lungs as the policy says (U-11). At most eight.</summary>
    public static int CountOrgans(IEnumerable<string> items, CasePolicy policy, DateOnly on)
    {
        string[] organs = [.. items.Distinct(StringComparer.Ordinal).Where(item => OrganLaw.Organs.Contains(item, StringComparer.Ordinal))];
        int lungs = Math.Min(organs.Count(Lungs.Contains), policy.For(PolicyKeys.OrganCountLung, on).Count());
        return organs.Count(organ => !Lungs.Contains(organ)) + lungs;
    }
}
