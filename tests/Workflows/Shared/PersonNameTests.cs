using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Shared;

/// <summary>Handbook §2.3 (姓名).</summary>
public sealed class PersonNameTests
{
    [Theory]
    [InlineData("李雷")]
    [InlineData("欧阳娜娜")]
    [InlineData("菲利普·汉考克")]
    [InlineData("阿不都热合曼·买买提")]
    [InlineData("𠮷野家")] // Extension B, a surrogate pair
    [InlineData("李〇")]
    [InlineData("张𬱖")] // Extension E
    [InlineData("Phillip Hancock")]
    [InlineData("Anne-Marie O'Neil")]
    [InlineData("John Q. Public Jr.")]
    [InlineData("José Nuñez")]
    [InlineData("Nguyễn Thị Ánh")]
    public void A_name_is_accepted_as_it_is(string name) => Assert.Equal(name, PersonName.Parse(name).Reveal());

    [Theory]
    [InlineData("Jose\u0301", "José")]
    [InlineData("Nguye\u0302\u0303n An", "Nguyễn An")]
    [InlineData("\uF90A明", "金明")] // a compatibility ideograph of a Korean keyboard
    [InlineData("\U0002F800明", "丽明")]
    [InlineData("菲利普•汉考克", "菲利普·汉考克")] // a bullet for a middle dot
    [InlineData("菲利普・汉考克", "菲利普·汉考克")]
    [InlineData("O\u2019Neil", "O'Neil")]
    public void A_name_is_kept_in_canonical_form(string typed, string kept) => Assert.Equal(kept, PersonName.Parse(typed).Reveal());

    [Theory]
    [InlineData(null, InputFault.Missing)]
    [InlineData(" ", InputFault.Missing)]
    [InlineData("李", InputFault.PersonNameLength)]
    [InlineData("𠮷", InputFault.PersonNameLength)] // two UTF-16 units, one character
    [InlineData("李\u0000雷", InputFault.PersonNameControlCharacter)]
    [InlineData("李\t雷", InputFault.PersonNameControlCharacter)]
    [InlineData("李\u200B雷", InputFault.PersonNameControlCharacter)]
    [InlineData("李\u202E雷", InputFault.PersonNameDirectionOverride)]
    [InlineData("李\u2067雷", InputFault.PersonNameDirectionOverride)]
    [InlineData("李雷2", InputFault.PersonNameDigit)]
    [InlineData("李雷２", InputFault.PersonNameDigit)]
    [InlineData("李雷😀", InputFault.PersonNameSymbol)]
    [InlineData("李*雷", InputFault.PersonNameSymbol)]
    [InlineData("李<雷", InputFault.PersonNameSymbol)]
    [InlineData("=HYPERLINK(\"http://x\")", InputFault.PersonNameFormula)]
    [InlineData("+李雷", InputFault.PersonNameFormula)]
    [InlineData("-李雷", InputFault.PersonNameFormula)]
    [InlineData("@李雷", InputFault.PersonNameFormula)]
    [InlineData("Иван Петров", InputFault.PersonNameScript)]
    [InlineData("さくら子", InputFault.PersonNameScript)]
    [InlineData("·李雷", InputFault.PersonNameSeparator)]
    [InlineData("李雷·", InputFault.PersonNameSeparator)]
    [InlineData("菲利普··汉考克", InputFault.PersonNameSeparator)]
    [InlineData("李 雷", InputFault.PersonNameSeparator)]
    [InlineData("Phillip  Hancock", InputFault.PersonNameSeparator)]
    [InlineData(" Phillip", InputFault.PersonNameSeparator)]
    [InlineData("李　雷", InputFault.PersonNameSymbol)] // an ideographic space
    [InlineData("李\uD800雷", InputFault.PersonNameSymbol)] // half a surrogate pair
    public void A_refusal_says_why(string? typed, InputFault expected)
    {
        Assert.False(PersonName.TryParse(typed, out PersonName? name, out InputFault fault));
        Assert.Null(name);
        Assert.Equal(expected, fault);
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public void Fifty_characters_are_the_most_however_they_are_encoded(int characters, bool accepted)
        => Assert.Equal(accepted, PersonName.TryParse(string.Concat(Enumerable.Repeat("𠮷", characters)), out _, out _));

    [Fact]
    public void A_flood_of_characters_is_refused_by_length()
    {
        Assert.False(PersonName.TryParse(new string('李', 10_000), out _, out InputFault fault));
        Assert.Equal(InputFault.PersonNameLength, fault);
    }

    [Fact]
    public void Its_text_is_masked() => Assert.Equal("王*明", $"{PersonName.Parse("王小明")}");
}
