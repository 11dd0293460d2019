using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Writing;
using DigitalAccess.Saml2.Xml;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Releases.VendorSheets;
using DigitalAccess.Web.Saml.Certificates;
using DigitalAccess.Web.Saml.SignOn;

namespace DigitalAccess.Web.Saml.VendorSheets;

/// <summary>The sign-in of a patron who does not exist, written by what writes every other.</summary>
internal static class SheetExample
{
    private const string RequestId = "_your-request";
    private static readonly DateTimeOffset SignedIn = new(2026, 9, 1, 8, 15, 0, TimeSpan.Zero);
    private static readonly string[] Secretive = ["SignatureValue", "DigestValue", "X509Certificate"];

    public static string AlgorithmOf(ServiceProvider provider) =>
        (provider.CertificateKind == CertificateKind.Ecdsa ? SignatureAlgorithm.EcdsaSha256 : SignatureAlgorithm.RsaSha256).Uri;

    public static IReadOnlyList<AttributeValue> Attributes(SheetFacts facts)
    {
        var host = new Uri(facts.Region.Origin).Host;
        var pseudonym = Letter($"example patron at {facts.Provider.Sector}");
        var release = ReleaseRules.Decide(facts.Provider.Releases, ExampleLibrary.PatronOf(facts.Example, host, pseudonym));
        return SamlAttributes.Of(release, Name(facts, SamlNames.NameIds.Persistent, pseudonym), Letter("example patron"), facts.Example.ScopeAt(host));
    }

    /// <summary>As it is sent, but for the spaces, and for what only a key can make.</summary>
    public static string Response(SheetFacts facts)
    {
        using var key = MadeUpKey(facts.Provider.CertificateKind);
        var written = SamlWriter.Write(Message(facts), new Protection(key, facts.Provider.SignsResponse, facts.SignsAssertion));
        var document = XDocument.Parse(Encoding.UTF8.GetString(written.Span));
        foreach (var element in document.Descendants().Where(e => Secretive.Contains(e.Name.LocalName)))
            element.Value = "…";
        return document.ToString().ReplaceLineEndings("\n");
    }

    private static Response Message(SheetFacts facts)
    {
        var answerTo = facts.Metadata is { } metadata && ConsumerServices.DefaultOf(metadata) is { } service ? service.Location : "https://your.example/acs";
        var at = SignedIn.AddSeconds(4);
        return new Response
        {
            Id = "_our-response", IssueInstant = at, Issuer = facts.ExampleProvider.EntityId, Destination = answerTo, InResponseTo = RequestId, Status = StatusAnswer.Success,
            Assertion = new Assertion
            {
                Id = "_our-assertion", IssueInstant = at, Issuer = facts.ExampleProvider.EntityId, NameId = NameOf(facts), Audience = facts.Provider.EntityId, Recipient = answerTo,
                InResponseTo = RequestId, NotBefore = at - GrantedSignOn.Earlier, NotOnOrAfter = at + GrantedSignOn.Presentable, AuthnInstant = SignedIn, SessionIndex = "_our-session",
                SessionNotOnOrAfter = SignedIn.AddHours(8), Context = SamlNames.Contexts.PasswordProtectedTransport, Attributes = Attributes(facts),
            },
        };
    }

    private static NameId? NameOf(SheetFacts facts) => facts.Provider.NameId == ServiceProviderNameId.None ? null
        : PatronNames.FormatsFor(facts.Provider)[0] is var format && format == SamlNames.NameIds.Transient ? Name(facts, format, Letter("example session"))
        : Letter($"example patron at {facts.Provider.Sector}") is var pseudonym && format == SamlNames.NameIds.Email
            ? Name(facts, format, PatronNames.AddressOf(pseudonym, facts.Example.ScopeAt(new Uri(facts.ExampleProvider.EntityId).Host)))
        : Name(facts, format, pseudonym);

    private static NameId Name(SheetFacts facts, string format, string value) => new(value, format, facts.ExampleProvider.EntityId, facts.Provider.EntityId);

    /// <summary>Of the shape that names have here, and nobody's: no key is in it.</summary>
    private static string Letter(string what) => Letters.Of(SHA256.HashData(Encoding.UTF8.GetBytes(what)));

    /// <summary>Nothing that it signs is shown.</summary>
    private static SigningKey MadeUpKey(CertificateKind kind)
    {
        var subject = new X500DistinguishedName("CN=example");
        using var rsa = kind == CertificateKind.Rsa ? RSA.Create(2048) : null;
        using var ecdsa = kind == CertificateKind.Ecdsa ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var request = rsa is not null ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : new CertificateRequest(subject, ecdsa!, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(SignedIn, SignedIn.AddDays(1));
        return new SigningKey(certificate);
    }
}
