using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Boai.Tests.EndToEnd;

/// <summary>What lay in an app's storage account at one moment, row by row and blob by blob.</summary>
internal sealed class StoreSnapshot
{
    // Sequence numbers are taken in blocks, with gaps by design; that a block was taken says nothing of a case.
    private const string Counters = "counters";
    private const string AccessLog = "accesslog";

    // The row and the blob by which the owner of the journal says every few seconds that it is there.
    private static readonly string[] SignsOfLife = ["head", "mark"];

    private readonly Dictionary<string, string> _places;

    private StoreSnapshot(Dictionary<string, string> places, IReadOnlyList<TableEntity> audit) => (_places, Audit) = (places, audit);

    /// <summary>The lines of the access log, the latest last.</summary>
    public IReadOnlyList<TableEntity> Audit { get; }

    public static async Task<StoreSnapshot> Of(BranchApp app)
    {
        TableServiceClient service = new(app.Connection);
        List<string> tables = [];
        await foreach (TableItem table in service.QueryAsync())
        {
            tables.Add(table.Name);
        }

        Dictionary<string, string> places = new(StringComparer.Ordinal);
        List<TableEntity> audit = [];
        foreach ((string table, List<TableEntity> rows) in await Task.WhenAll(tables.Select(async table => (table, await Rows(service, table)))))
        {
            foreach (TableEntity row in rows.Where(_ => table != Counters))
            {
                // Signing in is no part of what a test sends; it stores its own answer.
                if (SignsOfLife.Contains(row.RowKey) || row.GetString("Function") == "SignIn")
                {
                    continue;
                }

                if (table != AccessLog)
                {
                    places[$"{table}: {row.PartitionKey}, {row.RowKey}"] = row.ETag.ToString();
                }
                else if (row.ContainsKey("What"))
                {
                    audit.Add(row);
                }
            }
        }

        BlobServiceClient blobs = new(app.Connection);
        await foreach (BlobContainerItem container in blobs.GetBlobContainersAsync())
        {
            await foreach (BlobItem blob in blobs.GetBlobContainerClient(container.Name).GetBlobsAsync())
            {
                if (!SignsOfLife.Contains(blob.Name))
                {
                    places[$"{container.Name}/{blob.Name}"] = blob.Properties.ETag.ToString()!;
                }
            }
        }

        return new StoreSnapshot(places, [.. audit.OrderBy(row => row.GetDateTimeOffset("At")).ThenBy(row => row.RowKey, StringComparer.Ordinal)]);
    }

    /// <summary>What came, went or changed since an earlier moment, the access log aside.</summary>
    public IReadOnlyList<string> ChangesSince(StoreSnapshot earlier) =>
    [
        .. _places.Where(place => earlier._places.GetValueOrDefault(place.Key) != place.Value).Select(place => "written: " + place.Key),
        .. earlier._places.Keys.Where(place => !_places.ContainsKey(place)).Select(place => "gone: " + place),
    ];

    /// <summary>The lines that came to the access log since an earlier moment.</summary>
    public IReadOnlyList<TableEntity> AuditSince(StoreSnapshot earlier)
    {
        HashSet<string> known = [.. earlier.Audit.Select(row => row.RowKey)];
        return [.. Audit.Where(row => !known.Contains(row.RowKey))];
    }

    private static async Task<List<TableEntity>> Rows(TableServiceClient service, string table)
    {
        List<TableEntity> rows = [];
        await foreach (TableEntity row in service.GetTableClient(table).QueryAsync<TableEntity>())
        {
            rows.Add(row);
        }

        return rows;
    }
}
