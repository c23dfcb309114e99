using Boai.Functions.Storage;

namespace Boai.Functions.OrganDonation;

/// <summary>Tables of LIFE-02.</summary>
public static class DonorTables
{
    /// <summary>Case numbers by donor pseudonym, and how each case stands: for counts and lists.</summary>
    public const string Cases = "donorcases";

    /// <summary>The roster of coordinators.</summary>
    public const string Coordinators = "coordinators";

    /// <summary>What the registers of intents and refusals answered, by case.</summary>
    public const string Registers = "donorregister";

    /// <summary>Who belongs to a donor's family, by keyed hash.</summary>
    public const string Families = "donorfamilies";

    public static StorageNames All { get; } = new([Cases, Coordinators, Registers, Families], []);
}
