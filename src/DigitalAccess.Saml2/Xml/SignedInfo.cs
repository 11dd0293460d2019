using System.Security.Cryptography;
using System.Xml;

namespace DigitalAccess.Saml2.Xml;

/// <summary>What a signature says it signs and how. Only one way is known here; all others are refused unread.</summary>
internal sealed record SignedInfo(SignatureAlgorithm Algorithm, HashAlgorithmName DigestHash, byte[] Digest, string? SignedInfoPrefixes, string? ContentPrefixes)
{
    private const string WithComments = SamlNames.ExclusiveCanonicalisation + "WithComments";

    private static readonly Dictionary<string, HashAlgorithmName> Hashes = new(StringComparer.Ordinal)
    {
        ["http://www.w3.org/2001/04/xmlenc#sha256"] = HashAlgorithmName.SHA256,
        ["http://www.w3.org/2001/04/xmldsig-more#sha384"] = HashAlgorithmName.SHA384,
        ["http://www.w3.org/2001/04/xmlenc#sha512"] = HashAlgorithmName.SHA512,
    };

    /// <summary>Names of the digests that are accepted, the preferred first.</summary>
    public static IEnumerable<string> Digests => Hashes.Keys;

    /// <summary>Bytes of a SHA-512 digest.</summary>
    private const int LongestDigest = 64;

    /// <param name="element">The SignedInfo element.</param>
    /// <param name="id">The ID of the root, which alone may be referred to.</param>
    /// <exception cref="SamlException">It says anything else.</exception>
    public static SignedInfo Read(XmlElement element, string id)
    {
        if (element.Children().ToList() is not [{ } canonicalisation, { } method, { } reference]
            || !canonicalisation.Is("CanonicalizationMethod", SamlNames.Signature) || !method.Is("SignatureMethod", SamlNames.Signature) || !reference.Is("Reference", SamlNames.Signature))
        {
            throw EnvelopedSignature.Refused("The signature has not exactly one reference (SAML Core 5.4.2).");
        }

        var algorithm = SignatureAlgorithm.Find(method.Required("Algorithm")) is { } known && !method.Children().Any()
            ? known
            : throw EnvelopedSignature.Refused("The signature algorithm is not accepted; RSA or ECDSA with SHA-256, SHA-384 or SHA-512 are.");
        if (reference.Optional("URI") != $"#{id}")
            throw EnvelopedSignature.Refused("The signature's reference is not the message's root (SAML Core 5.4.2).");
        if (reference.Children().ToList() is not [{ } transforms, { } digestMethod, { } digestValue]
            || !transforms.Is("Transforms", SamlNames.Signature) || !digestMethod.Is("DigestMethod", SamlNames.Signature) || !digestValue.Is("DigestValue", SamlNames.Signature))
        {
            throw EnvelopedSignature.Refused("The signature's reference holds something else than Transforms, DigestMethod and DigestValue.");
        }

        if (transforms.Children().ToList() is not [{ } enveloped, { } exclusive] || !enveloped.Is("Transform", SamlNames.Signature)
            || !exclusive.Is("Transform", SamlNames.Signature) || enveloped.Required("Algorithm") != SamlNames.EnvelopedSignature || enveloped.Children().Any())
        {
            throw EnvelopedSignature.Refused("The signature's transforms are not the enveloped signature and exclusive canonicalisation (SAML Core 5.4.4).");
        }

        return new SignedInfo(
            algorithm, HashOf(digestMethod), EnvelopedSignature.Decode(digestValue.Text(), LongestDigest), PrefixesOf(canonicalisation), PrefixesOf(exclusive));
    }

    private static HashAlgorithmName HashOf(XmlElement method) => !method.Children().Any() && Hashes.TryGetValue(method.Required("Algorithm"), out var hash)
        ? hash
        : throw EnvelopedSignature.Refused("The digest algorithm is not accepted; SHA-256, SHA-384 and SHA-512 are.");

    /// <summary>Prefixes whose namespaces are canonicalised though nothing visible uses them (Exclusive XML Canonicalization 1.0, 4).</summary>
    private static string? PrefixesOf(XmlElement method)
    {
        if (method.Required("Algorithm") is not (SamlNames.ExclusiveCanonicalisation or WithComments))
            throw EnvelopedSignature.Refused("The canonicalisation is not the exclusive one (SAML Core 5.4.3).");
        return method.Children().ToList() switch
        {
            [] => null,
            [{ } list] when list.Is("InclusiveNamespaces", SamlNames.ExclusiveCanonicalisation) => EachOnce(list.Optional("PrefixList") ?? ""),
            _ => throw EnvelopedSignature.Refused("The canonicalisation has a parameter that it does not have."),
        };
    }

    /// <summary>The framework stumbles over a prefix that is listed twice, and takes every kind of white space of Unicode for a gap in the list.</summary>
    private static string EachOnce(string prefixes) => string.Join(' ', prefixes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal));
}
