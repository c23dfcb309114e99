using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Functions.Payments;

/// <summary>A payment order for accountants and cashiers: no names, no accounts.</summary>
/// <param name="Try">The bank try that is next or under way; 0 when cancelled.</param>
public sealed record PaymentView(
    string PaymentId, string CaseNumber, long AmountFen, string Unit, string FundId, string Channel, string Cause, PaymentBasis Basis, string State, int Try,
    string? BatchId, DateOnly? PaidOn, string? Transaction, DateTimeOffset OpenedAt, IReadOnlyList<BounceView> Bounces)
{
    internal static PaymentView Of(PaymentOrder order)
    {
        (string? batch, int attempt) = order.State switch
        {
            PaymentState.Ready ready => ((string?)null, ready.Try),
            PaymentState.Batched batched => (batched.Batch.Value, batched.Try),
            PaymentState.Exported exported => (exported.Batch.Value, exported.Try),
            PaymentState.Paid paid => (paid.Batch.Value, paid.Try),
            PaymentState.Bounced bounced => (bounced.Batch.Value, bounced.Try),
            PaymentState.HomeVisit visit => (visit.Batch.Value, visit.Try),
            _ => (null, 0),
        };
        PaymentState.Paid? done = order.State as PaymentState.Paid;
        return new PaymentView(
            order.Id.Value, order.Id.Case.Value, order.Amount.Fen, order.Unit.Value, order.Fund.Value, order.Channel.Value, order.Cause, order.Basis,
            order.State.Name, attempt, batch, done?.PaidOn, done?.Transaction.Number, order.OpenedAt,
            [.. order.Bounces.Select(bounce => new BounceView(bounce.Batch.Value, bounce.Try, bounce.Reason, bounce.At))]);
    }
}

/// <summary>A try that the bank returned.</summary>
public sealed record BounceView(string BatchId, int Try, BounceReason Reason, DateTimeOffset At);

/// <summary>A batch with its lines.</summary>
/// <param name="Digest">To be compared with the trailer of the exported file.</param>
/// <param name="Version">To be sent back with the next act.</param>
public sealed record BatchView(
    string BatchId, string Unit, string Channel, string State, int Version, int Count, long TotalFen, string Digest, long PaidFen, long BouncedFen,
    string PreparedBy, DateTimeOffset PreparedAt, string? ExportedBy, string? ImportedBy, string? ReconciledBy, string? DissolvedReason,
    IReadOnlyList<BatchLineView> Lines)
{
    internal static BatchView Of(PaymentBatch batch)
    {
        BatchReturn? answer = BatchRules.ReturnOf(batch);
        BatchAct? export = batch.State switch
        {
            BatchState.Exported exported => exported.Export,
            BatchState.Returned returned => returned.Export,
            BatchState.Reconciled reconciled => reconciled.Export,
            _ => null,
        };
        return new BatchView(
            batch.Id.Value, batch.Unit.Value, batch.Channel.Value, batch.State.Name, batch.Version, batch.Lines.Count, batch.Total.Fen, batch.Digest,
            batch.PaidTotal().Fen, batch.BouncedTotal().Fen, batch.Prepared.By.StaffId, batch.Prepared.At, export?.By.StaffId, answer?.Import.By.StaffId,
            (batch.State as BatchState.Reconciled)?.Reconciliation.By.StaffId, (batch.State as BatchState.Dissolved)?.ReasonCode,
            [.. batch.Lines.Select(line => BatchLineView.Of(line, answer?.Results[line.Seq - 1]))]);
    }
}

/// <summary>One payment in a batch, and what the bank did with it once it has answered.</summary>
public sealed record BatchLineView(
    int Seq, string PaymentId, string Reference, long AmountFen, string? Result, string? Transaction, DateOnly? PaidOn, BounceReason? Reason)
{
    internal static BatchLineView Of(BatchLine line, LineResult? result)
    {
        LineResult.Paid? paid = result as LineResult.Paid;
        return new BatchLineView(
            line.Seq, line.Payment.Value, line.Reference.Value, line.Amount.Fen, result?.GetType().Name, paid?.Transaction, paid?.On,
            (result as LineResult.Bounced)?.Reason);
    }
}

/// <summary>A fund with its sums: received = available + reserved + spent.</summary>
public sealed record FundView(
    string FundId, string Unit, string Name, string LegalPerson, string Channel, IReadOnlyList<string> Causes, IReadOnlyList<string> Divisions,
    long ReceivedFen, long AvailableFen, long ReservedFen, long SpentFen)
{
    internal static FundView Of(Fund fund) => new(
        fund.Id.Value, fund.Unit.Value, fund.Name, fund.LegalPerson, fund.Channel.Value, fund.Restriction.Causes,
        [.. fund.Restriction.Divisions.Select(division => division.Value)], fund.Received.Fen, fund.Available.Fen, fund.Reserved.Fen, fund.Spent.Fen);
}

/// <summary>One line of a fund's books.</summary>
public sealed record PostingView(string Key, FundAccount Debit, FundAccount Credit, long AmountFen, DateTimeOffset At, string? PaymentId);

/// <summary>A fund with its books.</summary>
public sealed record FundBooksView(FundView Fund, IReadOnlyList<PostingView> Postings);
