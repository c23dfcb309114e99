using Boai.Functions.Storage;

namespace Boai.Functions.Partners;

/// <summary>Where the traffic with partners is kept.</summary>
internal static class PartnerTables
{
    /// <summary>Partners with their sealed secrets.</summary>
    public const string Partners = "partners";

    /// <summary>Changes that may have happened and were not looked at yet.</summary>
    public const string Marks = "partnermarks";

    /// <summary>Events as they are sent.</summary>
    public const string Events = "partnerevents";

    /// <summary>Events that a partner did not take.</summary>
    public const string DeadLetters = "partnerdeadletters";

    public static StorageNames All { get; } = new([Partners, Marks, Events, DeadLetters], []);
}
