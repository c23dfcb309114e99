using Boai.Functions.Vault;

namespace Boai.Functions.DonationIntent;

/// <summary>What an entry puts into its holder's dossier.</summary>
internal static class IntentFields
{
    public const string Residence = "residence";
    public const string ExecutorName = "executor.name";
    public const string ExecutorPhone = "executor.phone";

    /// <summary>What a registrar reads to check a form.</summary>
    public static IReadOnlyList<string> OfHolder { get; } =
        [VaultField.Name, VaultField.IdType, VaultField.IdNumber, VaultField.Phone, Residence, ExecutorName, ExecutorPhone];
}
