using System.Security.Cryptography;
using DigitalAccess.Saml2.Tests.Support;
using static DigitalAccess.Saml2.Tests.Support.SignatureDraft;

namespace DigitalAccess.Saml2.Tests.Attacks;

/// <summary>
/// A signature can say what it signs and how in many ways, most of them traps. Each of these is refused for its shape, before
/// any cryptography, and all of them by the sender's own key: the numbers are right, the way is not.
/// </summary>
public sealed class SignatureShapes
{
    private const string Decoy = "<ds:Reference URI=\"#_request1\"><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>";

    private static readonly string Valid = new AuthnRequestDraft().Xml;

    public static TheoryData<string, SignatureDraft> References => new()
    {
        { "whole document", new() { Uri = "" } },
        { "no URI", new() { UriAttribute = "" } },
        { "an ID in other letters", new() { Uri = "#_Request1" } },
        { "another element", new() { Uri = "#_other" } },
        { "the bare ID", new() { Uri = "_request1" } },
        { "xpointer to an ID", new() { Uri = "#xpointer(id('_request1'))" } },
        { "xpointer to the root", new() { Uri = "#xpointer(/)" } },
        { "an encoded ID", new() { Uri = "#%5Frequest1" } },
        { "a space", new() { Uri = "#_request1 " } },
        { "an address", new() { Uri = "http://127.0.0.1:9/a.xml" } },
        { "a file", new() { Uri = "file:///etc/passwd" } },
        { "URI in another namespace", new() { UriAttribute = " ds:URI=\"#_request1\"" } },
        { "none", new() { HasReference = false } },
        { "a decoy before", new() { ReferencesBefore = Decoy } },
        { "a decoy behind", new() { ReferencesBehind = Decoy } },
        { "a hundred", new() { ReferencesBehind = string.Concat(Enumerable.Repeat(Decoy, 99)) } },
        { "a thousand", new() { ReferencesBehind = string.Concat(Enumerable.Repeat(Decoy, 999)) } },
        { "a manifest", new() { Rest = $"<ds:Object><ds:Manifest>{Decoy}</ds:Manifest></ds:Object>" } },
        { "an object", new() { Rest = "<ds:Object/>" } },
        { "two KeyInfo", new() { Rest = "<ds:KeyInfo/><ds:KeyInfo/>" } },
        { "something of another namespace", new() { Rest = "<evil xmlns=\"urn:x\"/>" } },
        { "text", new() { Rest = "evil" } },
    };

    [Theory, MemberData(nameof(References)), Trait("Case", "SAML-045"), Trait("Case", "SAML-047")]
    public void One_reference_to_the_root_and_no_other(string what, SignatureDraft draft) => Refuse(what, draft);

