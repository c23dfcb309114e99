using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Shared;

/// <summary>Handbook §2.3: 16–19 digits and Luhn.</summary>
public sealed class BankCardTests
{
    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("6222021234567890128")]
    public void A_card_with_its_check_digit_is_accepted(string number)
    {
        string valid = Enumerable.Range(0, 10).Select(digit => number[..^1] + digit).Single(card => BankCard.TryParse(card, out _, out _));

        Assert.Equal(valid, BankCard.Parse(valid).Reveal());
    }

    [Theory]
    [InlineData("4111111111111111", InputFault.None)]
    [InlineData("", InputFault.Missing)]
    [InlineData("411111111111111", InputFault.BankCardLength)]
    [InlineData("41111111111111111111", InputFault.BankCardLength)]
    [InlineData("4111 1111 1111 1111", InputFault.BankCardCharacter)]
    [InlineData("４111111111111111", InputFault.BankCardCharacter)]
    [InlineData("4111111111111112", InputFault.BankCardCheckDigit)]
    [InlineData("4111111111111181", InputFault.BankCardCheckDigit)]
    public void A_refusal_says_why(string number, InputFault expected)
    {
        Assert.Equal(expected == InputFault.None, BankCard.TryParse(number, out _, out InputFault fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Its_text_shows_the_last_four_digits()
        => Assert.Equal("************1111", BankCard.Parse("4111111111111111").ToString());
}
