using Azure.Data.Tables;
using Boai.Functions.Storage;

namespace Boai.Functions.Vault;

/// <summary>From a keyed hash of an identity number to the opaque ids. The number itself is not in it.</summary>
/// <remarks>Handbook §2.1: HMAC-SHA256 over kind and normalised number.</remarks>
public sealed class PersonIndex(AppStorage storage, PlatformKeys keys)
{
    private TableClient Table => storage.Table(PlatformTables.PersonIndex);

    public string KeyOf(string idType, string idNumber) => keys.Hash(KeyPurpose.PersonIndex, $"{idType}:{idNumber}");

    public async Task<KnownPerson?> Find(string key, CancellationToken cancellation) =>
        await Table.Find(key, key, cancellation) is { } row ? Read(row) : null;

    /// <summary>Takes the key for a new person; whoever is first names the ids.</summary>
    /// <returns>The person that the key stands for now, and whether it did before.</returns>
    internal async Task<(KnownPerson Person, bool Known)> Claim(string key, HouseholdId household, CancellationToken cancellation)
    {
        while (true)
        {
            KnownPerson proposed = new(SubjectId.New(), household);
            if (await Table.TryAdd(Row(key, proposed), cancellation))
            {
                return (proposed, false);
            }

            if (await Find(key, cancellation) is { } known)
            {
                return (known, true);
            }
        }
    }

    internal Task MoveToHousehold(string key, KnownPerson person, HouseholdId household, CancellationToken cancellation) =>
        Table.UpsertEntityAsync(Row(key, person with { Household = household }), TableUpdateMode.Merge, cancellation);

    internal Task Remove(string key, CancellationToken cancellation) => Table.DeleteEntityAsync(key, key, cancellationToken: cancellation);

    private static TableEntity Row(string key, KnownPerson person) =>
        new(key, key) { ["Subject"] = person.Subject.Value, ["Household"] = person.Household.Value };

    private static KnownPerson Read(TableEntity row) =>
        new(SubjectId.Parse(row.GetString("Subject")), HouseholdId.Parse(row.GetString("Household")));
}
