using DigitalAccess.Saml2.Model;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>Metadata that fulfils what was demanded of it.</summary>
/// <param name="Metadata">What the entity says of itself.</param>
/// <param name="Entity">
/// The entity alone, as a document in UTF-8 that can be kept and read again by <see cref="MetadataReader.ReadKept"/>. What is
/// said around it of validity is written into it; signatures are not, for they would no longer hold.
/// </param>
public sealed record MetadataReading(ServiceProviderMetadata Metadata, ReadOnlyMemory<byte> Entity);
