using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Boai.Localhost.Engine;

/// <summary>
/// The journal in one table and one blob container. Entries are read and written by key only: the storage emulator indexes nothing else.
/// </summary>
/// <remarks>
/// A partition holds at most 128 entries and every row key is unique in the table, which is what the emulator handles evenly.
/// An entry larger than one property allows is spread over rows of one transaction, so it stands whole or not at all.
/// </remarks>
public sealed class AzureJournalStore : IJournalStore
{
    private const int RowBytes = 60 * 1024;
    private const string HeadKey = "head";

    private readonly TableClient table;
    private readonly BlobContainerClient container;
    private readonly TimeProvider time;

    /// <param name="tables">Best made without retries of its own: the engine retries and reads back.</param>
    /// <param name="blobs">As for tables.</param>
    /// <param name="hubName">Names table and container.</param>
    /// <param name="time">Bounds each request.</param>
    public AzureJournalStore(TableServiceClient tables, BlobServiceClient blobs, string hubName, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(blobs);
        ArgumentException.ThrowIfNullOrEmpty(hubName);
        table = tables.GetTableClient(hubName + "Journal");
#pragma warning disable CA1308 // container names are lower case
        container = blobs.GetBlobContainerClient(hubName.ToLowerInvariant() + "-journal");
#pragma warning restore CA1308
        this.time = time;
    }

    public string Description => $"table {table.Name} and container {container.Name}";

    /// <summary>How long one request may take before it counts as unanswered.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(20);

    public Task InitializeAsync(CancellationToken cancellation) => Attempt("create table and container", async token =>
    {
        await table.CreateIfNotExistsAsync(token);
        await container.CreateIfNotExistsAsync(cancellationToken: token);
        return true;
    }, cancellation);

    public Task<JournalHead?> ReadHeadAsync(CancellationToken cancellation) => Attempt("read the head", async token =>
    {
        NullableResponse<TableEntity> found = await table.GetEntityIfExistsAsync<TableEntity>(HeadKey, HeadKey, cancellationToken: token);
        return found.HasValue ? new JournalHead(found.Value!.GetBinary("Content"), found.Value.ETag.ToString()) : null;
    }, cancellation);

    public Task<string?> TryWriteHeadAsync(byte[] content, string? replaces, CancellationToken cancellation)
        => Attempt("write the head", async token =>
        {
            TableEntity row = new(HeadKey, HeadKey) { ["Content"] = content };
            try
            {
                Response response = replaces is null
                    ? await table.AddEntityAsync(row, token)
                    : await table.UpdateEntityAsync(row, new ETag(replaces), TableUpdateMode.Merge, token);
                return response.Headers.ETag?.ToString();
            }
            catch (RequestFailedException refused) when (refused.Status is 409 or 412 || (refused.Status == 404 && IsMissingRow(refused)))
            {
                return null;
            }
        }, cancellation);

