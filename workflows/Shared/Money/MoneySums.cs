namespace Boai.Workflows.Shared;

/// <summary>Sums of money.</summary>
public static class MoneySums
{
    /// <summary>The sum; zero of nothing.</summary>
    /// <exception cref="OverflowException">The sum does not fit.</exception>
    public static Money Sum(this IEnumerable<Money> amounts)
        => amounts.Aggregate(Money.Zero, (total, amount) => total + amount);

    /// <summary>The sum of one amount of each element.</summary>
    /// <exception cref="OverflowException">The sum does not fit.</exception>
    public static Money Sum<T>(this IEnumerable<T> source, Func<T, Money> amountOf)
        => source.Select(amountOf).Sum();
}
