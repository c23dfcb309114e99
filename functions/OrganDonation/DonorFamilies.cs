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

    /// <summary>Notes who the donor is: the register of intents is asked for this person. Safe to repeat; who is known stays.</summary>
    public async Task NoteDonor(CaseNumber number, ResidentId donor, CancellationToken cancellation)
    {
        string key = KeyOf(donor);
        await Table.TryAdd(new TableEntity(number.Value, DonorKey(number)) { ["Person"] = key }, cancellation);
        await Table.TryAdd(new TableEntity(ByPerson(key), $"{ByPerson(key)}|{number.Value}") { ["Case"] = number.Value }, cancellation);
    }

    /// <returns>The key of the donor; null while nobody said who it is.</returns>
    public async Task<string?> DonorOf(CaseNumber number, CancellationToken cancellation) =>
        (await Table.Find(number.Value, DonorKey(number), cancellation))?.GetString("Person");

    /// <summary>Cases in which a person is the donor.</summary>
    public async Task<IReadOnlyList<CaseNumber>> CasesOf(string personKey, CancellationToken cancellation)
    {
        List<CaseNumber> found = [];
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {ByPerson(personKey)}");
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            found.Add(CaseNumber.Parse(row.GetString("Case")));
        }

        return found;
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
        if (await DonorOf(number, cancellation) is { } donor)
        {
            await Table.DeleteEntityAsync(ByPerson(donor), $"{ByPerson(donor)}|{number.Value}", ETag.All, cancellation);
        }

        foreach (string key in await Of(number, cancellation))
        {
            await Table.DeleteEntityAsync(number.Value, $"{number.Value}|{key}", ETag.All, cancellation);
        }

        await Table.DeleteEntityAsync(number.Value, DonorKey(number), ETag.All, cancellation);
    }

    private static string DonorKey(CaseNumber number) => number.Value + "|donor";

    private static string ByPerson(string key) => "p|" + key;

    public string KeyOf(ResidentId id) => index.KeyOf(id.Kind.Code(), id.Normalized);
}
