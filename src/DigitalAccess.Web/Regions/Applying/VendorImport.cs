using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Regions.Entries;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Regions.Applying;

internal sealed class VendorImport(DigitalAccessDb db)
{
    private const string Kind = "vendor";

    public async Task<Dictionary<string, Vendor>> ApplyAsync(IReadOnlyList<VendorEntry> entries, Difference difference, CancellationToken ct)
    {
        var known = await db.Vendors.ToDictionaryAsync(v => v.Slug, StringComparer.Ordinal, ct);
        foreach (var (_, now) in entries)
        {
            if (!known.TryGetValue(now.Slug, out var vendor))
            {
                known[now.Slug] = now;
                db.Vendors.Add(now);
                difference.Added(Kind, now.Slug);
            }
            else if (difference.Changed(Kind, now.Slug, Picture(vendor), Picture(now)))
            {
                (vendor.Name, vendor.Website) = (now.Name, now.Website);
            }
        }

        return known;
    }

    /// <summary>When all else is applied: a vendor that even an inactive resource, relying party or service provider refers to stays.</summary>
    public async Task RemoveUnusedAsync(IReadOnlyList<VendorEntry> entries, Difference difference, CancellationToken ct)
    {
        var kept = entries.Select(e => e.Vendor.Slug).ToList();
        var unused = await db.Vendors
            .Where(v => !kept.Contains(v.Slug) && !db.Resources.Any(r => r.VendorId == v.Id) && !db.RelyingParties.Any(p => p.VendorId == v.Id)
                && !db.ServiceProviders.Any(p => p.VendorId == v.Id))
            .OrderBy(v => v.Slug)
            .ToListAsync(ct);
        db.Vendors.RemoveRange(unused);
        foreach (var vendor in unused)
            difference.Removed(Kind, vendor.Slug, "deleted");
    }

    private static object Picture(Vendor vendor) => new { vendor.Name, vendor.Website };
}
