namespace Boai.Functions.HospitalMessages;

/// <summary>The queues between hospitals and the branch; servicebus.json and infra/ say the same.</summary>
internal static class HospitalQueues
{
    /// <summary>Setting with the namespace.</summary>
    public const string Connection = "ServiceBus";

    /// <summary>From hospitals.</summary>
    public const string Notifications = "hospital-notifications";

    public const string DeadNotifications = Notifications + "/$DeadLetterQueue";

    /// <summary>To hospitals; MessageHeader.destination says to which.</summary>
    public const string Replies = "hospital-replies";

    /// <summary>Property of a message: unified social credit code of the hospital that signed it.</summary>
    public const string Sender = "sender";

    /// <summary>Property of a message: the hospital's name for the key.</summary>
    public const string KeyId = "keyId";

    /// <summary>Property of a message: see <see cref="Register.MessageSignature"/>.</summary>
    public const string Signature = "signature";
}
