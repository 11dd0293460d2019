using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Regions.Entries;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Saml.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Regions.Applying;

internal sealed class ServiceProviderImport(DigitalAccessDb db, IOptions<SamlOptions> options, TimeProvider clock)
{
    private const string Kind = "service-provider";

    public async Task ApplyAsync(
        IReadOnlyList<ServiceProviderEntry> entries, Dictionary<string, Vendor> vendors, Difference difference, CancellationToken ct)
    {
        var known = await db.ServiceProviders.ToDictionaryAsync(p => p.Slug, StringComparer.Ordinal, ct);
        var vendorNames = vendors.Values.ToDictionary(v => v.Id, v => v.Slug);
        foreach (var entry in entries)
            entry.Provider.VendorId = vendors[entry.Vendor.Value].Id;
        LetGo(known, entries, difference);

        var changes = new List<(ServiceProvider Provider, ServiceProvider Now)>();
        foreach (var now in entries.Select(e => e.Provider))
        {
            if (!known.TryGetValue(now.Slug, out var provider))
            {
                db.ServiceProviders.Add(now);
                difference.Added(Kind, now.Slug);
            }
            else if (difference.Changed(Kind, now.Slug, Picture(provider, vendorNames), Picture(now, vendorNames)))
            {
                changes.Add((provider, now));
            }
        }

        await FreeNamesAsync(changes, ct);
        foreach (var now in entries.Select(e => e.Provider).Where(p => !known.ContainsKey(p.Slug)))
            Give(now.Id, now.Metadata.Text);
        foreach (var (provider, now) in changes.Where(c => c.Provider.Metadata.File != c.Now.Metadata.File))
        {
            await db.GivenMetadata.Where(g => g.ServiceProviderId == provider.Id).ExecuteDeleteAsync(ct);
            Give(provider.Id, now.Metadata.Text);
        }

        foreach (var (provider, now) in changes)
            Apply(provider, now);
    }

    /// <summary>What the files no longer name stays as inactive, unless another now goes by its entityID, which only one may have.</summary>
    private void LetGo(Dictionary<string, ServiceProvider> known, IReadOnlyList<ServiceProviderEntry> entries, Difference difference)
    {
        var claimed = entries.ToDictionary(e => e.Provider.EntityId, e => e.Provider.Slug, StringComparer.Ordinal);
        foreach (var gone in known.Values.ExceptBy(entries.Select(e => e.Provider.Slug), p => p.Slug).ToList())
        {
            if (claimed.TryGetValue(gone.EntityId, out var heir))
            {
                db.ServiceProviders.Remove(gone);
                difference.Removed(Kind, gone.Slug, $"deleted; '{heir}' has its entityID now");
            }
            else if (gone.Active)
            {
                gone.Active = false;
                difference.Removed(Kind, gone.Slug, "becomes inactive; the vendor can no longer sign patrons in");
            }
        }
    }

    /// <summary>
    /// Two may swap their entityIDs, and a new one may take over another's; the unique index allows no moment with one at two.
    /// Nobody sees the names in between: all of it is one transaction.
    /// </summary>
    private async Task FreeNamesAsync(List<(ServiceProvider Provider, ServiceProvider Now)> changes, CancellationToken ct)
    {
        var added = db.ChangeTracker.Entries<ServiceProvider>().Where(e => e.State == EntityState.Added).Select(e => e.Entity).ToList();
        foreach (var provider in added)
            db.Entry(provider).State = EntityState.Detached;
        foreach (var (provider, _) in changes.Where(c => c.Provider.EntityId != c.Now.EntityId))
            provider.EntityId = $"urn:uuid:{Guid.NewGuid()}";
        await db.SaveChangesAsync(ct);
        db.ServiceProviders.AddRange(added);
    }

    private void Give(Guid provider, string? text)
    {
        if (text is not null)
            db.GivenMetadata.Add(new GivenMetadata { ServiceProviderId = provider, Text = text });
    }

    private void Apply(ServiceProvider provider, ServiceProvider now)
    {
        // The vendor was never told of a certificate of that kind.
        if (provider.SignatureAlgorithm != now.SignatureAlgorithm)
            provider.AlgorithmChange = AnnouncedChange.Next(
                provider.AlgorithmChange, clock.GetUtcNow(), options.Value.Notice, provider.NewCertificateFrom?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        (provider.EntityId, provider.VendorId, provider.Name, provider.Sector) = (now.EntityId, now.VendorId, now.Name, now.Sector);
        (provider.Releases, provider.Metadata, provider.NameId, provider.Encryption) = (now.Releases, now.Metadata, now.NameId, now.Encryption);
        (provider.SignsResponse, provider.SignsAssertion, provider.SignatureAlgorithm) = (now.SignsResponse, now.SignsAssertion, now.SignatureAlgorithm);
        (provider.RequiresSignedRequests, provider.AllowsIdpInitiated, provider.RelayStates) = (now.RequiresSignedRequests, now.AllowsIdpInitiated, now.RelayStates);
        (provider.NewCertificateFrom, provider.Active) = (now.NewCertificateFrom, true);
    }

    private static object Picture(ServiceProvider provider, Dictionary<Guid, string> vendors) => new
    {
        provider.EntityId,
        Vendor = vendors[provider.VendorId],
        provider.Name,
        provider.Sector,
        Releases = provider.Releases.Select(line => line.ToString()),
        Metadata = Picture(provider.Metadata),
        provider.NameId,
        provider.SignsResponse,
        provider.SignsAssertion,
        provider.Encryption,
        provider.SignatureAlgorithm,
        provider.RequiresSignedRequests,
        provider.AllowsIdpInitiated,
        provider.RelayStates,
        provider.NewCertificateFrom,
        provider.Active,
    };

    /// <summary>Texts of many lines by their SHA-256, which for a certificate is what vendors print on their pages.</summary>
    private static object Picture(MetadataSource source) => new
    {
        source.Kind,
        source.Address,
        source.File,
        Certificate = source.Certificate is { } pem ? Fingerprint(pem) : null,
        source.RequiresValidUntil,
        source.LongestValidityDays,
    };

    private static string Fingerprint(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }
}
