namespace Boai.Functions.Storage;

/// <summary>Logical names of the tables and containers that one part of the app needs; all parts' names are created at start.</summary>
/// <param name="Tables">Lower-case letters and digits, 3–40 characters.</param>
/// <param name="Containers">Lower-case letters and digits, 3–40 characters.</param>
public sealed record StorageNames(IReadOnlyList<string> Tables, IReadOnlyList<string> Containers);

/// <summary>Tables of the platform. A programme names its own in its parts.</summary>
public static class PlatformTables
{
    public const string Cases = "cases";
    public const string Counters = "counters";
    public const string Idempotency = "idempotency";
    public const string Keys = "vaultkeys";
    public const string PersonIndex = "personindex";
    public const string Vault = "vault";
    public const string AccessLog = "accesslog";
    public const string PhoneCodes = "phonecodes";
    public const string Outbox = "outbox";
    public const string Worklist = "worklist";

    public static StorageNames All { get; } = new(
        [Cases, Counters, Idempotency, Keys, PersonIndex, Vault, AccessLog, PhoneCodes, Outbox, Worklist],
        [PlatformContainers.Documents]);
}

/// <summary>Blob containers of the platform.</summary>
public static class PlatformContainers
{
    public const string Documents = "documents";
}
