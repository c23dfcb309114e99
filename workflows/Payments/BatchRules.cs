using System.Globalization;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>Preparing a batch and every act on it, with who may do it.</summary>
/// <remarks>
/// Handbook §2.8: preparer ≠ payer, payer ≠ reconciler. Exporting and importing are both paying. Whether a person may take the duty in
/// each case (approver ≠ payer, recusal) is asked of the cases besides.
/// </remarks>
public static class BatchRules
{
    /// <summary>Puts orders into a batch, in the order given.</summary>
    public static BatchOutcome Prepare(BatchId id, UnitCode unit, IReadOnlyList<PaymentOrder> orders, BatchAct act)
    {
        CaseProblem[] problems = [.. Obstacles(id, unit, orders)];
        return problems is []
            ? new BatchOutcome.Moved(new PaymentBatch
            {
                Id = id,
                Unit = unit,
                LegalPerson = orders[0].LegalPerson,
                Channel = orders[0].Channel,
                Lines = [.. orders.Select((order, index) => new BatchLine(index + 1, order.Id, TryIn(order, id), order.Amount))],
                Prepared = act,
                State = new BatchState.Prepared(),
            })
            : new BatchOutcome.Refused(problems);
    }

    /// <summary>Gives the file to the cashier. The same cashier may ask for it again; another may not: two copies could be paid twice.</summary>
    public static BatchOutcome Export(PaymentBatch batch, int version, BatchAct act) => batch.State switch
    {
        BatchState.Prepared when batch.Version != version => Stale(batch),
        BatchState.Prepared when batch.Prepared.By.StaffId == act.By.StaffId => Separated(batch, Duty.PreparePayment, Duty.Pay),
        BatchState.Prepared => Move(batch, new BatchState.Exported(act)),
        BatchState.Exported exported when exported.Export.By.StaffId == act.By.StaffId => new BatchOutcome.Already(batch),
        BatchState.Exported => Refuse(batch, PaymentProblems.BatchExporter),
        _ => WrongState(batch),
    };

    /// <summary>Takes the bank's answer, which the file's check has found to be complete.</summary>
    /// <remarks>The same answer again is the first one again, whoever brings it; another answer is refused whole.</remarks>
    public static BatchOutcome Return(PaymentBatch batch, BatchReturn answer) => batch.State switch
    {
        BatchState.Exported when batch.Prepared.By.StaffId == answer.Import.By.StaffId => Separated(batch, Duty.PreparePayment, Duty.Pay),
        BatchState.Exported exported => Move(batch, new BatchState.Returned(exported.Export, answer)),
        BatchState.Returned or BatchState.Reconciled when ReturnOf(batch)!.Digest == answer.Digest => new BatchOutcome.Already(batch),
        BatchState.Returned or BatchState.Reconciled => Refuse(batch, PaymentProblems.BatchReturnDiffers),
        _ => WrongState(batch),
    };

    /// <summary>Compares the answer with the bank's statement and closes the batch.</summary>
    /// <param name="statement">What left the account for this batch by the statement, as the accountant read it there.</param>
    public static BatchOutcome Reconcile(PaymentBatch batch, int version, Money statement, DateOnly statementOn, BatchAct act)
    {
        if (batch.State is BatchState.Reconciled done)
        {
            return done.Reconciliation.By.StaffId == act.By.StaffId && statement == batch.PaidTotal()
                ? new BatchOutcome.Already(batch)
                : WrongState(batch);
        }

        if (batch.State is not BatchState.Returned returned)
        {
            return WrongState(batch);
        }

        if (batch.Version != version)
        {
            return Stale(batch);
        }

        if (act.By.StaffId == returned.Export.By.StaffId || act.By.StaffId == returned.Return.Import.By.StaffId)
        {
            return Separated(batch, Duty.Pay, Duty.Reconcile);
        }

        return statement == batch.PaidTotal()
            ? Move(batch, new BatchState.Reconciled(returned.Export, returned.Return, act, statementOn))
            : new BatchOutcome.Refused(
            [
                CaseProblem.On(
                    "statementPaidFen",
                    PaymentProblems.StatementDiffers,
                    ("batch", batch.Id.Value),
                    ("statementFen", Text(statement)),
                    ("paidFen", Text(batch.PaidTotal()))),
            ]);
    }

