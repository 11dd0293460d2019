using System.Collections.Frozen;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Saml.Metadata;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Data;

/// <summary>
/// The region's configuration as it was at one moment: what every login and every launch needs and hardly ever changes.
/// Nobody may change what is in it; it is shared by all requests.
/// </summary>
internal sealed class RegionSnapshot
{
    private readonly FrozenDictionary<string, RelyingParty> _parties;
    private readonly FrozenDictionary<Guid, Library> _libraries;
    private readonly FrozenDictionary<string, Library> _librariesBySlug;
    private readonly FrozenDictionary<Guid, IlsConnection> _connections;
    private readonly FrozenDictionary<Guid, Resource> _resources;
    private readonly FrozenDictionary<string, Resource> _resourcesBySlug;
    private readonly FrozenDictionary<string, Resource> _resourcesByClient;
    private readonly FrozenDictionary<string, Resource> _resourcesByServiceProvider;
    private readonly FrozenDictionary<string, ServiceProvider> _serviceProviders;
    private readonly FrozenDictionary<string, ServiceProvider> _serviceProvidersBySlug;
    private readonly ILookup<Guid, CoveringLicence> _licences;
    private readonly FrozenDictionary<Guid, ServiceProviderMetadata> _metadata;

    private RegionSnapshot(
        List<RelyingParty> parties, List<ServiceProvider> serviceProviders, List<StoredMetadata> metadata, List<Library> libraries, List<IlsConnection> connections,
        List<Resource> resources, List<Licence> licences)
    {
        _serviceProviders = serviceProviders.ToFrozenDictionary(p => p.EntityId, StringComparer.Ordinal);
        _serviceProvidersBySlug = serviceProviders.ToFrozenDictionary(p => p.Slug, StringComparer.Ordinal);
        _resourcesByServiceProvider = resources.Where(r => r.ServiceProvider is not null).ToFrozenDictionary(r => r.ServiceProvider!, StringComparer.Ordinal);
        _parties = parties.ToFrozenDictionary(p => p.ClientId, StringComparer.Ordinal);
        _libraries = libraries.ToFrozenDictionary(l => l.Id);
        _librariesBySlug = libraries.ToFrozenDictionary(l => l.Slug, StringComparer.Ordinal);
        _connections = connections.ToFrozenDictionary(c => c.LibraryId);
        _resources = resources.ToFrozenDictionary(r => r.Id);
        _resourcesBySlug = resources.ToFrozenDictionary(r => r.Slug, StringComparer.Ordinal);
        _resourcesByClient = resources.Where(r => r.ClientId is not null).ToFrozenDictionary(r => r.ClientId!, StringComparer.Ordinal);
        _licences = licences.ToLookup(l => l.ResourceId, l => new CoveringLicence(l, l.CoveredLibraries.Select(c => c.Id).ToFrozenSet()));

        var stored = metadata.ToDictionary(m => m.ServiceProviderId);
        _metadata = serviceProviders.Select(p => (p.Id, InUse: MetadataJudgement.InUse(stored.GetValueOrDefault(p.Id), WantedMetadata.Of(p))!))
            .Where(p => p.InUse is not null).ToFrozenDictionary(p => p.Id, p => p.InUse);
    }

    public IEnumerable<Library> Libraries => _libraries.Values;
    public IEnumerable<Resource> Resources => _resources.Values;
    public IEnumerable<RelyingParty> ActiveParties => _parties.Values.Where(p => p.Active);

    public Library? Library(Guid id) => _libraries.GetValueOrDefault(id);
    public Library? Library(string slug) => _librariesBySlug.GetValueOrDefault(slug);
    public IlsConnection? IlsConnection(Guid libraryId) => _connections.GetValueOrDefault(libraryId);
    public Resource? Resource(Guid id) => _resources.GetValueOrDefault(id);
    public Resource? Resource(string slug) => _resourcesBySlug.GetValueOrDefault(slug);

    /// <summary>The resource that the client signs patrons in to.</summary>
    public Resource? ResourceOf(string clientId) => _resourcesByClient.GetValueOrDefault(clientId);

    /// <summary>The client, when it is switched on.</summary>
    public RelyingParty? Party(string clientId) => _parties.GetValueOrDefault(clientId) is { Active: true } party ? party : null;

    public IEnumerable<ServiceProvider> ActiveServiceProviders => _serviceProviders.Values.Where(p => p.Active);

    /// <summary>The service provider by its entityID, when it is switched on.</summary>
    public ServiceProvider? ServiceProvider(string entityId) => _serviceProviders.GetValueOrDefault(entityId) is { Active: true } provider ? provider : null;

    public ServiceProvider? ServiceProviderBySlug(string slug) => _serviceProvidersBySlug.GetValueOrDefault(slug) is { Active: true } provider ? provider : null;

    /// <summary>The resource that the service provider signs patrons in to.</summary>
    public Resource? ResourceOfServiceProvider(string slug) => _resourcesByServiceProvider.GetValueOrDefault(slug);

    public IEnumerable<CoveringLicence> LicencesOf(Guid resourceId) => _licences[resourceId];

    /// <summary>The last good metadata of a service provider, as long as it is valid; what it said after that counts for nothing.</summary>
    public ServiceProviderMetadata? Metadata(Guid serviceProviderId, DateTimeOffset now) =>
        _metadata.GetValueOrDefault(serviceProviderId) is { } metadata && metadata.IsValidAt(now) ? metadata : null;

    public static async Task<RegionSnapshot> ReadAsync(DigitalAccessDb db, CancellationToken ct)
    {
        // One moment for all: a licence must not speak of a resource that is not there yet.
        await using var moment = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        return new RegionSnapshot(
            await db.RelyingParties.AsNoTracking().ToListAsync(ct),
            await db.ServiceProviders.AsNoTracking().ToListAsync(ct),
            await db.StoredMetadata.AsNoTracking().ToListAsync(ct),
            await db.Libraries.AsNoTracking().ToListAsync(ct),
            await db.IlsConnections.AsNoTracking().ToListAsync(ct),
            await db.Resources.AsNoTracking().Include(r => r.Vendor).ToListAsync(ct),
            await db.Licences.AsNoTracking().Include(l => l.CoveredLibraries).ToListAsync(ct));
    }
}

/// <summary>A licence and the libraries that it covers by name.</summary>
internal sealed record CoveringLicence(Licence Licence, FrozenSet<Guid> Covered)
{
    public bool Covers(Guid? libraryId) => libraryId is { } id && (Licence.CoversAllLibraries || Covered.Contains(id));
}
