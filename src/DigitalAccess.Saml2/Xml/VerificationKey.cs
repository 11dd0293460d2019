using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigitalAccess.Saml2.Xml;

/// <summary>
/// Somebody's public key, known beforehand: what a message says of its own key is never looked at. The certificate around it is
/// no more than an envelope, so neither its dates nor its issuer count (IIP-MD12).
/// </summary>
public sealed class VerificationKey
{
    /// <summary>SDP-MD06; NIST SP 800-57 part 1.</summary>
    internal const int SmallestRsa = 2048;

    private const int LargestRsa = 8192;
    internal const int SmallestCurve = 256;

    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;

    private VerificationKey(X509Certificate2 certificate)
    {
        Thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        NotAfter = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        _rsa = certificate.GetRSAPublicKey();
        _ecdsa = _rsa is null ? certificate.GetECDsaPublicKey() : null;
    }

    /// <summary>SHA-256 of the certificate in hexadecimal digits, for people to compare.</summary>
    public string Thumbprint { get; }

    /// <summary>Until when its owner meant to use it; a hint, no limit.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Whether it is of the RSA kind; the other is ECDSA.</summary>
    public bool IsRsa => _rsa is not null;

    /// <summary>For encrypting to its owner; null for a key of another kind.</summary>
    internal RSA? Rsa => _rsa;

    /// <param name="der">A certificate.</param>
    /// <exception cref="SamlException">It is none, or its key is too weak or of a kind that is not used.</exception>
    public static VerificationKey OfCertificate(ReadOnlySpan<byte> der)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            var key = new VerificationKey(certificate);
            return key switch
            {
                { _rsa.KeySize: < SmallestRsa } => throw new SamlException(SamlFaultKind.Key, $"The RSA key has {key._rsa.KeySize} bits; {SmallestRsa} are the least (SDP-MD06)."),
                { _rsa.KeySize: > LargestRsa } => throw new SamlException(SamlFaultKind.Key, $"The RSA key has {key._rsa.KeySize} bits; {LargestRsa} are the most."),
                { _ecdsa.KeySize: < SmallestCurve } => throw new SamlException(SamlFaultKind.Key, $"The elliptic curve has {key._ecdsa.KeySize} bits; {SmallestCurve} are the least (SDP-MD07)."),
                { _rsa: null, _ecdsa: null } => throw new SamlException(SamlFaultKind.Key, "The certificate holds neither an RSA nor an ECDSA key."),
                _ => key,
            };
        }
        catch (CryptographicException e)
        {
            throw new SamlException(SamlFaultKind.Key, "A certificate cannot be read, or its key is of a kind that is not used.", e);
        }
    }

    /// <summary>Whether this key made the signature. A key of another kind than the algorithm's is simply not the one.</summary>
    /// <param name="algorithm">What the sender says of it.</param>
    /// <param name="data">What is signed.</param>
    /// <param name="signature">The two numbers of ECDSA one after the other (RFC 6931, 2.3.6).</param>
    /// <param name="orSequence">
    /// Whether they may also stand in an ASN.1 sequence. Of signatures beside a message no standard says which, and senders
    /// that use what their cryptographic library gives them send that.
    /// </param>
    internal bool Verifies(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, bool orSequence = false)
    {
        try
        {
            return algorithm.IsRsa
                ? _rsa?.VerifyData(data, signature, algorithm.Hash, RSASignaturePadding.Pkcs1) == true
                : _ecdsa?.VerifyData(data, signature, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation) == true
                    || (orSequence && _ecdsa?.VerifyData(data, signature, algorithm.Hash, DSASignatureFormat.Rfc3279DerSequence) == true);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
