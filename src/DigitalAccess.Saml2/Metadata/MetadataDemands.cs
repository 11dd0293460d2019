using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>What was agreed with whoever publishes the metadata; nothing in it is relied upon before this is fulfilled.</summary>
/// <param name="Key">Whose signature the root must carry, known beforehand and from elsewhere (IIP-MD03); null where none was agreed.</param>
/// <param name="RequiresValidUntil">Whether it must say until when it is valid, lest an old copy be played back for ever (IIP-MD04).</param>
/// <param name="LongestValidity">How far away that may be, where it must be said.</param>
/// <param name="Now">The time that is compared with.</param>
public sealed record MetadataDemands(VerificationKey? Key, bool RequiresValidUntil, TimeSpan LongestValidity, DateTimeOffset Now);
