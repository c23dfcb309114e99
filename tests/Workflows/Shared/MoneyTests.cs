using System.Text.Json;
using Boai.Workflows.Shared;
using FsCheck.Xunit;

namespace Boai.Tests.Workflows.Shared;

/// <summary>Handbook §2.3 (金额).</summary>
public sealed class MoneyTests
{
    [Fact]
    public void Yuan_are_a_hundred_fen() => Assert.Equal(new Money(12_345), Money.FromYuan(123.45m));

    [Fact]
    public void A_part_of_a_fen_is_no_money()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Money.FromYuan(0.001m));
        Assert.False(Money.TryFromYuan(0.001m, out _, out InputFault fault));
        Assert.Equal(InputFault.AmountNotWholeFen, fault);
    }

    [Fact]
    public void More_than_a_long_holds_is_no_money()
    {
        Assert.False(Money.TryFromYuan(decimal.MaxValue, out _, out InputFault fault));
        Assert.Equal(InputFault.AmountOutOfRange, fault);
    }

    [Fact]
    public void Arithmetic_never_wraps_around()
    {
        Money most = new(long.MaxValue);

        Assert.Throws<OverflowException>(() => most + new Money(1));
        Assert.Throws<OverflowException>(() => new Money(long.MinValue) - new Money(1));
        Assert.Throws<OverflowException>(() => most * 2);
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue));
        Assert.Throws<OverflowException>(() => new[] { most, most }.Sum());
    }

    [Fact]
    public void It_is_a_whole_number_of_fen_on_the_wire()
    {
        Assert.Equal("""{"AmountFen":300000}""", JsonSerializer.Serialize(new Payment(Money.FromYuan(3000))));
        Assert.Equal(new Payment(new Money(-5)), JsonSerializer.Deserialize<Payment>("""{"AmountFen":-5}"""));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("\"100\"")]
    [InlineData("92233720368547758080")]
    [InlineData("null")]
    public void Anything_else_on_the_wire_is_refused(string json)
        => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Payment>($$"""{"AmountFen":{{json}}}"""));

    [Property]
    public bool Yuan_and_back_lose_nothing(long fen) => Money.FromYuan(new Money(fen).Yuan) == new Money(fen);

    [Fact]
    public void It_is_ordered_and_summed()
    {
        Money three = new(3);
        Money five = new(5);

        Assert.True(three < five && five > three && three <= five && five >= three);
        Assert.Equal(five, Money.Max(three, five));
        Assert.Equal(three, Money.Min(three, five));
        Assert.Equal(new Money(8), new[] { three, five }.Sum());
        Assert.Equal(Money.Zero, Array.Empty<Money>().Sum());
        Assert.Equal("0.03", three.ToString());
    }

    private sealed record Payment(Money AmountFen);
}
