namespace Boai.Workflows.Cases;

/// <summary>What one event holds: the programme's fact, and what it changed in the head.</summary>
/// <typeparam name="TFact">The programme's closed union of facts.</typeparam>
/// <param name="Fact">Null when the event is one of the case shell alone.</param>
public sealed record CaseEntry<TFact>(TFact? Fact, IReadOnlyList<HeadChange> Head)
    where TFact : class;

/// <summary>What the first event of a case holds: everything.</summary>
public sealed record CaseOpening<TFacts>(CaseHead Head, TFacts Facts);
