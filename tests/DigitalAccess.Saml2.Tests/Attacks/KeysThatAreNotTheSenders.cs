using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Tests.Attacks;

/// <summary>What a message says of the key that it is signed with counts for nothing, and weak keys are not taken.</summary>
public sealed class KeysThatAreNotTheSenders
{
    private static readonly string Valid = new AuthnRequestDraft().Xml;

    public static TheoryData<string, string> KeyInfos => new()
    {
        { "nothing", "" },
        { "the key itself", $"<ds:KeyInfo>{Keys.Stranger.Rsa.ToXmlString(false).Replace("<RSAKeyValue>", "<ds:KeyValue><ds:RSAKeyValue>", StringComparison.Ordinal).Replace("</RSAKeyValue>", "</ds:RSAKeyValue></ds:KeyValue>", StringComparison.Ordinal).Replace("<Modulus>", "<ds:Modulus>", StringComparison.Ordinal).Replace("</Modulus>", "</ds:Modulus>", StringComparison.Ordinal).Replace("<Exponent>", "<ds:Exponent>", StringComparison.Ordinal).Replace("</Exponent>", "</ds:Exponent>", StringComparison.Ordinal)}</ds:KeyInfo>" },
        { "the stranger's certificate", Certificate(Keys.Stranger) },
        { "the sender's certificate", Certificate(Keys.Provider) },
        { "both certificates", $"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{Keys.Provider.Base64}</ds:X509Certificate><ds:X509Certificate>{Keys.Stranger.Base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>" },
        { "the sender's subject", $"<ds:KeyInfo><ds:X509Data><ds:X509SubjectName>{Keys.Provider.Certificate.Subject}</ds:X509SubjectName></ds:X509Data></ds:KeyInfo>" },
        { "a name", "<ds:KeyInfo><ds:KeyName>https://sp.example.org</ds:KeyName></ds:KeyInfo>" },
        { "nothing in it", "<ds:KeyInfo/>" },
        { "rubbish", "<ds:KeyInfo>rubbish</ds:KeyInfo>" },
    };

    [Theory, MemberData(nameof(KeyInfos)), Trait("Case", "SAML-055")]
    public void A_strangers_key_is_the_strangers_whatever_is_said_of_it(string what, string keyInfo)
    {
        Assert.NotEmpty(what);
        var draft = new SignatureDraft { Rest = keyInfo };
        Expect.Refused(SamlFaultKind.Signature, Incoming.Post(draft.Sign(Valid, Keys.Stranger)));
        Expect.AcceptedAsSigned(Incoming.Post(draft.Sign(Valid, Keys.Provider)));
    }

