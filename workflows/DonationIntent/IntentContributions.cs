namespace Boai.Workflows.DonationIntent;

/// <summary>What an intent adds to the figures (handbook §7.2, §13): persons newly effective, each once per metric and period.</summary>
public static class IntentContributions
{
    /// <summary>器官捐献志愿者登记新增, persons.</summary>
    public const string Organs = "LIFE.INTENT_ORGAN";

    /// <summary>遗体(角膜)捐献志愿者登记新增, persons.</summary>
    public const string BodyOrCornea = "LIFE.INTENT_BC";

    /// <summary>The metrics to which an intent that takes effect or grows adds one person.</summary>
    /// <param name="before">Groups that were in effect before; empty for a new intent.</param>
    /// <param name="now">Groups in effect now.</param>
    /// <param name="countedInPeriod">Metrics in which this person was counted in the period already, also if withdrawn since.</param>
    public static IReadOnlyList<string> Of(
        IReadOnlyList<IntentGroup> before, IReadOnlyList<IntentGroup> now, IReadOnlyCollection<string> countedInPeriod)
    {
        string[] held = [.. Metrics(before)];
        return [.. Metrics(now).Except(held).Except(countedInPeriod)];
    }

    private static IEnumerable<string> Metrics(IReadOnlyList<IntentGroup> groups)
    {
        if (groups.Contains(IntentGroup.Organs))
        {
            yield return Organs;
        }

        if (groups.Contains(IntentGroup.Body) || groups.Contains(IntentGroup.Cornea))
        {
            yield return BodyOrCornea;
        }
    }
}
