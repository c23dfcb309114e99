using Azure;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Functions.Payments;

/// <summary>A batch as it was read.</summary>
/// <param name="Settled">Whether everything that follows from its last act is done: orders, funds, cases.</param>
/// <param name="Behind">Whether the act before the last one was not settled either: some case has not heard of it.</param>
public sealed record StoredBatch(PaymentBatch Batch, bool Settled, bool Behind, ETag ETag);

/// <summary>Payment batches, one row each. An act is one write; what follows from it is done afterwards and may be repeated.</summary>
public sealed class PaymentBatches(AppStorage storage)
{
    private TableClient Table => storage.Table(PaymentTables.Batches);

    public async Task<StoredBatch?> Find(BatchId id, CancellationToken cancellation) =>
        await Table.Find(id.Value, id.Value, cancellation) is { } row ? Read(row) : null;

    /// <returns>False when a batch with this number exists.</returns>
    public Task<bool> TryAdd(PaymentBatch batch, CancellationToken cancellation) => Table.TryAdd(Row(batch), cancellation);

    /// <summary>Writes an act; the batch is unsettled then.</summary>
    /// <returns>False when somebody else acted on the batch since it was read.</returns>
    public Task<bool> TryReplace(StoredBatch basis, PaymentBatch next, CancellationToken cancellation)
    {
        TableEntity row = Row(next);
        row["Behind"] = !basis.Settled;
        return Table.TryMerge(row, basis.ETag, cancellation);
    }

    /// <summary>Notes that nothing is left to do. If the batch has moved on, the note is void and the next act's own follows.</summary>
    public Task MarkSettled(StoredBatch batch, CancellationToken cancellation) =>
        Table.TryMerge(new TableEntity(batch.Batch.Id.Value, batch.Batch.Id.Value) { ["Settled"] = true }, batch.ETag, cancellation);

    /// <summary>Batches of a unit, the newest first. For people who look at them.</summary>
    public async Task<IReadOnlyList<PaymentBatch>> Of(UnitCode unit, CancellationToken cancellation) =>
        [.. (await Where(TableClient.CreateQueryFilter($"Unit eq {unit.Value}"), cancellation)).Select(stored => stored.Batch).OrderByDescending(batch => batch.Prepared.At)];

    /// <summary>Batches with work left. For the sweep.</summary>
    public Task<IReadOnlyList<StoredBatch>> Unsettled(CancellationToken cancellation) =>
        Where(TableClient.CreateQueryFilter($"Settled eq {false}"), cancellation);

    private async Task<IReadOnlyList<StoredBatch>> Where(string filter, CancellationToken cancellation)
    {
        List<StoredBatch> found = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            found.Add(Read(row));
        }

        return found;
    }

    private static StoredBatch Read(TableEntity row) => new(row.ReadAs<PaymentBatch>(), row.GetBoolean("Settled") == true, row.GetBoolean("Behind") == true, row.ETag);

    private static TableEntity Row(PaymentBatch batch)
    {
        TableEntity row = JsonRow.Of(batch.Id.Value, batch.Id.Value, batch);
        row["Unit"] = batch.Unit.Value;
        row["State"] = batch.State.Name;
        row["Version"] = batch.Version;
        row["Settled"] = false;
        return row;
    }
}
