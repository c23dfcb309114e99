using Azure;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Functions.Vault;

namespace Boai.Functions.HospitalMessages.Outbound;

/// <summary>A message of the branch to a hospital.</summary>
/// <param name="Receiver">Unified social credit code.</param>
/// <param name="MessageId">MessageHeader.id: the same however often it is sent.</param>
/// <param name="Code">R01 and so on.</param>
/// <param name="Case">Case number; null when it is about none.</param>
/// <param name="Seq">Number of the signal within the case; 0 when it is none.</param>
public sealed record SentMessage(string Receiver, string MessageId, string Code, DateTimeOffset At, string? Case = null, int Seq = 0);

/// <summary>What the branch says to hospitals, sealed until it is acknowledged: sent from here, fetched from here.</summary>
public sealed class HospitalOutbox(AppStorage storage, PlatformKeys keys)
{
    private TableClient Table => storage.Table(HospitalTables.Outbox);

    /// <summary>Puts a message in. One that is there already, acknowledged or not, stays as it is.</summary>
    public Task Put(SentMessage message, byte[] body, CancellationToken cancellation)
    {
        TableEntity row = Row(message);
        row["Sealed"] = SealedBox.Seal(keys.For(KeyPurpose.HospitalMessages), body, message.MessageId);
        return Table.TryAdd(row, cancellation);
    }

    /// <summary>What waits for a hospital, the oldest first.</summary>
    public async Task<IReadOnlyList<byte[]>> Waiting(string receiver, CancellationToken cancellation)
    {
        List<TableEntity> rows = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {receiver}"), cancellationToken: cancellation))
        {
            rows.Add(row);
        }

        return [.. rows.Where(row => row.ContainsKey("Sealed")).OrderBy(row => row.GetDateTimeOffset("At")).ThenBy(row => row.GetInt32("Seq")).Select(Open)];
    }

    /// <summary>Messages of a kind whose bytes are kept, put in before an instant.</summary>
    public async Task<IReadOnlyList<SentMessage>> Unsettled(string receiver, string code, DateTimeOffset before, CancellationToken cancellation)
    {
        List<SentMessage> found = [];
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {receiver} and Code eq {code} and At lt {before}");
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (row.ContainsKey("Sealed"))
            {
                found.Add(Read(row));
            }
        }

        return found;
    }

    /// <returns>Null when no such message was ever put in for this receiver.</returns>
    public async Task<SentMessage?> Find(string receiver, string messageId, CancellationToken cancellation) =>
        await Table.Find(receiver, messageId, cancellation) is { } row ? Read(row) : null;

    /// <returns>The message's bytes; null when it waits no longer.</returns>
    public async Task<byte[]?> Body(string receiver, string messageId, CancellationToken cancellation) =>
        await Table.Find(receiver, messageId, cancellation) is { } row && row.ContainsKey("Sealed") ? Open(row) : null;

    /// <summary>The receiver has it, or is not to have it any more: its bytes go, that it was there stays. Repeating it changes nothing.</summary>
    public Task Settle(SentMessage message, CancellationToken cancellation) => Table.UpsertEntityAsync(Row(message), TableUpdateMode.Replace, cancellation);

    private byte[] Open(TableEntity row) => SealedBox.Open(keys.For(KeyPurpose.HospitalMessages), row.GetBinary("Sealed"), row.RowKey);

    private static SentMessage Read(TableEntity row) => new(
        row.PartitionKey, row.RowKey, row.GetString("Code"), row.GetDateTimeOffset("At")!.Value, row.GetString("Case") is { Length: > 0 } number ? number : null,
        row.GetInt32("Seq") ?? 0);

    private static TableEntity Row(SentMessage message) => new(message.Receiver, message.MessageId)
    {
        ["Code"] = message.Code, ["At"] = message.At, ["Case"] = message.Case ?? "", ["Seq"] = message.Seq,
    };
}
