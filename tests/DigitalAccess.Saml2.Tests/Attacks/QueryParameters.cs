using System.Security.Cryptography;
using System.Text;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Attacks;

/// <summary>The redirect binding signs what is written in the query. Whoever reads something else than what was written has lost.</summary>
public sealed class QueryParameters
{
    private static readonly AuthnRequestDraft Valid = new();
    private static readonly RedirectQuery Query = new(Valid.Xml) { RelayState = "state" };
    private static readonly string Signed = Query.SignedBy(Keys.Provider);
    private static readonly string Evil = Uri.EscapeDataString(RedirectQuery.Packed((Valid with { Id = "_evil" }).Xml));

    public static TheoryData<string, string, SamlFaultKind> Confused => new()
    {
        { "the request twice", $"{Signed}&SAMLRequest={Evil}", SamlFaultKind.Malformed },
        { "the request twice, the other first", $"SAMLRequest={Evil}&{Signed}", SamlFaultKind.Malformed },
        { "in small letters", $"{Signed}&samlrequest={Evil}", SamlFaultKind.Malformed },
        { "in small letters first", $"samlrequest={Evil}&{Signed}", SamlFaultKind.Malformed },
        { "in mixed letters", $"{Signed}&SamlRequest={Evil}", SamlFaultKind.Malformed },
        { "the name encoded", $"{Signed}&SAML%52equest={Evil}", SamlFaultKind.Malformed },
        { "the name encoded wholly", $"{Signed}&%53%41%4D%4C%52%65%71%75%65%73%74={Evil}", SamlFaultKind.Malformed },
        { "the name encoded, alone", $"SAML%52equest={Evil}", SamlFaultKind.Malformed },
        { "a space before the name", $"{Signed}&%20SAMLRequest={Evil}", SamlFaultKind.Malformed },
        { "a plus before the name", $"{Signed}&+SAMLRequest={Evil}", SamlFaultKind.Malformed },
        { "a space behind the name", $"{Signed}&SAMLRequest+={Evil}", SamlFaultKind.Malformed },
        { "a name without a value", $"{Signed}&SAMLRequest", SamlFaultKind.Malformed },
        { "a response too", $"{Signed}&SAMLResponse={Evil}", SamlFaultKind.Malformed },
        { "a response too, in small letters", $"{Signed}&samlresponse={Evil}", SamlFaultKind.Malformed },
        { "an empty response too", $"{Signed}&SAMLResponse=", SamlFaultKind.Malformed },
        { "two states", $"{Signed}&RelayState=evil", SamlFaultKind.Malformed },
        { "another state, in small letters", $"{Signed}&relaystate=evil", SamlFaultKind.Malformed },
        { "another state, encoded", $"{Signed}&%52elayState=evil", SamlFaultKind.Malformed },
        { "two algorithms", $"{Signed}&SigAlg=x", SamlFaultKind.Malformed },
        { "two signatures", $"{Signed}&Signature=AAAA", SamlFaultKind.Malformed },
        { "a signature in small letters", $"{Signed}&signature=AAAA", SamlFaultKind.Malformed },
        { "a letter of another alphabet", $"{Signed}&SAMLRequest\u0131={Evil}", SamlFaultKind.Malformed },
        { "half a character", $"{Signed}&x=\uD800", SamlFaultKind.Malformed },
        { "another request", Signed.Replace(Signed.Split('&')[0], $"SAMLRequest={Evil}", StringComparison.Ordinal), SamlFaultKind.Signature },
        { "the request sent as a response", Signed.Replace("SAMLRequest", "SAMLResponse", StringComparison.Ordinal), SamlFaultKind.Malformed },
        { "the request signed as a response", (Query with { Parameter = "SAMLResponse" }).SignedBy(Keys.Provider), SamlFaultKind.Malformed },
        { "a response signed as a request", new RedirectQuery(new LogoutResponseDraft().Xml).SignedBy(Keys.Provider), SamlFaultKind.Malformed },
        { "another packing of the same", Repacked(), SamlFaultKind.Signature },
        { "another encoding of the same", Signed.Replace("%2B", "%2b", StringComparison.Ordinal).Replace("%2F", "%2f", StringComparison.Ordinal), SamlFaultKind.Signature },
    };

