namespace DigitalAccess.Saml2.Xml;

/// <summary>A key that assertions may be encrypted to, and what its owner says it can decrypt.</summary>
/// <param name="Key">An RSA key.</param>
/// <param name="Methods">Algorithms of the owner's EncryptionMethod elements (SAML Metadata 2.4.1.1); empty where it does not say.</param>
/// <param name="KnowsSha256">Whether it says that RSA-OAEP is to be by SHA-256 and its mask by SHA-256 (XML Encryption 1.1, 5.5.2).</param>
public sealed record EncryptionKey(VerificationKey Key, IReadOnlyList<string> Methods, bool KnowsSha256 = false)
{
    /// <summary>AES-GCM, the only ways of encrypting a text that are spoken here (IIP-ALG04).</summary>
    internal const string Aes128 = "http://www.w3.org/2009/xmlenc11#aes128-gcm";
    internal const string Aes256 = "http://www.w3.org/2009/xmlenc11#aes256-gcm";

    /// <summary>RSA-OAEP with a mask by SHA-1, which every recipient knows and no collision helps against (IIP-ALG06); and the one that says by what.</summary>
    internal const string OaepBySha1 = SamlNames.Encryption + "rsa-oaep-mgf1p";
    internal const string Oaep = "http://www.w3.org/2009/xmlenc11#rsa-oaep";

    /// <summary>How a text is encrypted to its owner; null where it says that it knows no way that is spoken here.</summary>
    internal string? TextMethod => Methods.Contains(Aes256) || !Methods.Any(IsForTexts) ? Aes256 : Methods.Contains(Aes128) ? Aes128 : null;

    /// <summary>How that text's key is; null likewise.</summary>
    internal string? KeyMethod => Methods.Contains(OaepBySha1) || !Methods.Any(IsForKeys) ? OaepBySha1 : Methods.Contains(Oaep) ? Oaep : null;

    private static bool IsForTexts(string method) => method.EndsWith("-cbc", StringComparison.Ordinal) || method.EndsWith("-gcm", StringComparison.Ordinal);

    private static bool IsForKeys(string method) => method.Contains("#rsa-", StringComparison.Ordinal);
}
