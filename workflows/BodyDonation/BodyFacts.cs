using System.Text.Json.Serialization;
using Boai.Workflows.Shared;

namespace Boai.Workflows.BodyDonation;

/// <summary>Who told the branch of the death (CQ-BODY 17).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoticeBy>))]
public enum NoticeBy
{
    /// <summary>捐献执行人.</summary>
    Executor,

    /// <summary>配偶、父母、子女.</summary>
    Relative,

    /// <summary>单位、村(居)委会、养老机构.</summary>
    Organisation,

    Hospital,

    /// <summary>The donation of organs that comes before (LIFE-02).</summary>
    OrganDonation,
}

/// <summary>What the donation rests on (CQ-BODY 13, 14).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BodyBasis>))]
public enum BodyBasis
{
    /// <summary>The donor's own registered intent.</summary>
    Intent,

    /// <summary>死后亲属代办: joint written decision, proof of relation, death certificate.</summary>
    Relatives,
}

/// <summary>What the register of intents and refusals says of the donor.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BodyWill>))]
public enum BodyWill
{
    None,
    Valid,
    WithdrawnSilently,

    /// <summary>明示不同意: an absolute bar.</summary>
    Refused,
}

/// <summary>Why a body is not received (CQ-BODY 15, 24).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UnfitReason>))]
public enum UnfitReason
{
    /// <summary>Infectious disease that needs special handling.</summary>
    Infection,

    /// <summary>Damaged or decayed.</summary>
    Damaged,

    /// <summary>Forensic examination not ruled out.</summary>
    Forensic,

    /// <summary>No intent, no unanimous family, or a refusal: 不符.</summary>
    NotEligible,

    /// <summary>No confirmed unit can take it.</summary>
    NoCapacity,
}

/// <summary>What is to become of the ashes, chosen beforehand.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AshesChoice>))]
public enum AshesChoice
{
    /// <summary>The unit sees to it.</summary>
    Unit,

    /// <summary>The family takes them.</summary>
    Family,

    /// <summary>纪念园.</summary>
    MemorialPark,
}

/// <summary>A unit that was sent.</summary>
/// <param name="Unit">Unified social credit code.</param>
/// <param name="ClockFrom">From when its twelve hours run: the notice for the first, its own dispatch for a later one.</param>
public sealed record Dispatch(string Unit, DateTimeOffset At, DateTimeOffset ClockFrom)
{
    public bool Reminded { get; init; }

    public bool Escalated { get; init; }

    /// <summary>Twelve hours passed without an arrival.</summary>
    public DateTimeOffset? BreachedAt { get; init; }

    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>Why the unit did not take it on site; null when it did, or has not said.</summary>
    public UnfitReason? Declined { get; init; }
}

/// <summary>What a body donation knows: opaque ids, codes, digests and times.</summary>
/// <param name="NoticedAt">When the branch was told: the twelve hours run from here (CQ-BODY 19).</param>
/// <param name="DiedAt">As told.</param>
/// <param name="District">Where the body is, six digits.</param>
public sealed record BodyFacts(NoticeBy By, DateTimeOffset NoticedAt, DateTimeOffset DiedAt, string District)
{
    /// <summary>The organ donation that came before; null when there was none.</summary>
    public string? Donation { get; init; }

    /// <summary>Whether organs were removed: not every unit takes such a body.</summary>
    public bool AfterOrgans { get; init; }

    public BodyBasis? Basis { get; init; }

    public BodyWill? Will { get; init; }

    public IReadOnlyList<Dispatch> Dispatches { get; init; } = [];

    public AshesChoice? Ashes { get; init; }

    /// <summary>Number of 遗体捐献证明: it stands for the cremation certificate (CQ-BODY 19).</summary>
    public string? CertificateNumber { get; init; }

    /// <summary>Digest of the certificate as H12 brought it; null when people recorded the handover.</summary>
    public string? CertificateDigest { get; init; }

    public DateTimeOffset? HandedOverAt { get; init; }

    /// <summary>DL-06: the unit's written information.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    public DateTimeOffset? CeremonyAt { get; init; }

    public DateTimeOffset? CrematedAt { get; init; }

    /// <summary>Years whose summary the unit has given (DL-08).</summary>
    public IReadOnlyList<int> Summaries { get; init; } = [];

    /// <summary>Years whose summary the unit was asked for.</summary>
    public IReadOnlyList<int> SummariesAsked { get; init; } = [];

    public UnfitReason? Unfit { get; init; }

    public DateTimeOffset? AuthorityToldAt { get; init; }

    [JsonIgnore]
    public Dispatch? Current => Dispatches.Count > 0 ? Dispatches[^1] : null;
}
