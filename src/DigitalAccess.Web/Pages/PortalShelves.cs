using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Pages;

/// <summary>What opens for this patron at this library today, by topic; what would not open is not shown.</summary>
internal sealed class PortalShelves(RegionSnapshots region, EntitlementFacts entitlement)
{
    public async Task<List<Shelf>> ForAsync(PatronSession session, Library library, string? search, CancellationToken ct)
    {
        var resources = (await region.GetAsync(ct)).Resources.Where(r => r.Active).ToList();
        var open = await entitlement.OpenAsync(session, library, resources, ct);
        return [.. open.Where(r => Matches(r, search))
            .GroupBy(r => TopicOf(r.Category)).OrderBy(g => g.Key)
            .Select(g => new Shelf(g.Key, [.. g.OrderBy(r => r.Name.Current, StringComparer.CurrentCulture)]))];
    }

    /// <summary>Few wide shelves: most of the catalogue's categories hold one or two resources.</summary>
    private static PortalTopic TopicOf(ResourceCategory category) => category switch
    {
        ResourceCategory.News => PortalTopic.News,
        ResourceCategory.Books or ResourceCategory.Children => PortalTopic.Books,
        ResourceCategory.Film or ResourceCategory.Music => PortalTopic.FilmMusic,
        ResourceCategory.Genealogy or ResourceCategory.Law or ResourceCategory.Maps => PortalTopic.Society,
        _ => PortalTopic.Learn,
    };

    private static bool Matches(Resource resource, string? search) =>
        string.IsNullOrWhiteSpace(search)
        || new[] { resource.Name.Current, resource.Description.Current, resource.Vendor?.Name ?? "" }
            .Any(text => text.Contains(search.Trim(), StringComparison.CurrentCultureIgnoreCase));
}

/// <summary>The portal's shelves, in their order on the page.</summary>
internal enum PortalTopic
{
    News,
    Books,
    FilmMusic,
    Learn,
    Society,
}

internal sealed record Shelf(PortalTopic Topic, IReadOnlyList<Resource> Resources);
