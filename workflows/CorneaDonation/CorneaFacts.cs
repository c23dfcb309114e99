using System.Text.Json.Serialization;

namespace Boai.Workflows.CorneaDonation;

/// <summary>Who told the branch of the death.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TissueNoticeBy>))]
public enum TissueNoticeBy
{
    Executor,
    Relative,
    Organisation,
    Hospital,

    /// <summary>The donation of organs that comes before (order: organs, corneas, body).</summary>
    OrganDonation,
}

/// <summary>What the donation rests on (CQ-BODY 13, 14, 52).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TissueBasis>))]
public enum TissueBasis
{
    Intent,
    Relatives,
}

/// <summary>What the register of intents and refusals says of the donor.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TissueWill>))]
public enum TissueWill
{
    None,
    Valid,
    WithdrawnSilently,
    Refused,
}

/// <summary>Contra-indications are advice: the eye bank decides (handbook §7.5).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ContraIndication>))]
public enum ContraIndication
{
    Rabies,
    AcuteLeukaemia,
    AcuteHepatitis,
    EyeTumour,
    RefractiveSurgery,
    Other,
}

/// <summary>Why nothing is retrieved.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TissueEnd>))]
public enum TissueEnd
{
    /// <summary>The eye bank declined for medical reasons.</summary>
    Unsuitable,

    /// <summary>The time for transplantation is over, and the family does not want research.</summary>
    TooLate,

    /// <summary>Forensic examination not ruled out.</summary>
    Forensic,

    /// <summary>No intent, no unanimous family, or a refusal.</summary>
    NotEligible,
}

/// <summary>What an eye bank found out about what it retrieved.</summary>
/// <param name="Used">Transplanted; of corneas, 片.</param>
/// <param name="Unsuitable">Could not be used.</param>
/// <param name="Research">Given to research, with the family's consent.</param>
public sealed record TissueResult(int Used, int Unsuitable, int Research)
{
    [JsonIgnore]
    public int Total => Used + Unsuitable + Research;
}

/// <summary>What a donation of corneas or tissue knows: opaque ids, codes, counts and times.</summary>
/// <param name="DiedAt">Hours count from here (DL-09).</param>
/// <param name="District">Where the body is, six digits.</param>
/// <param name="Items">Codes of what may be retrieved.</param>
public sealed record CorneaFacts(TissueNoticeBy By, DateTimeOffset NoticedAt, DateTimeOffset DiedAt, string District, IReadOnlyList<string> Items)
{
    /// <summary>The organ donation that came before; null when there was none.</summary>
    public string? Donation { get; init; }

    /// <summary>Corneas that the organ donation has counted already.</summary>
    public int CountedBefore { get; init; }

    public TissueBasis? Basis { get; init; }

    public TissueWill? Will { get; init; }

    public IReadOnlyList<ContraIndication> Advice { get; init; } = [];

    /// <summary>Unified social credit code of the eye bank that was sent.</summary>
    public string? EyeBank { get; init; }

    public DateTimeOffset? DispatchedAt { get; init; }

    /// <summary>The best hours are over; the desk was told.</summary>
    public bool BestPassed { get; init; }

    /// <summary>The time for transplantation is over.</summary>
    public bool WindowPassed { get; init; }

    /// <summary>Whether the family agrees to research after the time for transplantation.</summary>
    public bool ResearchAgreed { get; init; }

    public DateTimeOffset? RetrievedAt { get; init; }

    public IReadOnlyList<string> Retrieved { get; init; } = [];

    /// <summary>眼球外形已恢复; null while the eye bank has not said so.</summary>
    public bool? ShapeRestored { get; init; }

    public TissueResult? Result { get; init; }

    public TissueEnd? Ended { get; init; }

    /// <summary>Whether what was retrieved was retrieved too late for transplantation.</summary>
    public bool RetrievedLate { get; init; }
}
