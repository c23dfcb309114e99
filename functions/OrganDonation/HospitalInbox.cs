using Azure;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Shared;

namespace Boai.Functions.OrganDonation;

/// <summary>Signals R01 to R03 that wait for a hospital, as FHIR messages, sealed: a hospital fetches its own and acknowledges each.</summary>
internal sealed class HospitalInbox(AppStorage storage, PlatformKeys keys)
{
    private TableClient Table => storage.Table(DonorTables.Inbox);

    /// <summary>Puts a signal in; sending it again writes the same place over.</summary>
    public Task Put(string receiver, CaseNumber number, int seq, byte[] message, DateTimeOffset at, CancellationToken cancellation)
    {
        string key = Key(number, seq);
        TableEntity row = new(receiver, key) { ["At"] = at, ["Sealed"] = SealedBox.Seal(keys.For(KeyPurpose.HospitalMessages), message, key) };
        return Table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>What waits for a hospital, the oldest first.</summary>
    public async Task<IReadOnlyList<byte[]>> Of(string receiver, CancellationToken cancellation)
    {
        List<TableEntity> rows = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {receiver}"), cancellationToken: cancellation))
        {
            rows.Add(row);
        }

        return
        [
            .. rows.OrderBy(row => row.GetDateTimeOffset("At"))
                .Select(row => SealedBox.Open(keys.For(KeyPurpose.HospitalMessages), row.GetBinary("Sealed"), row.RowKey)),
        ];
    }

    /// <summary>Takes a signal out that was acknowledged; safe to repeat.</summary>
    public Task Remove(string receiver, CaseNumber number, int seq, CancellationToken cancellation) =>
        Table.DeleteEntityAsync(receiver, Key(number, seq), ETag.All, cancellation);

    private static string Key(CaseNumber number, int seq) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number.Value}|{seq}");
}
