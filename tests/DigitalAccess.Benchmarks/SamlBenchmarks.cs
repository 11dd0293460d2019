using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BenchmarkDotNet.Attributes;
using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Writing;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Benchmarks;

/// <summary>
/// What a sign-in by SAML costs the broker itself. Two RSA signatures are the floor of an answer in which response and assertion
/// are signed; what is above that is ours.
/// </summary>
[MemoryDiagnoser]
public class SamlBenchmarks
{
    private const string ServiceProvider = "https://sp.example.org";
    private const string ConsumerService = "https://sp.example.org/acs";
    private const string SignOn = "https://idp.example.org/saml/sso";

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Request = "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\""
        + " ID=\"_4fee3b046395c4e751011e97f8900b5273d56685\" Version=\"2.0\" IssueInstant=\"2026-03-01T12:00:00Z\" Destination=\"" + SignOn + "\""
        + " AssertionConsumerServiceURL=\"" + ConsumerService + "\" ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\"><saml:Issuer>" + ServiceProvider + "</saml:Issuer>"
        + "<samlp:NameIDPolicy Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:transient\" AllowCreate=\"true\"/><samlp:RequestedAuthnContext Comparison=\"exact\">"
        + "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></samlp:RequestedAuthnContext></samlp:AuthnRequest>";

    private readonly byte[] _xml = Encoding.UTF8.GetBytes(Request);
    private readonly byte[] _data = new byte[1024];
    private readonly byte[] _signature = new byte[256];
    private RSA _rsa = null!;
    private Protection _protection = null!;
    private Response _response = null!;
    private Receiving _receiving = null!;
    private string _query = null!;

    [GlobalSetup]
    public void SetUp()
    {
        using var rsa = RSA.Create(2048);
        var certificate = new CertificateRequest("CN=idp.example.org", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(Now, Now.AddYears(1));
        _rsa = certificate.GetRSAPrivateKey()!;
        _protection = new Protection(new SigningKey(certificate));
        _response = Answer();
        _query = $"SAMLRequest={Uri.EscapeDataString(Convert.ToBase64String(Packed()))}&RelayState=https%3A%2F%2Fsp.example.org%2F";
        _receiving = new Receiving
        {
            Endpoint = SignOn,
            Now = Now,
            ServiceProvider = new ServiceProviderMetadata { EntityId = ServiceProvider, ConsumerServices = [new ConsumerService(0, SamlNames.Bindings.Post, ConsumerService, null)] },
        };

        // A refused request would be judged sooner, and the figure would flatter.
        if (!ReadAndJudgeRequest())
            throw new InvalidOperationException("The benchmark's request is not accepted.");
    }

    [Benchmark(Baseline = true)]
    public int TwoBareSignatures() =>
        _rsa.SignData(_data, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) + _rsa.SignData(_data, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    [Benchmark]
    public int WriteSignedResponse() => SamlWriter.Write(_response, _protection).Length;

    [Benchmark]
    public int ParseRequest() => SafeXml.ReadMessage(_xml).ChildNodes.Count;

    [Benchmark]
    public bool ReadAndJudgeRequest() => AuthnRequestRules.Judge(RedirectBinding.Read(_query), _receiving) is AuthnRequestVerdict.Accepted;

    private byte[] Packed()
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(_xml);
        return packed.ToArray();
    }

    private static Response Answer() => new()
    {
        Id = SamlWriter.NewId(),
        IssueInstant = Now,
        Issuer = "https://idp.example.org/saml",
        Destination = ConsumerService,
        InResponseTo = "_4fee3b046395c4e751011e97f8900b5273d56685",
        Status = StatusAnswer.Success,
        Assertion = new Assertion
        {
            Id = SamlWriter.NewId(),
            IssueInstant = Now,
            Issuer = "https://idp.example.org/saml",
            NameId = new NameId(SamlWriter.NewId(), SamlNames.NameIds.Transient, "https://idp.example.org/saml", ServiceProvider),
            Audience = ServiceProvider,
            Recipient = ConsumerService,
            InResponseTo = "_4fee3b046395c4e751011e97f8900b5273d56685",
            NotBefore = Now,
            NotOnOrAfter = Now.AddMinutes(5),
            AuthnInstant = Now,
            SessionIndex = SamlWriter.NewId(),
            SessionNotOnOrAfter = Now.AddHours(8),
            Context = SamlNames.Contexts.PasswordProtectedTransport,
            Attributes =
            [
                new AttributeValue("urn:oid:1.3.6.1.4.1.5923.1.1.1.9", "eduPersonScopedAffiliation", ["library-walk-in@example.org"]),
                new AttributeValue("urn:oid:1.3.6.1.4.1.5923.1.1.1.7", "eduPersonEntitlement", ["urn:mace:dir:entitlement:common-lib-terms"]),
            ],
        },
    };
}
