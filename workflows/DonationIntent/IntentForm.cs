using System.Text.Json.Serialization;

namespace Boai.Workflows.DonationIntent;

/// <summary>How the form came in (CQ-BODY 10).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntentChannel>))]
public enum IntentChannel
{
    /// <summary>At the registration office.</summary>
    Office,

    /// <summary>上门登记: two persons check it.</summary>
    HomeVisit,

    /// <summary>网络.</summary>
    Network,

    /// <summary>信函.</summary>
    Post,

    /// <summary>At a public event: each person alone (handbook §7.2a).</summary>
    Event,

    Other,
}

/// <summary>民事行为能力, as the holder declares it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CivilCapacity>))]
public enum CivilCapacity
{
    /// <summary>完全民事行为能力 (CC 1006, ODR 9).</summary>
    Full,

    /// <summary>限制民事行为能力 (CQ-BODY 10; U-03).</summary>
    Limited,

    /// <summary>无民事行为能力.</summary>
    None,
}

/// <summary>In which form the will is on paper or on record (ODR 9, CC 1006: 书面形式 or 遗嘱).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WillForm>))]
public enum WillForm
{
    /// <summary>A form signed by hand.</summary>
    Written,

    /// <summary>A reliable electronic signature (ESIGN 13–14; CQ-BODY 10(三)).</summary>
    Electronic,

    /// <summary>遗嘱: never electronic (ESIGN 3).</summary>
    Testament,
}

/// <param name="Digest">SHA-256 of the signed form, hexadecimal.</param>
public sealed record WillEvidence(WillForm Form, string Digest);

/// <summary>Who may be 捐献执行人 (CQ-BODY 11).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExecutorKind>))]
public enum ExecutorKind
{
    /// <summary>A natural person of full capacity.</summary>
    NaturalPerson,

    /// <summary>单位.</summary>
    WorkUnit,

    /// <summary>村(居)民委员会.</summary>
    VillageCommittee,

    /// <summary>养老机构.</summary>
    NursingHome,
}

/// <summary>The executor by reference; name and telephone lie in the vault.</summary>
/// <param name="PartyId">Opaque.</param>
/// <param name="FullCapacity">Of a natural person.</param>
/// <param name="ConsentDocumentId">The executor's signed consent among the entry's documents; null while it is not signed.</param>
public sealed record IntentExecutor(ExecutorKind Kind, string PartyId, bool FullCapacity, string? ConsentDocumentId);

/// <summary>单独同意 to the processing of data for one group (PIPL 29; handbook §2.6). Another object than the intent: one may go without the other.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="TextVersion">Of the text that was shown.</param>
/// <param name="EvidenceDigest">SHA-256, hexadecimal.</param>
/// <param name="WithdrawnAt">Null while it stands.</param>
public sealed record DataConsent(
    string Id, IntentGroup Group, string TextVersion, DateTimeOffset GivenAt, string EvidenceDigest, DateTimeOffset? WithdrawnAt = null);

/// <summary>The form F-01 without what identifies its author.</summary>
/// <param name="Executor">Null with <paramref name="NoExecutorYet"/>.</param>
/// <param name="NoExecutorYet">暂无, said expressly.</param>
/// <param name="RelativesInformed">Recommended, never required (handbook §7.2).</param>
/// <param name="GuardianConsentDocumentId">A guardian's written consent where capacity is limited (CQ-BODY 10).</param>
/// <param name="CompletedAlone">At an event: nobody stood by (anti-pressure).</param>
/// <param name="BodyAdviceGiven">The holder was told which bodies are unsuitable (CQ-BODY 15).</param>
public sealed record IntentForm(
    IntentChannel Channel,
    IntentScopes Scopes,
    CivilCapacity Capacity,
    WillEvidence Will,
    IReadOnlyList<DataConsent> Consents,
    IntentExecutor? Executor = null,
    bool NoExecutorYet = false,
    bool RelativesInformed = false,
    string? GuardianConsentDocumentId = null,
    bool CompletedAlone = false,
    bool BodyAdviceGiven = false);
