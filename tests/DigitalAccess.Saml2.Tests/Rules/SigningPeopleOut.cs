using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Rules;

/// <summary>SAML Profiles 4.4.4: nobody is signed out by a message that its sender has not signed.</summary>
public sealed class SigningPeopleOut
{
    private static readonly LogoutRequestDraft Valid = new();

    [Fact]
    public void A_signed_wish_is_read_by_either_binding()
    {
        foreach (var message in (IncomingMessage[])[Redirected(Valid.Xml), Incoming.Posted(XmlSigner.Sign(Valid.Xml, Keys.Provider))])
        {
            var wish = LogoutRules.JudgeRequest(message, Party.AtLogout);
            Assert.True(wish.IsSigned);
            Assert.Equal(new NameId("_patron", SamlNames.NameIds.Transient), wish.Value.NameId);
            Assert.Equal(["_session"], wish.Value.SessionIndexes);
            Assert.Equal(Party.Now.AddMinutes(5), wish.Value.NotOnOrAfter);
            Assert.Equal(new MessageHeader("_logout1", Party.Now, Party.Provider, Party.Logout), wish.Value.Header);
        }
    }

    [Theory, InlineData(0), InlineData(1), InlineData(100)]
    public void A_wish_names_any_number_of_sessions_that_a_person_can_have(int count)
    {
        var draft = Valid with { NotOnOrAfter = null, Sessions = string.Concat(Enumerable.Range(0, count).Select(i => $"<samlp:SessionIndex>_{i}</samlp:SessionIndex>")) };
        Assert.Equal(count, LogoutRules.JudgeRequest(Redirected(draft.Xml), Party.AtLogout).Value.SessionIndexes.Count);
    }

    public static TheoryData<LogoutRequestDraft, SamlFaultKind> Wrong => new()
    {
        { Valid with { Issuer = null }, SamlFaultKind.Issuer },
        { Valid with { Issuer = "https://other.example.org" }, SamlFaultKind.Issuer },
        { Valid with { Destination = Party.SignOn }, SamlFaultKind.Destination },
        { Valid with { Destination = null }, SamlFaultKind.Destination },
        { Valid with { IssueInstant = "2026-03-01T11:00:00Z" }, SamlFaultKind.Time },
        { Valid with { IssueInstant = "2026-03-01T12:05:01Z" }, SamlFaultKind.Time },
        { Valid with { NotOnOrAfter = "evil" }, SamlFaultKind.Malformed },
        { Valid with { Id = null }, SamlFaultKind.Malformed },
        { Valid with { Name = "" }, SamlFaultKind.Malformed },
        { Valid with { Name = "<saml:NameID/>" }, SamlFaultKind.Malformed },
        { Valid with { Name = "<saml:NameID>_patron</saml:NameID><saml:NameID>_evil</saml:NameID>" }, SamlFaultKind.Malformed },
        { Valid with { Name = "<saml:NameID><b>_patron</b></saml:NameID>" }, SamlFaultKind.Malformed },
        { Valid with { Name = "<samlp:NameID>_patron</samlp:NameID>" }, SamlFaultKind.Malformed },
        { Valid with { Name = "<saml:BaseID/>" }, SamlFaultKind.Malformed },
        { Valid with { Name = "<saml:EncryptedID/>" }, SamlFaultKind.Malformed },
        { Valid with { Name = Valid.Name + "<saml:EncryptedID/>" }, SamlFaultKind.Malformed },
        { Valid with { Name = $"<saml:NameID>{new string('x', 1025)}</saml:NameID>" }, SamlFaultKind.Malformed },
        { Valid with { Sessions = "<saml:SessionIndex>_session</saml:SessionIndex>" }, SamlFaultKind.Malformed },
        { Valid with { Sessions = "<samlp:SessionIndex/>" }, SamlFaultKind.Malformed },
        { Valid with { Sessions = string.Concat(Enumerable.Repeat("<samlp:SessionIndex>_s</samlp:SessionIndex>", 101)) }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<saml:Subject/>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "<samlp:evil/>" }, SamlFaultKind.Malformed },
        { Valid with { Inside = "evil" }, SamlFaultKind.Malformed },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_wish_with_one_thing_wrong_is_refused(LogoutRequestDraft draft, SamlFaultKind kind)
    {
        Expect.Refused(kind, () => LogoutRules.JudgeRequest(Redirected(draft.Xml), Party.AtLogout));
        if (draft.Id is not null)
            Expect.Refused(kind, () => LogoutRules.JudgeRequest(Incoming.Posted(XmlSigner.Sign(draft.Xml, Keys.Provider)), Party.AtLogout));
    }

    [Theory, Trait("Case", "SAML-059")]
    [InlineData("<saml:NameID>_patron<!-- -->.evil</saml:NameID>")]
    [InlineData("<saml:NameID><!-- -->_patron</saml:NameID>")]
    [InlineData("<saml:NameID>_patron<![CDATA[.evil]]></saml:NameID>")]
    [InlineData("<saml:NameID>_patron<?evil?>.evil</saml:NameID>")]
    public void Nobody_is_named_in_two_ways(string name)
    {
        var xml = (Valid with { Name = name }).Xml;
        Expect.Refused(SamlFaultKind.Malformed, () => LogoutRules.JudgeRequest(Redirected(xml), Party.AtLogout));
        Expect.Refused(SamlFaultKind.Malformed, () => LogoutRules.JudgeRequest(Incoming.Posted(XmlSigner.Sign(xml, Keys.Provider)), Party.AtLogout));
    }

