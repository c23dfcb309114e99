using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>Aid that was given (救助记录): the only source of every figure about aid (handbook §5.1). Never changed.</summary>
/// <param name="Payment">Its identity too: one payment is recorded once.</param>
/// <param name="Programme">The process, for example <c>REL-01</c>.</param>
/// <param name="Unit">The unit that the figure counts for.</param>
/// <param name="LegalPerson">Who paid.</param>
/// <param name="Household">Opaque.</param>
/// <param name="Recipient">Opaque.</param>
/// <param name="Transaction">The evidence: the bank's own number.</param>
/// <param name="OpensCase">Whether it is the first aid of its case: the case counts once, however many payments it has.</param>
public sealed record AidRecord(
    PaymentId Payment, string Programme, UnitCode Unit, string LegalPerson, FundId Fund, string Household, string Recipient, string Cause,
    Money Cash, DateOnly PaidOn, BatchId Batch, BankTransaction Transaction, bool OpensCase);

/// <summary>One immutable contribution to a figure. A figure is the sum of these and nothing else (I-42).</summary>
/// <param name="Id">Derived from its source, so writing it again changes nothing.</param>
/// <param name="Metric">For example <c>REL.HARDSHIP_FEN</c>.</param>
/// <param name="Unit">The unit that it counts for.</param>
/// <param name="BusinessDate">The Beijing day that it counts on.</param>
/// <param name="Quantity">Fen, or a count; negative only in a reversal.</param>
/// <param name="SourceCase">The case that caused it.</param>
/// <param name="Source">What in that case: the payment, or the recovery.</param>
/// <param name="ReversalOf">The contribution that this one takes back, wholly or in part; null otherwise.</param>
public sealed record KpiContribution(
    string Id, string Metric, UnitCode Unit, DateOnly BusinessDate, long Quantity, CaseNumber SourceCase, string Source,
    string? ReversalOf = null);

/// <summary>The figures that aid contributes to.</summary>
/// <param name="Cases">Counts households helped, once per case (户次).</param>
/// <param name="Cash">Sums what was paid (元, kept in fen).</param>
public sealed record AidMetrics(string Cases, string Cash)
{
    /// <summary>REL-01. The plan sets no target for it; it is shown by itself.</summary>
    public static AidMetrics HardshipRelief { get; } = new("REL.HARDSHIP_CASES", "REL.HARDSHIP_FEN");
}

/// <summary>Money of an aid record that came back (追回).</summary>
/// <param name="Key">Names the recovery; one posts once.</param>
public sealed record AidRecovery(PaymentId Payment, string Key, Money Amount, DateOnly ReceivedOn);

/// <summary>From aid to figures.</summary>
public static class AidContributions
{
    /// <summary>What a record contributes, on the day that the bank paid.</summary>
    public static IReadOnlyList<KpiContribution> Of(AidRecord record, AidMetrics metrics)
    {
        KpiContribution cash = Contribution(record, metrics.Cash, record.Cash.Fen);
        return record.OpensCase ? [cash, Contribution(record, metrics.Cases, 1)] : [cash];
    }

    /// <summary>What a recovery takes back, on the day that the money came in: a closed month is corrected in an open one.</summary>
    /// <param name="recoveredBefore">What came back of this record earlier.</param>
    /// <exception cref="ArgumentException">More would come back than was given, or nothing.</exception>
    public static IReadOnlyList<KpiContribution> Reverse(AidRecord record, AidMetrics metrics, AidRecovery recovery, Money recoveredBefore)
    {
        if (recovery.Payment != record.Payment || recovery.Amount <= Money.Zero || recovery.Amount > record.Cash - recoveredBefore)
        {
            throw new ArgumentException($"Recovery {recovery.Key} of {recovery.Amount} does not fit payment {record.Payment}.", nameof(recovery));
        }

        KpiContribution cash = Reversal(Contribution(record, metrics.Cash, record.Cash.Fen), recovery, -recovery.Amount.Fen);
        bool all = recoveredBefore + recovery.Amount == record.Cash;
        return record.OpensCase && all ? [cash, Reversal(Contribution(record, metrics.Cases, 1), recovery, -1)] : [cash];
    }

    private static KpiContribution Contribution(AidRecord record, string metric, long quantity)
        => new($"{record.Payment}|{metric}", metric, record.Unit, record.PaidOn, quantity, record.Payment.Case, record.Payment.Value);

    private static KpiContribution Reversal(KpiContribution original, AidRecovery recovery, long quantity) => original with
    {
        Id = $"{original.Id}|R|{recovery.Key}",
        BusinessDate = recovery.ReceivedOn,
        Quantity = quantity,
        Source = recovery.Key,
        ReversalOf = original.Id,
    };
}
