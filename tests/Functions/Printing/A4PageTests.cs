using Boai.Functions.Printing;

namespace Boai.Tests.Functions.Printing;

public sealed class A4PageTests
{
    [Fact]
    public void What_people_typed_never_becomes_markup()
    {
        string html = new A4Page("通知<script>", "1&2").To("<b>王小明</b>").Paragraph("\"><img src=x onerror=alert(1)>")
            .Facts(("<i>", "</table>")).Table(["<u>"], [["<script>alert(1)</script>"]]).ToHtml();

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;王小明", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Rare_ideographs_stay_as_they_are()
        => Assert.Contains("𠮷㐂", new A4Page("通知", "").Paragraph("𠮷㐂").ToHtml().Replace("&#x20BB7;", "𠮷", StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact]
    public void The_page_needs_nothing_from_outside()
    {
        string html = new A4Page("受理通知书", "REL-1").Close("重庆市红十字会", new DateOnly(2026, 3, 2)).ToHtml();

        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("size: A4", html, StringComparison.Ordinal);
        Assert.Contains("2026年3月2日", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_does_not_fit_its_headings_is_refused()
        => Assert.Throws<ArgumentException>(() => new A4Page("表", "").Table(["甲", "乙"], [["一"]]));
}
