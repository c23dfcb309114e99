using Boai.Workflows.Shared;

namespace Boai.Workflows.Cases;

/// <summary>Everything that is needed to decide on a case, whatever its programme: one table entity (handbook §2.9).</summary>
/// <remarks>Holds opaque ids, codes, amounts and dates only; free text stands encrypted in the events.</remarks>
public sealed record CaseHead
{
    public required CaseNumber Number { get; init; }

    /// <summary>The process, for example <c>REL-01</c>.</summary>
    public required string Programme { get; init; }

    /// <summary>Name of a member of the programme's state enumeration.</summary>
    public required string State { get; init; }

    /// <summary>The unit that answers for the case.</summary>
    public required UnitCode Owner { get; init; }

    /// <summary>Sequence number of the last event: a decision is made on a version and refused when it is stale.</summary>
    public required int Version { get; init; }

    /// <summary>The policy pack that the case started under.</summary>
    public required string PolicyVersion { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset StateSince { get; init; }

    /// <summary>The version at which the present state was entered: names the visit to the state in idempotency keys.</summary>
    public required int StateVersion { get; init; }

    /// <summary>The last visits to other states, in order; see <see cref="StateVisit.Kept"/>.</summary>
    public IReadOnlyList<StateVisit> LeftStates { get; init; } = [];

    /// <summary>The clock of the present state; null where it has none.</summary>
    public StateClock? Clock { get; init; }

    /// <summary>Set while the case is suspended (挂起).</summary>
    public Suspension? Suspension { get; init; }

    /// <summary>Whether destruction timers are stopped (保全).</summary>
    public bool LegalHold { get; init; }

    /// <summary>Whether the case is over: archived, withdrawn. Only reopening leads out.</summary>
    public bool IsOver { get; init; }

    /// <summary>Day after which the file may be destroyed; set when the case is over.</summary>
    public DateOnly? KeepUntil { get; init; }

    /// <summary>Who did what, in order.</summary>
    public IReadOnlyList<ActorDuty> Actors { get; init; } = [];

    /// <summary>Staff ids of persons related to the applicant, declared or matched: barred from every duty.</summary>
    public IReadOnlyList<string> Recused { get; init; } = [];

    /// <summary>Open tasks.</summary>
    public IReadOnlyList<CaseTask> Tasks { get; init; } = [];

    public IReadOnlyList<CaseDocument> Documents { get; init; } = [];
}

/// <summary>A case as the programme sees it: the head and its own facts.</summary>
/// <typeparam name="TFacts">A record of the programme; opaque ids, codes, amounts and dates only.</typeparam>
public sealed record CaseFile<TFacts>(CaseHead Head, TFacts Facts);
