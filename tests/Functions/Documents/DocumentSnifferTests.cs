using Boai.Functions.Documents;
using Boai.Functions.Errors;

namespace Boai.Tests.Functions.Documents;

/// <summary>Handbook §2.3, 附件: a type allow-list, decided by content and not by name.</summary>
public sealed class DocumentSnifferTests
{
    [Fact]
    public void Each_type_is_known_by_its_content()
    {
        Assert.Equal(DocumentType.Pdf, Type(Samples.Pdf));
        Assert.Equal(DocumentType.Jpeg, Type(Samples.Jpeg));
        Assert.Equal(DocumentType.Png, Type(Samples.Png));
        Assert.Equal(DocumentType.Heic, Type(Samples.Heic));
        Assert.Equal(DocumentType.Ofd, Type(Samples.Ofd));
        Assert.Equal(DocumentType.Docx, Type(Samples.Docx));
    }

    [Fact]
    public void Pieces_of_any_size_give_the_same_verdict()
    {
        foreach (byte[] sample in new[] { Samples.Pdf, Samples.Png, Samples.Ofd, Samples.Docx, LongPdf() })
        {
            Assert.Equal(Sniff(sample, sample.Length), Sniff(sample, 1));
            Assert.Equal(Sniff(sample, sample.Length), Sniff(sample, 4093));
        }
    }

    [Fact]
    public void A_long_document_is_judged_by_both_its_ends() => Assert.Equal(DocumentType.Pdf, Type(LongPdf()));

    [Fact]
    public void A_plain_archive_is_refused_whatever_its_name() =>
        Assert.Equal(PlatformErrors.DocumentType, Code(Samples.Zip("holiday.pdf", "readme.txt")));

    [Fact]
    public void Programs_pages_and_text_are_refused()
    {
        Assert.Equal(PlatformErrors.DocumentType, Code([.. "MZ\x90\0this is a program"u8]));
        Assert.Equal(PlatformErrors.DocumentType, Code([.. "\u007fELF\x02\x01\x01"u8]));
        Assert.Equal(PlatformErrors.DocumentType, Code([.. "<html><script>1</script></html>"u8]));
        Assert.Equal(PlatformErrors.DocumentType, Code([.. "GIF89a"u8, 1, 0, 1, 0]));
        Assert.Equal(PlatformErrors.DocumentType, Code([.. "  %PDF-1.7\n%%EOF"u8])); // not at the beginning
        Assert.Equal(PlatformErrors.DocumentType, Code([.. "hello"u8]));
    }

    [Fact]
    public void An_empty_file_is_refused() => Assert.Equal(PlatformErrors.DocumentEmpty, Code([]));

    [Fact]
    public void A_file_that_is_two_things_is_refused()
    {
        Assert.Equal(PlatformErrors.DocumentMixed, Code([.. Samples.Pdf, .. Samples.Zip("evil.js")]));
        Assert.Equal(PlatformErrors.DocumentMixed, Code([.. Samples.Jpeg, .. Samples.Zip("evil.class")]));
        Assert.Equal(PlatformErrors.DocumentMixed, Code([.. Samples.Docx, .. "<script>"u8]));
        Assert.Equal(PlatformErrors.DocumentMixed, Code(Samples.Zip("OFD.xml", "[Content_Types].xml", "word/document.xml")));
        Assert.Equal(PlatformErrors.DocumentMixed, Code([.. Samples.Zip("a.txt"), .. Samples.Docx]));
    }

    [Fact]
    public void A_document_with_macros_is_refused() =>
        Assert.Equal(PlatformErrors.DocumentMacro, Code(Samples.Zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")));

    [Fact]
    public void A_file_cut_short_is_refused()
    {
        Assert.Equal(PlatformErrors.DocumentDamaged, Code(Samples.Pdf[..^8]));
        Assert.Equal(PlatformErrors.DocumentDamaged, Code(Samples.Png[..^1]));
        Assert.Equal(PlatformErrors.DocumentDamaged, Code(Samples.Jpeg[..^2]));
        Assert.Equal(PlatformErrors.DocumentDamaged, Code(Samples.Docx[..^5]));
        Assert.Equal(PlatformErrors.DocumentDamaged, Code(Samples.Ofd[..40]));
    }

    [Fact]
    public void No_cut_or_change_of_an_archive_makes_the_sniffer_fail()
    {
        byte[] docx = Samples.Docx;
        for (int length = 0; length < docx.Length; length++)
        {
            Assert.IsType<Sniffed.Refused>(Sniff(docx[..length], length + 1));
        }

        for (int place = docx.Length - 200; place < docx.Length; place++)
        {
            byte[] changed = [.. docx];
            changed[place] = 0xFF;
            Assert.NotNull(Sniff(changed, changed.Length));
        }
    }

    private static byte[] LongPdf() =>
        [.. "%PDF-1.4\n"u8, .. Enumerable.Repeat((byte)'x', DocumentSniffer.TailLength + 1234), .. "\n%%EOF\n"u8];

    private static DocumentType Type(byte[] file) => Assert.IsType<Sniffed.As>(Sniff(file, file.Length)).Type;

    private static string Code(byte[] file) => Assert.IsType<Sniffed.Refused>(Sniff(file, Math.Max(1, file.Length))).Code;

    private static Sniffed Sniff(byte[] file, int piece)
    {
        DocumentSniffer sniffer = new();
        foreach (byte[] part in file.Chunk(piece))
        {
            sniffer.Observe(part);
        }

        return sniffer.Verdict();
    }
}
