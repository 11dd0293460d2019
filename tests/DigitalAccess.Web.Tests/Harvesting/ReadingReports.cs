using DigitalAccess.Web.Harvesting.Reports;

namespace DigitalAccess.Web.Tests.Harvesting;

/// <summary>Reports as they should be, and as vendors make them.</summary>
public sealed class ReadingReports
{
    /// <summary>Its third period is the sum of the two months before, which the other reader counts a second time.</summary>
    private const string WithSums = "vendors/highwire_PR.json";

    public static TheoryData<string> Files => [.. CounterFiles.Expected("totals.json").EnumerateObject().Select(file => file.Name).Where(file => file != WithSums)];

    public static TheoryData<string> Odd => [.. CounterFiles.Expected("exceptions.json").EnumerateObject().Select(file => file.Name)];

    [Theory, MemberData(nameof(Files))]
    public void Every_report_has_the_totals_that_another_reader_found(string file)
    {
        var expected = CounterFiles.Expected("totals.json").GetProperty(file);
        var report = CounterFiles.Read(file);
        Assert.Equal((expected.GetProperty("report").GetString(), expected.GetProperty("release").GetString()), (report.Header.ReportId, report.Header.Release));
        Assert.Equal((expected.GetProperty("counts").GetInt32(), expected.GetProperty("sum").GetInt64()), (report.Counts.Count, report.Counts.Sum(c => (long)c.Count)));
        Assert.Equal(
            expected.GetProperty("totals").EnumerateObject().SelectMany(metric => metric.Value.EnumerateObject().Select(month => KeyValuePair.Create($"{metric.Name} {month.Name}", month.Value.GetInt64())))
                .OrderBy(total => total.Key, StringComparer.Ordinal),
            report.Totals());
        Assert.Equal(expected.GetProperty("exceptions").EnumerateArray().Select(code => (int?)code.GetInt32()), report.Exceptions.Select(e => e.Code));
    }

    [Fact]
    public void Sums_that_stand_among_the_months_are_not_counted_again()
    {
        var expected = CounterFiles.Expected("totals.json").GetProperty(WithSums).GetProperty("totals");
        var report = CounterFiles.Read(WithSums);
        Assert.Equal((16, "201810 to 201811"), (report.Counts.Count, Assert.Single(report.Findings.Single(f => f.Kind == FindingKind.NoMonth).Examples)));
        foreach (var metric in expected.EnumerateObject())
        {
            var (october, november) = (report.Totals()[$"{metric.Name} 2018-10"], report.Totals()[$"{metric.Name} 2018-11"]);
            Assert.Equal((metric.Value.GetProperty("2018-10").GetInt64(), metric.Value.GetProperty("2018-11").GetInt64()), (october + october + november, november));
        }
    }

    [Theory, MemberData(nameof(Odd)), Trait("Case", "COUNTER-009")]
    public void Exceptions_are_found_wherever_and_however_they_are_written(string file)
    {
        var expected = CounterFiles.Expected("exceptions.json").GetProperty(file);
        Assert.Equal(expected.EnumerateArray().Select(code => (int?)code.GetInt32()), CounterFiles.Read(file).Exceptions.Select(e => e.Code));
    }

    [Theory]
    [InlineData("""{"Exceptions": {"Code": "3030", "Message": "No Usage"}}""", 3030, "No Usage")]
    [InlineData("""{"Report_Header": {"Exceptions": [{"code": 1010}]}}""", 1010, null)]
    [InlineData("""{"Severity": 4, "Message": "Wrong"}""", null, "Wrong")]
    [InlineData("""{"Exception": [{"Code": "E12", "Message": "Wrong"}]}""", null, "Wrong")]
    [InlineData("""[{"Code": 2000}]""", 2000, null)]
    [InlineData("""{"response": {"NUMBER": 1001, "MESSAGE": "x"}}""", 1001, "x")]
    public void An_exception_is_one_whatever_its_fields_are_called(string json, int? code, string? message) =>
        Assert.Equal((code, message), Assert.Single(CounterFiles.ReadText(json).Exceptions) is var e ? (e.Code, e.Message) : default);

    [Theory, MemberData(nameof(Files))]
    public void It_does_not_matter_in_what_pieces_it_arrives(string file)
    {
        var bytes = CounterFiles.Bytes(file);
        if (bytes.Length > 50_000)
            bytes = [];
        foreach (var piece in bytes.Length == 0 ? (int[])[4_096] : [1, 7, 100])
        {
            using var stream = new PieceStream(bytes.Length == 0 ? CounterFiles.Bytes(file) : bytes, piece);
            Assert.Equal(CounterFiles.Read(file).Rows(), JsonReportReader.Read(stream).Rows());
        }
    }

