using System.Text.Json.Serialization;

namespace Boai.Workflows.DonationIntent;

/// <summary>What is donated under one law: consents, standing and figures are by group.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntentGroup>))]
public enum IntentGroup
{
    /// <summary>器官 (ODR 2).</summary>
    Organs,

    /// <summary>遗体 (CQ-BODY).</summary>
    Body,

    /// <summary>角膜 (CQ-BODY 52).</summary>
    Cornea,

    /// <summary>其他组织 (CQ-BODY 52).</summary>
    OtherTissue,
}

/// <summary>Organs in the sense of ODR 2.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrganKind>))]
public enum OrganKind
{
    Heart,
    Lung,
    Liver,
    Kidney,
    Pancreas,

    /// <summary>小肠.</summary>
    SmallBowel,
}

/// <summary>What the holder wants to donate after death.</summary>
/// <param name="AllOrgans">Every organ, without a list.</param>
/// <param name="Organs">The organs by name; empty when all or none.</param>
public sealed record IntentScopes(bool AllOrgans, IReadOnlyList<OrganKind> Organs, bool Body, bool Cornea, bool OtherTissue)
{
    /// <summary>The groups that something is donated of.</summary>
    [JsonIgnore]
    public IReadOnlyList<IntentGroup> Groups =>
    [
        .. AllOrgans || Organs.Count > 0 ? [IntentGroup.Organs] : (IntentGroup[])[],
        .. Body ? [IntentGroup.Body] : (IntentGroup[])[],
        .. Cornea ? [IntentGroup.Cornea] : (IntentGroup[])[],
        .. OtherTissue ? [IntentGroup.OtherTissue] : (IntentGroup[])[],
    ];

    /// <summary>Whether it is all organs or a list, names each organ once and one that exists.</summary>
    [JsonIgnore]
    public bool IsWellFormed
        => !(AllOrgans && Organs.Count > 0) && Organs.All(Enum.IsDefined) && Organs.Distinct().Count() == Organs.Count;
}
