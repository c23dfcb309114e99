namespace DurableTask.Core.Exceptions;

/// <summary>Replayed code took another step than its history has.</summary>
public class NonDeterministicOrchestrationException(int eventId, string? eventDetails)
    : Exception($"Non-Deterministic workflow detected: {eventDetails}")
{
    /// <summary>The number of the step that differs.</summary>
    public int EventId { get; } = eventId;
}
