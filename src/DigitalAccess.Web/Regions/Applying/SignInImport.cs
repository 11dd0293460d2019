using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Regions.Entries;

namespace DigitalAccess.Web.Regions.Applying;

/// <summary>Whom patrons are signed in for, by either protocol.</summary>
internal sealed class SignInImport(RelyingPartyImport parties, ServiceProviderImport providers)
{
    public async Task ApplyAsync(RegionEntries region, Dictionary<string, Vendor> vendors, Difference difference, CancellationToken ct)
    {
        await parties.ApplyAsync(region.RelyingParties, vendors, difference, ct);
        await providers.ApplyAsync(region.ServiceProviders, vendors, difference, ct);
    }
}
