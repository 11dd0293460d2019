using System.Security.Cryptography.X509Certificates;
using System.Text;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Tests.Differential;

/// <summary>A message that somebody else's tool has signed, and what becomes of it.</summary>
internal sealed class SignedFixture
{
    private static readonly X509Certificate2 RsaCertificate = Certificate("rsa.crt");
    private static readonly X509Certificate2 CurveCertificate = Certificate("ec.crt");

    private readonly X509Certificate2 _certificate;

    private SignedFixture(string name)
    {
        _certificate = name.Contains("ecdsa", StringComparison.Ordinal) ? CurveCertificate : RsaCertificate;
        Text = File.ReadAllText(Path($"{name}.xml"));
    }

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Path(""), "*.xml").Select(f => System.IO.Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    public string Text { get; }

    public static SignedFixture Read(string name) => new(name);

    /// <summary>Our verdict: the message is read, and its signature is the sender's.</summary>
    public bool HoldsHere(string message)
    {
        try
        {
            var body = $"SAMLRequest={Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(message)))}";
            return PostBinding.Read(Encoding.ASCII.GetBytes(body)).IsSignedByOneOf([VerificationKey.OfCertificate(_certificate.RawData)]);
        }
        catch (SamlException)
        {
            return false;
        }
    }

    /// <summary>The verdict of xmlsec1 with the same key, on the root's signature.</summary>
    public bool HoldsThere(string message) => Xmlsec.AcceptsRoot(
        _certificate.GetRSAPublicKey()?.ExportSubjectPublicKeyInfoPem() ?? _certificate.GetECDsaPublicKey()!.ExportSubjectPublicKeyInfoPem(), message);

    private static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", "Signed", name);

    private static X509Certificate2 Certificate(string name) => X509CertificateLoader.LoadCertificateFromFile(Path(name));
}
