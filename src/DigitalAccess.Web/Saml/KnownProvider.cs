using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Xml;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;

namespace DigitalAccess.Web.Saml;

/// <summary>A vendor that can be answered: registered, switched on, with metadata that still holds and a resource that it opens.</summary>
internal sealed record KnownProvider(ServiceProvider Provider, ServiceProviderMetadata Metadata, Resource Resource)
{
    /// <returns>Null where something of it is missing.</returns>
    public static KnownProvider? Of(RegionSnapshot region, ServiceProvider? provider, DateTimeOffset now) =>
        provider is not null && region.Metadata(provider.Id, now) is { } metadata && region.ResourceOfServiceProvider(provider.Slug) is { } resource
            ? new KnownProvider(provider, metadata, resource)
            : null;

    /// <summary>Whether assertions can be sent as the registration demands: whom nothing readable may be sent needs a key that we can use.</summary>
    public bool CanBeAnswered => Provider.Encryption != EncryptionRule.Always || EncryptionKey is not null;

    /// <summary>The key that assertions are encrypted to; null where they are not.</summary>
    public EncryptionKey? EncryptionKey => Provider.Encryption == EncryptionRule.Never ? null : Metadata.EncryptionKeys is [var key, ..] ? key : null;
}
