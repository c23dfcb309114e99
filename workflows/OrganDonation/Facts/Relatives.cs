using System.Text.Json.Serialization;

namespace Boai.Workflows.OrganDonation;

/// <summary>Whose decision the law asks for (ODR 9: 配偶、成年子女、父母).</summary>
public enum DeciderRelation
{
    Spouse,
    AdultChild,
    Father,
    Mother,
}

/// <summary>How a decider stands (handbook §7.3.1).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeciderStatus>))]
public enum DeciderStatus
{
    /// <summary>待签署.</summary>
    Awaited,

    /// <summary>已签署.</summary>
    HasSigned,

    /// <summary>反对.</summary>
    Objects,

    /// <summary>已故.</summary>
    Deceased,

    /// <summary>无此亲属.</summary>
    None,

    /// <summary>无行为能力.</summary>
    Incapable,

    /// <summary>失联: never consent.</summary>
    Unreachable,
}

/// <summary>What is known of one decider.</summary>
/// <param name="RelativeId">Opaque; for 无此亲属 any id of its own.</param>
/// <param name="ProofId">The document that proves relation and status; null while it is missing.</param>
/// <param name="SignedAt">When signed; null otherwise.</param>
public sealed record RelativeStanding(
    string RelativeId, DeciderRelation Relation, DeciderStatus Status, string? ProofId = null, DateTimeOffset? SignedAt = null);

/// <summary>A decider's standing as somebody stated it.</summary>
/// <param name="StatedAt">The later statement counts.</param>
/// <param name="Source">Message id or staff id: decides between statements of one instant.</param>
public sealed record RelativeEntry(RelativeStanding Standing, DateTimeOffset StatedAt, string Source);

/// <summary>One talk with the family (handbook §7.3.2 state 2): time and persons, no contents.</summary>
/// <param name="PrognosisTold">Whether the treating team had told the family before.</param>
/// <param name="Interpreted">Whether an interpreter was there, or the family speaks Chinese (handbook §7.3.8).</param>
public sealed record FamilyTalk(DateTimeOffset At, int Persons, bool PrognosisTold, TalkOutcome Outcome, bool Interpreted = false);

public enum TalkOutcome
{
    /// <summary>The family wants time: nobody pushes.</summary>
    Undecided,

    Agrees,

    Declines,
}

/// <summary>Consent confirmed again after death, by one signature of the family's spokesperson before witnesses (U-05).</summary>
public sealed record Reconfirmation(string RelativeId, DateTimeOffset At);

/// <summary>A signer took consent back before the start.</summary>
public sealed record ConsentWithdrawal(string RelativeId, DateTimeOffset At);
