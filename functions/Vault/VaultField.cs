using System.Collections.Frozen;

namespace Boai.Functions.Vault;

/// <summary>Fields that the platform itself knows. A programme may name more; what has no class here counts as C4.</summary>
public static class VaultField
{
    // Identity: one value per person, in the person's row.
    public const string Name = "name";
    public const string IdType = "idType";
    public const string IdNumber = "idNumber";

    // Dossier: as given in one case.
    public const string Phone = "phone";
    public const string BankHolder = "bank.holder";
    public const string BankAccount = "bank.account";
    public const string BankName = "bank.name";

    private static readonly FrozenSet<string> Personal =
        FrozenSet.ToFrozenSet([Name, IdType, Phone, BankName], StringComparer.Ordinal); // C3; everything else is C4

    /// <summary>The class of handbook §12.2.</summary>
    public static string ClassOf(string field) => Personal.Contains(field) ? "C3" : "C4";

    internal static string Describe(IEnumerable<string> fields) => string.Join(
        ';', fields.GroupBy(ClassOf, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key}:{string.Join(',', group)}"));
}
