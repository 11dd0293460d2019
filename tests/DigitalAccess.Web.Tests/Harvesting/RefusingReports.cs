using System.Text;
using DigitalAccess.Web.Harvesting.Reports;

namespace DigitalAccess.Web.Tests.Harvesting;

/// <summary>What is no report is refused whole, in words that repeat nothing of it.</summary>
public sealed class RefusingReports
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData("   \n ", "empty")]
    [InlineData("<!DOCTYPE html><html><body>secret Sign in</body></html>", "web page")]
    [InlineData("\n <?xml version=\"1.0\"?><a>secret</a>", "web page")]
    [InlineData("secret", "no JSON")]
    [InlineData("12", "neither a report nor an exception")]
    [InlineData("true", "neither a report nor an exception")]
    [InlineData("\"secret words\"", "no JSON")]
    [InlineData("{\"Report_Items\": []} {\"secret\": 1}", "no JSON")]
    [InlineData("{\"Report_Items\": [{\"Title\": \"secret\"", "cut off")]
    public void It_says_why(string answer, string says)
    {
        var fault = Assert.Throws<ReportUnreadableException>(() => CounterFiles.ReadText(answer));
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Theory, Trait("Case", "COUNTER-011")]
    [InlineData("official/r51/DR_sample_r51.json")]
    [InlineData("official/r50/Sample-TR.json")]
    [InlineData("vendors/brill_TR.json")]
    public void One_that_is_cut_off_is_refused_wherever_that_is(string file)
    {
        var bytes = CounterFiles.Bytes(file);
        var end = Encoding.UTF8.GetString(bytes).TrimEnd().Length;
        for (var length = 0; length < end; length += Math.Max(1, end / 500))
            Assert.Throws<ReportUnreadableException>(() => CounterFiles.Read(bytes[..length]));
    }

    [Fact]
    public void One_that_is_nested_without_end_is_refused() =>
        Assert.Throws<ReportUnreadableException>(() => CounterFiles.ReadText($"{{\"x\": {new string('[', 100_000)}"));

    [Fact]
    public void A_report_in_a_text_in_a_text_in_a_text_is_refused()
    {
        var json = """{"Report_Items": []}""";
        for (var wrapping = 0; wrapping < 5; wrapping++)
            json = System.Text.Json.JsonSerializer.Serialize(json);
        Assert.Throws<ReportUnreadableException>(() => CounterFiles.ReadText(json));
    }

    [Fact]
    public void A_title_without_end_is_refused()
    {
        var json = $$"""{"Report_Items": [{"Title": "{{new string('x', 5_000_000)}}"}]}""";
        Assert.Throws<ReportUnreadableException>(() => CounterFiles.ReadText(json));
    }
}
