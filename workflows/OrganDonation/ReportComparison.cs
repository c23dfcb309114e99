namespace Boai.Workflows.OrganDonation;

/// <summary>Compares the witnesses' reports with each other and with what the hospital says was removed (handbook §7.3.4, V9).</summary>
public static class ReportComparison
{
    /// <summary>In what the reports contradict; empty when they agree. Times are compared by the minute.</summary>
    public static IEnumerable<string> Contradictions(OrganFacts facts)
    {
        WitnessedFacts[] saw = [.. facts.Reports.Select(report => report.Saw)];
        if (saw.Length == 0)
        {
            yield break;
        }

        foreach ((string key, Func<WitnessedFacts, object> answer) in Questions)
        {
            if (saw.Select(answer).Distinct().Skip(1).Any())
            {
                yield return $"reports-{key}";
            }
        }

        if (facts.Completion is { } completion && saw.Any(one => !Sorted(one.Items).SequenceEqual(Sorted(completion.Items))))
        {
            yield return "reports-against-hospital-items";
        }

        if (saw.Any(one => !(one.IdentityVerified && one.ConsentOriginalSeen && one.NoRefusalKnown && one.DeathPapersSeen
            && one.PhysiciansNotInTheatre && one.EthicsOpinionSeen)))
        {
            yield return "reports-against-readiness";
        }
    }

    private static readonly (string Key, Func<WitnessedFacts, object> Answer)[] Questions =
    [
        ("identity", saw => saw.IdentityVerified),
        ("consent", saw => saw.ConsentOriginalSeen),
        ("refusal", saw => saw.NoRefusalKnown),
        ("death-papers", saw => saw.DeathPapersSeen),
        ("physicians", saw => saw.PhysiciansNotInTheatre),
        ("ethics", saw => saw.EthicsOpinionSeen),
        ("ceremony", saw => saw.CeremonyHeld),
        ("start", saw => Minute(saw.StartedAt)),
        ("end", saw => Minute(saw.EndedAt)),
        ("items", saw => string.Join(' ', Sorted(saw.Items))),
        ("restored", saw => saw.BodyRestored),
        ("handed-over", saw => saw.HandedOver),
    ];

    private static IEnumerable<string> Sorted(IEnumerable<string> items) => items.Order(StringComparer.Ordinal);

    private static long Minute(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / 60;
}
