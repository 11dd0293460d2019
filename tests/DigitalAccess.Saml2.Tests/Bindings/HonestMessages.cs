using System.Security.Cryptography;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Bindings;

/// <summary>What honest senders send, in all the ways in which they write it.</summary>
public sealed class HonestMessages
{
    private static readonly string Valid = new AuthnRequestDraft().Xml;

    [Fact]
    public void A_redirected_request_says_all_that_it_says()
    {
        var draft = new AuthnRequestDraft
        {
            More = " ForceAuthn=\"true\" IsPassive=\"1\" ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\"",
            Inside = $"<saml:Subject><saml:NameID Format=\"f\" NameQualifier=\"q\" SPNameQualifier=\"s\">who</saml:NameID></saml:Subject>"
                + $"<samlp:NameIDPolicy Format=\"{SamlNames.NameIds.Transient}\" AllowCreate=\"true\" SPNameQualifier=\"{Party.Provider}\"/>"
                + $"<samlp:RequestedAuthnContext Comparison=\"minimum\"><saml:AuthnContextClassRef>{SamlNames.Contexts.PasswordProtectedTransport}</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>",
        };
        var request = Expect.Accepted(Incoming.Redirect(draft));
        Assert.Equal(new MessageHeader("_request1", Party.Now, Party.Provider, Party.SignOn), request.Header);
        Assert.Equal((Party.ConsumerService, (int?)null, SamlNames.Bindings.Post), (request.ConsumerServiceUrl, request.ConsumerServiceIndex, request.ProtocolBinding));
        Assert.True(request.ForceAuthn && request.IsPassive);
        Assert.Equal(new NameIdPolicy(SamlNames.NameIds.Transient, Party.Provider, true), request.NameIdPolicy);
        Assert.Equal(ContextComparison.Minimum, request.RequestedContext!.Comparison);
        Assert.Equal([SamlNames.Contexts.PasswordProtectedTransport], request.RequestedContext.Classes);
        Assert.Equal(new NameId("who", "f", "q", "s"), request.Subject);
    }

    [Fact]
    public void A_request_may_leave_all_but_the_least_away()
    {
        var request = Expect.Accepted(Incoming.Post(new AuthnRequestDraft { Destination = null, ConsumerServiceUrl = null }.Xml));
        Assert.Null(request.ConsumerServiceUrl ?? request.ProtocolBinding ?? request.Header.Destination);
        Assert.Null(request.NameIdPolicy);
        Assert.Null(request.RequestedContext);
        Assert.Null(request.Subject);
        Assert.False(request.ForceAuthn || request.IsPassive);
    }