    /// <summary>Gives a batch up that the bank has not seen.</summary>
    public static BatchOutcome Dissolve(PaymentBatch batch, int version, BatchAct act, string reasonCode) => batch.State switch
    {
        BatchState.Prepared when batch.Version != version => Stale(batch),
        BatchState.Prepared => Move(batch, new BatchState.Dissolved(act, reasonCode)),
        BatchState.Dissolved => new BatchOutcome.Already(batch),
        _ => WrongState(batch),
    };

    /// <summary>The bank's answer, once there is one.</summary>
    public static BatchReturn? ReturnOf(PaymentBatch batch) => batch.State switch
    {
        BatchState.Returned returned => returned.Return,
        BatchState.Reconciled reconciled => reconciled.Return,
        _ => null,
    };

    /// <summary>Sum of the lines that the bank paid; zero before it answered.</summary>
    public static Money PaidTotal(this PaymentBatch batch) => Total<LineResult.Paid>(batch);

    /// <summary>Sum of the lines that the bank returned; zero before it answered.</summary>
    public static Money BouncedTotal(this PaymentBatch batch) => Total<LineResult.Bounced>(batch);

    private static IEnumerable<CaseProblem> Obstacles(BatchId id, UnitCode unit, IReadOnlyList<PaymentOrder> orders)
    {
        if (orders.Count == 0)
        {
            yield return CaseProblem.On("payments", PaymentProblems.BatchEmpty);
            yield break;
        }

        if (orders.Count > PaymentBatch.MostLines)
        {
            yield return CaseProblem.On("payments", PaymentProblems.BatchTooLarge, ("most", Text(PaymentBatch.MostLines)));
        }

        foreach (PaymentId doubled in orders.GroupBy(order => order.Id).Where(same => same.Count() > 1).Select(same => same.Key))
        {
            yield return CaseProblem.On("payments", PaymentProblems.BatchDoubled, ("payment", doubled.Value));
        }

        foreach (PaymentOrder order in orders)
        {
            if (order.Unit != unit)
            {
                yield return Of(order, PaymentProblems.BatchUnit);
            }

            if (order.Channel != orders[0].Channel || order.LegalPerson != orders[0].LegalPerson)
            {
                yield return Of(order, PaymentProblems.BatchMixed);
            }

            if (order.State is not PaymentState.Ready && !(order.State is PaymentState.Batched batched && batched.Batch == id))
            {
                yield return Of(order, PaymentProblems.NotReady);
            }
        }
    }

    private static CaseProblem Of(PaymentOrder order, string code)
        => CaseProblem.On("payments", code, ("payment", order.Id.Value), ("state", order.State.Name));

    // An order that this very batch holds already is met when a crash interrupted the preparing.
    private static int TryIn(PaymentOrder order, BatchId id) => order.State switch
    {
        PaymentState.Ready ready => ready.Try,
        PaymentState.Batched batched when batched.Batch == id => batched.Try,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Money Total<TResult>(PaymentBatch batch)
        where TResult : LineResult
        => ReturnOf(batch) is { } answer
            ? answer.Results.OfType<TResult>().Sum(result => batch.Lines[result.Seq - 1].Amount)
            : Money.Zero;

    private static BatchOutcome.Moved Move(PaymentBatch batch, BatchState next)
        => new(batch with { State = next, Version = batch.Version + 1 });

    private static BatchOutcome.Refused Stale(PaymentBatch batch) => Refuse(batch, PaymentProblems.BatchStale);

    private static BatchOutcome.Refused WrongState(PaymentBatch batch) => Refuse(batch, PaymentProblems.BatchState);

    private static BatchOutcome.Refused Refuse(PaymentBatch batch, string code)
        => new([CaseProblem.Of(code, ("batch", batch.Id.Value), ("state", batch.State.Name), ("version", Text(batch.Version)))]);

    private static BatchOutcome.Refused Separated(PaymentBatch batch, Duty earlier, Duty duty)
        => new(
        [
            CaseProblem.Of(
                CaseProblems.Separation, ("batch", batch.Id.Value), ("earlierDuty", earlier.ToString()), ("duty", duty.ToString())),
        ]);

    private static string Text(Money amount) => amount.Fen.ToString(CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
