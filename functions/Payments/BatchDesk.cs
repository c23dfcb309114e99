using System.Globalization;
using Boai.Functions.Errors;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Boai.Functions.Payments;

/// <summary>The acts of accountant and cashier on batches. Each is one write, followed by <see cref="BatchSettlement"/>.</summary>
public sealed class BatchDesk(
    PaymentBatches batches, PaymentOrders orders, BankTransactions transactions, BatchLines lines, BatchSettlement settlement, TimeProvider time,
    ILogger<BatchDesk> logger)
{
    private const int MostAttempts = 8;

    /// <summary>Puts payments into a batch. Repeating it with the same decision finds the same batch.</summary>
    /// <param name="decisionId">Names the request.</param>
    public async Task<PaymentBatch> Prepare(
        Actor actor, IReadOnlyList<PaymentId> payments, string decisionId, DurableTaskClient client, CancellationToken cancellation)
    {
        BatchId id = BatchId.For(actor.Unit, decisionId);
        if (await batches.Find(id, cancellation) is null)
        {
            IReadOnlyList<PaymentOrder> found = await OrdersOf(payments, cancellation);
            PaymentBatch prepared = Next(BatchRules.Prepare(id, actor.Unit, found, Act(actor)));
            Refuse(await lines.Obstacles(found, actor, Duty.PreparePayment, cancellation));
            await batches.TryAdd(prepared, cancellation);
        }

        StoredBatch stored = await settlement.Settle((await batches.Find(id, cancellation))!, client, cancellation);
        return stored.Batch.State is BatchState.Dissolved { ReasonCode: BatchSettlement.PaymentTaken }
            ? throw new ProblemException(Problem.Of(PaymentProblems.BatchTaken, ("batch", id.Value)))
            : stored.Batch;
    }

    /// <summary>Gives the batch to a cashier. The file is read afterwards, by the same cashier only.</summary>
    public Task<PaymentBatch> Export(
        BatchId id, int version, Actor actor, AccessPurpose purpose, DurableTaskClient client, CancellationToken cancellation)
    {
        return Change(id, actor, batch => BatchRules.Export(batch, version, Act(actor)), Check, answers: false, client, cancellation);

        async Task Check(PaymentBatch batch, PaymentBatch next)
        {
            IReadOnlyList<PaymentOrder> found = await OrdersOf(batch, cancellation);
            Refuse(await lines.Obstacles(found, actor, Duty.Pay, cancellation));
            Refuse((await lines.Accounts(found, purpose, cancellation)).Problems);
        }
    }

    /// <summary>Takes the bank's answer.</summary>
    public Task<PaymentBatch> Import(BatchId id, ReadOnlyMemory<byte> file, Actor actor, DurableTaskClient client, CancellationToken cancellation)
    {
        BatchAct act = Act(actor);
        return Change(id, actor, batch => BatchRules.Return(batch, Read(batch, file.Span, act)), Check, answers: true, client, cancellation);

        async Task Check(PaymentBatch batch, PaymentBatch next)
        {
            if (((BatchState.Returned)next.State).Export.By.StaffId != actor.StaffId)
            {
                Refuse(await lines.Bars(batch.Lines, actor, Duty.Pay, cancellation));
            }

            await Claim(next, file, act, cancellation);
        }
    }

    /// <summary>Compares with the bank's statement and closes the batch.</summary>
    public Task<PaymentBatch> Reconcile(
        BatchId id, int version, Money statement, DateOnly statementOn, Actor actor, DurableTaskClient client, CancellationToken cancellation)
    {
        BatchAct act = Act(actor);
        return Change(id, actor, batch => BatchRules.Reconcile(batch, version, statement, statementOn, act), Check, answers: false, client, cancellation);

        async Task Check(PaymentBatch batch, PaymentBatch next)
        {
            if (statementOn > ChinaCalendar.DateOf(act.At) || statementOn < BatchRules.ReturnOf(batch)!.BankDate)
            {
                throw new ProblemException(new Problem(PaymentProblems.StatementDate, "statementOn"));
            }

            Refuse(await lines.Bars(batch.Lines, actor, Duty.Reconcile, cancellation));
        }
    }

    /// <summary>Gives up a batch that the bank has not seen.</summary>
    public Task<PaymentBatch> Dissolve(
        BatchId id, int version, string reasonCode, Actor actor, DurableTaskClient client, CancellationToken cancellation) =>
        Change(id, actor, batch => BatchRules.Dissolve(batch, version, Act(actor), reasonCode), (_, _) => Task.CompletedTask, answers: false, client, cancellation);

    /// <summary>The file for the bank, written anew each time from the vault, for the cashier who exported the batch and before the bank answered.</summary>
    internal async Task<byte[]> File(BatchId id, Actor actor, AccessPurpose purpose, BankFileEncoding encoding, CancellationToken cancellation)
    {
        PaymentBatch batch = await Find(id, actor, cancellation);
        if (batch.State is not BatchState.Exported exported)
        {
            throw new ProblemException(Problem.Of(PaymentProblems.BatchState, ("batch", id.Value), ("state", batch.State.Name)));
        }

        if (exported.Export.By.StaffId != actor.StaffId)
        {
            throw new ProblemException(Problem.Of(PaymentProblems.BatchExporter, ("batch", id.Value)));
        }

        (IReadOnlyList<PayeeAccount> accounts, IReadOnlyList<CaseProblem> problems) = await lines.Accounts(await OrdersOf(batch, cancellation), purpose, cancellation);
        Refuse(problems);
        return BankFileText.Encode(BankCsv.Write(BankExport.Rows(batch, accounts)), encoding);
    }

    // The unit that a batch belongs to is the only one that acts on it: every legal person keeps its own books.
    private async Task<PaymentBatch> Find(BatchId id, Actor actor, CancellationToken cancellation)
    {
        StoredBatch stored = await batches.Find(id, cancellation) ?? throw new ProblemException(Problem.Of(PaymentProblems.BatchUnknown, ("batch", id.Value)));
        return stored.Batch.Unit == actor.Unit ? stored.Batch : throw new ProblemException(PlatformErrors.AccessUnit);
    }

    /// <param name="answers">Whether the act is the bank's answer, which does not wait for a case that cannot hear.</param>
    private async Task<PaymentBatch> Change(
        BatchId id, Actor actor, Func<PaymentBatch, BatchOutcome> rule, Func<PaymentBatch, PaymentBatch, Task> before, bool answers,
        DurableTaskClient client, CancellationToken cancellation)
    {
        await Find(id, actor, cancellation);
        for (int attempt = 1; attempt <= MostAttempts; attempt++)
        {
            // What an earlier act left undone comes first, so that the cases hear of everything in order.
            StoredBatch basis = await SettleEarlier(id, answers, client, cancellation);
            BatchOutcome outcome = rule(basis.Batch);
            if (outcome is BatchOutcome.Already already)
            {
                return already.Batch;
            }

            PaymentBatch next = Next(outcome);
            await before(basis.Batch, next);
            StoredBatch current = (await batches.Find(id, cancellation))!;
            if (current.Batch.Version == basis.Batch.Version && await batches.TryReplace(current, next, cancellation))
            {
                return (await settlement.Settle((await batches.Find(id, cancellation))!, client, cancellation)).Batch;
            }
        }

        throw new ProblemException(Problem.Of(PaymentProblems.BatchStale, ("batch", id.Value)));
    }

    private async Task<StoredBatch> SettleEarlier(BatchId id, bool answers, DurableTaskClient client, CancellationToken cancellation)
    {
        try
        {
            return await settlement.Settle((await batches.Find(id, cancellation))!, client, cancellation);
        }
        catch (AggregateException failure)
        {
            // The bank has paid or not, whatever one case can hear: its answer does not wait.
            if (answers && await batches.Find(id, cancellation) is { Batch.State: BatchState.Exported } behind)
            {
                return behind;
            }

            // Types and not messages: a message may quote what its author saw fit.
            logger.LogError(
                "Batch {Batch} has work left that cannot be done now: {Failures}", id.Value, string.Join(", ", failure.InnerExceptions.Select(inner => inner.GetType())));
            throw new ProblemException([Problem.Of(PaymentProblems.BatchUnsettled, ("batch", id.Value))], cause: failure);
        }
    }

    private static BatchReturn Read(PaymentBatch batch, ReadOnlySpan<byte> file, BatchAct act)
    {
        if (batch.State is BatchState.Prepared or BatchState.Dissolved)
        {
            throw new ProblemException(Problem.Of(PaymentProblems.BatchState, ("batch", batch.Id.Value), ("state", batch.State.Name)));
        }

        return BankReturnFile.Read(file, batch, ChinaCalendar.DateOf(act.At)) switch
        {
            BankReturnReading.Complete complete => new BatchReturn(act, complete.Digest, complete.BankDate, complete.Results),
            BankReturnReading.Refused refused => throw BankFileRefusal.Of(batch.Id, refused.Problems),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task Claim(PaymentBatch next, ReadOnlyMemory<byte> file, BatchAct act, CancellationToken cancellation)
    {
        BatchReturn answer = BatchRules.ReturnOf(next)!;
        LineResult.Paid[] paid = [.. answer.Results.OfType<LineResult.Paid>()];
        IReadOnlyList<int> taken = await transactions.Claim(
        [
            .. paid.Select(line => (
                new BankTransaction(next.Channel, line.Transaction),
                new PostedTransaction(next.Lines[line.Seq - 1].Reference.Value, next.Id.Value, answer.Digest))),
        ], cancellation);
        if (taken.Count > 0)
        {
            BankReturnReading.Complete reading = (BankReturnReading.Complete)BankReturnFile.Read(file.Span, next, ChinaCalendar.DateOf(act.At));
            throw BankFileRefusal.Of(
                next.Id,
                [
                    .. taken.Select(place => BankFileProblem.At(
                        reading.LineNumbers[paid[place].Seq - 1], BankFileProblems.TransactionPosted, ("transaction", paid[place].Transaction))),
                ]);
        }
    }

    private async Task<IReadOnlyList<PaymentOrder>> OrdersOf(IReadOnlyList<PaymentId> payments, CancellationToken cancellation)
    {
        if (payments.Count > PaymentBatch.MostLines)
        {
            throw new ProblemException(Problem.Of(PaymentProblems.BatchTooLarge, ("most", $"{PaymentBatch.MostLines}")).At("payments"));
        }

        List<PaymentOrder> found = [];
        List<Problem> unknown = [];
        for (int place = 0; place < payments.Count; place++)
        {
            if (await orders.Find(payments[place], cancellation) is { } order)
            {
                found.Add(order);
            }
            else
            {
                unknown.Add(Problem.Of(PaymentProblems.Unknown, ("payment", payments[place].Value)).At(string.Create(CultureInfo.InvariantCulture, $"payments[{place}]")));
            }
        }

        return unknown.Count == 0 ? found : throw new ProblemException(unknown);
    }

    private Task<IReadOnlyList<PaymentOrder>> OrdersOf(PaymentBatch batch, CancellationToken cancellation) =>
        OrdersOf([.. batch.Lines.Select(line => line.Payment)], cancellation);

    private BatchAct Act(Actor actor) => new(actor, time.GetUtcNow());

    private static PaymentBatch Next(BatchOutcome outcome) => outcome switch
    {
        BatchOutcome.Moved moved => moved.Next,
        BatchOutcome.Refused refused => throw Refusal(refused.Problems),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static void Refuse(IReadOnlyList<CaseProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw Refusal(problems);
        }
    }

    private static ProblemException Refusal(IReadOnlyList<CaseProblem> problems) => new([.. problems.Select(problem => problem.ToProblem())]);
}
