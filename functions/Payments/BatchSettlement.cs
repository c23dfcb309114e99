using Boai.Functions.Policy;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.Payments;

/// <summary>Does what follows from a batch's last act: moves its orders, spends from funds, tells the cases.</summary>
/// <remarks>
/// Every step may be repeated, by the request that acted, by the next request on the batch, or by the sweep; together they end the same.
/// A case that cannot be told holds up no other one: the batch stays unsettled and is taken up again.
/// </remarks>
public sealed class BatchSettlement(PaymentBatches batches, PaymentOrders orders, PaymentDesk desk, PaidCases cases, PolicyBook policies)
{
    /// <summary>Why a batch was given up by itself: another one had one of its payments.</summary>
    public const string PaymentTaken = "payment-taken";

    /// <returns>The batch, settled; dissolved when a payment was taken by another batch.</returns>
    /// <exception cref="AggregateException">Some of it could not be done now.</exception>
    public async Task<StoredBatch> Settle(StoredBatch stored, DurableTaskClient client, CancellationToken cancellation)
    {
        if (stored.Settled)
        {
            return stored;
        }

        if (stored.Batch.State is BatchState.Prepared && !await TakeOrders(stored.Batch, cancellation))
        {
            BatchOutcome given = BatchRules.Dissolve(stored.Batch, stored.Batch.Version, stored.Batch.Prepared, PaymentTaken);
            await batches.TryReplace(stored, ((BatchOutcome.Moved)given).Next, cancellation); // lost: somebody else acted, and that is settled now
            stored = (await batches.Find(stored.Batch.Id, cancellation))!;
            return await Settle(stored, client, cancellation);
        }

        List<Exception> failures = [];
        foreach (BatchLine line in stored.Batch.Lines)
        {
            try
            {
                await Settle(stored, line, client, cancellation);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                failures.Add(failure);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException($"Batch {stored.Batch.Id}: {failures.Count} of {stored.Batch.Lines.Count} lines are still to be settled.", failures);
        }

        await batches.MarkSettled(stored, cancellation);
        return stored with { Settled = true };
    }

    // All orders before the first report: a batch that cannot have them all must not have told anybody.
    private async Task<bool> TakeOrders(PaymentBatch batch, CancellationToken cancellation)
    {
        foreach (BatchLine line in batch.Lines)
        {
            if (await orders.Step(line.Payment, new PaymentStep.TakeIntoBatch(batch.Id), cancellation) is PaymentStepOutcome.Refused)
            {
                return false;
            }
        }

        return true;
    }

    private Task Settle(StoredBatch stored, BatchLine line, DurableTaskClient client, CancellationToken cancellation)
    {
        PaymentBatch batch = stored.Batch;
        return batch.State switch
        {
            BatchState.Prepared => Tell(
                new PaymentReport.Prepared(line.Payment, batch.Id, line.Try, batch.Prepared.At, batch.Prepared.By), client, cancellation),
            BatchState.Dissolved dissolved => Leave(batch, line, dissolved, client, cancellation),
            BatchState.Exported exported => Send(batch, line, exported.Export, client, cancellation),
            BatchState.Returned returned => Answer(stored, line, returned, client, cancellation),
            BatchState.Reconciled reconciled => Reconcile(batch, line, reconciled, client, cancellation),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task Leave(PaymentBatch batch, BatchLine line, BatchState.Dissolved dissolved, DurableTaskClient client, CancellationToken cancellation)
    {
        await Step(line, new PaymentStep.LeaveBatch(batch.Id), cancellation);
        if (dissolved.ReasonCode != PaymentTaken)
        {
            await Tell(new PaymentReport.Unprepared(line.Payment, batch.Id, line.Try, dissolved.Act.At, dissolved.Act.By), client, cancellation);
        }
    }

    private async Task Send(PaymentBatch batch, BatchLine line, BatchAct export, DurableTaskClient client, CancellationToken cancellation)
    {
        await Step(line, new PaymentStep.Export(batch.Id, line.Try), cancellation);
        await Tell(SentReport(batch, line, export), client, cancellation);
    }

    // Orders and funds first: what the bank did is so, whether or not the case can hear it now.
    private async Task Answer(StoredBatch stored, BatchLine line, BatchState.Returned returned, DurableTaskClient client, CancellationToken cancellation)
    {
        PaymentBatch batch = stored.Batch;
        if (stored.Behind)
        {
            await Step(line, new PaymentStep.Export(batch.Id, line.Try), cancellation);
        }

        PaymentReport answered = await Book(batch, line, returned.Return, cancellation);
        if (stored.Behind)
        {
            await Tell(SentReport(batch, line, returned.Export), client, cancellation);
        }

        await Tell(answered, client, cancellation);
    }

    private async Task<PaymentReport> Book(PaymentBatch batch, BatchLine line, BatchReturn answer, CancellationToken cancellation)
    {
        BatchAct import = answer.Import;
        switch (answer.Results[line.Seq - 1])
        {
            case LineResult.Paid paid:
                BankTransaction transaction = new(batch.Channel, paid.Transaction);
                PaymentOrder order = await Step(line, new PaymentStep.Confirm(batch.Id, line.Try, transaction, paid.On), cancellation);
                await desk.Spend(order, cancellation);
                return new PaymentReport.Confirmed(line.Payment, batch.Id, line.Try, import.At, import.By, line.Amount, paid.On);
            case LineResult.Bounced bounced:
                int mostTries = await MostTries(line, cancellation);
                await Step(line, new PaymentStep.Bounce(batch.Id, line.Try, bounced.Reason, mostTries), cancellation);
                return new PaymentReport.Bounced(line.Payment, batch.Id, line.Try, import.At, import.By, bounced.Reason, line.Try >= mostTries);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static PaymentReport.Exported SentReport(PaymentBatch batch, BatchLine line, BatchAct export) =>
        new(line.Payment, batch.Id, line.Try, export.At, export.By);

    private Task Reconcile(PaymentBatch batch, BatchLine line, BatchState.Reconciled reconciled, DurableTaskClient client, CancellationToken cancellation) =>
        reconciled.Return.Results[line.Seq - 1] is LineResult.Paid
            ? Tell(
                new PaymentReport.Reconciled(line.Payment, batch.Id, line.Try, reconciled.Reconciliation.At, reconciled.Reconciliation.By), client, cancellation)
            : Task.CompletedTask;

    // The value on the day when the order was opened: every try of one payment is counted by one rule.
    private async Task<int> MostTries(BatchLine line, CancellationToken cancellation)
    {
        PaymentOrder order = await orders.Find(line.Payment, cancellation) ?? throw new InvalidOperationException($"Payment {line.Payment} has no order.");
        return policies.ForCaseOpenedAt(order.OpenedAt).For(PolicyKeys.ReliefPaymentMaxTries).Count();
    }

    private async Task<PaymentOrder> Step(BatchLine line, PaymentStep step, CancellationToken cancellation) =>
        await orders.Step(line.Payment, step, cancellation) switch
        {
            PaymentStepOutcome.Moved moved => moved.Next,
            PaymentStepOutcome.Already already => already.Order,
            PaymentStepOutcome.Refused refused => throw new InvalidOperationException(
                $"{step.GetType().Name} of payment {line.Payment}, try {line.Try}, is refused with {refused.Problem.Code}: order and batch disagree."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private Task Tell(PaymentReport report, DurableTaskClient client, CancellationToken cancellation) =>
        cases.Of(report.Payment.Case).Take(report, client, cancellation);
}