    [Theory, MemberData(nameof(Confused)), Trait("Case", "SAML-029"), Trait("Case", "SAML-031")]
    public void A_query_that_two_could_read_in_two_ways_is_refused(string what, string query, SamlFaultKind kind)
    {
        Assert.NotEmpty(what);
        Expect.Refused(kind, Incoming.Redirect(query));
    }

    [Theory, Trait("Case", "SAML-033")]
    [InlineData("&RelayState=state", "")]
    [InlineData("&RelayState=state", "&RelayState=")]
    [InlineData("&RelayState=state", "&RelayState")]
    [InlineData("&RelayState=state", "&RelayState=evil")]
    [InlineData("&RelayState=state", "&RelayState=State")]
    [InlineData("&RelayState=state", "&RelayState=stat%65")]
    [InlineData("&RelayState=state", "&RelayState=state%20")]
    [InlineData("&RelayState=state", "&RelayState=state&RelayStat=x&RelayState_=x&SigAlg2=x&_=RelayState=x", true)]
    public void A_state_that_was_not_signed_is_refused(string whole, string written, bool holds = false)
    {
        var verdict = Incoming.Redirect(Signed.Replace(whole, written, StringComparison.Ordinal));
        if (holds)
            Expect.AcceptedAsSigned(verdict);
        else
            Expect.Refused(SamlFaultKind.Signature, verdict);
    }

    [Fact, Trait("Case", "SAML-033")]
    public void A_state_cannot_be_added_to_a_request_that_was_signed_without_one()
    {
        var stateless = (Query with { RelayState = null }).SignedBy(Keys.Provider);
        Expect.AcceptedAsSigned(Incoming.Redirect(stateless));
        Expect.Refused(SamlFaultKind.Signature, Incoming.Redirect($"{stateless}&RelayState=evil"));
        Expect.Refused(SamlFaultKind.Signature, Incoming.Redirect($"{stateless}&RelayState="));
    }

    [Theory, Trait("Case", "SAML-027")]
    [InlineData("SigAlg", SamlFaultKind.Signature)]
    [InlineData("Signature", SamlFaultKind.Signature)]
    public void Half_a_signature_is_not_none(string left, SamlFaultKind kind)
    {
        var without = string.Join('&', Signed.Split('&').Where(p => !p.StartsWith($"{left}=", StringComparison.Ordinal)));
        Expect.Refused(kind, Incoming.Redirect(without));
        Expect.Refused(kind, Incoming.Redirect($"{without}&{left}="));
        Expect.Refused(kind, Incoming.Redirect($"{without}&{left}"));
        Expect.Refused(kind, Incoming.Redirect($"{without}&{left}=%20"));
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("====")]
    [InlineData("%00")]
    [InlineData("evil!")]
    public void A_signature_that_is_none_is_refused(string value) =>
        Assert.IsType<AuthnRequestVerdict.Refused>(Incoming.Redirect($"{Signed[..Signed.IndexOf("&Signature", StringComparison.Ordinal)]}&Signature={value}"));

    [Fact]
    public void A_signature_longer_than_any_is_refused() => Expect.Refused(
        SamlFaultKind.Signature,
        Incoming.Redirect($"{Signed[..Signed.IndexOf("&Signature", StringComparison.Ordinal)]}&Signature={Uri.EscapeDataString(Convert.ToBase64String(new byte[1025]))}"));

    [Theory, Trait("Case", "SAML-037")]
    [InlineData("urn:example:other")]
    [InlineData("")]
    [InlineData("urn%3Aoasis%3Anames%3Atc%3ASAML%3A2.0%3Abindings%3AURL-Encoding%3Adeflate")]
    public void Another_packing_than_DEFLATE_is_refused(string encoding) =>
        Expect.Refused(SamlFaultKind.Malformed, Incoming.Redirect($"{Signed}&SAMLEncoding={encoding}"), "example:other");

