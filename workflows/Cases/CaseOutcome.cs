namespace Boai.Workflows.Cases;

/// <summary>What became of a command: the case's next standing with the events that led there, or the reason why nothing changed.</summary>
public abstract record CaseOutcome<TFacts>
{
    private CaseOutcome() { }

    /// <param name="Next">To be written under the version that the command was decided on.</param>
    /// <param name="Events">In order, never empty, numbered on from that version.</param>
    public sealed record Accepted(CaseFile<TFacts> Next, IReadOnlyList<CaseEvent> Events) : CaseOutcome<TFacts>;

    /// <summary>Nothing changed.</summary>
    public sealed record Refused(CaseProblem Problem) : CaseOutcome<TFacts>;
}
