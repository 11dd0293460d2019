using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Regions.Entries;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Regions.Applying;

internal sealed class ResourceImport(DigitalAccessDb db, IDataProtectionProvider protection)
{
    private const string Kind = "resource";

    private readonly ProtectedSecrets _secrets = new(protection, SessionApi.SecretPurpose);

    public async Task<Dictionary<string, Resource>> ApplyAsync(
        IReadOnlyList<ResourceEntry> entries, Dictionary<string, Vendor> vendors, Difference difference, CancellationToken ct)
    {
        var known = await db.Resources.ToDictionaryAsync(r => r.Slug, StringComparer.Ordinal, ct);
        var vendorNames = vendors.Values.ToDictionary(v => v.Id, v => v.Slug);
        foreach (var entry in entries)
            (entry.Resource.VendorId, entry.Resource.ClientId, entry.Resource.ServiceProvider) = (vendors[entry.Vendor.Value].Id, entry.Client?.Value, entry.ServiceProvider?.Value);

        foreach (var gone in known.Values.Where(r => r.Active).ExceptBy(entries.Select(e => e.Resource.Slug), r => r.Slug))
        {
            (gone.Active, gone.ClientId, gone.ServiceProvider) = (false, null, null);
            difference.Removed(Kind, gone.Slug, "becomes inactive; its licences open nothing");
        }

        var changes = new List<(Resource Resource, Resource Now)>();
        foreach (var (_, now, _, _, _, secret) in entries)
        {
            var before = known.GetValueOrDefault(now.Slug);
            var secretChanged = TakeSecret(now, before, secret);
            if (before is not { } resource)
            {
                known[now.Slug] = now;
                changes.Add((now, now));
                difference.Added(Kind, now.Slug);
            }
            else if (difference.Changed(Kind, now.Slug, Picture(resource, vendorNames), Picture(now, vendorNames), secretChanged ? ["secret changed"] : []))
            {
                changes.Add((resource, now));
            }
        }

        await FreeClientsAsync(changes, ct);
        foreach (var (resource, now) in changes)
            Apply(resource, now);
        return known;
    }

    /// <summary>Encrypted anew only when it is another, so that an unchanged file changes nothing.</summary>
    /// <returns>Whether a known secret was replaced.</returns>
    private bool TakeSecret(Resource now, Resource? before, string? secret)
    {
        if (now.SessionApi is not { } api)
            return false;
        var kept = before?.SessionApi?.ProtectedSecret;
        var same = kept is not null && _secrets.Holds(kept, secret);
        api.ProtectedSecret = same ? kept! : _secrets.Protect(secret) ?? "";
        return kept is not null && !same;
    }

    /// <summary>Two resources may swap their clients or service providers, and the unique index allows no moment with one at two.</summary>
    private async Task FreeClientsAsync(List<(Resource Resource, Resource Now)> changes, CancellationToken ct)
    {
        foreach (var (resource, now) in changes.Where(c => c.Resource.ClientId != c.Now.ClientId))
            resource.ClientId = null;
        foreach (var (resource, now) in changes.Where(c => c.Resource.ServiceProvider != c.Now.ServiceProvider))
            resource.ServiceProvider = null;
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
        (resource.AccessMethod, resource.LaunchUrl, resource.TitleUrl, resource.ClientId) = (now.AccessMethod, now.LaunchUrl, now.TitleUrl, now.ClientId);
        (resource.ServiceProvider, resource.SessionApi, resource.Active) = (now.ServiceProvider, now.SessionApi, true);
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
        resource.ServiceProvider,
        SessionApi = resource.SessionApi is { } api ? new { api.Address, api.Sector, Releases = api.Releases.Select(line => line.ToString()) } : null,
        resource.Active,
    };
}