    [Theory]
    [InlineData("official/r51/TR_sample_r51.json")]
    [InlineData("official/r50/Sample-TR.json")]
    [InlineData("official/r51/IRM1_sample_r51.json")]
    [InlineData("vendors/bloomsbury_IR_M1.json")]
    public void Twelve_months_are_read_in_whatever_order_the_fields_stand(string file)
    {
        var turned = Turned(System.Text.Json.Nodes.JsonNode.Parse(CounterFiles.Bytes(file))!);
        var (one, other) = (CounterFiles.Read(file), CounterFiles.ReadText(turned.ToJsonString()));
        Assert.NotEmpty(one.Counts);
        Assert.Equal(one.Rows(), other.Rows());
        Assert.Equal(one.Header.ReportId, other.Header.ReportId);
    }

    [Fact]
    public void Twelve_monthly_reports_are_the_whole()
    {
        var months = Directory.GetFiles(CounterFiles.PathOf("series/r51_TR_monthly")).Order(StringComparer.Ordinal).Select(f => CounterFiles.Read(File.ReadAllBytes(f))).ToList();
        Assert.Equal(12, months.Count);
        var whole = CounterFiles.Read("series/r51_TR_whole.json");
        Assert.Equal(1_872, whole.Counts.Count);
        Assert.Equal(whole.Rows(), months.SelectMany(m => m.Rows()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_tells_uses_apart_and_what_they_are_of_is_kept()
    {
        var report = CounterFiles.Read("official/r51/TR_sample_r51.json");
        var book = report.Items.Single(item => item.Name == "Title 1");
        Assert.Equal(("Platform 1", "Sample Publisher", null), (book.Platform, book.Publisher, book.Parent));
        Assert.Equal(
            [new ItemId("DOI", "10.9999/xxxxt01"), new ItemId("ISBN", "979-8-88888-888-8"), new ItemId("Proprietary", "P1:T01"), new ItemId("URI", "https://doi.org/10.9999/xxxxt01")],
            book.Ids.OrderBy(id => id.Kind, StringComparer.Ordinal));
        Assert.Contains(report.AttributeSets, set => set["Data_Type"] == "Book" && set["YOP"] == "2022" && set["Access_Type"] == "Controlled" && set["Access_Method"] == "Regular" && set["Format"] is null);
        Assert.Equal(((int?)202201, (int?)202212), (report.Header.FirstMonth, report.Header.LastMonth));
        Assert.Equal(["YOP", "Access_Type", "Access_Method"], report.Header.Attributes["attributes_to_show"]);
    }

    [Fact]
    public void An_item_is_part_of_its_title()
    {
        const string json = """
            {"Report_Items": [{"Items": [{"Item": "Article", "Attribute_Performance": [{"YOP": 2021, "Performance": {"Total_Item_Requests": {"2026-01": 3}}}]}], "Title": "Journal", "Item_ID": {"Online_ISSN": "1111-1119"}}]}
            """;
        var report = CounterFiles.ReadText(json);
        var item = report.Items[Assert.Single(report.Counts).Item];
        Assert.Equal(("Article", "Journal", "1111-1119"), (item.Name, item.Parent?.Name, Assert.Single(item.Parent!.Ids).Value));
        Assert.Equal("2021", report.AttributeSets[report.Counts[0].Attributes]["YOP"]);
    }

    [Theory, Trait("Case", "COUNTER-013")]
    [InlineData("-5", null, FindingKind.NoCount)]
    [InlineData("1e309", null, FindingKind.NoCount)]
    [InlineData("null", null, FindingKind.NoCount)]
    [InlineData("99999999999", null, FindingKind.NoCount)]
    [InlineData("1.5", null, FindingKind.NoCount)]
    [InlineData("true", null, FindingKind.NoCount)]
    [InlineData("{\"n\": 1}", null, FindingKind.NoCount)]
    [InlineData("\"many\"", null, FindingKind.NoCount)]
    [InlineData("\"12\"", 12, FindingKind.CountAsText)]
    [InlineData("0", 0, FindingKind.CountOfZero)]
    [InlineData("2147483647", int.MaxValue, null)]
    public void A_count_is_a_count_or_is_not_taken_and_its_row_is_named(string written, int? taken, object? finding)
    {
        foreach (var json in new[]
        {
            $$$"""{"Report_Items": [{"Title": "Boken", "Attribute_Performance": [{"Performance": {"Total_Item_Requests": {"2026-01": {{{written}}}, "2026-02": 7} } }]}]}""",
            $$"""{"Report_Items": [{"Title": "Boken", "Performance": [{"Period": {"Begin_Date": "2026-01-01", "End_Date": "2026-01-31"}, "Instance": [{"Metric_Type": "Total_Item_Requests", "Count": {{written}}}, {"Metric_Type": "No_License", "Count": 7}]}]}]}""",
        })
        {
            var report = CounterFiles.ReadText(json);
            Assert.Equal(taken is { } count ? [count, 7] : [7], report.Counts.Select(c => c.Count));
            Assert.Equal(finding, report.Findings.SingleOrDefault()?.Kind);
            if (finding is FindingKind.NoCount)
                Assert.StartsWith("Boken: Total_Item_Requests", Assert.Single(report.Findings.Single().Examples), StringComparison.Ordinal);
        }
    }

    [Fact, Trait("Case", "COUNTER-013")]
    public void Counts_as_text_are_taken_only_where_that_is_agreed()
    {
        var report = CounterFiles.Read(CounterFiles.Bytes(WithSums), new ReportReaderOptions(TakesCountsAsText: false));
        Assert.Empty(report.Counts);
        Assert.Equal(24, Assert.Single(report.Findings, f => f.Kind == FindingKind.NoCount).Times);
    }

    [Theory]
    [InlineData("Totals")]
    [InlineData("Total")]
    public void Numbers_of_a_whole_range_are_not_booked_into_a_month(string granularity)
    {
        var json = $$$"""{"Report_Header": {"Release": "5.1", "Report_Attributes": {"Granularity": "{{{granularity}}}"}}, "Report_Items": [{"Platform": "P", "Attribute_Performance": [{"Performance": {"Searches_Platform": {"2026-01": 1200} } }]}]}""";
        var report = CounterFiles.ReadText(json);
        Assert.Empty(report.Counts);
        Assert.Equal(FindingKind.TotalsAlone, Assert.Single(report.Findings).Kind);
    }

    [Theory]
    [InlineData("2026-01-01", "2026-03-31")]
    [InlineData("2026-13-01", "2026-13-31")]
    [InlineData("", "")]
    [InlineData("January", "January")]
    public void A_period_that_is_no_month_is_not_taken(string begin, string end)
    {
        var report = CounterFiles.ReadText($$$"""{"Report_Items": [{"Platform": "P", "Performance": [{"Instance": [{"Metric_Type": "Searches_Platform", "Count": 5}], "Period": {"Begin_Date": "{{{begin}}}", "End_Date": "{{{end}}}"}}]}]}""");
        Assert.Empty(report.Counts);
        Assert.Contains(report.Findings, f => f.Kind == FindingKind.NoMonth);
    }

    [Fact]
    public void A_month_that_was_not_asked_for_is_taken_and_told()
    {
        const string json = """
            {"Report_Header": {"Report_Filters": [{"Name": "begin_date", "Value": "2026-01"}, {"Name": "End_Date", "Value": "2026-01-31"}]},
             "Report_Items": [{"Platform": "P", "Attribute_Performance": [{"Performance": {"Searches_Platform": {"2025-12": 1, "2026-01": 2, "2026-02": 3}}}]}]}
            """;
        var report = CounterFiles.ReadText(json);
        Assert.Equal([202512, 202601, 202602], report.Counts.Select(c => c.Month));
        Assert.Equal((FindingKind.MonthOutside, 2), Assert.Single(report.Findings) is var f ? (f.Kind, f.Times) : default);
    }

    [Fact]
    public void Parts_of_an_item_are_not_counted_a_second_time()
    {
        var report = CounterFiles.Read("vendors/bloomsbury_IR_M1.json");
        Assert.Contains(report.Findings, f => f.Kind == FindingKind.ComponentsLeftOut);
        Assert.All(report.Items, item => Assert.NotEqual("", item.Name));
    }

    [Theory]
    [InlineData("""{"Report_Items": []}""", true)]
    [InlineData("""{"Report_Header": {}}""", false)]
    [InlineData("null", false)]
    [InlineData("""{"Report_Items": null}""", false)]
    public void A_list_that_is_empty_is_another_thing_than_none(string json, bool hasItems) => Assert.Equal(hasItems, CounterFiles.ReadText(json).HasItems);

    [Fact]
    public void A_million_odd_things_are_told_in_a_few_words()
    {
        var report = CounterFiles.ReadText($$"""{"Report_Items": [{{string.Join(',', Enumerable.Repeat("7", 100_000))}}]}""");
        var finding = Assert.Single(report.Findings);
        Assert.Equal((FindingKind.OddValue, 100_000, 10), (finding.Kind, finding.Times, finding.Examples.Count));
    }

    private static System.Text.Json.Nodes.JsonNode Turned(System.Text.Json.Nodes.JsonNode node) => node switch
    {
        System.Text.Json.Nodes.JsonObject map => new System.Text.Json.Nodes.JsonObject(map.Reverse().Select(p => KeyValuePair.Create(p.Key, p.Value is null ? null : (System.Text.Json.Nodes.JsonNode?)Turned(p.Value)))),
        System.Text.Json.Nodes.JsonArray list => new System.Text.Json.Nodes.JsonArray([.. list.Select(v => v is null ? null : Turned(v))]),
        _ => node.DeepClone(),
    };

    /// <summary>Gives a few bytes at a time, as a slow server does.</summary>
    private sealed class PieceStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, piece)]);
    }
}
