namespace Boai.Workflows.Shared;

/// <summary>Lays dated values over dated values.</summary>
internal static class PolicyOverlay
{
    public static PolicySetting Apply(PolicySetting known, PolicySetting change)
    {
        if (change.Unit != known.Unit || change.Binding != known.Binding)
        {
            throw PolicyChecks.Wrong(
                known.Key, $"is {known.Unit}/{known.Binding}, the override says {change.Unit}/{change.Binding}");
        }

        if (change.Values.FirstOrDefault(value => string.IsNullOrWhiteSpace(value.Approver)) is { } unapproved)
        {
            throw PolicyChecks.Wrong(known.Key, $"the override from {unapproved.From:yyyy-MM-dd} names no approver");
        }

        IEnumerable<PolicyValue> kept = change.Values.Aggregate(
            known.Values.AsEnumerable(), (values, laidOver) => values.SelectMany(value => Outside(value, laidOver)));
        return PolicyChecks.InOrder(known with { Values = [.. kept, .. change.Values] });
    }

    // What is left of a value where another one takes its place: the part before, the part after, both or neither.
    private static IEnumerable<PolicyValue> Outside(PolicyValue value, PolicyValue laidOver)
    {
        if (value.From < laidOver.From)
        {
            DateOnly lastBefore = laidOver.From.AddDays(-1);
            yield return value.To <= lastBefore ? value : value with { To = lastBefore };
        }

        if (laidOver.To is { } last && (value.To is null || value.To > last))
        {
            yield return value.From > last ? value : value with { From = last.AddDays(1) };
        }
    }
}
