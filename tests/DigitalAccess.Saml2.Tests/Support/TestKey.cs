using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>A key, private and public, and a certificate around it that nobody else has signed.</summary>
internal sealed class TestKey
{
    private TestKey(X509Certificate2 certificate) => Certificate = certificate;

    public static TestKey OfRsa(int bits)
    {
        using var rsa = RSA.Create(bits);
        return Around(new CertificateRequest("CN=saml.example.org", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public static TestKey OfCurve(string name)
    {
        using var ecdsa = ECDsa.Create(ECCurve.CreateFromFriendlyName(name));
        return Around(new CertificateRequest("CN=saml.example.org", ecdsa, HashAlgorithmName.SHA256));
    }

    public X509Certificate2 Certificate { get; }

    public RSA Rsa => Certificate.GetRSAPrivateKey() ?? throw new InvalidOperationException("The key is none of RSA.");

    public ECDsa Ecdsa => Certificate.GetECDsaPrivateKey() ?? throw new InvalidOperationException("The key is none of a curve.");

    public bool IsRsa => Certificate.GetRSAPublicKey() is not null;

    public byte[] Der => Certificate.RawData;

    public string Base64 => Convert.ToBase64String(Der);

    public VerificationKey Verification => VerificationKey.OfCertificate(Der);

    public string PublicPem => IsRsa ? Certificate.GetRSAPublicKey()!.ExportSubjectPublicKeyInfoPem() : Certificate.GetECDsaPublicKey()!.ExportSubjectPublicKeyInfoPem();

    public string PrivatePem => IsRsa ? Rsa.ExportPkcs8PrivateKeyPem() : Ecdsa.ExportPkcs8PrivateKeyPem();

    public byte[] Sign(byte[] data, HashAlgorithmName hash) => IsRsa
        ? Rsa.SignData(data, hash, RSASignaturePadding.Pkcs1)
        : Ecdsa.SignData(data, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>The same numbers as ASN.1 writes them (RFC 3279, 2.2.3), as cryptographic libraries give them out.</summary>
    public static byte[] AsSequence(byte[] signature)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var number in signature.Chunk(signature.Length / 2))
                writer.WriteInteger(new System.Numerics.BigInteger(number, isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    private static TestKey Around(CertificateRequest request) =>
        new(request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero)));
}
