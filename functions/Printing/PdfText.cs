using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PdfSharp.Pdf;
using PdfSharp.Pdf.IO;

namespace Boai.Functions.Printing;

/// <summary>Makes the text of a PDF readable beyond the basic plane.</summary>
/// <remarks>
/// PDFsharp 6.2 draws every character rightly, but names those beyond U+FFFF in the font's ToUnicode map by their code point, where the
/// format asks for UTF-16 (PDF 32000-1, 9.10.3): whoever copies or searches a rare character would get another one.
/// </remarks>
internal static partial class PdfText
{
    public static byte[] WithRareCharacters(byte[] pdf)
    {
        using MemoryStream source = new(pdf);
        using PdfDocument document = PdfReader.Open(source, PdfDocumentOpenMode.Modify);
        foreach (PdfDictionary font in document.Internals.GetAllObjects().OfType<PdfDictionary>())
        {
            if (font.Elements.GetDictionary("/ToUnicode") is { Stream: { } map })
            {
                string text = Encoding.ASCII.GetString(map.UnfilteredValue);
                map.Value = Encoding.ASCII.GetBytes(BeyondBasicPlane().Replace(text, found => "<" + Utf16(found.Groups[1].Value) + ">"));
                font.Elements.GetDictionary("/ToUnicode")!.Elements.Remove("/Filter");
            }
        }

        using MemoryStream target = new();
        document.Save(target, closeStream: false);
        return target.ToArray();
    }

    private static string Utf16(string codePoint) => Convert.ToHexString(
        Encoding.BigEndianUnicode.GetBytes(new Rune(int.Parse(codePoint, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()));

    [GeneratedRegex("<([0-9A-Fa-f]{5,6})>")]
    private static partial Regex BeyondBasicPlane();
}
