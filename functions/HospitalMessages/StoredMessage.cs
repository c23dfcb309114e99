using System.Text.Json.Serialization;
using Boai.Workflows.HospitalMessages;

namespace Boai.Functions.HospitalMessages;

/// <summary>What became of a message.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageStage>))]
public enum MessageStage
{
    /// <summary>On its way to its process.</summary>
    Accepted,

    /// <summary>Its process has taken it.</summary>
    Handled,

    /// <summary>Stored; no process takes it yet. The duty desk sees to it.</summary>
    Parked,

    /// <summary>Answered with a fatal error.</summary>
    Refused,

    /// <summary>Accepted, and could not be processed: waits for DUTY.</summary>
    SetAside,
}

/// <summary>A message as it is kept: codes, times and digest; the bytes lie sealed in a blob, if they are kept at all.</summary>
/// <param name="Blob">Null when the digest alone is kept.</param>
public sealed record StoredMessage(
    string MessageId, string EventCode, string Sender, string Digest, DateTimeOffset ReceivedAt, MessageAcknowledgement Reply, MessageStage Stage, string? Blob)
{
    /// <summary>The process that takes it, of handbook §3.</summary>
    public string? Route { get; init; }

    /// <summary>Number of the case that took it.</summary>
    public string? Case { get; init; }

    public string? ReasonCode { get; init; }

    public int Deliveries { get; init; }

    /// <summary>How often DUTY sent it through again.</summary>
    public int Replays { get; init; }
}