    public static TheoryData<string> Downgraded =>
    [
        "http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#dsa-sha1", "http://www.w3.org/2001/04/xmldsig-more#rsa-md5", "http://www.w3.org/2001/04/xmldsig-more#rsa-ripemd160",
        "http://www.w3.org/2001/04/xmldsig-more#RSA-SHA256", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256 ", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha224",
        "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", "http://www.w3.org/2000/09/xmldsig#hmac-sha1", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "none", "rsa-sha256", "",
    ];

    [Theory, MemberData(nameof(Downgraded))]
    public void A_signature_by_another_way_is_refused(string algorithm)
    {
        var sha1 = algorithm.EndsWith("sha1", StringComparison.Ordinal) ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        Expect.Refused(SamlFaultKind.Signature, Incoming.Redirect((Query with { Algorithm = algorithm, Hash = sha1 }).SignedBy(Keys.Provider)));
    }

    [Theory, Trait("Case", "SAML-035"), InlineData("DER"), InlineData("PEM"), InlineData("base64"), InlineData("public key")]
    public void The_certificate_is_no_secret_to_sign_with(string secret)
    {
        var key = secret switch
        {
            "DER" => Keys.Provider.Der,
            "PEM" => Encoding.ASCII.GetBytes(Keys.Provider.Certificate.ExportCertificatePem()),
            "base64" => Encoding.ASCII.GetBytes(Keys.Provider.Base64),
            _ => Encoding.ASCII.GetBytes(Keys.Provider.PublicPem),
        };
        var signed = $"{Query.Unsigned}&SigAlg={Uri.EscapeDataString("http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")}";
        Expect.Refused(SamlFaultKind.Signature, Incoming.Redirect($"{signed}&Signature={Uri.EscapeDataString(Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed))))}"));
    }

    [Fact]
    public void An_algorithm_of_another_kind_of_key_holds_with_none()
    {
        var ecdsa = Query with { Algorithm = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256" };
        Expect.Refused(SamlFaultKind.Signature, Incoming.Redirect(ecdsa.SignedBy(Keys.Provider)));
        Expect.Refused(SamlFaultKind.Signature, Incoming.Redirect(Query.SignedBy(Keys.P256), Party.AtSignOn with { ServiceProvider = Party.CurveMetadata }));
        Expect.Refused(SamlFaultKind.Signature, Incoming.Redirect(ecdsa.SignedBy(TestKey.OfCurve("nistP256")), Party.AtSignOn with { ServiceProvider = Party.CurveMetadata }));
    }

    [Fact]
    public void A_signature_inside_does_not_stand_for_one_beside()
    {
        var inside = XmlSigner.Sign(Valid.Xml, Keys.Provider, withCertificate: false);
        Expect.Refused(SamlFaultKind.Malformed, Incoming.Redirect(new RedirectQuery(inside).Unsigned));
        Expect.Refused(SamlFaultKind.Malformed, Incoming.Redirect(new RedirectQuery(inside).SignedBy(Keys.Provider)));
        Expect.Refused(SamlFaultKind.Signature, () => PostBinding.Read(Encoding.ASCII.GetBytes($"{Incoming.Form(Valid.Xml)}&SigAlg=x&Signature=AAAA")));
        Expect.Refused(SamlFaultKind.Signature, () => PostBinding.Read(Encoding.ASCII.GetBytes($"{Incoming.Form(inside)}&Signature=AAAA")));
        Expect.Refused(SamlFaultKind.Malformed, () => PostBinding.Read(Encoding.ASCII.GetBytes($"{Incoming.Form(inside)}&samlrequest={Evil}")));
        Expect.Refused(SamlFaultKind.Malformed, () => PostBinding.Read(Encoding.ASCII.GetBytes($"{Incoming.Form(inside)}&{Incoming.Form(Valid.Xml)}")));
    }

    private static string Repacked()
    {
        var other = RedirectQuery.Deflated(Encoding.UTF8.GetBytes(Valid.Xml), System.IO.Compression.CompressionLevel.NoCompression);
        return Signed.Replace(Signed.Split('&')[0], $"SAMLRequest={Uri.EscapeDataString(Convert.ToBase64String(other))}", StringComparison.Ordinal);
    }
}
