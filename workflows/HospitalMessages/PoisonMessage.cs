namespace Boai.Workflows.HospitalMessages;

/// <summary>Rule 5 of handbook §11.3: a message that could not be processed, kept with its reason and seen by DUTY. Nothing is lost.</summary>
/// <param name="MessageId">Its own; null when it could not even be read.</param>
/// <param name="Digest">SHA-256 of the bytes: names it in any case.</param>
/// <param name="ReasonCode">Of <see cref="PoisonReasons"/>.</param>
/// <param name="Deliveries">How often it was tried.</param>
public sealed record PoisonMessage(string? MessageId, string Digest, string ReasonCode, int Deliveries, DateTimeOffset At)
{
    /// <summary>Set when DUTY has sent it through again.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }

    /// <summary>Sends it through again, once for each time that it fails.</summary>
    /// <returns>Null when that was done already.</returns>
    public PoisonMessage? Replay(DateTimeOffset at) => ReplayedAt is null ? this with { ReplayedAt = at } : null;
}

/// <summary>Why a message was put aside.</summary>
public static class PoisonReasons
{
    public const string Unreadable = "poison.unreadable";
    public const string TooManyDeliveries = "poison.too-many-deliveries";
    public const string CaseUnknown = "poison.case-unknown";
    public const string Refused = "poison.refused-by-case";
}