    public static TheoryData<string, SignatureDraft> Transforms => new()
    {
        { "none", new() { Transforms = "" } },
        { "an empty list", new() { Transforms = "<ds:Transforms/>" } },
        { "enveloped alone", Transformed(Method("Transform", Enveloped)) },
        { "canonical alone", Transformed(Method("Transform", Exclusive)) },
        { "in the other order", Transformed(Method("Transform", Exclusive) + Method("Transform", Enveloped)) },
        { "canonical twice", Transformed(Method("Transform", Enveloped) + Method("Transform", Exclusive) + Method("Transform", Exclusive)) },
        { "enveloped twice", Transformed(Method("Transform", Enveloped) + Method("Transform", Enveloped)) },
        { "inclusive", Transformed(Method("Transform", Enveloped) + Method("Transform", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315")) },
        { "XSLT", Transformed(Method("Transform", Enveloped) + Method("Transform", "http://www.w3.org/TR/1999/REC-xslt-19991116", Stylesheet)) },
        { "XSLT as a third", Transformed(Method("Transform", Enveloped) + Method("Transform", Exclusive) + Method("Transform", "http://www.w3.org/TR/1999/REC-xslt-19991116", Stylesheet)) },
        { "XPath", Transformed(Method("Transform", Enveloped) + Method("Transform", "http://www.w3.org/TR/1999/REC-xpath-19991116", "<ds:XPath>1=0</ds:XPath>")) },
        { "XPath filter 2", Transformed(Method("Transform", Enveloped) + Method("Transform", "http://www.w3.org/2002/06/xmldsig-filter2", "<XPath xmlns=\"http://www.w3.org/2002/06/xmldsig-filter2\" Filter=\"subtract\">/</XPath>")) },
        { "base64", Transformed(Method("Transform", Enveloped) + Method("Transform", "http://www.w3.org/2000/09/xmldsig#base64")) },
        { "decrypt", Transformed(Method("Transform", Enveloped) + Method("Transform", "http://www.w3.org/2002/07/decrypt#XML")) },
        { "unknown", Transformed(Method("Transform", Enveloped) + Method("Transform", "urn:evil")) },
        { "no algorithm", Transformed("<ds:Transform/>" + Method("Transform", Exclusive)) },
        { "enveloped with something inside", Transformed(Method("Transform", Enveloped, "<ds:XPath>1=0</ds:XPath>") + Method("Transform", Exclusive)) },
        { "canonical with something inside", Transformed(Method("Transform", Enveloped) + Method("Transform", Exclusive, "<ds:XPath>1=0</ds:XPath>")) },
        { "two prefix lists", Transformed(Method("Transform", Enveloped) + Method("Transform", Exclusive, Prefixes + Prefixes)) },
        { "a hundred", Transformed(string.Concat(Enumerable.Repeat(Method("Transform", Exclusive), 100))) },
        { "elements of another namespace", Transformed(Method("Transform", Enveloped) + $"<Transform xmlns=\"urn:x\" Algorithm=\"{Exclusive}\"/>") },
    };

    [Theory, MemberData(nameof(Transforms)), Trait("Case", "SAML-049"), Trait("Case", "SAML-051")]
    public void Two_transforms_and_no_other(string what, SignatureDraft draft) => Refuse(what, draft);

    public static TheoryData<string, SignatureDraft> Algorithms => new()
    {
        { "RSA with SHA-1", Signed("http://www.w3.org/2000/09/xmldsig#rsa-sha1", HashAlgorithmName.SHA1) },
        { "RSA with MD5", Signed("http://www.w3.org/2001/04/xmldsig-more#rsa-md5", HashAlgorithmName.MD5) },
        { "DSA", Signed("http://www.w3.org/2000/09/xmldsig#dsa-sha1", HashAlgorithmName.SHA1) },
        { "HMAC", Signed("http://www.w3.org/2000/09/xmldsig#hmac-sha1", HashAlgorithmName.SHA256) },
        { "HMAC with SHA-256", Signed("http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", HashAlgorithmName.SHA256) },
        { "HMAC cut short", new() { SignatureMethod = Method("SignatureMethod", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "<ds:HMACOutputLength>8</ds:HMACOutputLength>") } },
        { "a length for RSA", new() { SignatureMethod = Method("SignatureMethod", RedirectQuery.RsaSha256, "<ds:HMACOutputLength>0</ds:HMACOutputLength>") } },
        { "a curve's with a key of the other kind", Signed("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", HashAlgorithmName.SHA256) },
        { "unknown", Signed("urn:evil", HashAlgorithmName.SHA256) },
        { "empty", Signed("", HashAlgorithmName.SHA256) },
        { "no algorithm", new() { SignatureMethod = "<ds:SignatureMethod/>" } },
        { "no method", new() { SignatureMethod = "" } },
        { "digest SHA-1", Digested("http://www.w3.org/2000/09/xmldsig#sha1", HashAlgorithmName.SHA1) },
        { "digest MD5", Digested("http://www.w3.org/2001/04/xmldsig-more#md5", HashAlgorithmName.MD5) },
        { "digest SHA-224", Digested("http://www.w3.org/2001/04/xmldsig-more#sha224", HashAlgorithmName.SHA256) },
        { "digest unknown", Digested("urn:evil", HashAlgorithmName.SHA256) },
        { "digest of nothing", new() { DigestMethod = "" } },
        { "digest with something inside", new() { DigestMethod = Method("DigestMethod", XmlSigner.Sha256, "<ds:evil/>") } },
        { "inclusive canonicalisation", Canonicalised("http://www.w3.org/TR/2001/REC-xml-c14n-20010315") },
        { "inclusive canonicalisation 1.1", Canonicalised("http://www.w3.org/2006/12/xml-c14n11") },
        { "unknown canonicalisation", Canonicalised("urn:evil") },
        { "an empty name", Canonicalised("") },
        { "no canonicalisation", new() { Canonicalisation = "" } },
        { "canonicalisation with something inside", new() { Canonicalisation = Method("CanonicalizationMethod", Exclusive, "<ds:XPath>1</ds:XPath>") } },
    };

    [Theory, MemberData(nameof(Algorithms)), Trait("Case", "SAML-053"), Trait("Case", "SAML-057")]
    public void Algorithms_that_are_known_and_strong_and_no_others(string what, SignatureDraft draft) => Refuse(what, draft);

    [Fact]
    public void A_curves_signature_is_not_RSAs_and_its_numbers_stand_one_after_the_other()
    {
        var receiving = Party.AtSignOn with { ServiceProvider = Party.CurveMetadata };
        Expect.Refused(SamlFaultKind.Signature, Incoming.Post(new SignatureDraft().Sign(Valid, Keys.P256), receiving));
        var sequence = Signed("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", HashAlgorithmName.SHA256) with { WriteValue = value => Convert.ToBase64String(TestKey.AsSequence(value)) };
        Expect.Refused(SamlFaultKind.Signature, Incoming.Post(sequence.Sign(Valid, Keys.P256), receiving));
    }

    public static TheoryData<string, SignatureDraft> Values => new()
    {
        { "empty", new() { WriteValue = _ => "" } },
        { "no base64", new() { WriteValue = _ => "evil!" } },
        { "another", new() { WriteValue = _ => Convert.ToBase64String(new byte[256]) } },
        { "too long", new() { WriteValue = _ => Convert.ToBase64String(new byte[1025]) } },
        { "far too long", new() { WriteValue = _ => Convert.ToBase64String(new byte[60_000]) } },
        { "cut", new() { WriteValue = value => Convert.ToBase64String(value[..^1]) } },
        { "with a byte more", new() { WriteValue = value => Convert.ToBase64String([.. value, 0]) } },
        { "with a zero before", new() { WriteValue = value => Convert.ToBase64String([0, .. value]) } },
        { "digest empty", new() { DigestValue = "" } },
        { "digest no base64", new() { DigestValue = "evil!" } },
        { "digest another", new() { DigestValue = Convert.ToBase64String(new byte[32]) } },
        { "digest of nothing at all", new() { DigestValue = Convert.ToBase64String(SHA256.HashData([])) } },
        { "digest cut", new() { DigestValue = Convert.ToBase64String(new byte[31]) } },
        { "digest of another kind", new() { DigestHash = HashAlgorithmName.SHA512 } },
        { "digest far too long", new() { DigestValue = Convert.ToBase64String(new byte[30_000]) } },
    };

    [Theory, MemberData(nameof(Values))]
    public void Values_that_are_right_and_no_others(string what, SignatureDraft draft) => Refuse(what, draft);

    [Theory]
    [InlineData("<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>")]
    [InlineData("<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo/></ds:Signature>")]
    [InlineData("<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo/><ds:SignatureValue/></ds:Signature>")]
    [InlineData("<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignatureValue/><ds:SignedInfo/></ds:Signature>")]
    [InlineData("<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">evil</ds:Signature>")]
    public void A_signature_without_its_parts_is_not_none(string signature)
    {
        var fault = Assert.Throws<SamlException>(() => Incoming.Posted(new AuthnRequestDraft { Inside = signature }.Xml)).Fault;
        Assert.Contains(fault.Kind, new[] { SamlFaultKind.Signature, SamlFaultKind.Malformed });
        Expect.Silent(fault);
    }

    [Fact]
    public void What_is_signed_in_the_right_shape_holds_with_comments_wanted_too()
    {
        Expect.AcceptedAsSigned(Incoming.Post(new SignatureDraft().Sign(Valid, Keys.Provider)));
        Expect.AcceptedAsSigned(Incoming.Post(Canonicalised(Exclusive + "WithComments").Sign(Valid, Keys.Provider)));
        Expect.AcceptedAsSigned(Incoming.Post(Transformed(Method("Transform", Enveloped) + Method("Transform", Exclusive + "WithComments")).Sign(Valid, Keys.Provider)));
        Expect.AcceptedAsSigned(Incoming.Post(new SignatureDraft { Rest = "<ds:KeyInfo><evil xmlns=\"urn:x\"/></ds:KeyInfo>" }.Sign(Valid, Keys.Provider)));
    }

    [Theory]
    [InlineData("saml saml")]
    [InlineData("#default #default saml samlp saml")]
    [InlineData("  saml\t\nsamlp ")]
    [InlineData("none of these exists")]
    [InlineData("saml\u00A0saml")]
    [InlineData("a&#xA0;a&#x2003;a&#x3000;a&#x85;a&#x2028;a")]
    [InlineData("")]
    public void A_list_of_prefixes_may_hold_what_it_likes(string prefixes)
    {
        var list = $"<InclusiveNamespaces xmlns=\"{Exclusive}\" PrefixList=\"{prefixes}\"/>";
        foreach (var draft in (SignatureDraft[])
        [
            Transformed(Method("Transform", Enveloped) + Method("Transform", Exclusive, list)),
            new() { Canonicalisation = Method("CanonicalizationMethod", Exclusive, list) },
        ])
        {
            // The sender's own may or may not hold, for the numbers are reckoned without the list; a stranger's never does.
            Assert.Null(Record.Exception(() => Incoming.Post(draft.Sign(Valid, Keys.Provider))));
            Expect.Refused(SamlFaultKind.Signature, Incoming.Post(draft.Sign(Valid, Keys.Stranger)));
        }
    }

    private const string Prefixes = "<InclusiveNamespaces xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"saml\"/>";

    private const string Stylesheet = "<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\"><xsl:template match=\"/\"><xsl:copy-of select=\"document('file:///etc/passwd')\"/></xsl:template></xsl:stylesheet>";

    private static void Refuse(string what, SignatureDraft draft)
    {
        Assert.NotEmpty(what);
        var fault = Assert.IsType<Saml2.Rules.AuthnRequestVerdict.Refused>(Incoming.Post(draft.Sign(Valid, Keys.Provider))).Fault;
        Assert.Contains(fault.Kind, new[] { SamlFaultKind.Signature, SamlFaultKind.Malformed });
        Expect.Silent(fault, "passwd");
    }

    private static SignatureDraft Transformed(string transforms) => new() { Transforms = $"<ds:Transforms>{transforms}</ds:Transforms>" };

    private static SignatureDraft Signed(string algorithm, HashAlgorithmName hash) => new() { SignatureMethod = Method("SignatureMethod", algorithm), SignatureHash = hash };

    private static SignatureDraft Digested(string algorithm, HashAlgorithmName hash) => new() { DigestMethod = Method("DigestMethod", algorithm), DigestHash = hash };

    private static SignatureDraft Canonicalised(string algorithm) => new() { Canonicalisation = Method("CanonicalizationMethod", algorithm) };
}
