using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Regions.Entries;

namespace DigitalAccess.Web.Regions.Applying;

internal sealed class CatalogueImport(ResourceImport resources, LicenceImport licences)
{
    public async Task ApplyAsync(
        RegionEntries region, Dictionary<string, Vendor> vendors, Dictionary<string, Library> libraries, Difference difference, CancellationToken ct)
    {
        var all = await resources.ApplyAsync(region.Resources, vendors, difference, ct);
        await licences.ApplyAsync(region.Licences, all, libraries, difference, ct);
    }
}
