using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>Certificates of keys good and bad, each made once.</summary>
internal static class DraftCertificates
{
    private static readonly Lazy<X509Certificate2> OfSigning = new(() => Rsa(2048)), OfEncryption = new(() => Rsa(2048)), OfFederation = new(() => Rsa(2048)), OfStranger = new(() => Rsa(2048));

    public static X509Certificate2 Signing => OfSigning.Value;
    public static X509Certificate2 Encryption => OfEncryption.Value;
    public static X509Certificate2 Federation => OfFederation.Value;
    public static X509Certificate2 Stranger => OfStranger.Value;

    public static VerificationKey Key(this X509Certificate2 certificate) => VerificationKey.OfCertificate(certificate.RawData);

    public static string Thumbprint(this X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    public static X509Certificate2 Rsa(int bits, DateTimeOffset? notAfter = null)
    {
        using var key = RSA.Create(bits);
        return Issue(new CertificateRequest("CN=draft", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), notAfter);
    }

    /// <param name="curve">Its object identifier.</param>
    public static X509Certificate2 Ec(string curve = "1.2.840.10045.3.1.7")
    {
        using var key = ECDsa.Create(ECCurve.CreateFromValue(curve));
        return Issue(new CertificateRequest("CN=draft", key, HashAlgorithmName.SHA256), null);
    }

    private static X509Certificate2 Issue(CertificateRequest request, DateTimeOffset? notAfter)
    {
        var end = notAfter ?? MetadataDraft.Now.AddYears(3);
        return request.CreateSelfSigned(end.AddYears(-5), end);
    }
}
