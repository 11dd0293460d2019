using System.Security.Cryptography;
using System.Text.Json;
using DigitalAccess.Saml2.Metadata;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Web.Saml.Metadata;

/// <summary>Whose metadata is fetched from where, and what was agreed of it.</summary>
/// <param name="ServiceProviderId">Whose.</param>
/// <param name="Slug">Its short name, for logs.</param>
/// <param name="EntityId">Its name in metadata.</param>
/// <param name="Address">Where the metadata is.</param>
/// <param name="Certificate">Of the key that signs it; null where none was agreed.</param>
/// <param name="RequiresValidUntil">Whether it must say until when it is valid.</param>
/// <param name="LongestValidity">How far away that may be.</param>
internal sealed record WantedMetadata(Guid ServiceProviderId, string Slug, string EntityId, Uri Address, byte[]? Certificate, bool RequiresValidUntil, TimeSpan LongestValidity)
{
    /// <summary>Differs as soon as anything else was agreed.</summary>
    public string Terms => Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new object?[] { EntityId, Address.AbsoluteUri, Certificate, RequiresValidUntil, LongestValidity })));

    public MetadataDemands Demands(DateTimeOffset now) =>
        new(Certificate is null ? null : VerificationKey.OfCertificate(Certificate), RequiresValidUntil, LongestValidity, now);
}
