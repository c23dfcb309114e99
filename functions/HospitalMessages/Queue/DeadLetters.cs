using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;

namespace Boai.Functions.HospitalMessages.Queue;

/// <summary>Messages that the queue put aside, once each under the digest of their bytes.</summary>
internal sealed class DeadLetters(AppStorage storage, PlatformKeys keys)
{
    private const string Value = "DeadLetter";

    private TableClient Table => storage.Table(HospitalTables.DeadLetters);

    private BlobContainerClient Container => storage.Container(HospitalTables.Raw);

    /// <summary>Keeps a message; put aside again, it waits again.</summary>
    /// <returns>It, as it is kept now.</returns>
    public async Task<DeadLetter> Keep(DeadLetter dead, byte[] body, CancellationToken cancellation)
    {
        byte[] box = SealedBox.Seal(keys.For(KeyPurpose.HospitalMessages), body, Context(dead.Digest));
        await Container.GetBlobClient(Blob(dead.Digest)).UploadAsync(BinaryData.FromBytes(box), overwrite: true, cancellation);
        while (true)
        {
            if (await Find(dead.Digest, cancellation) is not (DeadLetter known, ETag basis))
            {
                if (await Table.TryAdd(Row(dead), cancellation))
                {
                    return dead;
                }
            }
            else
            {
                // The same delivery kept twice counts once.
                DeadLetter again = known.Stage == DeadLetterStage.Waiting ? known : dead with { Times = known.Times + 1 };
                if (again == known || await Table.TryMerge(Row(again), basis, cancellation))
                {
                    return again;
                }
            }
        }
    }

    public async Task<(DeadLetter Dead, ETag ETag)?> Find(string digest, CancellationToken cancellation) =>
        digest.Length == 64 && digest.All(char.IsAsciiHexDigitLower) && await Table.Find(digest, digest, cancellation) is { } row ? (Read(row), row.ETag) : null;

    public async Task<byte[]> Body(string digest, CancellationToken cancellation)
    {
        BinaryData box = (await Container.GetBlobClient(Blob(digest)).DownloadContentAsync(cancellation)).Value.Content;
        return SealedBox.Open(keys.For(KeyPurpose.HospitalMessages), box.ToMemory().Span, Context(digest));
    }

    /// <returns>False when somebody else changed it meanwhile.</returns>
    public Task<bool> Change(DeadLetter changed, ETag basis, CancellationToken cancellation) => Table.TryMerge(Row(changed), basis, cancellation);

    /// <summary>Destroys the bytes; that there was a message stays. Repeating it changes nothing.</summary>
    public Task Destroy(string digest, CancellationToken cancellation) => Container.GetBlobClient(Blob(digest)).DeleteIfExistsAsync(cancellationToken: cancellation);

    /// <summary>Those at a stage, the oldest first. A query: for people at the desk.</summary>
    public async Task<IReadOnlyList<DeadLetter>> At(DeadLetterStage stage, CancellationToken cancellation)
    {
        List<DeadLetter> found = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"Stage eq {stage.ToString()}"), cancellationToken: cancellation))
        {
            found.Add(Read(row));
        }

        return [.. found.OrderBy(dead => dead.At)];
    }

    private static DeadLetter Read(TableEntity row) => CaseJson.Read<DeadLetter>(row.GetText(Value));

    private static TableEntity Row(DeadLetter dead)
    {
        TableEntity row = new(dead.Digest, dead.Digest) { ["Stage"] = dead.Stage.ToString() };
        row.SetText(Value, CaseJson.Write(dead));
        return row;
    }

    private static string Blob(string digest) => "dead/" + digest;

    private static string Context(string digest) => "hospital-dead-letter|" + digest;
}
