using Boai.Functions.Errors;
using Boai.Functions.Forms;

namespace Boai.Tests.Functions.Forms;

/// <summary>Free text of a form: what would show another sentence, run as a formula or fill a page is refused with its reason.</summary>
public sealed class TextRulesTests
{
    [Theory]
    [InlineData("家中两人患病，医疗费自付 6 万余元。")]
    [InlineData("O'Neil, 菲利普·汉考克（护照）")]
    [InlineData("𠮷田、䶮")] // rare ideographs outside the basic plane
    public void Ordinary_text_is_taken(string text) => Assert.Null(Refusal(text));

    [Theory]
    [InlineData("", PlatformErrors.TextRequired)]
    [InlineData("   ", PlatformErrors.TextRequired)]
    [InlineData("救助\u202e元0001", PlatformErrors.TextBidi)]
    [InlineData("a\u2066b", PlatformErrors.TextBidi)]
    [InlineData("需要帮助🙏", PlatformErrors.TextEmoji)]
    [InlineData("♥ 感谢", PlatformErrors.TextEmoji)]
    [InlineData("null\0byte", PlatformErrors.TextControl)]
    [InlineData("tab\there", PlatformErrors.TextControl)]
    [InlineData("zero\u200bwidth", PlatformErrors.TextControl)]
    [InlineData("private \ue000", PlatformErrors.TextControl)]
    [InlineData("half \ud83d pair", PlatformErrors.TextControl)]
    [InlineData("=HYPERLINK(\"http://x\")", PlatformErrors.TextFormula)]
    [InlineData("+1", PlatformErrors.TextFormula)]
    [InlineData("@SUM(A1)", PlatformErrors.TextFormula)]
    public void Other_text_is_refused_with_its_reason(string text, string code) => Assert.Equal(code, Refusal(text));

    [Fact]
    public void Lines_are_taken_where_the_field_has_lines()
    {
        FieldErrors errors = new();

        TextRules.Check("第一行\n第二行", "description", 100, errors, lines: true);

        Assert.False(errors.Any);
    }

    [Fact]
    public void Length_is_counted_as_people_count()
    {
        Assert.Null(Refusal(string.Concat(Enumerable.Repeat("𠮷", 100))));
        Assert.Equal(PlatformErrors.TextTooLong, Refusal(new string('字', 101)));
    }

    [Fact]
    public void Ten_kilobytes_of_emoji_are_refused() => Assert.Equal(PlatformErrors.TextTooLong, Refusal(string.Concat(Enumerable.Repeat("😀", 2500))));

    [Fact]
    public void A_field_that_may_be_empty_may_be_empty()
    {
        FieldErrors errors = new();

        Assert.Equal("", TextRules.Check(null, "note", 100, errors, required: false));
        Assert.False(errors.Any);
    }

    private static string? Refusal(string text)
    {
        FieldErrors errors = new();
        TextRules.Check(text, "description", 100, errors);
        return errors.Problems is [Problem problem] ? problem.Code : null;
    }
}
