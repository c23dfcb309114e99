namespace Boai.Workflows.OrganDonation;

/// <summary>Who the donor is, as far as rules need it; everything else lies in the vault.</summary>
/// <param name="Pseudonym">For example <c>CQ-D-2024-0173</c>.</param>
/// <param name="IdentityKnown">False for 无名氏: registers cannot be asked about somebody unknown.</param>
/// <param name="IsForeign">Interpreter, translations; embassy only with the family's consent (handbook §7.3.8).</param>
/// <param name="IsMinor">Registers no intent; parents decide after death.</param>
public sealed record DonorProfile(string Pseudonym, bool IdentityKnown, bool IsForeign = false, bool IsMinor = false, DonorCategory? Category = null);

/// <summary>What the registers of intents and refusals say of the donor.</summary>
public enum IntentStanding
{
    /// <summary>No entry.</summary>
    None,

    /// <summary>有效.</summary>
    Valid,

    /// <summary>撤销-未表态 (U-04).</summary>
    WithdrawnSilently,

    /// <summary>明示不同意: an absolute bar.</summary>
    Refused,
}

/// <param name="At">When the registers were asked.</param>
public sealed record RegisterReading(DateTimeOffset At, IntentStanding Intent);

/// <summary>Head of department and ethics committee have looked at a bare withdrawal and let the donation go on (U-04).</summary>
/// <param name="OpinionDocumentId">The committee's record.</param>
public sealed record IntentReview(string By, DateTimeOffset At, string OpinionDocumentId);

/// <summary>Forensic or further inspection (CQ-BODY 24).</summary>
public enum ForensicStatus
{
    /// <summary>No obstacle.</summary>
    Clear,

    /// <summary>An inspection is asked for or under way.</summary>
    Hold,

    /// <summary>未排除, and will not be: the case ends.</summary>
    Barred,
}

public sealed record ForensicCheck(ForensicStatus Status, DateTimeOffset At);

/// <summary>The procuring hospital by the register of designated hospitals (ODR 15, 16).</summary>
public sealed record InstitutionCheck(bool Designated, bool InArea, bool IndependentDepartment, DateTimeOffset At);

/// <summary>A complaint or flag of sale, coercion or cross-area transfer (ODR 6, 16(4), 41).</summary>
/// <param name="ClearedAt">Null while it is open.</param>
public sealed record TradingAlarm(string Id, TradingAlarmKind Kind, DateTimeOffset RaisedAt, DateTimeOffset? ClearedAt = null);

public enum TradingAlarmKind
{
    /// <summary>Money paid, offered or promised (V11).</summary>
    Payment,

    Coercion,

    /// <summary>Moved across areas for the procurement (V6).</summary>
    CrossAreaTransfer,

    /// <summary>Told or brought to somebody who may not be told (V7).</summary>
    WrongReferral,
}

/// <summary>A signal to the OPO hospital: R01, R02 or R03 (handbook §11.1).</summary>
/// <param name="Seq">1, 2 … within the case.</param>
/// <param name="CauseCode">Why, for a hold.</param>
/// <param name="PhoneTaskOpened">Whether nobody acknowledged in time.</param>
public sealed record Signal(
    int Seq, SignalKind Kind, DateTimeOffset At, string? CauseCode = null, DateTimeOffset? AcknowledgedAt = null, bool PhoneTaskOpened = false);

public enum SignalKind
{
    /// <summary>R01 协调员指派.</summary>
    WitnessesAssigned,

    /// <summary>R02 见证就绪.</summary>
    Ready,

    /// <summary>R03 暂缓/停止.</summary>
    Hold,
}
