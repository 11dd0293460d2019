using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Regions.Entries;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Regions.Applying;

internal sealed class LicenceImport(DigitalAccessDb db)
{
    private const string Kind = "licence";

    public async Task ApplyAsync(
        IReadOnlyList<LicenceEntry> entries, Dictionary<string, Resource> resources, Dictionary<string, Library> libraries, Difference difference, CancellationToken ct)
    {
        var known = await db.Licences.Include(l => l.CoveredLibraries).AsSplitQuery().ToDictionaryAsync(l => l.Slug, StringComparer.Ordinal, ct);
        foreach (var gone in known.Values.ExceptBy(entries.Select(e => e.Licence.Slug), l => l.Slug))
        {
            db.Licences.Remove(gone);
            difference.Removed(Kind, gone.Slug, "deleted");
        }

        var names = new Names(resources.Values.ToDictionary(r => r.Id, r => r.Slug), libraries.Values.ToDictionary(l => l.Id, l => l.Slug));
        foreach (var entry in entries)
        {
            var now = entry.Licence;
            now.ResourceId = resources[entry.Resource.Value].Id;
            now.HolderLibraryId = entry.Holder is { } holder ? libraries[holder.Value].Id : null;
            now.CoveredLibraries.AddRange(entry.Covers.Select(c => libraries[c.Value]));
            if (!known.TryGetValue(now.Slug, out var licence))
            {
                db.Licences.Add(now);
                difference.Added(Kind, now.Slug);
            }
            else if (difference.Changed(Kind, now.Slug, Picture(licence, names), Picture(now, names)))
            {
                Apply(licence, now);
            }
        }
    }

    private static void Apply(Licence licence, Licence now)
    {
        (licence.ResourceId, licence.HolderLibraryId, licence.Terms) = (now.ResourceId, now.HolderLibraryId, now.Terms);
        (licence.ValidFrom, licence.ValidTo, licence.CoversAllLibraries) = (now.ValidFrom, now.ValidTo, now.CoversAllLibraries);
        licence.CoveredLibraries.RemoveAll(l => !now.CoveredLibraries.Contains(l));
        licence.CoveredLibraries.AddRange(now.CoveredLibraries.Except(licence.CoveredLibraries).ToList());
    }

    private static object Picture(Licence licence, Names names) => new
    {
        Resource = names.Resources[licence.ResourceId],
        Holder = licence.HolderLibraryId is { } holder ? names.Libraries[holder] : RegionReader.Region,
        Covers = licence.CoversAllLibraries ? ["all"] : licence.CoveredLibraries.Select(l => l.Slug).Order(StringComparer.Ordinal).ToArray(),
        licence.ValidFrom,
        licence.ValidTo,
        licence.Terms.Basis,
        licence.Terms.MinimumAge,
        licence.Terms.MaximumAge,
        licence.Terms.Categories,
    };

    private sealed record Names(Dictionary<Guid, string> Resources, Dictionary<Guid, string> Libraries);
}
