using System.Text;
using DigitalAccess.Web.Usage;

namespace DigitalAccess.Web.Tests.Usage;

public sealed class UsageCsvTests
{
    private static readonly CsvHeadings Headings = new("Month", "Library", "Resource", "Launches", "Refusals", "Visitors", "Total");

    [Fact]
    public void Is_UTF8_with_a_mark_comma_separated_and_ends_lines_as_the_RFC_says()
    {
        var file = Write(150, ("Släktrötter", new Figures(74, 12, 18)), ("Nyheter, dagligen", new Figures(512, 11, 148)));
        Assert.Equal([0xEF, 0xBB, 0xBF], file[..3]);
        Assert.Equal(
            "Month,Library,Resource,Launches,Refusals,Visitors\r\n"
            + "2026-11,Habo bibliotek,Släktrötter,74,12,18\r\n"
            + "2026-11,Habo bibliotek,\"Nyheter, dagligen\",512,11,148\r\n"
            + "2026-11,Habo bibliotek,Total,586,23,150\r\n",
            Encoding.UTF8.GetString(file[3..]));
    }

    [Fact]
    public void Hides_small_numbers_and_what_would_give_them_away()
    {
        var file = Encoding.UTF8.GetString(Write(22, ("A", new Figures(40, 3, 20)), ("B", new Figures(30, 9, 4))));
        Assert.Contains(",A,40,<5,20\r\n", file, StringComparison.Ordinal);
        Assert.Contains(",B,30,9,<5\r\n", file, StringComparison.Ordinal);
        Assert.Contains(",Total,70,..,..\r\n", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+46")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("\0=1")]
    [InlineData("＝1+1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠x")]
    public void A_name_that_looks_like_a_formula_becomes_a_text(string name)
    {
        Assert.Equal("'" + name, UsageCsv.Harmless(name));
        Assert.Contains("'" + name, Encoding.UTF8.GetString(Write(9, (name, new Figures(9, 9, 9)))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nyhetskiosken")]
    [InlineData("")]
    [InlineData("a=b")]
    public void Any_other_name_stays_as_it_is(string name) => Assert.Equal(name, UsageCsv.Harmless(name));

    [Theory]
    [InlineData("2026-10", "2026-10")]
    [InlineData("2026-12", "2026-11")]
    [InlineData("2026-13", "2026-11")]
    [InlineData("0001-01", "2026-11")]
    [InlineData("' or 1=1--", "2026-11")]
    [InlineData(null, "2026-11")]
    public void A_month_in_an_address_is_one_that_has_come(string? text, string month) =>
        Assert.Equal(month, MonthInAddress.Write(MonthInAddress.Read(text, new DateOnly(2026, 11, 22))));

    private static byte[] Write(int visitors, params (string Name, Figures Figures)[] resources) => UsageCsv.Write(
        new UsageMonth
        {
            Month = new DateOnly(2026, 11, 1),
            Resources = [.. resources.Select(r => new ResourceFigures(r.Name, r.Figures))],
            Reasons = [], Days = [], CountedAt = null, Previous = default,
            Total = new Figures(resources.Sum(r => r.Figures.Launches), resources.Sum(r => r.Figures.Refusals), visitors),
        },
        "Habo bibliotek", Headings);
}