    public Task<byte[]?> ReadEntryAsync(long epoch, long sequence, CancellationToken cancellation)
        => Attempt("read an entry", async token =>
        {
            (string partition, string row) = KeyOf(epoch, sequence);
            NullableResponse<TableEntity> found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: token);
            if (!found.HasValue)
            {
                return null;
            }

            byte[] first = found.Value!.GetBinary("Content");
            int rows = found.Value.GetInt32("Rows") ?? 1;
            if (rows == 1)
            {
                return first;
            }

            using MemoryStream whole = new();
            whole.Write(first);
            for (int part = 1; part < rows; part++)
            {
                Response<TableEntity> next = await table.GetEntityAsync<TableEntity>(partition, PartKey(row, part), cancellationToken: token);
                whole.Write(next.Value.GetBinary("Content"));
            }

            return whole.ToArray();
        }, cancellation);

    public Task<bool> TryInsertEntryAsync(long epoch, long sequence, byte[] content, CancellationToken cancellation)
        => Attempt("insert an entry", async token =>
        {
            ArgumentNullException.ThrowIfNull(content);
            (string partition, string key) = KeyOf(epoch, sequence);
            try
            {
                if (content.Length <= RowBytes)
                {
                    await table.AddEntityAsync(new TableEntity(partition, key) { ["Content"] = content }, token);
                    return true;
                }

                int rows = (content.Length + RowBytes - 1) / RowBytes;
                List<TableTransactionAction> actions = [];
                for (int part = 0; part < rows; part++)
                {
                    byte[] slice = content.AsSpan(part * RowBytes, Math.Min(RowBytes, content.Length - (part * RowBytes))).ToArray();
                    TableEntity row = new(partition, part == 0 ? key : PartKey(key, part)) { ["Content"] = slice };
                    if (part == 0)
                    {
                        row["Rows"] = rows;
                    }

                    actions.Add(new(TableTransactionActionType.Add, row));
                }

                await table.SubmitTransactionAsync(actions, token);
                return true;
            }
            catch (RequestFailedException refused) when (refused.Status == 409 && !IsTransientConflict(refused))
            {
                return false;
            }
        }, cancellation);

    public Task DeleteEntriesAsync(IReadOnlyList<JournalEntryKey> entries, CancellationToken cancellation)
        => Attempt("delete entries", async token =>
        {
            IEnumerable<(string Partition, string Row)> rows = entries.SelectMany(entry =>
            {
                (string partition, string row) = KeyOf(entry.Epoch, entry.Sequence);
                int parts = Math.Max(1, (entry.Bytes + RowBytes - 1) / RowBytes);
                return Enumerable.Range(0, parts).Select(part => (partition, part == 0 ? row : PartKey(row, part)));
            });
            foreach ((string Partition, string Row)[] chunk in rows.GroupBy(row => row.Partition).SelectMany(group => group.Chunk(100)))
            {
                try
                {
                    await table.SubmitTransactionAsync(
                        chunk.Select(row => new TableTransactionAction(
                            TableTransactionActionType.Delete, new TableEntity(row.Partition, row.Row), ETag.All)), token);
                }
                catch (RequestFailedException missing) when (missing.Status == 404)
                {
                    // Some went in an earlier attempt: the rest one by one, which passes over what is missing.
                    foreach ((string partition, string row) in chunk)
                    {
                        await table.DeleteEntityAsync(partition, row, ETag.All, token);
                    }
                }
            }

            return true;
        }, cancellation);

    public Task WriteBlobAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
        => Attempt("write a blob", async token =>
        {
            await container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), overwrite: true, token);
            return true;
        }, cancellation);

    public Task<byte[]?> ReadBlobAsync(string name, CancellationToken cancellation) => Attempt("read a blob", async token =>
    {
        try
        {
            return (await container.GetBlobClient(name).DownloadContentAsync(token)).Value.Content.ToArray();
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }, cancellation);

    public Task<byte[]?> ReadBlobAsync(string name, long offset, int length, CancellationToken cancellation)
        => Attempt("read a blob", async token =>
        {
            try
            {
                BlobDownloadOptions range = new() { Range = new HttpRange(offset, length) };
                return (await container.GetBlobClient(name).DownloadContentAsync(range, token)).Value.Content.ToArray();
            }
            catch (RequestFailedException missing) when (missing.Status == 404)
            {
                return null;
            }
        }, cancellation);

    public Task DeleteBlobAsync(string name, CancellationToken cancellation)
        => Attempt("delete a blob", async token => (await container.DeleteBlobIfExistsAsync(name, cancellationToken: token)).Value, cancellation);

    private static (string Partition, string Row) KeyOf(long epoch, long sequence)
        => (string.Create(CultureInfo.InvariantCulture, $"{epoch:D8}-{sequence / 128:D12}"),
            string.Create(CultureInfo.InvariantCulture, $"{epoch:D8}-{sequence:D14}"));

    private static string PartKey(string row, int part) => string.Create(CultureInfo.InvariantCulture, $"{row}-{part:D2}");

    private static bool IsMissingRow(RequestFailedException failure) => failure.ErrorCode is "ResourceNotFound" or "EntityNotFound";

    private static bool IsTransientConflict(RequestFailedException failure) => failure.ErrorCode is "TableBeingDeleted" or "OperationTimedOut";

    /// <summary>Bounds a request in time and turns every failure that may pass into one kind of exception.</summary>
    private async Task<T> Attempt<T>(string what, Func<CancellationToken, Task<T>> request, CancellationToken cancellation)
    {
        using CancellationTokenSource late = new(RequestTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            return await request(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new JournalUnavailableException($"Could not {what} in {Description}: no answer in {RequestTimeout.TotalSeconds:0} s.");
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException or HttpRequestException or IOException)
        {
            throw new JournalUnavailableException($"Could not {what} in {Description}: {failure.Message.Split('\n')[0]}", failure);
        }
    }
}
