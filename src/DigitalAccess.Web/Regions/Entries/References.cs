using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Regions.Yaml;

namespace DigitalAccess.Web.Regions.Entries;

/// <summary>What the entries say of each other.</summary>
internal static class References
{
    public static void Check(RegionEntries region, Faults faults)
    {
        var libraries = Names(region.Libraries.Select(l => l.Library.Slug));
        Known("library", libraries, faults,
            [.. region.Libraries.SelectMany(l => l.Residences), .. region.Licences.SelectMany(l => l.Covers),
             .. region.Licences.Select(l => l.Holder).OfType<Placed<string>>(),
             .. region.Staff.Select(s => s.Library).OfType<Placed<string>>()]);
        Known("vendor", Names(region.Vendors.Select(v => v.Vendor.Slug)), faults,
            [.. region.Resources.Select(r => r.Vendor), .. region.RelyingParties.Select(p => p.Vendor), .. region.ServiceProviders.Select(p => p.Vendor)]);
        Known("resource", Names(region.Resources.Select(r => r.Resource.Slug)), faults, [.. region.Licences.Select(l => l.Resource)]);
        Known("relying party", Names(region.RelyingParties.Select(p => p.Party.ClientId)), faults,
            [.. region.Resources.Select(r => r.Client).OfType<Placed<string>>()]);
        Known("service provider", Names(region.ServiceProviders.Select(p => p.Provider.Slug)), faults,
            [.. region.Resources.Select(r => r.ServiceProvider).OfType<Placed<string>>()]);
        Clients(region, faults);
        ServiceProviders(region, faults);
        Sectors(region, faults);
        LicenceOverlaps.Check(region.Licences, faults);
    }

    private static HashSet<string> Names(IEnumerable<string> names) => names.ToHashSet(StringComparer.Ordinal);

    private static void Known(string kind, HashSet<string> names, Faults faults, IEnumerable<Placed<string>> references)
    {
        foreach (var reference in references.Where(r => r.Value.Length > 0 && !names.Contains(r.Value)))
            faults.Add(reference.At, $"there is no {kind} '{reference.Value}'; {Spelling.Suggest(reference.Value, names)}");
    }

    /// <summary>A client signs in to exactly one resource: by it the broker knows what is to be opened.</summary>
    private static void Clients(RegionEntries region, Faults faults)
    {
        var byClient = region.Resources.Where(r => r.Client is not null).GroupBy(r => r.Client!.Value).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var resources in byClient.Values)
            foreach (var second in resources.Skip(1))
                faults.Add(second.Client!.At, $"the client '{second.Client.Value}' already opens resource '{resources[0].Resource.Slug}'; give each resource a client of its own");

        foreach (var party in region.RelyingParties.Where(p => p.Party.Grants.Contains(GrantType.AuthorizationCode)))
        {
            if (!byClient.TryGetValue(party.Party.ClientId, out var resources))
                faults.Add(party.At, $"relying party '{party.Party.ClientId}' opens no resource; write 'client: {party.Party.ClientId}' at one, or remove the relying party");
            else if (resources[0].Vendor.Value != party.Vendor.Value)
                faults.Add(party.Vendor.At, $"relying party '{party.Party.ClientId}' is of vendor '{party.Vendor.Value}', but its resource is of '{resources[0].Vendor.Value}'; name the same vendor");
        }
    }

    /// <summary>The same for service providers; and an entityID says in a message which of them it is from.</summary>
    private static void ServiceProviders(RegionEntries region, Faults faults)
    {
        foreach (var same in region.ServiceProviders.Where(p => p.EntityId.Value.Length > 0).GroupBy(p => p.EntityId.Value, StringComparer.Ordinal))
            foreach (var second in same.Skip(1))
                faults.Add(second.EntityId.At, $"the entityID '{same.Key}' is already that of service provider '{same.First().Provider.Slug}'; keep one");

        var bySlug = region.Resources.Where(r => r.ServiceProvider is not null).GroupBy(r => r.ServiceProvider!.Value).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var resources in bySlug.Values)
            foreach (var second in resources.Skip(1))
                faults.Add(second.ServiceProvider!.At, $"the service provider '{second.ServiceProvider.Value}' already opens resource '{resources[0].Resource.Slug}'; give each resource a service provider of its own");

        foreach (var (at, provider, _, vendor) in region.ServiceProviders)
        {
            if (!bySlug.TryGetValue(provider.Slug, out var resources))
                faults.Add(at, $"service provider '{provider.Slug}' opens no resource; write 'serviceProvider: {provider.Slug}' at one, or remove the service provider");
            else if (resources[0].Vendor.Value != vendor.Value)
                faults.Add(vendor.At, $"service provider '{provider.Slug}' is of vendor '{vendor.Value}', but its resource is of '{resources[0].Vendor.Value}'; name the same vendor");
        }
    }

    /// <summary>One sector, one pseudonym per patron: two vendors must never be able to compare theirs.</summary>
    private static void Sectors(RegionEntries region, Faults faults)
    {
        var all = region.RelyingParties.Select(p => (p.At, Who: $"relying party '{p.Party.ClientId}'", p.Party.Sector, p.Vendor))
            .Concat(region.ServiceProviders.Select(p => (p.At, Who: $"service provider '{p.Provider.Slug}'", p.Provider.Sector, p.Vendor)))
            .Concat(region.Resources.Where(r => r.Resource.SessionApi is not null)
                .Select(r => (r.At, Who: $"resource '{r.Resource.Slug}'", r.Resource.SessionApi!.Sector, r.Vendor)));
        foreach (var sector in all.Where(s => s.Sector.Length > 0).GroupBy(s => s.Sector, StringComparer.OrdinalIgnoreCase))
            foreach (var other in sector.Where(s => s.Vendor.Value != sector.First().Vendor.Value))
                faults.Add(other.At, $"the sector '{sector.Key}' belongs to vendor '{sector.First().Vendor.Value}'; give {other.Who} one of its own, or the vendors could compare patrons");
    }
}
