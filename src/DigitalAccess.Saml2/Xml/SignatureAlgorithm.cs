using System.Security.Cryptography;

namespace DigitalAccess.Saml2.Xml;

/// <summary>Signature algorithms that are accepted. Everything else, HMAC and whatever rests on SHA-1 or MD5 above all, is unknown here (IIP-ALG08).</summary>
public sealed class SignatureAlgorithm
{
    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256 (RFC 6931, 2.3.2).</summary>
    public static SignatureAlgorithm RsaSha256 { get; } = new("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", true, HashAlgorithmName.SHA256);

    /// <summary>ECDSA with SHA-256 (RFC 6931, 2.3.6).</summary>
    public static SignatureAlgorithm EcdsaSha256 { get; } = new("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", false, HashAlgorithmName.SHA256);

    /// <summary>Bytes of an RSA-8192 signature.</summary>
    internal const int LongestValue = 1024;

    /// <summary>The preferred first.</summary>
    internal static IReadOnlyList<SignatureAlgorithm> All { get; } =
    [
        RsaSha256,
        new("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", true, HashAlgorithmName.SHA384),
        new("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", true, HashAlgorithmName.SHA512),
        EcdsaSha256,
        new("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", false, HashAlgorithmName.SHA384),
        new("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", false, HashAlgorithmName.SHA512),
    ];

    private SignatureAlgorithm(string uri, bool isRsa, HashAlgorithmName hash) => (Uri, IsRsa, Hash) = (uri, isRsa, hash);

    /// <summary>Its name in messages.</summary>
    public string Uri { get; }

    internal bool IsRsa { get; }

    internal HashAlgorithmName Hash { get; }

    /// <returns>The algorithm; null for one that is not accepted.</returns>
    public static SignatureAlgorithm? Find(string uri) => All.FirstOrDefault(algorithm => algorithm.Uri == uri);
}
