using System.Globalization;
using System.Text;
using System.Text.Json;
using DigitalAccess.Web.Harvesting.Reports;

namespace DigitalAccess.Web.Tests.Harvesting;

/// <summary>Official samples and vendors' own reports, with what an independent reader found in them (Fixtures/counter/README.md).</summary>
internal static class CounterFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "counter");

    public static JsonElement Expected(string name) => JsonDocument.Parse(File.ReadAllBytes(PathOf($"expected/{name}"))).RootElement;

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    public static CounterReport Read(string name) => Read(Bytes(name));

    public static CounterReport Read(byte[] bytes, ReportReaderOptions? options = null) => JsonReportReader.Read(new MemoryStream(bytes), options);

    public static CounterReport ReadText(string json, ReportReaderOptions? options = null) => Read(Encoding.UTF8.GetBytes(json), options);

    /// <summary>Sums by metric and month, as the expected ones are written.</summary>
    public static SortedDictionary<string, long> Totals(this CounterReport report)
    {
        var totals = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var count in report.Counts)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{report.Metrics[count.Metric]} {count.Month / 100:0000}-{count.Month % 100:00}");
            totals[key] = totals.GetValueOrDefault(key) + count.Count;
        }

        return totals;
    }

    /// <summary>Every count in words, whatever order they came in.</summary>
    public static List<string> Rows(this CounterReport report) =>
        [.. report.Counts.Select(c => string.Create(CultureInfo.InvariantCulture,
            $"{Words(report.Items[c.Item])} / {string.Join(' ', report.AttributeSets[c.Attributes].Values)} / {c.Month} {report.Metrics[c.Metric]} {c.Count}")).Order(StringComparer.Ordinal)];

    private static string Words(ReportItem item) =>
        $"{item.Name}|{item.Platform}|{item.Publisher}|{string.Join(',', item.Ids)}{(item.Parent is { } parent ? $" of {Words(parent)}" : "")}";
}
