using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace DigitalAccess.Web.Usage;

/// <summary>One library's month as a file (RFC 4180, UTF-8). It leaves the library, so small numbers are hidden in it.</summary>
internal static class UsageCsv
{
    public const string ContentType = "text/csv; charset=utf-8";

    private static readonly CsvConfiguration Rules = new(CultureInfo.InvariantCulture) { Delimiter = ",", NewLine = "\r\n", InjectionOptions = InjectionOptions.None };

    public static byte[] Write(UsageMonth month, string library, CsvHeadings headings)
    {
        var figures = month.Resources.Select(r => r.Figures).ToList();
        using var bytes = new MemoryStream();
        using (var text = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true))
        using (var csv = new CsvWriter(text, Rules))
        {
            Row(csv, headings.Month, headings.Library, headings.Resource, headings.Launches, headings.Refusals, headings.Visitors);
            var name = MonthInAddress.Write(month.Month);
            foreach (var (resource, f) in month.Resources)
                Row(csv, name, library, resource, SmallNumbers.Cell(f.Launches), SmallNumbers.Cell(f.Refusals), SmallNumbers.Cell(f.Visitors));
            Row(csv, name, library, headings.Total,
                SmallNumbers.Total([.. figures.Select(f => f.Launches)]),
                SmallNumbers.Total([.. figures.Select(f => f.Refusals)]),
                SmallNumbers.DistinctTotal([.. figures.Select(f => f.Visitors)], month.Total.Visitors));
        }

        return bytes.ToArray();
    }

    /// <summary>
    /// Spreadsheets run a cell that begins like a formula, and names come from vendors and libraries: an apostrophe makes it
    /// a text (OWASP, "CSV Injection"; ASVS 5.0, 1.2.10). CsvHelper's own rule knows neither NUL nor the full-width forms.
    /// </summary>
    internal static string Harmless(string text) => text.Length > 0 && "=+-@\t\r\n\0＝＋－＠".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;

    private static void Row(CsvWriter csv, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
            csv.WriteField(Harmless(field));
        csv.NextRecord();
    }
}

/// <summary>The file's first line, and the name of its last, in the language of the page it was asked for on.</summary>
internal sealed record CsvHeadings(string Month, string Library, string Resource, string Launches, string Refusals, string Visitors, string Total);
