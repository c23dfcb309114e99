namespace Boai.Workflows.HospitalMessages;

/// <summary>What is known of a message before its contents count: read from the bundle and from the credential.</summary>
/// <param name="MessageId">MessageHeader.id.</param>
/// <param name="EventCode">As written.</param>
/// <param name="Sender">Unified social credit code in the message.</param>
/// <param name="CredentialOwner">Unified social credit code that the credential proves.</param>
/// <param name="Digest">SHA-256 of the bytes, hexadecimal.</param>
/// <param name="CreatedAt">Bundle.timestamp.</param>
/// <param name="ReceivedAt">Our clock.</param>
public sealed record HospitalEnvelope(
    string MessageId, string EventCode, string Sender, string CredentialOwner, string Digest, DateTimeOffset CreatedAt, DateTimeOffset ReceivedAt)
{
    /// <summary>Business times inside the resources, with where they stand.</summary>
    public IReadOnlyList<BusinessTime> BusinessTimes { get; init; } = [];

    /// <summary>Forbidden content that the reader found (handbook §11.2).</summary>
    public IReadOnlyList<ForbiddenFinding> Forbidden { get; init; } = [];
}

/// <param name="Path">FHIRPath.</param>
public sealed record BusinessTime(DateTimeOffset At, string Path);

/// <param name="Path">FHIRPath of the place; never the content itself.</param>
public sealed record ForbiddenFinding(ForbiddenContent What, string Path);

/// <summary>What no message may hold.</summary>
public enum ForbiddenContent
{
    /// <summary>More than one patient in an organ event.</summary>
    SecondPatient,

    /// <summary>Anything about the other side of a transplant.</summary>
    OtherSide,

    Photo,

    /// <summary>HLA values.</summary>
    TissueTyping,

    /// <summary>Free text above the limit, or a narrative with an identity.</summary>
    LongText,
}

/// <summary>A message that was judged before under the same id.</summary>
/// <param name="Reply">What was answered then.</param>
public sealed record KnownMessage(string MessageId, string Sender, string Digest, MessageAcknowledgement Reply);

/// <summary>A sender in the register of hospitals.</summary>
public sealed record RegisteredSender(string Code, IReadOnlyList<HospitalRole> Roles);
