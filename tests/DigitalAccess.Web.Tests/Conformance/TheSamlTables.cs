using System.Globalization;
using System.Text.RegularExpressions;

namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>docs/conformance.md leaves out no requirement of the two profiles, and says of each that it is met only where a test shows it.</summary>
public sealed partial class TheSamlTables
{
    private const int MostWords = 12;

    private static readonly string[] Results = ["met", "met by setting", "not"];

    /// <summary>All but those for service providers alone, in the order of the profiles.</summary>
    private static readonly string[] Requirements =
    [
        .. UpTo("IIP-G", 3), .. UpTo("IIP-MD", 12), .. UpTo("IIP-SSO", 7), .. UpTo("IIP-EXT", 1), .. UpTo("IIP-ALG", 8), .. UpTo("IIP-IDP", 21),
        .. UpTo("SDP-G", 4), .. UpTo("SDP-MD", 12), .. UpTo("SDP-ALG", 1), .. UpTo("SDP-IDP", 33),
    ];

    private static readonly string Document = File.ReadAllText(ConformanceReport.Document);

    private static readonly string[][] Rows = [.. Document.Split('\n').Where(line => Requirement().IsMatch(line)).Select(line => line.Trim('|').Split(" | ", StringSplitOptions.TrimEntries))];

    [Fact]
    public void Every_requirement_stands_in_them_once_and_nowhere_else()
    {
        Assert.Equal(102, Requirements.Length);
        Assert.Equal(Requirements, Rows.Select(row => row[0]));
        Assert.Equal(Requirements, Requirement().Matches(Document).Select(match => match.Value));
    }

    [Fact]
    public void Every_row_is_short_and_has_one_of_three_results() => Assert.All(Rows, row =>
    {
        Assert.Equal(4, row.Length);
        Assert.InRange(row[1].Split(' ').Length, 1, MostWords);
        Assert.Contains(row[2], Results);
        Assert.NotEmpty(row[3]);
    });

    [Fact]
    public void What_is_met_names_a_test_and_what_is_not_gives_a_sentence()
    {
        Assert.All(Rows.Where(row => row[2] == "met"), row => Assert.Matches(TheDocument.TestName(), row[3]));
        Assert.All(Rows.Where(row => row[2] == "not"), row => Assert.EndsWith(".", row[3], StringComparison.Ordinal));
    }

    private static IEnumerable<string> UpTo(string series, int last) => Enumerable.Range(1, last).Select(number => series + number.ToString("00", CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\b(?:IIP|SDP)-[A-Z]+[0-9]+\b")]
    private static partial Regex Requirement();
}