    [Theory, Trait("Case", "SAML-081"), InlineData(101), InlineData(1000), InlineData(5000)]
    public void Thousands_of_sessions_are_refused(int count)
    {
        var draft = Valid with { Sessions = string.Concat(Enumerable.Range(0, count).Select(i => $"<samlp:SessionIndex>{i}</samlp:SessionIndex>")) };
        Assert.Throws<SamlException>(() => LogoutRules.JudgeRequest(Incoming.Posted(XmlSigner.Sign(draft.Xml, Keys.Provider)), Party.AtLogout));
    }

    [Fact]
    public void An_unsigned_message_signs_nobody_out()
    {
        Expect.Refused(SamlFaultKind.NotSigned, () => LogoutRules.JudgeRequest(RedirectBinding.Read(new RedirectQuery(Valid.Xml).Unsigned), Party.AtLogout));
        Expect.Refused(SamlFaultKind.NotSigned, () => LogoutRules.JudgeRequest(Incoming.Posted(Valid.Xml), Party.AtLogout));
        Expect.Refused(SamlFaultKind.NotSigned, () => LogoutRules.JudgeResponse(Incoming.Posted(new LogoutResponseDraft().Xml), Party.AtLogout));
    }

    [Fact]
    public void A_strangers_signature_signs_nobody_out()
    {
        Expect.Refused(SamlFaultKind.Signature, () => LogoutRules.JudgeRequest(RedirectBinding.Read(new RedirectQuery(Valid.Xml).SignedBy(Keys.Stranger)), Party.AtLogout));
        Expect.Refused(SamlFaultKind.Signature, () => LogoutRules.JudgeRequest(Incoming.Posted(XmlSigner.Sign(Valid.Xml, Keys.Stranger)), Party.AtLogout));
        Expect.Refused(SamlFaultKind.Signature, () => LogoutRules.JudgeResponse(Incoming.Posted(XmlSigner.Sign(new LogoutResponseDraft().Xml, Keys.Stranger)), Party.AtLogout));
    }

    [Fact]
    public void A_message_of_one_kind_is_not_read_as_one_of_another()
    {
        Expect.Refused(SamlFaultKind.Malformed, () => LogoutRules.JudgeResponse(Redirected(Valid.Xml), Party.AtLogout));
        Expect.Refused(SamlFaultKind.Malformed, () => LogoutRules.JudgeRequest(Redirected(new LogoutResponseDraft().Xml), Party.AtLogout));
        Expect.Refused(SamlFaultKind.Malformed, () => LogoutRules.JudgeRequest(Redirected(new AuthnRequestDraft { Destination = Party.Logout }.Xml), Party.AtLogout));
        Expect.Refused(SamlFaultKind.Malformed, AuthnRequestRules.Judge(Redirected(Valid.Xml), Party.AtLogout));
    }

    [Theory]
    [InlineData("Success", true)]
    [InlineData("Success/PartialLogout", false)]
    [InlineData("Responder", false)]
    [InlineData("Responder/Success", false)]
    [InlineData("Requester/UnknownPrincipal", false)]
    [InlineData("success", false)]
    public void An_answer_says_whether_the_person_is_signed_out(string codes, bool succeeded)
    {
        var names = codes.Split('/').Select(c => $"urn:oasis:names:tc:SAML:2.0:status:{c}").ToArray();
        var status = names.Reverse().Aggregate("", (inner, code) => $"<samlp:StatusCode Value=\"{code}\">{inner}</samlp:StatusCode>");
        var answer = LogoutRules.JudgeResponse(Redirected(new LogoutResponseDraft { Status = $"<samlp:Status>{status}<samlp:StatusMessage>words</samlp:StatusMessage></samlp:Status>" }.Xml), Party.AtLogout).Value;
        Assert.Equal(names, answer.Status);
        Assert.Equal(succeeded, answer.Succeeded);
        Assert.Equal("_ours", answer.InResponseTo);
    }

    public static TheoryData<LogoutResponseDraft, SamlFaultKind> WrongAnswers => new()
    {
        { new LogoutResponseDraft { Status = "" }, SamlFaultKind.Malformed },
        { new LogoutResponseDraft { Status = "<samlp:Status/>" }, SamlFaultKind.Malformed },
        { new LogoutResponseDraft { Status = "<samlp:Status><samlp:StatusCode/></samlp:Status>" }, SamlFaultKind.Malformed },
        { new LogoutResponseDraft { Status = "<saml:Status><saml:StatusCode Value=\"evil\"/></saml:Status>" }, SamlFaultKind.Malformed },
        { new LogoutResponseDraft { Status = new LogoutResponseDraft().Status + new LogoutResponseDraft().Status }, SamlFaultKind.Malformed },
        { new LogoutResponseDraft { Status = new LogoutResponseDraft().Status + "<samlp:evil/>" }, SamlFaultKind.Malformed },
        { new LogoutResponseDraft { InResponseTo = null }, SamlFaultKind.Malformed },
        { new LogoutResponseDraft { Destination = null }, SamlFaultKind.Destination },
        { new LogoutResponseDraft { Destination = "https://evil.example/" }, SamlFaultKind.Destination },
    };

    [Theory, MemberData(nameof(WrongAnswers))]
    public void An_answer_with_one_thing_wrong_is_refused(LogoutResponseDraft draft, SamlFaultKind kind) =>
        Expect.Refused(kind, () => LogoutRules.JudgeResponse(Redirected(draft.Xml), Party.AtLogout));

    private static IncomingMessage Redirected(string message) => RedirectBinding.Read(
        new RedirectQuery(message) { Parameter = message.Contains("<samlp:LogoutResponse", StringComparison.Ordinal) ? "SAMLResponse" : "SAMLRequest" }.SignedBy(Keys.Provider));
}