    public static TheoryData<string> Drafts =>
    [
        new AuthnRequestDraft { Before = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" }.Xml,
        new AuthnRequestDraft { Before = "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n" }.Xml,
        "\uFEFF" + Valid,
        Valid + "\n",
        Valid.Replace(">", ">\r\n  ", StringComparison.Ordinal),
        new AuthnRequestDraft { Declarations = " xmlns=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"", Root = "AuthnRequest" }.Xml,
        Valid.Replace("samlp:", "a:", StringComparison.Ordinal).Replace("xmlns:samlp", "xmlns:a", StringComparison.Ordinal),
        new AuthnRequestDraft { IssuerElement = $"<saml:Issuer Format=\"{SamlNames.NameIds.Entity}\">\n {Party.Provider}\n </saml:Issuer>" }.Xml,
        new AuthnRequestDraft { IssuerElement = "<saml:Issuer>https&#58;//sp.example&#x2E;org</saml:Issuer>" }.Xml,
        new AuthnRequestDraft { Inside = "<samlp:Extensions><any xmlns=\"urn:x\" a=\"b\">thing<else/></any></samlp:Extensions>" }.Xml,
        new AuthnRequestDraft { Inside = "<saml:Conditions/><samlp:Scoping ProxyCount=\"0\"/>" }.Xml,
        new AuthnRequestDraft { Inside = "<samlp:NameIDPolicy/>" }.Xml,
        new AuthnRequestDraft { More = " Consent=\"urn:oasis:names:tc:SAML:2.0:consent:unspecified\" ProviderName=\"Å &amp; B\"" }.Xml,
        new AuthnRequestDraft { IssueInstant = "2026-03-01T12:00:00.123Z" }.Xml,
        new AuthnRequestDraft { IssueInstant = "2026-03-01T12:00:00.1234567Z" }.Xml,
        new AuthnRequestDraft { IssueInstant = "2026-03-01T12:00:00.123456789Z" }.Xml,
        new AuthnRequestDraft { Destination = "" }.Xml,
    ];

    [Theory, MemberData(nameof(Drafts))]
    public void All_ways_of_writing_a_request_are_understood(string message)
    {
        var redirected = Expect.Accepted(Incoming.Redirect(new RedirectQuery(message).Unsigned));
        Assert.Equal(Party.Provider, redirected.Header.Issuer);
        var posted = Expect.Accepted(Incoming.Post(message));
        Assert.Equal(redirected.Header, posted.Header);
    }

    [Theory, MemberData(nameof(Drafts))]
    public void All_ways_of_writing_hold_with_a_signature_inside(string message) => Expect.AcceptedAsSigned(Incoming.Post(
        XmlSigner.Sign(message.TrimStart('\uFEFF').Replace(" Destination=\"\"", $" Destination=\"{Party.SignOn}\"", StringComparison.Ordinal), Keys.Provider)));

    [Fact]
    public void A_name_with_a_reference_in_it_is_read_whole()
    {
        const string Name = "https://sp.example.org/?a=1&b=2";
        var receiving = Party.AtSignOn with { ServiceProvider = Party.Metadata with { EntityId = Name } };
        var draft = new AuthnRequestDraft { Issuer = "https://sp.example.org/?a=1&amp;b=2" };
        Assert.Equal(Name, Expect.Accepted(Incoming.Redirect(draft, receiving)).Header.Issuer);
        Expect.AcceptedAsSigned(Incoming.Post(XmlSigner.Sign(draft.Xml, Keys.Provider), receiving));
    }

    [Theory]
    [InlineData("rsa-sha256", "SHA256")]
    [InlineData("rsa-sha384", "SHA384")]
    [InlineData("rsa-sha512", "SHA512")]
    public void A_redirected_request_is_signed_with_RSA(string algorithm, string hash) => Expect.AcceptedAsSigned(Incoming.Redirect(
        new RedirectQuery(Valid) { Algorithm = $"http://www.w3.org/2001/04/xmldsig-more#{algorithm}", Hash = new HashAlgorithmName(hash), RelayState = "a%20b" }.SignedBy(Keys.Provider)));

    [Theory]
    [InlineData("ecdsa-sha256", "SHA256")]
    [InlineData("ecdsa-sha384", "SHA384")]
    [InlineData("ecdsa-sha512", "SHA512")]
    public void A_redirected_request_is_signed_with_a_curve(string algorithm, string hash) => Expect.AcceptedAsSigned(Incoming.Redirect(
        new RedirectQuery(Valid) { Algorithm = $"http://www.w3.org/2001/04/xmldsig-more#{algorithm}", Hash = new HashAlgorithmName(hash) }.SignedBy(Keys.P256),
        Party.AtSignOn with { ServiceProvider = Party.CurveMetadata }));

    /// <summary>No standard says how the two numbers stand beside a message, and OpenSAML's and Go's libraries write a sequence.</summary>
    [Fact]
    public void A_curves_signature_beside_a_message_may_be_a_sequence()
    {
        var query = new RedirectQuery(Valid) { Algorithm = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", Form = TestKey.AsSequence };
        var receiving = Party.AtSignOn with { ServiceProvider = Party.CurveMetadata };
        Expect.AcceptedAsSigned(Incoming.Redirect(query.SignedBy(Keys.P256), receiving));
        Expect.Refused(SamlFaultKind.Signature, Incoming.Redirect(query.SignedBy(TestKey.OfCurve("nistP256")), receiving));
        Expect.Refused(SamlFaultKind.Signature, Incoming.Redirect((query with { Form = bytes => [.. TestKey.AsSequence(bytes), 0] }).SignedBy(Keys.P256), receiving));
    }

    [Theory]
    [InlineData("rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256")]
    [InlineData("rsa-sha384", "http://www.w3.org/2001/04/xmldsig-more#sha384")]
    [InlineData("rsa-sha512", "http://www.w3.org/2001/04/xmlenc#sha512")]
    [InlineData("rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha512")]
    public void A_posted_request_is_signed_inside(string algorithm, string digest) =>
        Expect.AcceptedAsSigned(Incoming.Post(XmlSigner.Sign(Valid, Keys.Provider, $"http://www.w3.org/2001/04/xmldsig-more#{algorithm}", digest)));

    [Fact]
    public void A_posted_request_is_signed_inside_with_a_curve() => Expect.AcceptedAsSigned(Incoming.Post(
        new SignatureDraft { SignatureMethod = SignatureDraft.Method("SignatureMethod", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256") }.Sign(Valid, Keys.P256),
        Party.AtSignOn with { ServiceProvider = Party.CurveMetadata }));

    [Theory, InlineData("xs"), InlineData("#default xs saml"), InlineData("")]
    public void Prefixes_that_are_canonicalised_though_unused_are_heeded(string prefixes) => Expect.AcceptedAsSigned(Incoming.Post(XmlSigner.Sign(
        new AuthnRequestDraft { Declarations = new AuthnRequestDraft().Declarations + " xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"urn:x\"" }.Xml, Keys.Provider, prefixes: prefixes)));

    [Fact]
    public void A_signature_may_be_broken_into_lines_as_others_break_them()
    {
        static string Lines(byte[] value) => string.Join("&#13;\n", Convert.ToBase64String(value).Chunk(76).Select(c => new string(c)));
        Expect.AcceptedAsSigned(Incoming.Post(new SignatureDraft { WriteValue = Lines }.Sign(Valid, Keys.Provider)));
    }

    [Fact]
    public void Any_of_the_senders_keys_will_do()
    {
        Expect.AcceptedAsSigned(Incoming.Post(XmlSigner.Sign(Valid, Keys.Second)));
        Expect.AcceptedAsSigned(Incoming.Redirect(new RedirectQuery(Valid).SignedBy(Keys.Second)));
    }

    public static TheoryData<string, Func<string, string>> Encodings => new()
    {
        { "lower case", text => LowerCase(Uri.EscapeDataString(text)) },
        { "a plus left as it is", text => Uri.EscapeDataString(text).Replace("%2B", "+", StringComparison.Ordinal) },
        { "only what must be", text => text.Replace("+", "%2B", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal) },
        { "everything", text => string.Concat(text.Select(c => $"%{(int)c:X2}")) },
        { "nothing", text => text.Replace("#", "%23", StringComparison.Ordinal) },
    };

    [Theory, MemberData(nameof(Encodings))]
    public void However_values_are_encoded_the_written_text_is_what_was_signed(string way, Func<string, string> encode)
    {
        Assert.NotEmpty(way);
        var query = new RedirectQuery(Valid) { Encode = encode, RelayState = "a+b%20c" };
        Expect.AcceptedAsSigned(Incoming.Redirect(query.SignedBy(Keys.Provider)));
        Expect.Accepted(Incoming.Redirect(query.Unsigned));
    }

    [Fact]
    public void The_order_of_the_query_and_what_else_is_in_it_do_not_matter()
    {
        var parts = new RedirectQuery(Valid) { RelayState = "state" }.SignedBy(Keys.Provider).Split('&');
        Expect.AcceptedAsSigned(Incoming.Redirect(string.Join('&', parts.Reverse().Append("utm_source=x").Append("").Append("%20").Append("y"))));
        Expect.AcceptedAsSigned(Incoming.Redirect($"{string.Join('&', parts)}&SAMLEncoding={Uri.EscapeDataString(SamlNames.Bindings.Deflate)}"));
    }

    private static string LowerCase(string text) => System.Text.RegularExpressions.Regex.Replace(text, "%[0-9A-F]{2}", match => match.Value.ToLowerInvariant());
}
