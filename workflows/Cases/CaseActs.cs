namespace Boai.Workflows.Cases;

/// <summary>What every programme does with an act before and after its own rules: one order of checks, one way to open a case.</summary>
public static class CaseActs
{
    /// <summary>Decides on an act. Checks come in a fixed order: version, state table, role, duties, then the act's own rules.</summary>
    /// <param name="act">Name of the act, for the refusal.</param>
    /// <param name="roles">Who may do it in the case's state; null when nobody may.</param>
    /// <param name="take">The act's own rules; records what it does.</param>
    public static CaseOutcome<TFacts> Apply<TFacts, TFact>(
        CaseFile<TFacts> file, string act, IReadOnlyList<string>? roles, IReadOnlyList<Duty> duties, Deciding deciding,
        Func<TFacts, TFact, CaseEvent, TFacts> evolve, Func<CaseLedger<TFacts, TFact>, CaseProblem?> take)
        where TFact : class
    {
        CaseLedger<TFacts, TFact> ledger = new(file, deciding, evolve, [.. duties.Select(duty => new HeadChange.DutyDone(duty))]);
        CaseProblem? problem = Admissible(file.Head, act, roles, duties, deciding) ?? take(ledger);
        return problem is null ? ledger.Accepted() : new CaseOutcome<TFacts>.Refused(problem);
    }

    /// <summary>The first event of a case: everything that is known at its beginning.</summary>
    public static CaseOutcome<TFacts>.Accepted Opened<TFacts>(CaseHead head, TFacts facts, Deciding deciding) => new(
        new CaseFile<TFacts>(head, facts),
        [
            new CaseEvent(
                1, CaseFold.Opened, deciding.At, deciding.Actor.StaffId, deciding.Actor.Role, ReasonCode: null, deciding.SealedNote, deciding.DecisionId,
                CaseJson.ToElement(new CaseOpening<TFacts>(head, facts))),
        ]);

    private static CaseProblem? Admissible(CaseHead head, string act, IReadOnlyList<string>? roles, IReadOnlyList<Duty> duties, Deciding deciding) =>
        deciding.SeenVersion is { } seen && seen != head.Version ? CaseProblem.On("version", CaseProblems.Stale, ("version", $"{head.Version}"))
        : roles is null ? CaseProblem.Of(CaseProblems.State, ("state", head.State), ("command", act))
        : !roles.Contains(deciding.Actor.Role, StringComparer.Ordinal) ? CaseProblem.Of(CaseProblems.Role, ("roles", string.Join(' ', roles)))
        : duties.Select(duty => DutySeparation.Check(head, deciding.Actor, duty)).FirstOrDefault(problem => problem is not null);
}
