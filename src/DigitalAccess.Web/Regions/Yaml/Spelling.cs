namespace DigitalAccess.Web.Regions.Yaml;

internal static class Spelling
{
    public static string Suggest(string word, IEnumerable<string> known)
    {
        var closest = known.OrderBy(k => Distance(word, k)).FirstOrDefault();
        return closest is not null && Distance(word, closest) <= 2
            ? $"did you mean '{closest}'?"
            : $"it may have {string.Join(", ", known.Order(StringComparer.Ordinal))}";
    }

    /// <summary>How many letters have to be put in, taken out or changed (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var changed = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, changed);
                diagonal = above;
            }
        }

        return row[^1];
    }
}
