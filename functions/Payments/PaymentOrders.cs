using Azure;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Functions.Payments;

/// <summary>Payment orders, one row each in the partition of their case, and the list of those that may go into a batch.</summary>
/// <remarks>
/// The list is written before an order becomes ready and cleared after it stopped being so: every ready order stands in it, and a reader
/// asks the order itself. The nightly repair makes it whole again whatever happened.
/// </remarks>
public sealed class PaymentOrders(AppStorage storage, TimeProvider time)
{
    private TableClient Table => storage.Table(PaymentTables.Orders);

    private TableClient Ready => storage.Table(PaymentTables.Ready);

    public async Task<PaymentOrder?> Find(PaymentId payment, CancellationToken cancellation) =>
        await Table.Find(payment.Case.Value, payment.Value, cancellation) is { } row ? row.ReadAs<PaymentOrder>() : null;

    /// <returns>False when an order with this number exists; it is left as it was.</returns>
    public async Task<bool> TryOpen(PaymentOrder order, CancellationToken cancellation)
    {
        await List(order, cancellation);
        return await Table.TryAdd(Row(order), cancellation);
    }

    /// <summary>Takes a step with an order. Repeating it changes nothing.</summary>
    /// <exception cref="InvalidOperationException">There is no such order.</exception>
    public async Task<PaymentStepOutcome> Step(PaymentId payment, PaymentStep step, CancellationToken cancellation)
    {
        bool leavesList = step is PaymentStep.TakeIntoBatch or PaymentStep.Cancel;
        while (true)
        {
            TableEntity row = await Table.Find(payment.Case.Value, payment.Value, cancellation)
                ?? throw new InvalidOperationException($"Payment {payment} has no order.");
            PaymentOrder order = row.ReadAs<PaymentOrder>();
            TableEntity? listed = leavesList ? await Ready.Find(order.Unit.Value, ListKey(payment), cancellation) : null;
            PaymentStepOutcome outcome = PaymentTransitions.Apply(order, step, time.GetUtcNow());
            if (outcome is PaymentStepOutcome.Moved moved)
            {
                if (moved.Next.State is PaymentState.Ready)
                {
                    await List(moved.Next, cancellation);
                }

                if (!await Table.TryMerge(Row(moved.Next), row.ETag, cancellation))
                {
                    continue;
                }
            }

            if (listed is not null && outcome is not PaymentStepOutcome.Refused)
            {
                await Unlist(listed, cancellation);
            }

            return outcome;
        }
    }

    /// <summary>Orders of a unit that may go into a batch, oldest first.</summary>
    public async Task<IReadOnlyList<PaymentOrder>> ReadyOf(UnitCode unit, CancellationToken cancellation)
    {
        List<PaymentOrder> ready = [];
        await foreach (TableEntity row in Ready.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {unit.Value}"), cancellationToken: cancellation))
        {
            if (await Find(PaymentId.Parse(row.RowKey[2..]), cancellation) is { State: PaymentState.Ready } order)
            {
                ready.Add(order);
            }
        }

        return [.. ready.OrderBy(order => order.OpenedAt).ThenBy(order => order.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>Every order that is in one of these states. A query over all orders, for the nightly repair.</summary>
    public async IAsyncEnumerable<PaymentOrder> In(
        string state, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"State eq {state}"), cancellationToken: cancellation))
        {
            yield return row.ReadAs<PaymentOrder>();
        }
    }

    /// <summary>Puts an order on the list of those that are ready.</summary>
    public Task List(PaymentOrder order, CancellationToken cancellation) =>
        Ready.UpsertEntityAsync(new TableEntity(order.Unit.Value, ListKey(order.Id)), TableUpdateMode.Replace, cancellation);

    // Only as it was seen: whoever listed the order anew meanwhile had a reason.
    private async Task Unlist(TableEntity listed, CancellationToken cancellation)
    {
        try
        {
            await Ready.DeleteEntityAsync(listed.PartitionKey, listed.RowKey, listed.ETag, cancellation);
        }
        catch (RequestFailedException gone) when (gone.Status is 404 or 412)
        {
            // listed anew, or taken off by another attempt: either is right
        }
    }

    private static string ListKey(PaymentId payment) => "r|" + payment.Value;

    private static TableEntity Row(PaymentOrder order)
    {
        TableEntity row = JsonRow.Of(order.Id.Case.Value, order.Id.Value, order);
        row["Unit"] = order.Unit.Value;
        row["State"] = order.State.Name;
        row["AmountFen"] = order.Amount.Fen;
        return row;
    }
}
