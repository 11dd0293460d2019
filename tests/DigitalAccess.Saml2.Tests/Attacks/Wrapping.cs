using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Attacks;

/// <summary>Signature wrapping (XSW): a captured message with a good signature is carried along in one that its sender never wrote.</summary>
public sealed class Wrapping
{
    private static readonly AuthnRequestDraft Captured = new() { Id = "_ok" };
    private static readonly AuthnRequestDraft Evil = new() { Id = "_evil", More = " ForceAuthn=\"true\"" };
    private static readonly string Signed = XmlSigner.Sign(Captured.Xml, Keys.Provider, withCertificate: false);
    private static readonly string Signature = SignatureOf(Signed);

    public static TheoryData<string, string> Messages => new()
    {
        { "captured message in Extensions", Extended(Evil, Signed) },
        { "captured message in Extensions, its signature moved to the root", Extended(Behind(Evil, Signature), Captured.Xml) },
        { "captured message in Extensions, and its signature in both places", Extended(Behind(Evil, Signature), Signed) },
        { "captured message before the issuer", Evil.Xml.Replace("<saml:Issuer>", $"<samlp:Extensions>{Signed}</samlp:Extensions><saml:Issuer>", StringComparison.Ordinal) },
        { "captured message as a child", Behind(Evil, Signed).Xml },
        { "captured message in ds:Object of its own signature", Behind(Evil, WithObject(Captured.Xml)).Xml },
        { "captured message in ds:Object, same ID outside", Behind(Evil with { Id = "_ok" }, WithObject(Captured.Xml)).Xml },
        { "captured message in KeyInfo", Behind(Evil, WithKeyInfo(Captured.Xml)).Xml },
        { "captured message in KeyInfo, same ID outside", Behind(Evil with { Id = "_ok" }, WithKeyInfo(Captured.Xml)).Xml },
        { "same ID outside, signature moved", Behind(Evil with { Id = "_ok" }, Signature).Xml },
        { "same ID outside and inside", Extended(Behind(Evil with { Id = "_ok" }, Signature), Captured.Xml) },
        { "same ID outside and inside in other letters", Extended(Behind(Evil with { Id = "_OK" }, Signature), Captured.Xml) },
        { "Id inside a wrapper instead of ID", Extended(Behind(Evil with { Id = "_ok" }, Signature), Captured.Xml.Replace(" ID=", " Id=", StringComparison.Ordinal)) },
        { "id inside a wrapper instead of ID", Extended(Behind(Evil with { Id = "_ok" }, Signature), Captured.Xml.Replace(" ID=", " id=", StringComparison.Ordinal)) },
        { "xml:id inside a wrapper instead of ID", Extended(Behind(Evil with { Id = "_ok" }, Signature), Captured.Xml.Replace(" ID=", " xml:id=", StringComparison.Ordinal)) },
        { "wsu:Id inside a wrapper instead of ID", Extended(Behind(Evil with { Id = "_ok" }, Signature), Captured.Xml.Replace(" ID=", " xmlns:wsu=\"urn:w\" wsu:Id=", StringComparison.Ordinal)) },
        { "Id and ID on the root", Behind(Evil with { Id = "_ok", More = " Id=\"_ok\"" }, Signature).Xml },
        { "the root without an ID of its own", Extended(Behind(Evil with { Id = null, More = " Id=\"_ok\"" }, Signature), "") },
        { "ID in another namespace", Extended(Behind(Evil with { Id = null, More = " saml:ID=\"_ok\"" }, Signature), "") },
        { "two signatures, the captured one first", Behind(Evil, Signature + Own("_evil", Evil.Xml)).Xml },
        { "two signatures, a stranger's first", Behind(Evil, Own("_evil", Evil.Xml) + Signature).Xml },
        { "the same signature twice", Signed.Replace(Signature, Signature + Signature, StringComparison.Ordinal) },
        { "a signature within a signature", Signed.Replace("</SignatureValue>", $"</SignatureValue><KeyInfo>{Signature}</KeyInfo>", StringComparison.Ordinal) },
        { "signature in the issuer", Evil.Xml.Replace("</saml:Issuer>", $"{Signature}</saml:Issuer>", StringComparison.Ordinal) },
        { "signature in Extensions", Extended(Captured, Signature) },
        { "signature in a subject", (Captured with { Inside = $"<saml:Subject><saml:NameID>x</saml:NameID>{Signature}</saml:Subject>" }).Xml },
        { "captured message around an evil one", Signed.Replace("</samlp:AuthnRequest>", $"<samlp:Extensions>{Evil.Xml}</samlp:Extensions></samlp:AuthnRequest>", StringComparison.Ordinal) },
        { "evil root around all", $"<samlp:Evil xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\">{Signed}</samlp:Evil>" },
        { "evil root of another namespace around all", $"<x>{Signed}</x>" },
        { "two roots", Evil.Xml + Signed },
    };

    [Theory, MemberData(nameof(Messages)), Trait("Case", "SAML-039"), Trait("Case", "SAML-041")]
    public void A_captured_signature_carries_nothing_else(string what, string message)
    {
        Assert.NotEmpty(what);
        var refused = Assert.IsType<AuthnRequestVerdict.Refused>(Incoming.Post(message));
        Assert.Contains(refused.Fault.Kind, new[] { SamlFaultKind.Signature, SamlFaultKind.Malformed });
        Expect.Silent(refused.Fault);
    }

