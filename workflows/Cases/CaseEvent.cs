using System.Text.Json;

namespace Boai.Workflows.Cases;

/// <summary>One line of a case's append-only history.</summary>
/// <param name="Seq">1, 2, 3 … without a gap; the case's version after it.</param>
/// <param name="Kind">Past tense, for example <c>ApplicationAccepted</c>.</param>
/// <param name="At">When.</param>
/// <param name="ActorId">Opaque id of who did it.</param>
/// <param name="Role">In which capacity.</param>
/// <param name="ReasonCode">Code of the reason or grounds, when the act needs one.</param>
/// <param name="SealedNote">Free text, encrypted with the subject's key and base64; null when there is none.</param>
/// <param name="DecisionId">Makes a second delivery of the same decision harmless.</param>
/// <param name="Data">What the event changed (a <see cref="CaseEntry{TFact}"/>): enough to build the case again from its events.</param>
public sealed record CaseEvent(
    int Seq, string Kind, DateTimeOffset At, string ActorId, string Role, string? ReasonCode, string? SealedNote, string? DecisionId,
    JsonElement? Data);
