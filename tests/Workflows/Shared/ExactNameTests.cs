using System.Text;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Shared;

/// <summary>Handbook §7.7: the exact characters of a name.</summary>
public sealed class ExactNameTests
{
    [Theory]
    [InlineData("王\U00020BB7")] // 𠮷, Extension B
    [InlineData("\U000212FE㐂")] // 𡋾, and Extension A
    [InlineData("葛\U000E0100城")] // an ideographic variant
    [InlineData("\uFA19某")] // 神 as compatibility ideograph: NFC would make it U+795E
    [InlineData("\uF9B5\U0002F800")] // both planes of compatibility
    [InlineData("e\u0301")] // refused below: a loose accent is no letter
    [InlineData("菲利普·汉考克")]
    public void Every_code_point_stays(string text)
    {
        bool read = ExactName.TryParse(text, out ExactName? name, out InputFault fault);

        if (text == "e\u0301")
        {
            Assert.Equal(InputFault.PersonNameSymbol, fault);
            return;
        }

        Assert.True(read, fault.ToString());
        Assert.Equal(Encoding.UTF32.GetBytes(text), Encoding.UTF32.GetBytes(CaseJson.Read<ExactName>(CaseJson.Write(name!)).Reveal()));
        Assert.DoesNotContain(text, name!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", InputFault.Missing)]
    [InlineData("王", InputFault.PersonNameLength)]
    [InlineData("王\uD842", InputFault.PersonNameSymbol)] // half a character
    [InlineData("王\uE000", InputFault.PersonNameSymbol)] // private use: another machine shows another sign
    [InlineData("\U000E0100王某", InputFault.PersonNameSymbol)] // selects a variant of nothing
    [InlineData("王\u202E某", InputFault.PersonNameDirectionOverride)]
    [InlineData("王 ", InputFault.PersonNameSeparator)]
    [InlineData("·王某", InputFault.PersonNameSeparator)]
    public void What_is_no_name_is_refused(string text, InputFault expected)
    {
        Assert.False(ExactName.TryParse(text, out _, out InputFault fault));
        Assert.Equal(expected, fault);
    }
}
