using System.Text.Json;
using Azure.Data.Tables;
using Boai.Workflows.Shared;

namespace Boai.Functions.Vault;

/// <summary>The rows of a person's partition: the person (identity, wrapped key) and one dossier per case.</summary>
internal static class VaultRows
{
    private const int LargestProperty = 64 * 1024;

    public static string DossierKey(SubjectId subject, CaseNumber number) => $"{subject.Value}|{number.Value}";

    public static string PersonContext(SubjectId subject) => "person|" + subject.Value;

    public static string DossierContext(SubjectId subject, CaseNumber number) => $"dossier|{subject.Value}|{number.Value}";

    public static TableEntity Person(SubjectId subject, NewMember member, byte[] key, string indexKey) => new(subject.Value, subject.Value)
    {
        ["IndexKey"] = indexKey,
        ["Sealed"] = Seal(key, PersonContext(subject), new Dictionary<string, string>
        {
            [VaultField.Name] = member.Name,
            [VaultField.IdType] = member.IdType,
            [VaultField.IdNumber] = member.IdNumber,
        }),
    };

    /// <summary>The person without a name and a number: under the key of the index there was somebody, and that is all.</summary>
    public static TableEntity Nameless(SubjectId subject, byte[] key) =>
        new(subject.Value, subject.Value) { ["Sealed"] = Seal(key, PersonContext(subject), new Dictionary<string, string>()) };

    public static TableEntity Dossier(SubjectId subject, CaseNumber number, byte[] key, IReadOnlyDictionary<string, string> fields) =>
        new(subject.Value, DossierKey(subject, number)) { ["Sealed"] = Seal(key, DossierContext(subject, number), fields) };

    public static Dictionary<string, string> Open(TableEntity row, byte[] key, string context) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(SealedBox.Open(key, row.GetBinary("Sealed"), context))!;

    private static byte[] Seal(byte[] key, string context, IReadOnlyDictionary<string, string> fields)
    {
        byte[] box = SealedBox.Seal(key, JsonSerializer.SerializeToUtf8Bytes(fields), context);
        return box.Length <= LargestProperty
            ? box
            : throw new InvalidOperationException($"The fields of one person take {box.Length} bytes; the vault keeps {LargestProperty}. Limit the form.");
    }
}
