using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using DigitalAccess.Saml2.Metadata;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Web.Saml.Metadata;

/// <summary>Whose metadata is wanted from where, and what was agreed of it.</summary>
/// <param name="ServiceProviderId">Whose.</param>
/// <param name="Slug">Its short name, for logs.</param>
/// <param name="EntityId">Its name in metadata.</param>
/// <param name="Address">Where the metadata is; null where the region gave the metadata itself.</param>
/// <param name="File">SHA-256 of what the region gave; null where the metadata is at an address.</param>
/// <param name="Certificate">Of the key that signs it, as PEM; null where none was agreed.</param>
/// <param name="RequiresValidUntil">Whether it must say until when it is valid.</param>
/// <param name="LongestValidity">How far away that may be.</param>
internal sealed record WantedMetadata(
    Guid ServiceProviderId, string Slug, string EntityId, Uri? Address, string? File, string? Certificate, bool RequiresValidUntil, TimeSpan LongestValidity)
{
    /// <summary>Differs as soon as anything else was agreed.</summary>
    public string Terms => Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new object?[] { EntityId, Address?.AbsoluteUri, File, Certificate, RequiresValidUntil, LongestValidity })));

    public string Trust => TrustOf(Certificate);

    /// <summary>Which key had to have signed the metadata; empty where none had to.</summary>
    public static string TrustOf(string? certificate) => certificate is null ? "" : Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(certificate)));

    public static WantedMetadata Of(ServiceProvider provider)
    {
        var source = provider.Metadata;
        var fetched = source.Kind is MetadataKind.Address or MetadataKind.Mdq;
        return new WantedMetadata(
            provider.Id, provider.Slug, provider.EntityId, fetched ? AddressOf(source, provider.EntityId) : null, fetched ? null : source.File, source.Certificate,
            source.RequiresValidUntil, TimeSpan.FromDays(source.LongestValidityDays));
    }

    private static Uri? AddressOf(MetadataSource source, string entityId)
    {
        if (!Uri.TryCreate(source.Address, UriKind.Absolute, out var address))
            return null;
        return source.Kind == MetadataKind.Mdq ? MetadataQuery.AddressOf(address, entityId) : address;
    }

    /// <exception cref="DigitalAccess.Saml2.SamlException">The agreed certificate is none, or its key too weak.</exception>
    public MetadataDemands Demands(DateTimeOffset now) => new(Key(), RequiresValidUntil, LongestValidity, now);

    private VerificationKey? Key()
    {
        if (Certificate is null)
            return null;
        using var certificate = X509Certificate2.CreateFromPem(Certificate);
        return VerificationKey.OfCertificate(certificate.RawData);
    }
}
