namespace Boai.Workflows.HospitalMessages;

/// <summary>Rule 5 of handbook §11.3: why a message was put aside, where DUTY sees it. Nothing is lost.</summary>
public static class PoisonReasons
{
    public const string Unreadable = "poison.unreadable";

    /// <summary>From the queue, without a signature by a key of the hospital that it names as its sender.</summary>
    public const string NotSigned = "poison.not-signed";

    public const string TooManyDeliveries = "poison.too-many-deliveries";

    /// <summary>It lay in the queue longer than messages live.</summary>
    public const string Expired = "poison.expired";

    /// <summary>Put aside with a reason that is none of these: the description says more.</summary>
    public const string Other = "poison.other";

    public const string CaseUnknown = "poison.case-unknown";
    public const string Refused = "poison.refused-by-case";

    /// <summary>Reasons for which this system itself dead-letters.</summary>
    public static IReadOnlyList<string> OfTheQueue { get; } = [Unreadable, NotSigned, TooManyDeliveries, Expired, Other];
}
