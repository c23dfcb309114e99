using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Boai.Tests.EndToEnd;

/// <summary>One piece of what an app keeps or says.</summary>
/// <param name="Where">For people: the store and the place in it.</param>
internal sealed record Remain(string Where, byte[] Bytes)
{
    public Remain(string where, string text) : this(where, Encoding.UTF8.GetBytes(text)) { }
}

/// <summary>Everything that an app leaves behind: whatever lies in its storage account and its folder, its log, and what its open interfaces show.</summary>
/// <remarks>Asks the account what it holds rather than the app: a table that nobody told the test about is searched too.</remarks>
internal static class Remains
{
    private const int MostInflated = 8 * 1024 * 1024;

    public static async Task<IReadOnlyList<Remain>> Of(BranchApp app)
    {
        List<Remain> found =
        [
            .. await Tables(app.Connection), .. await Blobs(app.Connection), .. await Queues(app.Connection), .. await Orchestrations(app),
            .. app.Host.Logs.Lines.Select(line => new Remain($"log of {line.Category}", line.ToString())),
            .. Directory.EnumerateFiles(app.Host.DataFolder, "*", SearchOption.AllDirectories).Select(path => new Remain($"file {path}", File.ReadAllBytes(path))),
        ];
        foreach (string open in new[] { "api/public/hardship-relief/publicity/500103", "api/health/ready" })
        {
            found.Add(new Remain(open, await app.Host.Http.GetByteArrayAsync(open)));
        }

        return [.. found, .. found.SelectMany(Inflated)];
    }

    private static async Task<List<Remain>> Tables(string connection)
    {
        TableServiceClient service = new(connection);
        List<Remain> found = [];
        await foreach (TableItem table in service.QueryAsync())
        {
            await foreach (TableEntity row in service.GetTableClient(table.Name).QueryAsync<TableEntity>())
            {
                string where = $"table {table.Name}, {row.PartitionKey}, {row.RowKey}";
                found.Add(new Remain(where, $"{row.PartitionKey} {row.RowKey}"));
                found.AddRange(row.Select(property => Piece($"{where}, {property.Key}", property.Key, property.Value)));
            }
        }

        return found;
    }

    private static Remain Piece(string where, string name, object? value) =>
        value is byte[] bytes ? new Remain(where, bytes) : new Remain(where, $"{name}={value}");

    private static async Task<List<Remain>> Blobs(string connection)
    {
        BlobServiceClient service = new(connection);
        List<Remain> found = [];
        await foreach (BlobContainerItem container in service.GetBlobContainersAsync())
        {
            BlobContainerClient blobs = service.GetBlobContainerClient(container.Name);
            await foreach (BlobItem blob in blobs.GetBlobsAsync(BlobTraits.All, BlobStates.Uncommitted, prefix: null, CancellationToken.None))
            {
                string where = $"blob {container.Name}/{blob.Name}";
                found.Add(new Remain(where, $"{blob.Name} {blob.Properties.ContentDisposition} {blob.Properties.ContentType} {string.Join(' ', blob.Metadata ?? new Dictionary<string, string>())}"));
                if (blob.Properties.ContentLength > 0)
                {
                    found.Add(new Remain(where, (await blobs.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content.ToArray()));
                }
            }
        }

        return found;
    }

    private static async Task<List<Remain>> Queues(string connection)
    {
        QueueServiceClient service = new(connection);
        List<Remain> found = [];
        await foreach (QueueItem queue in service.GetQueuesAsync())
        {
            found.Add(new Remain($"queue {queue.Name}", queue.Name));
            PeekedMessage[] messages = (await service.GetQueueClient(queue.Name).PeekMessagesAsync(32)).Value;
            found.AddRange(messages.Select(message => new Remain($"queue {queue.Name}", message.Body.ToArray())));
        }

        return found;
    }

    // As an operator sees them, over the Durable HTTP API.
    private static async Task<List<Remain>> Orchestrations(BranchApp app)
    {
        const string instances = "runtime/webhooks/durabletask/instances";
        string list = await app.Host.Http.GetStringAsync($"{instances}?showInput=true&top=10000");
        List<Remain> found = [new Remain("list of orchestrations", list)];
        foreach (JsonElement instance in JsonDocument.Parse(list).RootElement.EnumerateArray())
        {
            string id = instance.GetProperty("instanceId").GetString()!;
            found.Add(new Remain(
                $"orchestration {id}",
                await app.Host.Http.GetByteArrayAsync($"{instances}/{Uri.EscapeDataString(id)}?showInput=true&showHistory=true&showHistoryOutput=true")));
        }

        return found;
    }

    // The engine packs its journal and its archive. Where a compressed part begins is the engine's business: it is tried at the beginning of
    // every piece, and wherever the mark "compressed" may stand before it.
    private static IEnumerable<Remain> Inflated(Remain piece)
    {
        for (int place = 0; place < piece.Bytes.Length; place++)
        {
            bool likely = place < 256 || piece.Bytes[place - 1] == 1;
            if (likely && Inflate(piece.Bytes, place) is { } inflated)
            {
                yield return new Remain($"{piece.Where}, inflated at {place}", inflated);
            }
        }
    }

    private static byte[]? Inflate(byte[] bytes, int from)
    {
        if ((bytes[from] & 0b110) == 0b110)
        {
            return null; // no block of deflate begins so
        }

        using DeflateStream inflate = new(new MemoryStream(bytes, from, bytes.Length - from), CompressionMode.Decompress);
        using MemoryStream inflated = new();
        byte[] chunk = new byte[4096];
        try
        {
            int read;
            while ((read = inflate.Read(chunk)) > 0 && inflated.Length < MostInflated)
            {
                inflated.Write(chunk, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            // What came out before the end may still be text: a part may be followed by other parts.
        }

        return inflated.Length >= 32 ? inflated.ToArray() : null;
    }
}
