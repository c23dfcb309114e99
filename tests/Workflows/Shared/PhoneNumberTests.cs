using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Shared;

/// <summary>Handbook §2.3.</summary>
public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("13812345678", "13812345678", true)]
    [InlineData("+8613812345678", "13812345678", true)]
    [InlineData("19912345678", "19912345678", true)]
    [InlineData("02363810000", "023-63810000", false)]
    [InlineData("023-63810000", "023-63810000", false)]
    [InlineData("08511234567", "0851-1234567", false)]
    [InlineData("+14155550123", "+14155550123", false)]
    public void A_number_is_kept_in_one_spelling(string typed, string normalized, bool mobile)
    {
        PhoneNumber phone = PhoneNumber.Parse(typed);

        Assert.Equal(normalized, phone.Normalized);
        Assert.Equal(mobile, phone.IsMobile);
    }

    [Theory]
    [InlineData(null, InputFault.Missing)]
    [InlineData("12012345678", InputFault.PhoneForm)]
    [InlineData("1381234567", InputFault.PhoneForm)]
    [InlineData("138 1234 5678", InputFault.PhoneForm)]
    [InlineData("１3812345678", InputFault.PhoneForm)]
    [InlineData("+8612012345678", InputFault.PhoneForm)]
    [InlineData("+12", InputFault.PhoneForm)]
    [InlineData("13812345678\n", InputFault.PhoneForm)]
    public void A_refusal_says_why(string? typed, InputFault expected)
    {
        Assert.False(PhoneNumber.TryParse(typed, out _, out InputFault fault));
        Assert.Equal(expected, fault);
    }

    [Theory]
    [InlineData("13812345678", "138****5678")]
    [InlineData("02363810000", "023*******00")]
    [InlineData("+14155550123", "+14*******23")]
    public void Its_text_is_masked(string typed, string masked) => Assert.Equal(masked, PhoneNumber.Parse(typed).ToString());
}
