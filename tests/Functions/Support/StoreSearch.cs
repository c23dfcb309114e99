using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Boai.Functions.Audit;
using Boai.Functions.Storage;

namespace Boai.Tests.Functions.Support;

/// <summary>Reads everything that a platform stored, for canaries.</summary>
internal static class StoreSearch
{
    /// <summary>Every property of every row as text: strings as they are, binaries as UTF-8, UTF-16 and Base64; and every blob.</summary>
    public static async Task<IReadOnlyList<string>> EveryStoredText(this PlatformUnderTest platform)
    {
        AppStorage storage = platform.Get<AppStorage>();
        List<string> texts = [];
        StorageNames[] names = [.. platform.Get<IEnumerable<StorageNames>>()];
        foreach (string table in names.SelectMany(part => part.Tables))
        {
            await foreach (TableEntity row in storage.Table(table).QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
            {
                texts.AddRange(row.SelectMany(property => Texts(property.Key, property.Value)));
            }
        }

        foreach (string container in names.SelectMany(part => part.Containers))
        {
            await foreach (BlobItem blob in storage.Container(container).GetBlobsAsync(cancellationToken: TestContext.Current.CancellationToken))
            {
                BlobDownloadResult content = await storage.Container(container).GetBlobClient(blob.Name).DownloadContentAsync(TestContext.Current.CancellationToken);
                texts.AddRange([blob.Name, .. Texts("", content.Content.ToArray())]);
            }
        }

        return texts;
    }

    public static async Task<IReadOnlyList<TableEntity>> AuditLines(this PlatformUnderTest platform)
    {
        List<TableEntity> lines = [];
        await foreach (TableEntity row in platform.Get<AppStorage>().Table(PlatformTables.AccessLog)
            .QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
        {
            if (!AccessRow.IsTip(row))
            {
                lines.Add(row);
            }
        }

        return [.. lines.OrderBy(row => row.RowKey, StringComparer.Ordinal)];
    }

    public static async Task<TableEntity> SingleAuditLine(this PlatformUnderTest platform) => Assert.Single(await platform.AuditLines());

    private static IEnumerable<string> Texts(string name, object? value) => value switch
    {
        byte[] bytes => [name, Encoding.UTF8.GetString(bytes), Encoding.Unicode.GetString(bytes), Convert.ToBase64String(bytes)],
        _ => [name, value?.ToString() ?? ""],
    };
}
