using Boai.Workflows.Shared;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Boai.Tests.Workflows.Shared;

/// <summary>GB 32100-2015; handbook §2.2, I-02.</summary>
public sealed class OrganisationCodeTests
{
    [Theory]
    [InlineData("53100000D215099007")] // published by a foundation
    [InlineData("91350100M000100Y43")] // the standard's example
    public void A_published_code_is_accepted(string code) => Assert.Equal(code, OrganisationCode.Parse(code).Value);

    [Fact]
    public void Small_letters_are_the_same_code()
        => Assert.Equal(OrganisationCode.Parse("91350100M000100Y43"), OrganisationCode.Parse("91350100m000100y43"));

    [Theory]
    [InlineData("", InputFault.Missing)]
    [InlineData("91350100M000100Y4", InputFault.OrganisationCodeLength)]
    [InlineData("91350100M000100I43", InputFault.OrganisationCodeCharacter)] // I, O, S, V, Z do not occur
    [InlineData("91350100M000100Y44", InputFault.OrganisationCodeCheckCharacter)]
    public void A_refusal_says_why(string code, InputFault expected)
    {
        Assert.False(OrganisationCode.TryParse(code, out _, out InputFault fault));
        Assert.Equal(expected, fault);
    }

    [Property]
    public Property I_02_a_generated_code_is_valid_and_any_single_substitution_is_detected()
        => Prop.ForAll(Codes, code => OrganisationCode.TryParse(code, out _, out _)
            && Enumerable.Range(0, code.Length).All(place => OrganisationCode.Alphabet
                .Where(character => character != code[place])
                .All(character => !OrganisationCode.TryParse(code[..place] + character + code[(place + 1)..], out _, out _))));

    private static Arbitrary<string> Codes =>
        Gen.Elements(OrganisationCode.Alphabet.ToCharArray()).ArrayOf(17)
            .Select(body => new string(body) + OrganisationCode.CheckCharacterFor(body))
            .ToArbitrary();
}
