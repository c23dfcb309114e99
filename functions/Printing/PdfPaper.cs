using PdfSharp.Drawing;
using PdfSharp.Pdf;
using QRCoder;

namespace Boai.Functions.Printing;

/// <summary>A certificate on one sheet of A4: frame, title, number, text, issuer and date, and a QR code at the foot.</summary>
/// <param name="Number">As printed under the title.</param>
/// <param name="Paragraphs">The text; each begins with an indent of two characters unless it ends with a colon.</param>
/// <param name="Basis">The law that the certificate rests on.</param>
/// <param name="On">Day of issue, as printed.</param>
/// <param name="QrText">What the QR code says.</param>
/// <param name="Notes">Small lines beside the QR code.</param>
public sealed record PdfCertificate(
    string Title, string Number, IReadOnlyList<string> Paragraphs, string Basis, string Issuer, string On, string QrText, IReadOnlyList<string> Notes)
{
    internal IEnumerable<string> Texts => [Title, Number, .. Paragraphs, Basis, Issuer, On, .. Notes];
}

/// <summary>Draws certificates as PDF. Fonts are embedded, each with the glyphs that are used.</summary>
public sealed class PdfPaper(PdfFonts fonts)
{
    private const double Millimetre = 72 / 25.4;
    private const double Width = 210 * Millimetre;
    private const double Height = 297 * Millimetre;
    private const double Left = 32 * Millimetre;
    private const double Right = Width - Left;
    private const double QrSize = 34 * Millimetre;
    private const double BodySize = 18;
    private static readonly Lock One = new(); // PDFsharp's fonts are shared by the process

    // 避头: signs that never begin a line.
    private const string NeverFirst = "，。、；：！？）》」』”’〕·%";
    private static readonly XColor Red = XColor.FromArgb(0xB5, 0x12, 0x1B);

    /// <summary>Signs of the text that no font has; empty when the sheet can be drawn.</summary>
    public IReadOnlyList<string> Missing(PdfCertificate certificate) => [.. certificate.Texts.SelectMany(fonts.Missing).Distinct(StringComparer.Ordinal)];

    /// <exception cref="ArgumentException">A character is missing in every font; ask <see cref="Missing"/> first.</exception>
    /// <exception cref="InvalidOperationException">The text does not fit on the sheet.</exception>
    public byte[] Draw(PdfCertificate certificate)
    {
        lock (One)
        {
            return DrawAlone(certificate);
        }
    }

    private byte[] DrawAlone(PdfCertificate certificate)
    {
        using PdfDocument document = new();
        document.Info.Title = certificate.Title;
        document.Info.Author = certificate.Issuer;
        document.Language = "zh-CN";
        PdfPage page = document.AddPage();
        (page.Width, page.Height) = (XUnit.FromPoint(Width), XUnit.FromPoint(Height));
        using XGraphics graphics = XGraphics.FromPdfPage(page);

        Frame(graphics);
        Centred(graphics, certificate.Title, y: 62 * Millimetre, size: 36, bold: true, Red, spacing: 14);
        Centred(graphics, certificate.Number, y: 76 * Millimetre, size: 11, bold: false, XColors.Black, spacing: 0.5);
        double y = 98 * Millimetre;
        foreach (string paragraph in certificate.Paragraphs)
        {
            y = Paragraph(graphics, paragraph, y, BodySize, BodySize * 2) + 8;
        }

        y = Paragraph(graphics, certificate.Basis, y + 4, 11, 20);
        if (y > 205 * Millimetre)
        {
            throw new InvalidOperationException("The text of the certificate does not fit on one sheet.");
        }

        double foot = 222 * Millimetre;
        AtRight(graphics, certificate.Issuer, foot, BodySize, bold: true);
        AtRight(graphics, certificate.On, foot + 28, BodySize, bold: false);
        Qr(graphics, certificate.QrText, Left, Height - (30 * Millimetre) - QrSize);
        double line = Height - (30 * Millimetre) - QrSize + 20;
        foreach (string note in certificate.Notes)
        {
            Text(graphics, note, Left + QrSize + 14, line, 9, bold: false, XColors.Black, 0);
            line += 16;
        }

        using MemoryStream bytes = new();
        document.Save(bytes, closeStream: false);
        return PdfText.WithRareCharacters(bytes.ToArray());
    }

