using Boai.Functions.Printing;
using Boai.Tests.Support;
using Microsoft.Extensions.Configuration;
using UglyToad.PdfPig;

namespace Boai.Tests.Functions.Printing;

/// <summary>Certificates as PDF: what is printed, what can be read back, and what is refused rather than printed wrongly.</summary>
public sealed class PdfPaperTests
{
    private const string Link = "https://example.org/api/public/certificates/JX-2026-0000014/0123456789abcdefghjkmnpqrs/page";

    private static readonly PdfPaper Paper = new(new PdfFonts(new ConfigurationBuilder().Build()));

    private static PdfCertificate Sheet { get; } = new(
        "捐献证书", "编号：JX-2026-0000014", ["王㐂𬭎：", "谨向捐献者致敬。"], "依据：《人体器官捐献和移植条例》第十四条。", "重庆市红十字会", "二〇二六年三月二日", Link,
        ["扫描二维码，可核验本证是否有效。"]);

    [Fact]
    public void A_sheet_is_one_page_of_A4_with_embedded_fonts_and_every_character_can_be_read_back()
    {
        byte[] pdf = Paper.Draw(Sheet);

        PdfReading reading = PdfReading.Of(pdf);
        Assert.Equal((1, 595, 842), (reading.Pages, (int)Math.Round(reading.Width), (int)Math.Round(reading.Height)));
        // Beyond the basic plane too: 𬭎 is U+2CB4E.
        Assert.All(Sheet.Texts, text => Assert.Contains(text, reading.Text, StringComparison.Ordinal));
        Assert.True(pdf.Length < 200_000, $"{pdf.Length} bytes: the font was not reduced to what is used");
        Assert.True(reading.EveryFontIsEmbedded);
    }

    [Fact]
    public void The_QR_code_says_where_to_verify() => Assert.Equal(Link, PdfReading.Of(Paper.Draw(Sheet)).QrText);

    [Theory]
    [InlineData("王\U00020BB7", "\U00020BB7")]
    [InlineData("\U000212FE某", "\U000212FE")]
    [InlineData("葛\U000E0100城", "葛\U000E0100")] // the font has 葛, and would draw another shape than the family's
    [InlineData("㐂\U0002CB4E", "")]
    [InlineData("龘䶮·堃", "")]
    public void A_character_that_would_be_drawn_as_a_box_or_in_another_shape_is_named(string name, string missing)
    {
        PdfCertificate sheet = Sheet with { Paragraphs = [name + "："] };

        Assert.Equal(missing, string.Concat(Paper.Missing(sheet)));
        if (missing.Length > 0)
        {
            Assert.Throws<ArgumentException>(() => Paper.Draw(sheet));
        }
    }

    [Fact]
    public void Names_of_characters_tell_their_code_points() => Assert.Equal("“葛\U000E0100”(U+845B U+E0100)", PdfFonts.Name("葛\U000E0100"));

    [Fact]
    public void A_font_of_the_branchs_own_draws_what_the_first_one_lacks()
    {
        // Ours under another name, with 𠮷 in place of the first character that it has on plane 2.
        byte[] own = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fonts", "NotoSerifSC-Bold.ttf"));
        int at = own.AsSpan().IndexOf((ReadOnlySpan<byte>)[0, 2, 0, 0x87, 0, 2, 0, 0x87]);
        Assert.True(at > 0);
        ((ReadOnlySpan<byte>)[0, 2, 0x0B, 0xB7, 0, 2, 0x0B, 0xB7]).CopyTo(own.AsSpan(at));
        Span<byte> names = own;
        for (int name; (name = names.IndexOf("\0N\0o\0t\0o"u8)) >= 0; names = names[(name + 1)..])
        {
            names[name + 1] = (byte)'F';
        }

        string path = Path.Combine(Directory.CreateTempSubdirectory("boai-font-").FullName, "own.ttf");
        File.WriteAllBytes(path, own);
        PdfFonts fonts = new(new ConfigurationBuilder().AddInMemoryCollection([new("Boai:Certificates:ExtraFont", path)]).Build());
        PdfPaper paper = new(fonts);
        PdfCertificate sheet = Sheet with { Paragraphs = ["王\U00020BB7𬭎："] };

        Assert.Equal(["王", "\U00020BB7", "𬭎："], fonts.Runs(sheet.Paragraphs[0]).Select(run => run.Text));
        Assert.Empty(paper.Missing(sheet));
        Assert.Contains("王\U00020BB7𬭎：", PdfReading.Of(paper.Draw(sheet)).Text, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void A_text_that_does_not_fit_is_an_error_and_no_cut_off_sheet() =>
        Assert.Throws<InvalidOperationException>(() => Paper.Draw(Sheet with { Paragraphs = [new string('敬', 900)] }));

    [Fact]
    public void What_is_no_TrueType_font_is_refused() => Assert.Throws<InvalidDataException>(() => FontCoverage.Of("OTTO0000000000000000"u8));
}
