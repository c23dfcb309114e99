using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics;
using UglyToad.PdfPig.Tokens;
using ZXing;
using ZXing.QrCode;

namespace Boai.Tests.Support;

/// <summary>What another program reads in a PDF of one page: text, size, fonts, and the QR code from its black squares.</summary>
internal sealed record PdfReading(int Pages, double Width, double Height, string Text, bool EveryFontIsEmbedded, string? QrText)
{
    public static PdfReading Of(byte[] pdf)
    {
        using PdfDocument document = PdfDocument.Open(pdf);
        Page page = document.GetPage(1);
        return new PdfReading(document.NumberOfPages, page.Width, page.Height, page.Text, FontsAreEmbedded(document, page), QrOf(page));
    }

    private static bool FontsAreEmbedded(PdfDocument document, Page page) =>
        page.Letters.Select(letter => letter.FontName).Distinct().All(name => name is not null && name.Length > 7 && name[6] == '+')
        && document.Structure.CrossReferenceTable.ObjectOffsets.Keys.Select(key => document.Structure.GetObject(key).Data).OfType<DictionaryToken>()
            .Where(token => token.TryGet(NameToken.Type, out NameToken type) && type.Data == "FontDescriptor")
            .All(token => token.ContainsKey(NameToken.Create("FontFile2")));

    // Black squares of one size, laid on a grid and read as an image, as a phone would.
    private static string? QrOf(Page page)
    {
        PdfRectangle[] squares =
        [
            .. page.Paths.Where(path => path.IsFilled).Select(path => path.GetBoundingRectangle()).OfType<PdfRectangle>()
                .Where(box => Math.Abs(box.Width - box.Height) < 0.01 && box.Width < 10),
        ];
        if (squares.Length < 100)
        {
            return null;
        }

        double module = squares.Min(box => box.Width) - 0.05;
        (double left, double top) = (squares.Min(box => box.Left), squares.Max(box => box.Top));
        int size = (int)Math.Round((squares.Max(box => box.Right) - left) / module) + 8;
        const int Scale = 4;
        byte[] pixels = [.. Enumerable.Repeat(byte.MaxValue, size * size * Scale * Scale)];
        foreach (PdfRectangle box in squares)
        {
            (int column, int row) = ((int)Math.Round((box.Left - left) / module) + 4, (int)Math.Round((top - box.Top) / module) + 4);
            for (int y = row * Scale; y < (row + 1) * Scale; y++)
            {
                Array.Clear(pixels, (y * size * Scale) + (column * Scale), Scale);
            }
        }

        RGBLuminanceSource image = new(pixels, size * Scale, size * Scale, RGBLuminanceSource.BitmapFormat.Gray8);
        return new QRCodeReader().decode(new BinaryBitmap(new ZXing.Common.HybridBinarizer(image)))?.Text;
    }
}
