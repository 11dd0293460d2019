using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Writing;

/// <summary>A key of ours and the certificate by which recipients know it. May be used by many requests at once.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;

    /// <param name="certificate">A certificate with its private key, RSA or ECDSA.</param>
    public SigningKey(X509Certificate2 certificate)
    {
        _rsa = certificate.GetRSAPrivateKey();
        _ecdsa = _rsa is null ? certificate.GetECDsaPrivateKey() : null;
        if ((_rsa?.KeySize ?? VerificationKey.SmallestRsa) < VerificationKey.SmallestRsa || (_ecdsa?.KeySize ?? VerificationKey.SmallestCurve) < VerificationKey.SmallestCurve)
            throw new ArgumentException("The certificate's key is weaker than is accepted from others.", nameof(certificate));
        Algorithm = _rsa is not null ? SignatureAlgorithm.RsaSha256
            : _ecdsa is not null ? SignatureAlgorithm.EcdsaSha256
            : throw new ArgumentException("The certificate has no private key of a kind that is used.", nameof(certificate));
        Certificate = Convert.ToBase64String(certificate.RawDataMemory.Span);
        KeyInfo = Encoding.UTF8.GetBytes($"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{Certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>");
    }

    /// <summary>Follows from the key.</summary>
    public SignatureAlgorithm Algorithm { get; }

    /// <summary>The certificate, DER in base64.</summary>
    public string Certificate { get; }

    /// <summary>The element that names the certificate, in canonical form within a signature.</summary>
    internal byte[] KeyInfo { get; }

    /// <summary>Longest signature in bytes.</summary>
    internal const int Longest = 1024;

    internal int Sign(ReadOnlySpan<byte> data, Span<byte> signature) => _rsa is not null
        ? _rsa.SignData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : SignByCurve(data, signature);

    /// <inheritdoc/>
    public void Dispose()
    {
        _rsa?.Dispose();
        _ecdsa?.Dispose();
    }

    private int SignByCurve(ReadOnlySpan<byte> data, Span<byte> signature) =>
        _ecdsa!.TrySignData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation, out var count)
            ? count
            : throw new CryptographicException("The curve is larger than any that is used.");
}
