using Boai.Functions.Storage;

namespace Boai.Functions.HospitalMessages;

/// <summary>Where the exchange with hospitals is kept.</summary>
public static class HospitalTables
{
    /// <summary>Hospitals by code, and accounts with the hospital for which they speak.</summary>
    public const string Hospitals = "hospitals";

    /// <summary>Physicians on rosters of procurement and transplantation, by keyed hash.</summary>
    public const string Staff = "hospitalstaff";

    /// <summary>Every message that came: envelope, answer and what became of it.</summary>
    public const string Messages = "hospitalmessages";

    /// <summary>Messages of the branch that wait for hospitals.</summary>
    public const string Outbox = "hospitaloutbox";

    /// <summary>What the queue put aside, by digest.</summary>
    public const string DeadLetters = "hospitaldeadletters";

    /// <summary>Raw messages, sealed.</summary>
    public const string Raw = "hospitalmessages";

    public static StorageNames All { get; } = new([Hospitals, Staff, Messages, Outbox, DeadLetters], [Raw]);
}
