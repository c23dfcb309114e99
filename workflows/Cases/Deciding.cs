using Boai.Workflows.Shared;

namespace Boai.Workflows.Cases;

/// <summary>The circumstances of one act: who, when, under which rules.</summary>
/// <param name="Policy">The pack that the case started under, and today's for what the law ties to an event.</param>
/// <param name="DecisionId">Derived from the request or the system step; the same id never acts twice.</param>
/// <param name="SealedNote">Free text of the act, encrypted already.</param>
/// <param name="SeenVersion">The version that the person decided on; a newer one refuses the act. Null for steps that depend on none.</param>
public sealed record Deciding(
    Actor Actor,
    DateTimeOffset At,
    CasePolicy Policy,
    WorkCalendar Calendar,
    string? DecisionId = null,
    string? SealedNote = null,
    int? SeenVersion = null)
{
    /// <summary>The Beijing day of the act.</summary>
    public DateOnly Today => ChinaCalendar.DateOf(At);
}