    [Fact]
    public void The_captured_message_itself_holds() => Assert.Equal("_ok", Expect.AcceptedAsSigned(Incoming.Post(Signed)).Header.Id);

    [Theory, Trait("Case", "SAML-043")]
    [InlineData("{0}")]
    [InlineData("<samlp:Extensions>{0}</samlp:Extensions>")]
    [InlineData("<saml:NameID>_victim{0}</saml:NameID>")]
    [InlineData("<saml:EncryptedID>{0}</saml:EncryptedID>")]
    public void A_captured_assertion_of_ours_signs_nobody_out(string place)
    {
        using var ours = Keys.Signing("RSA-2048");
        var response = Canonical.Text(Saml2.Writing.SamlWriter.Write(Answers.Response, new Saml2.Writing.Protection(ours, SignsResponse: false)));
        var assertion = response[response.IndexOf("<saml:Assertion", StringComparison.Ordinal)..response.IndexOf("</samlp:Response>", StringComparison.Ordinal)];
        var message = new LogoutRequestDraft { Inside = place.Replace("{0}", assertion, StringComparison.Ordinal), Name = "<saml:NameID>_victim</saml:NameID>" }.Xml;
        foreach (var key in new[] { Keys.Provider, Keys.Ours })
        {
            var receiving = Party.AtLogout with { ServiceProvider = Party.Metadata with { SigningKeys = [key.Verification] } };
            Expect.Refused(SamlFaultKind.Signature, () => LogoutRules.JudgeRequest(Incoming.Posted(message), receiving), "victim");
        }
    }

    [Fact, Trait("Case", "SAML-043")]
    public void A_captured_logout_request_signs_nobody_else_out()
    {
        var captured = new LogoutRequestDraft { Id = "_ok" }.Xml;
        var signed = XmlSigner.Sign(captured, Keys.Provider, withCertificate: false);
        var evil = new LogoutRequestDraft { Id = "_evil", Name = "<saml:NameID>_victim</saml:NameID>" };
        foreach (var message in (string[])
        [
            (evil with { Inside = $"<samlp:Extensions>{signed}</samlp:Extensions>" }).Xml,
            (evil with { Inside = $"{SignatureOf(signed)}<samlp:Extensions>{captured}</samlp:Extensions>" }).Xml,
            (evil with { Id = "_ok", Inside = SignatureOf(signed) }).Xml,
        ])
        {
            Expect.Refused(SamlFaultKind.Signature, () => LogoutRules.JudgeRequest(Incoming.Posted(message), Party.AtLogout), "victim");
        }
    }

    [Fact]
    public void More_than_one_signature_is_refused_wherever_they_are()
    {
        var withOne = Extended(Captured, Signature);
        foreach (var message in (string[])
        [
            Extended(Captured, Signature + Signature),
            new SignatureDraft().Sign(withOne, Keys.Provider, "_ok"),
            Signed.Replace("</samlp:AuthnRequest>", $"<samlp:Extensions>{Own("_ok", Captured.Xml)}</samlp:Extensions></samlp:AuthnRequest>", StringComparison.Ordinal),
        ])
        {
            Expect.Refused(SamlFaultKind.Signature, Incoming.Post(message));
        }
    }

    [Fact]
    public void Each_single_change_of_a_signed_message_is_noticed()
    {
        foreach (var (from, to) in (ReadOnlySpan<(string, string)>)
        [
            ("ID=\"_ok\"", "ID=\"_ok2\""), ("12:00:00Z", "12:00:01Z"), (Party.ConsumerService, Party.ConsumerService + "2"), ("<saml:Issuer>", "<saml:Issuer Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:entity\">"),
            ("</samlp:AuthnRequest>", "<samlp:NameIDPolicy/></samlp:AuthnRequest>"), ("</samlp:AuthnRequest>", " </samlp:AuthnRequest>"), (" Version", " ForceAuthn=\"true\" Version"),
            ("samlp:", "a:"), ("<SignatureValue>", "<SignatureValue>AAAA"), ("<DigestValue>", "<DigestValue>AAAA"),
        ])
        {
            var message = Signed.Replace(from, to, StringComparison.Ordinal).Replace("xmlns:samlp", from == "samlp:" ? "xmlns:a" : "xmlns:samlp", StringComparison.Ordinal);
            Assert.NotEqual(Signed, message);
            Assert.IsType<AuthnRequestVerdict.Refused>(Incoming.Post(message));
        }
    }

    private static string SignatureOf(string signed) =>
        signed[signed.IndexOf("<Signature ", StringComparison.Ordinal)..(signed.IndexOf("</Signature>", StringComparison.Ordinal) + "</Signature>".Length)];

    private static AuthnRequestDraft Behind(AuthnRequestDraft draft, string signature) => draft with { Inside = signature };

    private static string Extended(AuthnRequestDraft draft, string inside) => (draft with { Inside = $"{draft.Inside}<samlp:Extensions>{inside}</samlp:Extensions>" }).Xml;

    private static string WithObject(string inside) => Signature.Replace("</Signature>", $"<Object>{inside}</Object></Signature>", StringComparison.Ordinal);

    private static string WithKeyInfo(string inside) => Signature.Replace("</Signature>", $"<KeyInfo>{inside}</KeyInfo></Signature>", StringComparison.Ordinal);

    private static string Own(string id, string message) => new SignatureDraft().For(message, id, Keys.Stranger);
}
