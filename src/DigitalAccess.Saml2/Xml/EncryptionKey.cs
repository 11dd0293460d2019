namespace DigitalAccess.Saml2.Xml;

/// <summary>A key that assertions may be encrypted to, and what its owner says it can decrypt.</summary>
/// <param name="Key">An RSA key.</param>
/// <param name="Methods">Algorithms of the owner's EncryptionMethod elements (SAML Metadata 2.4.1.1); empty where it does not say.</param>
public sealed record EncryptionKey(VerificationKey Key, IReadOnlyList<string> Methods);
