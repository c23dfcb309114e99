namespace Boai.Workflows.HospitalMessages;

/// <summary>Codes of what can be wrong with a message before a case sees it.</summary>
public static class MessageProblems
{
    /// <summary>The credential belongs to another organisation than the sender that the message names.</summary>
    public const string SenderMismatch = "message.sender-mismatch";

    public const string SenderUnknown = "message.sender-unknown";

    public const string EventUnknown = "message.event-unknown";

    /// <summary>This sender may not send this event: tell the designated OPO hospital, and nobody else (ODR 16).</summary>
    public const string SenderNotAllowed = "message.sender-not-allowed";

    /// <summary>The id was used before for other content.</summary>
    public const string IdReused = "message.id-reused";

    public const string FutureTime = "message.future-time";

    public const string ForbiddenContent = "message.forbidden-content";

    /// <summary>An acknowledgement of a message that this branch never sent to this sender.</summary>
    public const string ResponseUnknown = "message.response-unknown";

    /// <summary>A warning beside an accepted message: the sender's clock is off.</summary>
    public const string ClockSkew = "message.clock-skew";

    /// <summary>A note beside an accepted message: stored and shown to the duty desk, not yet handled.</summary>
    public const string NotYetHandled = "message.not-yet-handled";
}
