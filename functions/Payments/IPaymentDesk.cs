using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Functions.Payments;

/// <summary>What programmes ask of the payment desk. Every act may be repeated: the second time answers as the first.</summary>
internal interface IPaymentDesk
{
    /// <summary>Promises an amount of a fund to a payment, at approval, before the approval is committed.</summary>
    /// <returns>Empty when promised; otherwise every reason why not (<c>fund.*</c>).</returns>
    Task<IReadOnlyList<CaseProblem>> Reserve(FundId fund, FundUse use, CancellationToken cancellation);

    /// <summary>Takes a promise back. Nothing happens if there is none; a payment that was made keeps it.</summary>
    Task Release(FundId fund, PaymentId payment, CancellationToken cancellation);

    /// <summary>Opens the order for a payment that the case mandates (the activity PreparePayment): it asks the case itself.</summary>
    /// <returns>Empty when the order stands ready or further; otherwise every obstacle (I-27).</returns>
    Task<IReadOnlyList<CaseProblem>> Open(PaymentId payment, CancellationToken cancellation);

    /// <returns>Null when no order was opened.</returns>
    Task<PaymentOrder?> Find(PaymentId payment, CancellationToken cancellation);

    /// <summary>The payee's account was corrected: the order may be batched again.</summary>
    /// <param name="try">The try that had bounced, as the report said.</param>
    /// <param name="visited">Whether a district officer saw the payee at home.</param>
    /// <returns>Null when it is ready; otherwise why not.</returns>
    Task<CaseProblem?> Correct(PaymentId payment, int @try, bool visited, CancellationToken cancellation);

    /// <summary>Takes an order back that is not with the bank, and the promise with it.</summary>
    /// <returns>Null when it is cancelled or was never opened; otherwise why not.</returns>
    Task<CaseProblem?> Cancel(PaymentId payment, string reasonCode, CancellationToken cancellation);

    /// <summary>Writes the aid record of a payment that the bank made, and what it contributes to the figures (the activity RecordAid).</summary>
    /// <exception cref="InvalidOperationException">The payment is not paid: the activity ran too early.</exception>
    Task<AidRecord> RecordAid(PaymentId payment, string programme, AidMetrics metrics, CancellationToken cancellation);

    /// <summary>Money of a paid order came back (追回): to the fund, and out of the figures.</summary>
    /// <returns>Null when posted; otherwise why not.</returns>
    Task<CaseProblem?> Recover(AidRecovery recovery, AidMetrics metrics, CancellationToken cancellation);

    /// <summary>Aid that a household was granted, over all programmes that use the desk: promised or paid, from its ledger.</summary>
    /// <remarks>
    /// A promise stands in the ledger before <see cref="Reserve"/> returns. Whoever reserves first and reads then cannot miss the other of
    /// two approvals at the same moment.
    /// </remarks>
    Task<HouseholdAid> OfHousehold(string household, CancellationToken cancellation);
}
