using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Functions.Payments;

/// <summary>Posts money that came in on a fund's account. A transaction of the bank is received once, by one fund (I-23).</summary>
public sealed class FundReceipts(FundStore funds, BankTransactions transactions)
{
    /// <returns>Empty when posted, now or earlier.</returns>
    public async Task<IReadOnlyList<CaseProblem>> Post(Fund fund, string transaction, Money amount, CancellationToken cancellation)
    {
        if (!BankTransaction.IsNumber(transaction))
        {
            return [CaseProblem.On("transaction", PaymentProblems.FundTransaction)];
        }

        // The amount is judged before the number is taken: a slip of the keyboard must not use it up.
        if (FundRules.Receive(fund, transaction, amount, DateTimeOffset.UnixEpoch) is FundOutcome.Refused refused)
        {
            return [.. refused.Problems.Select(problem => problem with { Field = "amountFen" })];
        }

        IReadOnlyList<int> taken = await transactions.Claim(
            [(new BankTransaction(fund.Channel, transaction), new PostedTransaction(fund.Id.Value, fund.Id.Value, Digest: ""))], cancellation);
        return taken.Count > 0
            ? [CaseProblem.On("transaction", PaymentProblems.FundReceipt, ("fund", fund.Id.Value), ("transaction", transaction))]
            : (await funds.Receive(fund.Id, transaction, amount, cancellation)).Problems;
    }
}
