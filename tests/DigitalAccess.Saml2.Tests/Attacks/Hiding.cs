using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Attacks;

/// <summary>
/// Text that one reader sees and another does not (CVE-2017-11427 and those after it): a signature stays valid over comments,
/// and readers that disagree read another name than was signed.
/// </summary>
public sealed class Hiding
{
    private static readonly AuthnRequestDraft Valid = new();

    public static TheoryData<string, AuthnRequestDraft> Hidden => new()
    {
        { "a comment in the issuer", Valid with { Issuer = "https://sp.example.org<!-- -->.evil.example" } },
        { "a comment behind the issuer's name", Valid with { Issuer = "https://sp.example.org<!-- .evil.example -->" } },
        { "a comment before the issuer's name", Valid with { Issuer = "<!-- -->https://sp.example.org" } },
        { "only a comment", Valid with { Issuer = "<!-- https://sp.example.org -->" } },
        { "an instruction in the issuer", Valid with { Issuer = "https://sp.example.org<?evil?>.evil.example" } },
        { "a section in the issuer", Valid with { Issuer = "<![CDATA[https://sp.example.org]]>" } },
        { "a section behind the issuer's name", Valid with { Issuer = "https://sp.example.org<![CDATA[.evil.example]]>" } },
        { "an element in the issuer", Valid with { Issuer = "https://sp.example.org<x/>.evil.example" } },
        { "a comment in a subject", Valid with { Inside = "<saml:Subject><saml:NameID>admin@sp.example.org<!-- -->.evil.example</saml:NameID></saml:Subject>" } },
        { "a comment beside the issuer", Valid with { Inside = "<!-- evil -->" } },
        { "a comment in Extensions", Valid with { Inside = "<samlp:Extensions><!-- evil --></samlp:Extensions>" } },
        { "a section in Extensions", Valid with { Inside = "<samlp:Extensions><x><![CDATA[evil]]></x></samlp:Extensions>" } },
        { "an instruction beside the issuer", Valid with { Inside = "<?evil?>" } },
        { "a comment before the root", Valid with { Before = "<!-- evil -->" } },
        { "an instruction before the root", Valid with { Before = "<?evil?>" } },
        { "a prefix that stands for xml", Valid with { Declarations = Valid.Declarations + " xmlns:q=\"http://www.w3.org/XML/1998/namespace\"" } },
        { "a prefix that stands for declarations", Valid with { Declarations = Valid.Declarations + " xmlns:q=\"http://www.w3.org/2000/xmlns/\"" } },
        { "xmlns for declarations", Valid with { Declarations = Valid.Declarations + " xmlns=\"http://www.w3.org/2000/xmlns/\"" } },
        { "xml for something else", Valid with { Declarations = Valid.Declarations + " xmlns:xml=\"urn:x\"" } },
        { "a prefix taken back", Valid with { Inside = "<samlp:Extensions><saml:x xmlns:saml=\"\"/></samlp:Extensions>" } },
        { "a prefix that nobody declared", Valid with { Inside = "<samlp:Extensions><q:evil/></samlp:Extensions>" } },
        { "one attribute twice by two prefixes", Valid with { Declarations = Valid.Declarations + " xmlns:a=\"urn:x\" xmlns:b=\"urn:x\"", More = " a:x=\"1\" b:x=\"2\"" } },
        { "one attribute twice", Valid with { More = " Version=\"2.0\"" } },
        { "two IDs by two names", Valid with { Inside = "<samlp:Extensions><x Id=\"_request1\"/></samlp:Extensions>" } },
        { "two IDs deep inside", Valid with { Inside = "<samlp:Extensions><x ID=\"_a\"/><y><z id=\"_a\"/></y></samlp:Extensions>" } },
    };

    [Theory, MemberData(nameof(Hidden)), Trait("Case", "SAML-059")]
    public void What_can_be_read_in_two_ways_is_not_read_at_all(string what, AuthnRequestDraft draft)
    {
        Assert.NotEmpty(what);
        foreach (var receiving in new[] { Party.AtSignOn, Party.AtSignOn with { ServiceProvider = Party.Metadata with { EntityId = "https://sp.example.org.evil.example" } } })
        {
            Expect.Refused(SamlFaultKind.Malformed, Incoming.Redirect(draft, receiving));
            Expect.Refused(SamlFaultKind.Malformed, Incoming.Redirect(new RedirectQuery(draft.Xml).SignedBy(Keys.Provider), receiving));
            Expect.Refused(SamlFaultKind.Malformed, Incoming.Post(draft.Xml, receiving));
        }
    }

    [Theory, Trait("Case", "SAML-059")]
    [InlineData("https://sp.example.org", "https://sp.example.org<!-- -->")]
    [InlineData("https://sp.example.org", "<!-- -->https://sp.example.org")]
    [InlineData("https://sp.example.org", "https://sp<!-- -->.example.org")]
    public void A_comment_that_the_signature_does_not_notice_is_noticed(string name, string written)
    {
        var message = XmlSigner.Sign(Valid.Xml, Keys.Provider, withCertificate: false).Replace($"<saml:Issuer>{name}", $"<saml:Issuer>{written}", StringComparison.Ordinal);
        Assert.True(Xmlsec.AcceptsRoot(Keys.Provider, message));
        Expect.Refused(SamlFaultKind.Malformed, Incoming.Post(message));
    }

    [Theory, Trait("Case", "SAML-061")]
    [InlineData("x'] | //*['")]
    [InlineData("_a&quot; or &quot;1&quot;=&quot;1")]
    [InlineData("#_request1")]
    [InlineData("*")]
    [InlineData("_a)b")]
    [InlineData("_a/../b")]
    public void An_identifier_that_is_a_query_is_refused(string id)
    {
        Expect.Refused(SamlFaultKind.Malformed, Incoming.Redirect(Valid with { Id = id }));
        Expect.Refused(SamlFaultKind.Malformed, Incoming.Post((Valid with { Id = id }).Xml));
        var signed = new SignatureDraft().Sign((Valid with { Id = id }).Xml, Keys.Provider, id);
        Assert.IsType<AuthnRequestVerdict.Refused>(Incoming.Post(signed));
    }

    /// <summary>Canonical form of nothing has a digest too, and it is the same for every message.</summary>
    [Theory]
    [InlineData(" xmlns:q=\"1\"")]
    [InlineData(" xmlns:q=\"../relative\"")]
    [InlineData(" xmlns:q=\"\u00e5\"")]
    [InlineData(" xmlns:q=\"urn: x\"")]
    public void A_namespace_that_makes_canonical_form_fail_elsewhere_is_canonicalised(string declaration)
    {
        var draft = Valid with { Declarations = Valid.Declarations + declaration, More = " q:a=\"b\"" };
        var document = Saml2.Xml.SafeXml.ReadMessage(System.Text.Encoding.UTF8.GetBytes(draft.Xml));
        Assert.InRange(Saml2.Xml.CanonicalForm.OfDocument(document, null).Length, 300, 1000);
        var empty = new SignatureDraft { DigestValue = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData([])) };
        Expect.Refused(SamlFaultKind.Signature, Incoming.Post(empty.Sign(draft.Xml, Keys.Provider)));
        Expect.AcceptedAsSigned(Incoming.Post(new SignatureDraft().Sign(draft.Xml, Keys.Provider)));
    }
}
