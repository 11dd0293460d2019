using DigitalAccess.Saml2.Model;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;

namespace DigitalAccess.Web.Saml;

/// <summary>A vendor that can be answered: registered, switched on, with metadata that still holds and a resource that it opens.</summary>
internal sealed record KnownProvider(ServiceProvider Provider, ServiceProviderMetadata Metadata, Resource Resource)
{
    /// <returns>Null where something of it is missing.</returns>
    public static KnownProvider? Of(RegionSnapshot region, ServiceProvider? provider, DateTimeOffset now) =>
        provider is not null && region.Metadata(provider.Id, now) is { } metadata && CanBeSealed(provider, metadata) && region.ResourceOfServiceProvider(provider.Slug) is { } resource
            ? new KnownProvider(provider, metadata, resource)
            : null;

    /// <summary>Whom nothing readable may be sent needs a key; nobody is let through with less.</summary>
    private static bool CanBeSealed(ServiceProvider provider, ServiceProviderMetadata metadata) => provider.Encryption != EncryptionRule.Always || metadata.EncryptionKeys.Count > 0;
}
