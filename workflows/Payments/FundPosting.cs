using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>One line of a fund's books: an amount leaves one account for another, so debit equals credit by its form (I-25).</summary>
/// <param name="Key">Unique in the fund; a second posting under it is the same posting.</param>
/// <param name="Payment">The payment it belongs to; null for money that came in.</param>
public sealed record FundPosting(string Key, FundAccount Debit, FundAccount Credit, Money Amount, DateTimeOffset At, PaymentId? Payment);

/// <summary>The accounts of one fund.</summary>
public enum FundAccount
{
    /// <summary>银行存款.</summary>
    Bank,

    /// <summary>Free to be promised.</summary>
    Available,

    /// <summary>Promised.</summary>
    Reserved,
}

/// <summary>Sums over a fund's books.</summary>
public static class FundBooks
{
    /// <summary>Credit less debit of an account: what stands in it. For <see cref="FundAccount.Bank"/> debit less credit, since it is an asset.</summary>
    public static Money BalanceOf(this IEnumerable<FundPosting> postings, FundAccount account)
    {
        Money balance = Money.Zero;
        foreach (FundPosting posting in postings)
        {
            balance += posting.Credit == account ? posting.Amount : Money.Zero;
            balance -= posting.Debit == account ? posting.Amount : Money.Zero;
        }

        return account == FundAccount.Bank ? -balance : balance;
    }

    /// <summary>Whether the books say the same as the fund's sums, and the bank account covers what is available and promised.</summary>
    public static bool Agree(Fund fund, IReadOnlyList<FundPosting> postings)
        => postings.BalanceOf(FundAccount.Available) == fund.Available
            && postings.BalanceOf(FundAccount.Reserved) == fund.Reserved
            && postings.BalanceOf(FundAccount.Bank) == fund.Available + fund.Reserved;
}