    private static void Frame(XGraphics graphics)
    {
        foreach ((double margin, double pen) in new[] { (14.0, 2.4), (16.5, 0.7) })
        {
            double inset = margin * Millimetre;
            graphics.DrawRectangle(new XPen(Red, pen), inset, inset, Width - (2 * inset), Height - (2 * inset));
        }

        // 红十字: five equal squares.
        double arm = 5 * Millimetre;
        (double x, double y) = ((Width / 2) - (arm / 2), 27 * Millimetre);
        XSolidBrush brush = new(Red);
        graphics.DrawRectangle(brush, x, y, arm, 3 * arm);
        graphics.DrawRectangle(brush, x - arm, y + arm, 3 * arm, arm);
    }

    private double Paragraph(XGraphics graphics, string text, double y, double size, double leading)
    {
        bool isAddress = text.EndsWith('：');
        double x = isAddress ? Left : Left + (2 * size);
        List<string> line = [];
        double width = x;
        foreach (string word in Words(text))
        {
            double advance = PdfFonts.Characters(word).Sum(character => WidthOf(graphics, character, size));
            bool fits = width + advance <= Right + 0.01 || NeverFirst.Contains(word, StringComparison.Ordinal);
            if (!fits)
            {
                Text(graphics, string.Concat(line), x, y, size, bold: false, XColors.Black, 0);
                (line, x, width, y) = ([], Left, Left, y + leading);
            }

            line.Add(word);
            width += advance;
        }

        Text(graphics, string.Concat(line), x, y, size, bold: false, XColors.Black, 0);
        return y + leading;
    }

    // A line may end after any ideograph, and never within a number.
    private static IEnumerable<string> Words(string text)
    {
        string number = "";
        foreach (string character in PdfFonts.Characters(text))
        {
            if (character[0] is > ' ' and <= '~')
            {
                number += character;
                continue;
            }

            if (number.Length > 0)
            {
                yield return number;
                number = "";
            }

            yield return character;
        }

        if (number.Length > 0)
        {
            yield return number;
        }
    }

    private void Centred(XGraphics graphics, string text, double y, double size, bool bold, XColor colour, double spacing)
    {
        double width = PdfFonts.Characters(text).Sum(character => WidthOf(graphics, character, size, bold) + spacing) - spacing;
        Text(graphics, text, (Width - width) / 2, y, size, bold, colour, spacing);
    }

    private void AtRight(XGraphics graphics, string text, double y, double size, bool bold) =>
        Text(graphics, text, Right - PdfFonts.Characters(text).Sum(character => WidthOf(graphics, character, size, bold)), y, size, bold, XColors.Black, 0);

    private void Text(XGraphics graphics, string text, double x, double y, double size, bool bold, XColor colour, double spacing)
    {
        XSolidBrush brush = new(colour);
        IEnumerable<FontRun> runs = spacing == 0 ? fonts.Runs(text) : PdfFonts.Characters(text).SelectMany(fonts.Runs);
        foreach (FontRun run in runs)
        {
            XFont font = PdfFonts.Font(run.Family, size, bold);
            graphics.DrawString(run.Text, font, brush, x, y);
            x += graphics.MeasureString(run.Text, font).Width + spacing;
        }
    }

    private double WidthOf(XGraphics graphics, string character, double size, bool bold = false) =>
        graphics.MeasureString(character, PdfFonts.Font(fonts.Runs(character)[0].Family, size, bold)).Width;

    private static void Qr(XGraphics graphics, string text, double x, double y)
    {
        using QRCodeGenerator generator = new();
        using QRCodeData data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        double module = QrSize / data.ModuleMatrix.Count;
        for (int row = 0; row < data.ModuleMatrix.Count; row++)
        {
            for (int column = 0; column < data.ModuleMatrix.Count; column++)
            {
                if (data.ModuleMatrix[row][column])
                {
                    // A hair wider than its module, so that no printer leaves white between two.
                    graphics.DrawRectangle(XBrushes.Black, x + (column * module), y + (row * module), module + 0.05, module + 0.05);
                }
            }
        }
    }
}
