namespace Boai.Workflows.MemorialCare;

/// <summary>Codes of refusals of this programme.</summary>
public static class CareProblems
{
    /// <summary>There is no open task for this occasion. Field <c>care</c>.</summary>
    public const string NotOpen = "care.not-open";

    public const string DocumentKind = "care.document-kind";

    /// <summary>The signed consent is no document of the case. Field <c>consentId</c>.</summary>
    public const string ConsentMissing = "memorial.consent-missing";

    /// <summary>The signed proof is no document of the case. Field <c>proofId</c>.</summary>
    public const string ProofMissing = "memorial.proof-missing";

    /// <summary>Agreed to neither engraving nor e-memorial.</summary>
    public const string NothingAgreed = "memorial.nothing-agreed";

    /// <summary>No name is there.</summary>
    public const string NoName = "memorial.no-name";

    /// <summary>The name from the signed sheet is another one, code point by code point. Field <c>name</c>.</summary>
    public const string NameDiffers = "memorial.name-differs";

    /// <summary>The name has to be proof-read by the family first.</summary>
    public const string NotProofRead = "memorial.not-proof-read";

    /// <summary>The family has not agreed to engraving, or took it back.</summary>
    public const string EngravingNotAgreed = "memorial.engraving-not-agreed";

    /// <summary>Field <c>position</c>.</summary>
    public const string Position = "memorial.position";

    public const string NotEngraved = "memorial.not-engraved";
}
