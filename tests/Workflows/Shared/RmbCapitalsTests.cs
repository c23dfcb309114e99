using Boai.Workflows.Shared;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Boai.Tests.Workflows.Shared;

/// <summary>大写金额: handbook §2.3, I-03.</summary>
public sealed class RmbCapitalsTests
{
    public static TheoryData<long, string> Amounts => new()
    {
        { 12_600_000_000, "壹亿贰仟陆佰万元整" }, // the handbook's examples
        { 1_001_005, "壹万零壹拾元零伍分" },
        { 50, "伍角整" },
        { 0, "零元整" },
        { 1, "壹分" },
        { 10, "壹角整" },
        { 12, "壹角贰分" },
        { 100, "壹元整" },
        { 101, "壹元零壹分" },
        { 110, "壹元壹角整" },
        { 1_000, "壹拾元整" },
        { 1_010, "壹拾元壹角整" },
        { 10_100, "壹佰零壹元整" },
        { 100_100, "壹仟零壹元整" },
        { 140_950, "壹仟肆佰零玖元伍角整" },
        { 600_714, "陆仟零柒元壹角肆分" },
        { 168_032, "壹仟陆佰捌拾元叁角贰分" },
        { 10_700_053, "壹拾万柒仟元伍角叁分" },
        { 1_640_902, "壹万陆仟肆佰零玖元零贰分" },
        { 10_500_000, "壹拾万伍仟元整" },
        { 10_050_000, "壹拾万零伍佰元整" },
        { 10_000_000_100, "壹亿零壹元整" },
        { 10_000_500_000, "壹亿零伍仟元整" },
        { 10_010_050_000, "壹亿零壹拾万零伍佰元整" },
        { 20_000_000_000_000, "贰仟亿元整" },
        { 99_999_999_999_999, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分" },
    };

    [Theory]
    [MemberData(nameof(Amounts))]
    public void An_amount_has_one_form_and_is_read_from_it(long fen, string text)
    {
        Assert.Equal(text, RmbCapitals.Format(new Money(fen)));
        Assert.True(RmbCapitals.TryParse(text, out Money read, out _));
        Assert.Equal(new Money(fen), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("整")]
    [InlineData("元整")]
    [InlineData("壹元")] // 整 is missing
    [InlineData("壹圆整")]
    [InlineData("一元整")]
    [InlineData("拾元整")] // 壹拾 is written out
    [InlineData("壹元零角整")]
    [InlineData("零壹元整")]
    [InlineData("壹佰壹元整")] // the 零 inside is missing
    [InlineData("壹仟陆佰捌拾元零叁角贰分")] // allowed on paper, not canonical
    [InlineData("壹拾万零伍仟元整")]
    [InlineData("壹元整壹元整")]
    [InlineData("壹佰亿亿元整")]
    [InlineData("壹亿元整\n")]
    public void Anything_but_the_canonical_form_is_refused(string text)
    {
        Assert.False(RmbCapitals.TryParse(text, out Money amount, out InputFault fault));
        Assert.Equal(Money.Zero, amount);
        Assert.NotEqual(InputFault.None, fault);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(RmbCapitals.LimitFen)]
    public void An_amount_beyond_the_range_is_not_written(long fen)
        => Assert.Throws<ArgumentOutOfRangeException>(() => RmbCapitals.Format(new Money(fen)));

    [Property(MaxTest = 2000)]
    public Property I_03_what_is_written_is_read_back() => Prop.ForAll(Fen, ReadsBack);

    private static bool ReadsBack(long fen)
        => RmbCapitals.TryParse(RmbCapitals.Format(new Money(fen)), out Money read, out _) && read.Fen == fen;

    // Digits one by one, zero half of the time: gaps are what goes wrong.
    private static Arbitrary<long> Fen =>
        Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 9)).ArrayOf(14)
            .Select(digits => digits.Aggregate(0L, (number, digit) => number * 10 + digit))
            .ToArbitrary();
}
