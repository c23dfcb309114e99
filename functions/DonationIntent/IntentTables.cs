using Boai.Functions.Storage;

namespace Boai.Functions.DonationIntent;

/// <summary>Tables of LIFE-01.</summary>
public static class IntentTables
{
    /// <summary>Entries by person, under opaque ids.</summary>
    public const string Entries = "donationintents";

    /// <summary>Registration offices of the districts.</summary>
    public const string Stations = "intentstations";

    public static StorageNames All { get; } = new([Entries, Stations], []);
}