    [Theory, Trait("Case", "SAML-055")]
    [InlineData("<ds:RetrievalMethod URI=\"{0}\" Type=\"http://www.w3.org/2000/09/xmldsig#rawX509Certificate\"/>")]
    [InlineData("<ds:X509Data><ds:X509CRL>{0}</ds:X509CRL></ds:X509Data>")]
    [InlineData("<ds:KeyInfoReference xmlns:ds=\"http://www.w3.org/2009/xmldsig11#\" URI=\"{0}\"/>")]
    public void No_key_is_fetched(string inside)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var keyInfo = $"<ds:KeyInfo>{inside.Replace("{0}", $"http://{listener.LocalEndpoint}/key", StringComparison.Ordinal)}</ds:KeyInfo>";
        Expect.Refused(SamlFaultKind.Signature, Incoming.Post(new SignatureDraft { Rest = keyInfo }.Sign(Valid, Keys.Stranger)));
        Assert.False(listener.Pending());
    }

    [Theory, InlineData(512), InlineData(1024), InlineData(2040)]
    public void A_short_RSA_key_is_not_taken(int bits) => Expect.Refused(SamlFaultKind.Key, () => _ = TestKey.OfRsa(bits).Verification);

    [Theory, InlineData("nistP192"), InlineData("nistP224"), InlineData("secp160r1")]
    public void A_small_curve_is_not_taken(string curve)
    {
        TestKey key;
        try
        {
            key = TestKey.OfCurve(curve);
        }
        catch (Exception e) when (e is PlatformNotSupportedException or CryptographicException)
        {
            Assert.Skip("This system's cryptography does not make such a curve.");
            return;
        }

        Expect.Refused(SamlFaultKind.Key, () => _ = key.Verification);
    }

    [Fact]
    public void Keys_of_other_kinds_are_not_taken()
    {
        var request = new CertificateRequest(
            new X500DistinguishedName("CN=dsa"), new PublicKey(new Oid("1.2.840.10040.4.1"), null!, new AsnEncodedData([2, 1, 5])), HashAlgorithmName.SHA256);
        var certificate = request.Create(new X500DistinguishedName("CN=ca"), X509SignatureGenerator.CreateForRSA(Keys.Stranger.Rsa, RSASignaturePadding.Pkcs1), Party.Now, Party.Now.AddDays(1), [1]);
        Expect.Refused(SamlFaultKind.Key, () => VerificationKey.OfCertificate(certificate.RawData));
    }

    [Theory, InlineData(1, false), InlineData(0, false), InlineData(2, false), InlineData(65537, true)]
    public void A_key_that_anybody_can_sign_for_is_not_taken(int exponent, bool taken)
    {
        var modulus = Keys.Stranger.Rsa.ExportParameters(false).Modulus!;
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(modulus);
            writer.WriteInteger(exponent);
        }

        var key = new PublicKey(new Oid("1.2.840.113549.1.1.1"), new AsnEncodedData([5, 0]), new AsnEncodedData(writer.Encode()));
        var request = new CertificateRequest(new X500DistinguishedName("CN=weak"), key, HashAlgorithmName.SHA256);
        var certificate = request.Create(new X500DistinguishedName("CN=ca"), X509SignatureGenerator.CreateForRSA(Keys.Stranger.Rsa, RSASignaturePadding.Pkcs1), Party.Now, Party.Now.AddDays(1), [1]);
        if (taken)
            Assert.True(VerificationKey.OfCertificate(certificate.RawData).IsRsa);
        else
            Expect.Refused(SamlFaultKind.Key, () => VerificationKey.OfCertificate(certificate.RawData));
    }

    [Fact]
    public void A_certificate_that_is_none_is_told_apart()
    {
        Expect.Refused(SamlFaultKind.Key, () => VerificationKey.OfCertificate([]));
        Expect.Refused(SamlFaultKind.Key, () => VerificationKey.OfCertificate("evil"u8));
        Expect.Refused(SamlFaultKind.Key, () => VerificationKey.OfCertificate(Keys.Provider.Rsa.ExportSubjectPublicKeyInfo()));
        Expect.Refused(SamlFaultKind.Key, () => VerificationKey.OfCertificate(Keys.Provider.Der.AsSpan(0, 300)));
    }

    /// <summary>Certificates of metadata are others' bytes too.</summary>
    [Fact]
    public void A_broken_certificate_is_a_key_or_a_fault_and_nothing_else()
    {
        var noise = new Random(20260301);
        foreach (var der in new[] { Keys.Provider.Der, Keys.P256.Der })
        {
            for (var i = 0; i < 1500; i++)
            {
                var broken = (byte[])der.Clone();
                for (var flips = noise.Next(1, 4); flips > 0; flips--)
                    broken[noise.Next(broken.Length)] = (byte)noise.Next(256);
                try
                {
                    Assert.False(VerificationKey.OfCertificate(broken).Verifies(SignatureAlgorithm.RsaSha256, [1], new byte[256]));
                }
                catch (SamlException e)
                {
                    Assert.Equal(SamlFaultKind.Key, e.Fault.Kind);
                }
            }
        }
    }

    [Fact]
    public void A_key_out_of_an_expired_certificate_that_nobody_signed_is_as_good_as_any()
    {
        Assert.True(Keys.Provider.Verification.NotAfter < Party.Now);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(Keys.Provider.Der)), Keys.Provider.Verification.Thumbprint);
        Assert.True(Keys.Provider.Verification.IsRsa);
        Assert.False(Keys.P256.Verification.IsRsa);
        Expect.AcceptedAsSigned(Incoming.Post(XmlSigner.Sign(Valid, Keys.Provider)));
    }

    [Fact]
    public async Task One_key_verifies_for_many_at_once()
    {
        var good = XmlSigner.Sign(Valid, Keys.Provider);
        var bad = XmlSigner.Sign(Valid, Keys.Stranger);
        await Parallel.ForAsync(0, 200, (i, _) =>
        {
            if (i % 2 == 0)
                Expect.AcceptedAsSigned(Incoming.Post(good));
            else
                Expect.Refused(SamlFaultKind.Signature, Incoming.Post(bad));
            return ValueTask.CompletedTask;
        });
    }

    private static string Certificate(TestKey key) => $"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{key.Base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>";
}
