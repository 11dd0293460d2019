using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Rules;

/// <summary>Whether a request to sign somebody in is to be believed at all.</summary>
public sealed class JudgingRequests
{
    private static readonly AuthnRequestDraft Valid = new();

    public static TheoryData<AuthnRequestDraft, SamlFaultKind> Unbelievable => new()
    {
        { Valid with { Version = "1.1" }, SamlFaultKind.Version },
        { Valid with { Version = "2.00" }, SamlFaultKind.Version },
        { Valid with { Version = "2" }, SamlFaultKind.Version },
        { Valid with { Version = " 2.0" }, SamlFaultKind.Version },
        { Valid with { Version = null }, SamlFaultKind.Version },
        { Valid with { Issuer = null }, SamlFaultKind.Issuer },
        { Valid with { Issuer = "https://other.example.org" }, SamlFaultKind.Issuer },
        { Valid with { Issuer = "https://SP.example.org" }, SamlFaultKind.Issuer },
        { Valid with { Issuer = "https://sp.example.org/" }, SamlFaultKind.Issuer },
        { Valid with { Issuer = "https://sp.example.org.evil.example" }, SamlFaultKind.Issuer },
        { Valid with { IssuerElement = "<saml:Issuer Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:transient\">https://sp.example.org</saml:Issuer>" }, SamlFaultKind.Issuer },
        { Valid with { IssuerElement = "<saml:Issuer NameQualifier=\"evil\">https://sp.example.org</saml:Issuer>" }, SamlFaultKind.Issuer },
        { Valid with { IssuerElement = "<saml:Issuer SPNameQualifier=\"evil\">https://sp.example.org</saml:Issuer>" }, SamlFaultKind.Issuer },
        { Valid with { IssuerElement = "<samlp:Issuer>https://sp.example.org</samlp:Issuer>" }, SamlFaultKind.Issuer },
        { Valid with { Issuer = "" }, SamlFaultKind.Malformed },
        { Valid with { Issuer = new string('x', 5000) }, SamlFaultKind.Malformed },
        { Valid with { Issuer = "<saml:Issuer>https://sp.example.org</saml:Issuer>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<saml:Issuer>https://evil.example</saml:Issuer>" }, SamlFaultKind.Malformed },
        { Valid with { Id = null }, SamlFaultKind.Malformed },
        { Valid with { Id = "" }, SamlFaultKind.Malformed },
        { Valid with { Id = "1evil" }, SamlFaultKind.Malformed },
        { Valid with { Id = "evil:1" }, SamlFaultKind.Malformed },
        { Valid with { Id = "_evil 1" }, SamlFaultKind.Malformed },
        { Valid with { Id = "_" + new string('x', 256) }, SamlFaultKind.Malformed },
        { Valid with { IssueInstant = null }, SamlFaultKind.Malformed },
        { Valid with { Destination = "https://idp.example.org/saml/slo" }, SamlFaultKind.Destination },
        { Valid with { Destination = "https://idp.example.org/saml/sso/" }, SamlFaultKind.Destination },
        { Valid with { Destination = "https://idp.example.org/saml/SSO" }, SamlFaultKind.Destination },
        { Valid with { Destination = "https://idp.example.org:443/saml/sso" }, SamlFaultKind.Destination },
        { Valid with { Destination = "https://evil.example/saml/sso" }, SamlFaultKind.Destination },
        { Valid with { Root = "samlp:evil" }, SamlFaultKind.Malformed },
        { Valid with { Root = "samlp:LogoutRequest" }, SamlFaultKind.Malformed },
        { Valid with { Root = "samlp:Response" }, SamlFaultKind.Malformed },
        { Valid with { Root = "samlp:authnrequest" }, SamlFaultKind.Malformed },
        { Valid with { Root = "saml:AuthnRequest" }, SamlFaultKind.Malformed },
        { Valid with { Root = "AuthnRequest" }, SamlFaultKind.Malformed },
        { Valid with { Declarations = Valid.Declarations.Replace("2.0:protocol", "1.0:protocol", StringComparison.Ordinal) }, SamlFaultKind.Malformed },
        { Valid with { Declarations = Valid.Declarations.Replace("2.0:assertion", "1.0:assertion", StringComparison.Ordinal) }, SamlFaultKind.Issuer },
        { Valid with { Inside = "evil" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<saml:NameIDPolicy/>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<samlp:Subject/>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<samlp:evil/>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<evil xmlns=\"urn:x\"/>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<evil/>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<samlp:NameIDPolicy/><samlp:NameIDPolicy/>" }, SamlFaultKind.Malformed },
        { Valid with { More = " ForceAuthn=\"yes\"" }, SamlFaultKind.Malformed },
        { Valid with { More = " ForceAuthn=\"\"" }, SamlFaultKind.Malformed },
        { Valid with { More = " IsPassive=\"TRUE\"" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<samlp:NameIDPolicy AllowCreate=\"evil\"/>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<samlp:RequestedAuthnContext/>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<samlp:RequestedAuthnContext Comparison=\"evil\"><saml:AuthnContextClassRef>c</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = $"<samlp:RequestedAuthnContext>{string.Concat(Enumerable.Repeat("<saml:AuthnContextClassRef>c</saml:AuthnContextClassRef>", 21))}</samlp:RequestedAuthnContext>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<samlp:RequestedAuthnContext><saml:AuthnContextClassRef/></samlp:RequestedAuthnContext>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<samlp:RequestedAuthnContext><samlp:AuthnContextClassRef>c</samlp:AuthnContextClassRef></samlp:RequestedAuthnContext>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<saml:Subject/>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<saml:Subject><saml:BaseID/></saml:Subject>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<saml:Subject><saml:EncryptedID/></saml:Subject>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<saml:Subject><saml:NameID>evil</saml:NameID><saml:SubjectConfirmation/></saml:Subject>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<saml:Subject><saml:NameID>evil<b/></saml:NameID></saml:Subject>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<saml:Subject><saml:NameID>a</saml:NameID><saml:NameID>evil</saml:NameID></saml:Subject>" }, SamlFaultKind.Malformed },
    };

    [Theory, MemberData(nameof(Unbelievable))]
    public void A_request_with_one_thing_wrong_is_refused_unsigned_and_signed(AuthnRequestDraft draft, SamlFaultKind kind)
    {
        Expect.Refused(kind, Incoming.Redirect(draft));
        Expect.Refused(kind, Incoming.Redirect(new RedirectQuery(draft.Xml).SignedBy(Keys.Provider)));
        Expect.Refused(kind, Incoming.Post(draft.Xml));
    }

    [Fact, Trait("Case", "SAML-063")]
    public void Another_version_is_refused_whatever_else_is_right()
    {
        foreach (var version in (string?[])["1.1", "2.00", "3.0", "", null])
            Expect.Refused(SamlFaultKind.Version, Incoming.Post(XmlSigner.Sign((Valid with { Version = version }).Xml, Keys.Provider)));
    }

    [Fact, Trait("Case", "SAML-067")]
    public void A_sender_whom_nobody_knows_is_refused_without_its_name_being_repeated()
    {
        Expect.Refused(SamlFaultKind.Malformed, Incoming.Redirect(Valid with { Issuer = "https://" + new string('e', 5000) }), "eeee");
        Expect.Refused(SamlFaultKind.Issuer, Incoming.Redirect(Valid with { Issuer = "https://unknown.invalid" }), "unknown.invalid");
    }

    [Fact]
    public void A_signed_message_says_to_whom_it_is_sent()
    {
        foreach (var destination in (string?[])[null, ""])
        {
            var draft = Valid with { Destination = destination };
            Expect.Refused(SamlFaultKind.Destination, Incoming.Redirect(new RedirectQuery(draft.Xml).SignedBy(Keys.Provider)));
            Expect.Refused(SamlFaultKind.Destination, Incoming.Post(XmlSigner.Sign(draft.Xml, Keys.Provider)));
        }
    }

    [Fact, Trait("Case", "SAML-025")]
    public void A_service_that_signs_its_requests_is_not_impersonated_by_leaving_the_signature_away()
    {
        var signing = Party.AtSignOn with { ServiceProvider = Party.Metadata with { AuthnRequestsSigned = true } };
        Expect.Refused(SamlFaultKind.NotSigned, Incoming.Redirect(Valid, signing));
        Expect.Refused(SamlFaultKind.NotSigned, Incoming.Post(Valid.Xml, signing));
        Expect.AcceptedAsSigned(Incoming.Redirect(new RedirectQuery(Valid.Xml).SignedBy(Keys.Provider), signing));
        Expect.AcceptedAsSigned(Incoming.Post(XmlSigner.Sign(Valid.Xml, Keys.Provider), signing));
    }

    [Theory, InlineData(true, false, false), InlineData(true, true, false), InlineData(false, true, false), InlineData(false, false, true)]
    public void A_contract_may_demand_signatures_and_cannot_do_without_what_metadata_promises(bool demanded, bool announced, bool accepted)
    {
        var receiving = Party.AtSignOn with { RequiresSignature = demanded, ServiceProvider = Party.Metadata with { AuthnRequestsSigned = announced } };
        Assert.Equal(accepted, Incoming.Redirect(Valid, receiving) is AuthnRequestVerdict.Accepted);
    }

    [Fact]
    public void A_signature_is_held_against_the_senders_keys_even_where_none_is_demanded()
    {
        Expect.Refused(SamlFaultKind.Signature, Incoming.Redirect(new RedirectQuery(Valid.Xml).SignedBy(Keys.Stranger)));
        Expect.Refused(SamlFaultKind.Signature, Incoming.Post(XmlSigner.Sign(Valid.Xml, Keys.Stranger)));
        Expect.Refused(
            SamlFaultKind.Signature, Incoming.Post(XmlSigner.Sign(Valid.Xml, Keys.Provider), Party.AtSignOn with { ServiceProvider = Party.Metadata with { SigningKeys = [] } }));
    }

    [Fact, Trait("Case", "SAML-073")]
    public void A_named_subject_is_told_to_whoever_signs_people_in()
    {
        var draft = Valid with { Inside = "<saml:Subject><saml:NameID>another</saml:NameID></saml:Subject>" };
        Assert.Equal("another", Expect.Accepted(Incoming.Redirect(draft)).Subject!.Value);
    }

    [Theory, InlineData(SamlNames.NameIds.Persistent), InlineData(SamlNames.NameIds.Email), InlineData("urn:oasis:names:tc:SAML:2.0:nameid-format:encrypted"), InlineData("evil"), InlineData("")]
    public void A_name_of_a_kind_that_is_not_given_is_denied_to_the_service_itself(string format)
    {
        var verdict = Assert.IsType<AuthnRequestVerdict.Unmet>(Incoming.Redirect(Valid with { Inside = $"<samlp:NameIDPolicy Format=\"{format}\"/>" }));
        Assert.Equal((SamlNames.Status.Requester, SamlNames.Status.InvalidNameIdPolicy, Party.ConsumerService), (verdict.Answer.Code, verdict.Answer.SubCode, verdict.AnswerTo.Location));
        Assert.DoesNotContain("evil", verdict.Answer.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(SamlNames.NameIds.Transient), InlineData(SamlNames.NameIds.Persistent), InlineData(SamlNames.NameIds.Unspecified)]
    public void A_name_of_a_kind_that_is_given_is_given(string format) => Expect.Accepted(Incoming.Redirect(
        Valid with { Inside = $"<samlp:NameIDPolicy Format=\"{format}\" SPNameQualifier=\"\"/>" },
        Party.AtSignOn with { NameIdFormats = [SamlNames.NameIds.Transient, SamlNames.NameIds.Persistent] }));

    [Theory, InlineData("https://other.example.org"), InlineData("https://sp.example.org/"), InlineData("HTTPS://sp.example.org")]
    public void No_service_is_told_what_another_calls_a_patron(string qualifier) =>
        Assert.Equal(SamlNames.Status.InvalidNameIdPolicy, Expect.Unmet(Incoming.Redirect(Valid with { Inside = $"<samlp:NameIDPolicy SPNameQualifier=\"{qualifier}\"/>" })));
}
