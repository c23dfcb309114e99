using System.Globalization;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>An amount of renminbi in whole fen (分). May be negative: a difference or a reversal.</summary>
/// <remarks>Handbook §2.3. Arithmetic is checked: an overflow throws <see cref="OverflowException"/> rather than wrap around.</remarks>
/// <param name="Fen">1 yuan = 100 fen.</param>
[JsonConverter(typeof(MoneyJsonConverter))]
public readonly record struct Money(long Fen) : IComparable<Money>
{
    private const int FenPerYuan = 100;

    public static Money Zero => default;

    /// <summary>The amount in yuan, exact.</summary>
    public decimal Yuan => (decimal)Fen / FenPerYuan;

    /// <summary>An amount given in yuan.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The yuan have a fraction of a fen, or are beyond what fen in a long can hold.</exception>
    public static Money FromYuan(decimal yuan)
        => TryFromYuan(yuan, out Money money, out InputFault fault)
            ? money
            : throw new ArgumentOutOfRangeException(nameof(yuan), yuan, fault.Code());

    /// <summary>An amount given in yuan, if it is a whole number of fen.</summary>
    public static bool TryFromYuan(decimal yuan, out Money money, out InputFault fault)
    {
        money = default;
        fault = InputFault.None;
        if (decimal.Abs(yuan) > (decimal)long.MaxValue / FenPerYuan)
        {
            fault = InputFault.AmountOutOfRange;
            return false;
        }

        decimal fen = yuan * FenPerYuan;
        if (fen != decimal.Truncate(fen))
        {
            fault = InputFault.AmountNotWholeFen;
            return false;
        }

        money = new Money((long)fen);
        return true;
    }

    public static Money operator +(Money left, Money right) => new(checked(left.Fen + right.Fen));

    public static Money operator -(Money left, Money right) => new(checked(left.Fen - right.Fen));

    public static Money operator -(Money money) => new(checked(-money.Fen));

    public static Money operator *(Money money, int times) => new(checked(money.Fen * times));

    public static bool operator <(Money left, Money right) => left.Fen < right.Fen;

    public static bool operator >(Money left, Money right) => left.Fen > right.Fen;

    public static bool operator <=(Money left, Money right) => left.Fen <= right.Fen;

    public static bool operator >=(Money left, Money right) => left.Fen >= right.Fen;

    public static Money Add(Money left, Money right) => left + right;

    public static Money Subtract(Money left, Money right) => left - right;

    public static Money Negate(Money money) => -money;

    public static Money Multiply(Money money, int times) => money * times;

    public static Money Min(Money left, Money right) => left <= right ? left : right;

    public static Money Max(Money left, Money right) => left >= right ? left : right;

    public int CompareTo(Money other) => Fen.CompareTo(other.Fen);

    /// <summary>Yuan with two places and no grouping, for example <c>1234.50</c>, in every culture.</summary>
    public override string ToString() => Yuan.ToString("0.00", CultureInfo.InvariantCulture);
}
