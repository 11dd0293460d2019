using System.Globalization;

namespace DigitalAccess.Web.Releases.VendorSheets;

/// <summary>How a sheet puts things, whatever the protocol: times with their units, words of data as code, tables, what is told of a patron.</summary>
internal static class Words
{
    /// <summary>A time in the largest unit that it is a whole number of: <c>1 minute</c>, <c>90 days</c>.</summary>
    public static string Time(TimeSpan time)
    {
        var (count, unit) = time switch
        {
            _ when time.TotalDays >= 2 && time == TimeSpan.FromDays((int)time.TotalDays) => ((int)time.TotalDays, "day"),
            _ when time.TotalHours >= 1 && time == TimeSpan.FromHours((int)time.TotalHours) => ((int)time.TotalHours, "hour"),
            _ when time.TotalMinutes >= 1 && time == TimeSpan.FromMinutes((int)time.TotalMinutes) => ((int)time.TotalMinutes, "minute"),
            _ => ((int)time.TotalSeconds, "second"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
    }

    public static string Code(string text) => $"`{text}`";

    public static string Codes(IEnumerable<string> texts) => string.Join(", ", texts.Select(Code));

    /// <summary>A row of a table; a pipe in a cell would begin the next one.</summary>
    public static string Row(params IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal)))} |";

    public static IEnumerable<string> Table(IEnumerable<string> head, IEnumerable<IEnumerable<string>> rows) =>
        [Row(head), "|" + string.Concat(head.Select(_ => "---|")), .. rows.Select(r => Row(r)), ""];

    public static IEnumerable<string> Block(string language, string text) => [$"```{language}", .. text.Split('\n'), "```", ""];

    public static string Meaning(ReleaseSource source) => source switch
    {
        ReleaseSource.Library => "the library that issued the card: its short name, which never changes",
        ReleaseSource.LibraryName => "the library's name, for people",
        ReleaseSource.Municipality => "the library's municipality",
        ReleaseSource.Residence => "the municipality where the patron lives",
        ReleaseSource.AgeBand => $"by the age that the patron reaches this year: {AgeBands()}",
        ReleaseSource.Affiliation => "a member of this library, as eduPersonScopedAffiliation",
        ReleaseSource.Pseudonym => "the pairwise pseudonym",
        ReleaseSource.Constant => "words of your contract, the same for every patron",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string AgeBands() => string.Join(", ", Enumerable.Range(0, 100).GroupBy(ReleaseRules.BandOf)
        .Select(band => band.Last() == 99 ? $"`{band.Key}` from {band.First()}" : $"`{band.Key}` to {band.Last()}"));
}
