using Boai.Functions.Storage;

namespace Boai.Functions.MemorialCare;

/// <summary>Tables of LIFE-08.</summary>
public static class CareTables
{
    /// <summary>The case of memory and care by donor case.</summary>
    public const string Cases = "memorialcases";

    /// <summary>Names on the memorial page: a read model.</summary>
    public const string Names = "memorialnames";

    public static StorageNames All { get; } = new([Cases, Names], []);
}
