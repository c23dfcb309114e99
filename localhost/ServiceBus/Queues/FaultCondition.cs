namespace Boai.Localhost.ServiceBus;

/// <summary>Error conditions of AMQP 1.0 and of Service Bus, with the status code that a management answer gives for each.</summary>
public static class FaultCondition
{
    /// <summary>The lock ran out, was settled or never was.</summary>
    public const string MessageLockLost = "com.microsoft:message-lock-lost";

    /// <summary>The session's lock ran out or was released.</summary>
    public const string SessionLockLost = "com.microsoft:session-lock-lost";

    /// <summary>Another receiver holds the session.</summary>
    public const string SessionCannotBeLocked = "com.microsoft:session-cannot-be-locked";

    /// <summary>No message of that number in that state.</summary>
    public const string MessageNotFound = "com.microsoft:message-not-found";

    /// <summary>Nothing came within the time that the client allowed.</summary>
    public const string Timeout = "com.microsoft:timeout";

    /// <summary>The settlement outcome by which a client asks for dead-lettering.</summary>
    public const string DeadLetter = "com.microsoft:dead-letter";

    /// <summary>No such entity.</summary>
    public const string NotFound = "amqp:not-found";

    /// <summary>The entity does not allow it.</summary>
    public const string NotAllowed = "amqp:not-allowed";

    /// <summary>No valid token.</summary>
    public const string Unauthorized = "amqp:unauthorized-access";

    /// <summary>Larger than the link's maximum.</summary>
    public const string MessageSizeExceeded = "amqp:link:message-size-exceeded";

    /// <summary>Not an AMQP message.</summary>
    public const string DecodeError = "amqp:decode-error";

    /// <summary>A field of the request is missing or of the wrong type.</summary>
    public const string InvalidField = "amqp:invalid-field";

    /// <summary>This broker does not offer it.</summary>
    public const string NotImplemented = "amqp:not-implemented";

    /// <summary>The broker failed.</summary>
    public const string InternalError = "amqp:internal-error";

    /// <summary>The status code for a condition.</summary>
    internal static int StatusCode(string condition) => condition switch
    {
        MessageLockLost or SessionLockLost => 410,
        SessionCannotBeLocked => 409,
        MessageNotFound or NotFound => 404,
        NotAllowed or InvalidField or DecodeError => 400,
        MessageSizeExceeded => 413,
        Unauthorized => 401,
        NotImplemented => 501,
        _ => 500,
    };
}
