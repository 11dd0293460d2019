namespace DigitalAccess.Web.Regions.Entries;

/// <summary>
/// A holder that licenses one resource twice for the same patrons on the same day pays twice or has mistyped a date. A
/// regional deal beside a library's own licence is no such fault: the holders differ.
/// </summary>
internal static class LicenceOverlaps
{
    public static void Check(IReadOnlyList<LicenceEntry> licences, Faults faults)
    {
        foreach (var group in licences.GroupBy(l => (l.Resource.Value, l.Holder?.Value, l.Licence.Terms.Basis)))
        {
            var same = group.ToList();
            for (var second = 1; second < same.Count; second++)
                if (same.Take(second).FirstOrDefault(first => Overlap(first, same[second])) is { } first)
                    faults.Add(same[second].At,
                        $"licence '{same[second].Licence.Slug}' and '{first.Licence.Slug}' ({first.At}) of the same holder cover the same patrons on the same days; part their periods, ages, categories or libraries");
        }
    }

    private static bool Overlap(LicenceEntry a, LicenceEntry b) => Periods(a, b) && Ages(a, b) && Categories(a, b) && Libraries(a, b);

    private static bool Periods(LicenceEntry a, LicenceEntry b) =>
        a.Licence.ValidFrom <= (b.Licence.ValidTo ?? DateOnly.MaxValue) && b.Licence.ValidFrom <= (a.Licence.ValidTo ?? DateOnly.MaxValue);

    private static bool Ages(LicenceEntry a, LicenceEntry b) =>
        (a.Licence.Terms.MinimumAge ?? 0) <= (b.Licence.Terms.MaximumAge ?? int.MaxValue)
        && (b.Licence.Terms.MinimumAge ?? 0) <= (a.Licence.Terms.MaximumAge ?? int.MaxValue);

    private static bool Categories(LicenceEntry a, LicenceEntry b) =>
        a.Licence.Terms.Categories is [] || b.Licence.Terms.Categories is []
        || a.Licence.Terms.Categories.Intersect(b.Licence.Terms.Categories, StringComparer.OrdinalIgnoreCase).Any();

    private static bool Libraries(LicenceEntry a, LicenceEntry b) =>
        a.Licence.CoversAllLibraries || b.Licence.CoversAllLibraries || a.Covers.Select(c => c.Value).Intersect(b.Covers.Select(c => c.Value)).Any();
}
