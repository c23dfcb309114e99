using Azure;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Shared;

namespace Boai.Functions.OrganDonation;

/// <summary>Donor and relatives of a case by keyed hash: so that a coordinator of the same family is not asked (handbook §7.3.4). Compared, never read.</summary>
internal sealed class DonorFamilies(AppStorage storage, PersonIndex index)
{
    private TableClient Table => storage.Table(DonorTables.Families);

    /// <summary>Notes persons of a case's family; safe to repeat.</summary>
    public async Task Note(CaseNumber number, IEnumerable<string> residentIds, CancellationToken cancellation)
    {
        foreach (string residentId in residentIds)
        {
            // A relative's number with a wrong check digit is no person whom anybody could have declared.
            if (!ResidentId.TryParse(residentId, out ResidentId? id, out _))
            {
                continue;
            }

            string key = KeyOf(id);
            await Table.UpsertEntityAsync(new TableEntity(number.Value, $"{number.Value}|{key}") { ["Person"] = key }, cancellationToken: cancellation);
        }
    }

    public async Task<IReadOnlySet<string>> Of(CaseNumber number, CancellationToken cancellation)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {number.Value}"), cancellationToken: cancellation))
        {
            keys.Add(row.GetString("Person"));
        }

        return keys;
    }

    /// <summary>Forgets a case's family; safe to repeat.</summary>
    public async Task Forget(CaseNumber number, CancellationToken cancellation)
    {
        foreach (string key in await Of(number, cancellation))
        {
            await Table.DeleteEntityAsync(number.Value, $"{number.Value}|{key}", ETag.All, cancellation);
        }
    }

    public string KeyOf(ResidentId id) => index.KeyOf(id.Kind.Code(), id.Normalized);
}
