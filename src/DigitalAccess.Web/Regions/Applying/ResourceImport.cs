using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Regions.Entries;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Regions.Applying;

internal sealed class ResourceImport(DigitalAccessDb db)
{
    private const string Kind = "resource";

    public async Task<Dictionary<string, Resource>> ApplyAsync(
        IReadOnlyList<ResourceEntry> entries, Dictionary<string, Vendor> vendors, Difference difference, CancellationToken ct)
    {
        var known = await db.Resources.ToDictionaryAsync(r => r.Slug, StringComparer.Ordinal, ct);
        var vendorNames = vendors.Values.ToDictionary(v => v.Id, v => v.Slug);
        foreach (var entry in entries)
            (entry.Resource.VendorId, entry.Resource.ClientId) = (vendors[entry.Vendor.Value].Id, entry.Client?.Value);

        foreach (var gone in known.Values.Where(r => r.Active).ExceptBy(entries.Select(e => e.Resource.Slug), r => r.Slug))
        {
            (gone.Active, gone.ClientId) = (false, null);
            difference.Removed(Kind, gone.Slug, "becomes inactive; its licences open nothing");
        }

        var changes = new List<(Resource Resource, Resource Now)>();
        foreach (var (_, now, _, _) in entries)
        {
            if (!known.TryGetValue(now.Slug, out var resource))
            {
                known[now.Slug] = now;
                changes.Add((now, now));
                difference.Added(Kind, now.Slug);
            }
            else if (difference.Changed(Kind, now.Slug, Picture(resource, vendorNames), Picture(now, vendorNames)))
            {
                changes.Add((resource, now));
            }
        }

        await FreeClientsAsync(changes, ct);
        foreach (var (resource, now) in changes)
            Apply(resource, now);
        return known;
    }

    /// <summary>Two resources may swap their clients, and the unique index allows no moment with one client at two.</summary>
    private async Task FreeClientsAsync(List<(Resource Resource, Resource Now)> changes, CancellationToken ct)
    {
        foreach (var (resource, now) in changes.Where(c => c.Resource.ClientId != c.Now.ClientId))
            resource.ClientId = null;
        await db.SaveChangesAsync(ct);
    }

    private void Apply(Resource resource, Resource now)
    {
        if (resource == now)
        {
            db.Resources.Add(now);
            return;
        }

        (resource.VendorId, resource.Name, resource.Description, resource.Category) = (now.VendorId, now.Name, now.Description, now.Category);
        (resource.AccessMethod, resource.LaunchUrl, resource.TitleUrl, resource.ClientId, resource.Active) = (now.AccessMethod, now.LaunchUrl, now.TitleUrl, now.ClientId, true);
    }

    private static object Picture(Resource resource, Dictionary<Guid, string> vendors) => new
    {
        Vendor = vendors[resource.VendorId],
        resource.Name,
        resource.Description,
        resource.Category,
        resource.AccessMethod,
        resource.LaunchUrl,
        resource.TitleUrl,
        Client = resource.ClientId,
        resource.Active,
    };
}
