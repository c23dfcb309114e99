using System.Text.Json.Serialization;

namespace Boai.Workflows.OrganDonation;

/// <summary>The ten gates of handbook §7.3.3, in its order; §19 has their names for screens.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WitnessGate>))]
public enum WitnessGate
{
    /// <summary>书面同意.</summary>
    G1Consent,

    /// <summary>无拒绝表示.</summary>
    G2NoRefusal,

    /// <summary>死亡判定.</summary>
    G3Death,

    /// <summary>伦理同意.</summary>
    G4Ethics,

    /// <summary>获取前通知.</summary>
    G5Notice,

    /// <summary>两名协调员到场.</summary>
    G6Witnesses,

    /// <summary>机构与区域.</summary>
    G7Institution,

    /// <summary>无司法查验.</summary>
    G8NoForensicObstacle,

    /// <summary>医学适宜.</summary>
    G9Fitness,

    /// <summary>无买卖举报.</summary>
    G10NoTrading,
}

/// <summary>What a gate's lamp shows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GateLamp>))]
public enum GateLamp
{
    /// <summary>待核: something is still awaited.</summary>
    Pending,

    /// <summary>已具备.</summary>
    Ready,

    /// <summary>不具备: something speaks against it.</summary>
    NotMet,

    /// <summary>已失效: it held once and does not any more.</summary>
    Lost,
}

/// <summary>Why a gate does not hold.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GateReason>))]
public enum GateReason
{
    // G1
    ConsentMissing,
    ConsentOriginalUnseen,
    ItemsUnstated,
    DeciderUncovered,
    DeciderAwaited,
    DeciderProofMissing,
    ReconfirmationMissing,
    DeciderObjects,
    DeciderUnreachable,
    NobodyDecides,
    ConsentWithdrawn,

    // G2
    RegisterUnread,
    IdentityUnresolved,
    RefusalRegistered,
    WithdrawnIntentUnreviewed,

    // G3
    DeathUndetermined,
    DeathPapersMissing,
    RostersUnchecked,
    PhysiciansTooFew,
    PhysicianOnBarredSide,
    DeathNotBeforeStart,

    // G4
    EthicsMissing,
    EthicsPapersMissing,
    EthicsNumbersImpossible,
    EthicsTooManyTransplantExperts,
    EthicsTooFewAgree,
    EthicsOfAnotherHospital,
    EthicsNotBeforeStart,

    // G5
    NoticeMissing,
    NoticeAfterStart,

    // G6
    WitnessesMissing,
    WitnessLicenceExpired,
    WitnessBarred,

    // G7
    InstitutionUnchecked,
    InstitutionNotDesignated,
    InstitutionOutOfArea,
    DepartmentNotIndependent,
    PlaceElsewhere,

    // G8
    ForensicUnchecked,
    ForensicHold,

    // G9
    FitnessUnstated,
    MedicallyUnfit,

    // G10
    TradingAlarmOpen,
}

/// <summary>How a gate stands.</summary>
/// <param name="Reasons">Every reason why it does not hold, in the order of <see cref="GateReason"/>; empty when it holds.</param>
public sealed record GateState(WitnessGate Gate, GateLamp Lamp, IReadOnlyList<GateReason> Reasons)
{
    [JsonIgnore]
    public bool Holds => Lamp == GateLamp.Ready;
}
