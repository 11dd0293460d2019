using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Pages;

/// <summary>What opens for this patron at this library today, by category; what would not open is not shown.</summary>
internal sealed class PortalShelves(DigitalAccessDb db, EntitlementFacts entitlement)
{
    public async Task<List<Shelf>> ForAsync(PatronSession session, Library library, string? search, CancellationToken ct)
    {
        var resources = await db.Resources.AsNoTracking().Include(r => r.Vendor).Where(r => r.Active).ToListAsync(ct);
        var open = await entitlement.OpenAsync(session, library, resources, ct);
        return [.. open.Where(r => Matches(r, search))
            .GroupBy(r => r.Category).OrderBy(g => g.Key)
            .Select(g => new Shelf(g.Key, [.. g.OrderBy(r => r.Name.Current, StringComparer.CurrentCulture)]))];
    }

    private static bool Matches(Resource resource, string? search) =>
        string.IsNullOrWhiteSpace(search)
        || new[] { resource.Name.Current, resource.Description.Current, resource.Vendor?.Name ?? "" }
            .Any(text => text.Contains(search.Trim(), StringComparison.CurrentCultureIgnoreCase));
}

internal sealed record Shelf(ResourceCategory Category, IReadOnlyList<Resource> Resources);
