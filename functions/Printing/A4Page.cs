using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Boai.Functions.Printing;

/// <summary>A document for people: one or more A4 pages of Chinese text as a self-contained HTML page, ready for the printer.</summary>
/// <remarks>
/// Everything given is text and is encoded; nothing of it can become markup. No script, no outside resource: what a browser shows is what is
/// in the file, with the system's Chinese font.
/// </remarks>
public sealed class A4Page
{
    private const string Style = """
        @page { size: A4; margin: 25mm 22mm; }
        body { font-family: "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", serif; font-size: 12pt; line-height: 1.8; color: #000; max-width: 166mm; margin: 0 auto; }
        h1 { text-align: center; font-size: 20pt; margin: 0 0 2mm; letter-spacing: 2pt; }
        .number { text-align: right; margin: 0 0 6mm; }
        p { text-indent: 2em; margin: 2mm 0; }
        p.to { text-indent: 0; }
        table { width: 100%; border-collapse: collapse; margin: 4mm 0; }
        th, td { border: 0.3mm solid #000; padding: 1.5mm 2mm; text-align: left; vertical-align: top; font-weight: normal; }
        thead { display: table-header-group; }
        tr { break-inside: avoid; }
        td.amount { text-align: right; font-variant-numeric: tabular-nums; }
        .close { margin-top: 14mm; text-align: right; break-inside: avoid; }
        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
    private readonly StringBuilder _body = new();
    private readonly string _title;

    /// <param name="number">Number of the document or the case; empty for none.</param>
    public A4Page(string title, string number)
    {
        _title = title;
        _body.Append("<h1>").Append(Encode(title)).Append("</h1>\n");
        if (number.Length > 0)
        {
            _body.Append("<div class=\"number\">").Append(Encode(number)).Append("</div>\n");
        }
    }

    /// <summary>Whom the document is for (抬头): a line of its own, without indent.</summary>
    public A4Page To(string addressee)
    {
        _body.Append("<p class=\"to\">").Append(Encode(addressee)).Append("：</p>\n");
        return this;
    }

    public A4Page Paragraph(string text)
    {
        _body.Append("<p>").Append(Encode(text)).Append("</p>\n");
        return this;
    }

    /// <summary>Names and values, a row each.</summary>
    public A4Page Facts(params IReadOnlyList<(string Name, string Value)> facts)
    {
        _body.Append("<table><tbody>\n");
        foreach ((string name, string value) in facts)
        {
            _body.Append("<tr><th scope=\"row\">").Append(Encode(name)).Append("</th><td>").Append(Encode(value)).Append("</td></tr>\n");
        }

        _body.Append("</tbody></table>\n");
        return this;
    }

    /// <exception cref="ArgumentException">A row has not as many cells as there are headings.</exception>
    public A4Page Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        _body.Append("<table><thead><tr>");
        foreach (string heading in headings)
        {
            _body.Append("<th scope=\"col\">").Append(Encode(heading)).Append("</th>");
        }

        _body.Append("</tr></thead><tbody>\n");
        foreach (IReadOnlyList<string> row in rows)
        {
            if (row.Count != headings.Count)
            {
                throw new ArgumentException($"A row has {row.Count} cells under {headings.Count} headings.", nameof(rows));
            }

            _body.Append("<tr>");
            foreach (string cell in row)
            {
                _body.Append("<td>").Append(Encode(cell)).Append("</td>");
            }

            _body.Append("</tr>\n");
        }

        _body.Append("</tbody></table>\n");
        return this;
    }

    /// <summary>Who issues the document and on which day (落款).</summary>
    public A4Page Close(string issuer, DateOnly on)
    {
        _body.Append("<div class=\"close\">").Append(Encode(issuer)).Append("<br>")
            .Append(on.ToString("yyyy年M月d日", CultureInfo.InvariantCulture)).Append("</div>\n");
        return this;
    }

    /// <summary>The whole page.</summary>
    public string ToHtml() =>
        $"<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>{Encode(_title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n{_body}</body>\n</html>\n";

    // Line ends of a text written by people stay visible.
    private static string Encode(string text) => Encoder.Encode(text).Replace("&#xA;", "<br>", StringComparison.Ordinal).Replace("\n", "<br>", StringComparison.Ordinal);
}
