using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Rules;

/// <summary>SAML Core 3.3.2.2.1; IIP-IDP08: what cannot be met is said, and never replaced by less.</summary>
public sealed class HowPeopleAreAuthenticated
{
    private const string Protected = SamlNames.Contexts.PasswordProtectedTransport;
    private const string Password = "urn:oasis:names:tc:SAML:2.0:ac:classes:Password";
    private const string Unspecified = SamlNames.Contexts.Unspecified;
    private const string X509 = "urn:oasis:names:tc:SAML:2.0:ac:classes:X509";

    [Theory]
    [InlineData("exact", Protected, Protected)]
    [InlineData("exact", Unspecified, Unspecified)]
    [InlineData("exact", $"{X509} {Protected}", Protected)]
    [InlineData("exact", Password, null)]
    [InlineData("exact", X509, null)]
    [InlineData("minimum", Protected, Protected)]
    [InlineData("minimum", Password, Protected)]
    [InlineData("minimum", Unspecified, Protected)]
    [InlineData("minimum", X509, null)]
    [InlineData("minimum", $"{X509} {Password}", Protected)]
    [InlineData("maximum", Protected, Protected)]
    [InlineData("maximum", Password, Unspecified)]
    [InlineData("maximum", Unspecified, Unspecified)]
    [InlineData("maximum", X509, null)]
    [InlineData("better", Password, Protected)]
    [InlineData("better", Unspecified, Protected)]
    [InlineData("better", Protected, null)]
    [InlineData("better", $"{Password} {Protected}", null)]
    [InlineData("better", $"{Unspecified} {X509}", null)]
    [InlineData("better", X509, null)]
    public void What_is_demanded_is_met_or_it_is_said_that_it_is_not(string comparison, string classes, string? met)
    {
        var requested = new RequestedAuthnContext(Enum.Parse<ContextComparison>(comparison, ignoreCase: true), classes.Split(' '));
        Assert.Equal(met, AuthnContexts.Choose(requested, [Protected, Unspecified]));

        var references = string.Concat(classes.Split(' ').Select(c => $"<saml:AuthnContextClassRef>{c}</saml:AuthnContextClassRef>"));
        var verdict = Incoming.Redirect(new AuthnRequestDraft { Inside = $"<samlp:RequestedAuthnContext Comparison=\"{comparison}\">{references}</samlp:RequestedAuthnContext>" });
        if (met is null)
            Assert.Equal(SamlNames.Status.NoAuthnContext, Expect.Unmet(verdict));
        else
            Expect.Accepted(verdict);
    }

    [Theory, InlineData(Protected, Protected), InlineData("", null)]
    public void Without_a_demand_the_strongest_is_said(string offered, string? said) =>
        Assert.Equal(said, AuthnContexts.Choose(null, offered.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact, Trait("Case", "SAML-071")]
    public void A_certificate_that_is_demanded_is_not_replaced_by_a_card()
    {
        foreach (var element in (string[])["AuthnContextClassRef", "AuthnContextDeclRef"])
        {
            foreach (var wanted in element == "AuthnContextDeclRef" ? (string[])[X509, Protected] : [X509])
                AssertUnmet($"<samlp:RequestedAuthnContext><saml:{element}>{wanted}</saml:{element}></samlp:RequestedAuthnContext>");
        }

        foreach (var comparison in (string[])["minimum", "maximum", "better"])
            AssertUnmet($"<samlp:RequestedAuthnContext Comparison=\"{comparison}\"><saml:AuthnContextDeclRef>{SamlNames.Contexts.Unspecified}</saml:AuthnContextDeclRef></samlp:RequestedAuthnContext>");

        static void AssertUnmet(string inside)
        {
            var verdict = Assert.IsType<AuthnRequestVerdict.Unmet>(Incoming.Post(XmlSigner.Sign(new AuthnRequestDraft { Inside = inside }.Xml, Keys.Provider)));
            Assert.Equal((SamlNames.Status.Requester, SamlNames.Status.NoAuthnContext), (verdict.Answer.Code, verdict.Answer.SubCode));
            Assert.Equal(Party.ConsumerService, verdict.AnswerTo.Location);
        }
    }
}
