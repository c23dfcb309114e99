namespace Boai.Workflows.Cases;

/// <summary>Collects what one act does to a case: each event is applied at once, so that the next one of the same act sees it.</summary>
/// <typeparam name="TFacts">The programme's facts.</typeparam>
/// <typeparam name="TFact">The programme's closed union of what events change in them.</typeparam>
/// <param name="inAnyCase">What the act changes in the head whatever it comes to: the duties it is. Goes on record with its first event.</param>
public sealed class CaseLedger<TFacts, TFact>(
    CaseFile<TFacts> basis, Deciding deciding, Func<TFacts, TFact, CaseEvent, TFacts> evolve, IReadOnlyList<HeadChange> inAnyCase)
    where TFact : class
{
    private readonly List<CaseEvent> events = [];

    public CaseFile<TFacts> File { get; private set; } = basis;

    public CaseHead Head => File.Head;

    public TFacts Facts => File.Facts;

    public Deciding Deciding => deciding;

    /// <summary>The sequence number of the event to be recorded next.</summary>
    public int NextSeq => Head.Version + 1;

    /// <summary>Records an event of the programme; its kind is the fact's name.</summary>
    public void Record(TFact fact, params IReadOnlyList<HeadChange> changes) => Record(fact.GetType().Name, fact, null, changes);

    /// <summary>Records an event of the programme with the code of its reason.</summary>
    public void RecordWithReason(TFact fact, string reasonCode, params IReadOnlyList<HeadChange> changes)
        => Record(fact.GetType().Name, fact, reasonCode, changes);

    /// <summary>Records an event of the shell.</summary>
    public void Record(string kind, string? reasonCode, params IReadOnlyList<HeadChange> changes) => Record(kind, null, reasonCode, changes);

    /// <summary>What all this comes to.</summary>
    /// <exception cref="InvalidOperationException">Nothing was recorded: an act must leave a trace or be refused.</exception>
    public CaseOutcome<TFacts>.Accepted Accepted()
        => events is []
            ? throw new InvalidOperationException($"Case {Head.Number}: an accepted act recorded no event.")
            : new CaseOutcome<TFacts>.Accepted(File, [.. events]);

    // The note belongs to the act, not to each event of it: the first event carries it.
    private void Record(string kind, TFact? fact, string? reasonCode, IReadOnlyList<HeadChange> changes)
    {
        IReadOnlyList<HeadChange> all = events is [] ? [.. inAnyCase, .. changes] : changes;
        CaseEvent happened = new(
            NextSeq, kind, deciding.At, deciding.Actor.StaffId, deciding.Actor.Role, reasonCode,
            events is [] ? deciding.SealedNote : null, deciding.DecisionId, CaseJson.ToElement(new CaseEntry<TFact>(fact, all)));
        File = CaseFold.Advance(File, happened, evolve);
        events.Add(happened);
    }
}
