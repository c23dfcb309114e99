using System.Text.Json.Serialization;

namespace Boai.Functions.HospitalMessages.Queue;

/// <summary>What became of a message that the queue put aside.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeadLetterStage>))]
public enum DeadLetterStage
{
    /// <summary>DUTY has to look at it.</summary>
    Waiting,

    /// <summary>Sent through again.</summary>
    Replayed,

    /// <summary>Looked at and given up: its bytes are gone.</summary>
    Discarded,
}

/// <summary>A message that the queue put aside: who, when, why and the digest; its bytes lie sealed in a blob (handbook §11.3 rule 5).</summary>
/// <param name="Digest">SHA-256 of the bytes: names it.</param>
/// <param name="Sender">Whom its properties name, as far as that is a code of an organisation; proved by nothing.</param>
/// <param name="ReasonCode">Of <see cref="Boai.Workflows.HospitalMessages.PoisonReasons"/>.</param>
/// <param name="Description">Codes and FHIRPaths; never content.</param>
/// <param name="Times">How often it was put aside.</param>
public sealed record DeadLetter(
    string Digest, string? Sender, string ReasonCode, string Description, DateTimeOffset EnqueuedAt, DateTimeOffset At, int Deliveries, int Times, DeadLetterStage Stage)
{
    /// <summary>The hospital's name for the key that signed it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? KeyId { get; init; }

    /// <summary>The signature, for sending it through again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Signature { get; init; }
}
