namespace Boai.Workflows.OrganDonation;

/// <summary>V10: messages that cannot all be true. Every one of them is kept.</summary>
internal static class ConflictingStatements
{
    public static IEnumerable<FoundViolation> Find(OrganFacts facts)
        => Keys(facts).Select(key => new FoundViolation(ViolationKind.V10, key));

    private static IEnumerable<string> Keys(OrganFacts facts)
    {
        if (Differ(facts.Deaths.Select(death => death.What.At)))
        {
            yield return "death-times";
        }

        if (Differ(facts.Starts.Select(start => start.What.At)))
        {
            yield return "start-times";
        }

        if (Differ(facts.Completions.Select(completion => completion.What.At)))
        {
            yield return "end-times";
        }

        // Any pair in the wrong order: the first start against the last death, the last start against the first end.
        if (Any(facts.Starts, start => facts.Completions.Any(completion => completion.What.At < start.What.At)))
        {
            yield return "end-before-start";
        }

        if (Any(facts.Starts, start => facts.Deaths.Any(death => death.What.At >= start.What.At)))
        {
            yield return "death-not-before-start";
        }

        if (Any(facts.Handovers, handover => facts.Completions.Any(completion => handover.What.RestoredAt < completion.What.At)))
        {
            yield return "restored-before-end";
        }

        if (facts.HasBegun && facts.Stops is not [])
        {
            yield return "stopped-and-begun";
        }
    }

    private static bool Differ(IEnumerable<DateTimeOffset> times) => times.Distinct().Skip(1).Any();

    private static bool Any<T>(IReadOnlyList<Stated<T>> statements, Func<Stated<T>, bool> which)
        where T : HospitalStatement
        => statements.Any(which);
}
