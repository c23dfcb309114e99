using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Boai.Functions.Payments;

/// <summary>Finishes what a process that died left undone.</summary>
public sealed class PaymentSweep(
    PaymentBatches batches, PaymentOrders orders, FundStore funds, PaymentDesk desk, PaidCases cases, BatchSettlement settlement, TimeProvider time,
    ILogger<PaymentSweep> logger)
{
    /// <summary>A promise is made just before its approval is written. One that has no approval behind it after a day has none coming.</summary>
    private static readonly TimeSpan PromiseSettled = TimeSpan.FromDays(1);

    [Function("SettlePayments")]
    public async Task Settle(
        [TimerTrigger("30 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        List<Exception> failures = [];
        foreach (StoredBatch stored in await batches.Unsettled(cancellation))
        {
            try
            {
                await settlement.Settle(stored, client, cancellation);
                logger.LogInformation("Batch {Batch} was left at {State}; it is settled", stored.Batch.Id.Value, stored.Batch.State.Name);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                failures.Add(failure); // the others first; the host then reports this run as failed, and the next one tries again
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException($"{failures.Count} batches could not be settled.", failures);
        }
    }

    /// <summary>Puts the list of ready orders right, frees orders of dissolved batches, and takes back promises that no case asks for.</summary>
    [Function("RepairPayments")]
    public async Task Repair([TimerTrigger("0 45 3 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        await foreach (PaymentOrder order in orders.In(nameof(PaymentState.Batched), cancellation))
        {
            BatchId batch = ((PaymentState.Batched)order.State).Batch;
            if (await batches.Find(batch, cancellation) is { Settled: true, Batch.State: BatchState.Dissolved })
            {
                await orders.Step(order.Id, new PaymentStep.LeaveBatch(batch), cancellation);
            }
        }

        await foreach (PaymentOrder order in orders.In(nameof(PaymentState.Ready), cancellation))
        {
            await orders.List(order, cancellation);
        }

        await foreach ((FundId fund, FundReservation claim) in funds.OpenPromises(time.GetUtcNow() - PromiseSettled, cancellation))
        {
            PaymentId payment = claim.Use.Payment;
            if (await orders.Find(payment, cancellation) is null or { State: PaymentState.Cancelled }
                && await cases.Of(payment.Case).Standing(payment, actor: null, Duty.PreparePayment, cancellation) is null)
            {
                await desk.Release(fund, payment, cancellation);
                logger.LogInformation("The promise of {Fund} to {Payment} is taken back: no case asks for it", fund.Value, payment.Value);
            }
        }
    }
}
