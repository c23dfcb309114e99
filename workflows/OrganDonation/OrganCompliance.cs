namespace Boai.Workflows.OrganDonation;

/// <summary>Whether a procurement may be reported as compliant (handbook §0.3: recorded faithfully either way).</summary>
public static class OrganCompliance
{
    /// <summary>Begun while no ready signal was in force: never compliant, whatever is found later (I-13).</summary>
    public static bool BeganUnready(OrganFacts facts)
        => (facts.StartedAt ?? facts.Completion?.At) is { } start && !facts.WasReadyAt(start);

    /// <summary>Whether it was completed, ready at its start, witnessed throughout, and no violation stands against it.</summary>
    public static bool IsCompliant(OrganFacts facts, WitnessLaw law)
        => facts is { StartedAt: { } start, Completion: { } completion }
            && !BeganUnready(facts)
            && AttendanceRules.Throughout(facts, law, start, completion.At) >= law.MinWitnesses
            && facts.Violations.All(violation => violation.Finding == ViolationFinding.Unfounded);
}
