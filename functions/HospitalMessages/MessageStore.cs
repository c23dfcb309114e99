using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;

namespace Boai.Functions.HospitalMessages;

/// <summary>Every message that came, once under its id; its bytes sealed under the installation's key for hospital messages.</summary>
public sealed class MessageStore(AppStorage storage, PlatformKeys keys)
{
    private const string Value = "Message";

    private TableClient Table => storage.Table(HospitalTables.Messages);

    private BlobContainerClient Container => storage.Container(HospitalTables.Raw);

    public async Task<(StoredMessage Message, ETag ETag)?> Find(string messageId, CancellationToken cancellation) =>
        await Table.Find(messageId, messageId, cancellation) is { } row ? (Read(row), row.ETag) : null;

    /// <summary>Seals the bytes and writes them where they can be found again. Repeating it writes the same place over.</summary>
    /// <returns>The blob's name.</returns>
    public async Task<string> Seal(string messageId, string digest, byte[] body, CancellationToken cancellation)
    {
        string blob = $"{messageId}/{digest}";
        byte[] box = SealedBox.Seal(keys.For(KeyPurpose.HospitalMessages), body, Context(blob));
        await Container.GetBlobClient(blob).UploadAsync(BinaryData.FromBytes(box), overwrite: true, cancellation);
        return blob;
    }

    /// <summary>The bytes of a message.</summary>
    /// <exception cref="InvalidOperationException">They are kept no longer.</exception>
    public async Task<byte[]> Open(StoredMessage message, CancellationToken cancellation)
    {
        string blob = message.Blob ?? throw new InvalidOperationException($"The bytes of message {message.MessageId} are not kept.");
        BinaryData box = (await Container.GetBlobClient(blob).DownloadContentAsync(cancellation)).Value.Content;
        return SealedBox.Open(keys.For(KeyPurpose.HospitalMessages), box.ToMemory().Span, Context(blob));
    }

    /// <returns>False when a message of this id is there already.</returns>
    public Task<bool> TryAdd(StoredMessage message, CancellationToken cancellation) => Table.TryAdd(Row(message, message.MessageId), cancellation);

    /// <summary>Keeps what is known of a message that must not take the place of another: id used before, sender not who it claims, unreadable.</summary>
    public Task NoteAside(StoredMessage message, CancellationToken cancellation) => Table.TryAdd(Row(message, "x|" + message.Digest), cancellation);

    /// <summary>Changes what became of a message; safe to repeat.</summary>
    public async Task<StoredMessage> Change(string messageId, Func<StoredMessage, StoredMessage> change, CancellationToken cancellation)
    {
        while (true)
        {
            (StoredMessage message, ETag basis) = await Find(messageId, cancellation)
                ?? throw new InvalidOperationException($"Message {messageId} is to be processed and has no row.");
            StoredMessage changed = change(message);
            if (changed == message || await Table.TryMerge(Row(changed, messageId), basis, cancellation))
            {
                return changed;
            }
        }
    }

    /// <summary>Messages at a stage. A query: for people at the desk.</summary>
    public Task<IReadOnlyList<StoredMessage>> At(MessageStage stage, CancellationToken cancellation) =>
        Query(TableClient.CreateQueryFilter($"Stage eq {stage.ToString()}"), cancellation);

    /// <summary>Destroys the bytes of a case's messages; that they came stays. Repeating it changes nothing.</summary>
    public async Task Destroy(string caseNumber, CancellationToken cancellation)
    {
        foreach (StoredMessage message in await Query(TableClient.CreateQueryFilter($"Case eq {caseNumber}"), cancellation))
        {
            await Destroy(message, cancellation);
        }
    }

    /// <summary>Destroys the bytes of a message; that it came stays. Repeating it changes nothing.</summary>
    public async Task Destroy(StoredMessage message, CancellationToken cancellation)
    {
        if (message.Blob is { } blob)
        {
            await Container.GetBlobClient(blob).DeleteIfExistsAsync(cancellationToken: cancellation);
            await Change(message.MessageId, known => known with { Blob = null }, cancellation);
        }
    }

    /// <summary>Messages that came before an instant and whose bytes are still kept. A query over all: once a day.</summary>
    public async Task<IReadOnlyList<StoredMessage>> Before(DateTimeOffset at, CancellationToken cancellation) =>
        [.. (await Query("Stage ne ''", cancellation)).Where(message => message.ReceivedAt < at && message.Blob is not null)];

    private async Task<IReadOnlyList<StoredMessage>> Query(string filter, CancellationToken cancellation)
    {
        List<StoredMessage> found = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            found.Add(Read(row));
        }

        return [.. found.OrderBy(message => message.ReceivedAt)];
    }

    private static StoredMessage Read(TableEntity row) => CaseJson.Read<StoredMessage>(row.GetText(Value));

    private static TableEntity Row(StoredMessage message, string key)
    {
        TableEntity row = new(key, key) { ["Stage"] = message.Stage.ToString(), ["Sender"] = message.Sender, ["Case"] = message.Case ?? "" };
        row.SetText(Value, CaseJson.Write(message));
        return row;
    }

    private static string Context(string blob) => "hospital-message|" + blob;
}
