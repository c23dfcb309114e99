using System.Text.Json;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Functions.Vault;

namespace Boai.Functions.Messages;

/// <summary>A message as it waits in the outbox.</summary>
public sealed record OutboxEntry(string Id, DateTimeOffset At, string Case, string Kind, string To, string Text)
{
    public override string ToString() => $"{nameof(OutboxEntry)} {{ {Id}, {Kind} }}";
}

/// <summary>Puts messages into a table, sealed, from where the branch's SMS gateway takes them; on one machine a developer reads them.</summary>
public sealed class OutboxMessages(AppStorage storage, PlatformKeys keys, TimeProvider time) : IMessages
{
    private TableClient Table => storage.Table(PlatformTables.Outbox);

    public async Task Send(OutgoingMessage message, CancellationToken cancellation)
    {
        string id = keys.Hash(KeyPurpose.Outbox, message.Id);
        OutboxEntry entry = new(id, time.GetUtcNow(), message.Case, message.Kind, message.To, message.Text);
        TableEntity row = new(id[..2], id)
        {
            ["At"] = entry.At,
            ["Case"] = message.Case,
            ["Kind"] = message.Kind,
            ["Sealed"] = SealedBox.Seal(keys.For(KeyPurpose.Outbox), JsonSerializer.SerializeToUtf8Bytes(entry), Context(id)),
        };
        await Table.TryAdd(row, cancellation);
    }

    /// <summary>The newest messages, newest first. A query: for developers and the gateway's own reader.</summary>
    public async Task<IReadOnlyList<OutboxEntry>> Read(string? caseNumber, int most, CancellationToken cancellation)
    {
        string? filter = caseNumber is null ? null : TableClient.CreateQueryFilter($"Case eq {caseNumber}");
        List<OutboxEntry> found = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            found.Add(JsonSerializer.Deserialize<OutboxEntry>(SealedBox.Open(keys.For(KeyPurpose.Outbox), row.GetBinary("Sealed"), Context(row.RowKey)))!);
        }

        return [.. found.OrderByDescending(entry => entry.At).Take(most)];
    }

    private static string Context(string id) => "outbox|" + id;
}
