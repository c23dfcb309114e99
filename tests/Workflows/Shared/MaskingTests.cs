using Boai.Workflows.Shared;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Boai.Tests.Workflows.Shared;

/// <summary>Handbook §12.6, §21, I-06.</summary>
public sealed class MaskingTests
{
    [Theory]
    [InlineData("李雷", "李*")] // the handbook's oracle
    [InlineData("王小明", "王*明")]
    [InlineData("欧阳娜娜", "欧阳**")]
    [InlineData("菲利普·汉考克", "菲***克")]
    [InlineData("欧阳娜", "欧阳*")]
    [InlineData("欧阳", "欧*")]
    [InlineData("阿依古丽", "阿***")]
    [InlineData("𠮷野家", "𠮷*家")] // one character, two UTF-16 units
    [InlineData("李", "*")]
    [InlineData("Phillip Hancock", "P***k")]
    [InlineData("Li", "L***")]
    [InlineData("A·B", "A***")]
    [InlineData("", "")]
    public void A_name_keeps_what_a_public_list_may_show(string name, string masked) => Assert.Equal(masked, Masking.Name(name));

    [Theory]
    [InlineData("500103199003070017", "500***********0017")]
    [InlineData("500103900307001", "500********7001")]
    [InlineData("P500123456", "P*******56")]
    [InlineData("E1234", "****4")]
    [InlineData("1", "*")]
    [InlineData("", "")]
    public void A_number_keeps_its_ends_only(string number, string masked) => Assert.Equal(masked, Masking.Number(number));

    [Property]
    public Property I_06_a_masked_name_is_never_the_name_and_masking_it_again_changes_nothing() => Prop.ForAll(Names, name =>
    {
        string masked = Masking.Name(name);
        return masked != name && Masking.Name(masked) == masked;
    });

    [Property]
    public Property I_06_a_masked_number_is_never_the_number_and_masking_it_again_changes_nothing()
        => Prop.ForAll(Numbers, number => new Func<string, string>[] { Masking.Number, Masking.Phone, Masking.BankCard }.All(mask =>
        {
            string masked = mask(number);
            return masked != number && masked.Length == number.Length && mask(masked) == masked;
        }));

    [Property]
    public Property A_masked_name_hides_at_least_one_character_and_shows_at_most_the_surname_and_the_last()
        => Prop.ForAll(Names, name => Masking.Name(name).EnumerateRunes().Count(rune => rune.Value != '*') is 1 or 2);

    private static readonly string[] Characters = ["王", "李", "欧", "阳", "娜", "明", "司", "马", "𠮷", "𬱖", "·", "a", "B", "é"];

    private static Arbitrary<string> Names =>
        Gen.Elements(Characters).ListOf()
            .Select(string.Concat)
            .Where(name => PersonName.TryParse(name, out _, out _))
            .ToArbitrary();

    private static Arbitrary<string> Numbers =>
        Gen.Choose(2, 30).SelectMany(length => Gen.Elements("0123456789XABC".ToCharArray()).ArrayOf(length))
            .Select(characters => new string(characters))
            .ToArbitrary();
}
