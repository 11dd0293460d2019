using System.Net;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>What a request may ask for besides a sign-in (SAML Core 3.4.1), and what it gets.</summary>
public sealed class AskingForMore(SamlWorld world) : IClassFixture<SamlWorld>
{
    private const string Core = "urn:oasis:names:tc:SAML:2.0:status:";

    [Fact, Trait("Case", "SAML-069")]
    public async Task A_passive_request_without_a_session_is_answered_without_a_page()
    {
        using var browser = world.App.Browser();
        var answer = await world.SignInAsync(browser, world.Plain, "IsPassive=\"true\"", relayState: "back");
        Assert.Equal([$"{Core}Responder", $"{Core}NoPassive"], answer.Status);
        Assert.Equal((world.Plain.Acs, "back"), (answer.PostedTo, answer.RelayState));
        Assert.True(SamlParty.Verifies(answer.Document, answer.Document.DocumentElement!, await world.CertificatesAsync()));
    }

    [Fact]
    public async Task A_passive_request_of_a_patron_who_is_signed_in_is_granted()
    {
        using var browser = await world.Habo.SignedInAsync();
        Assert.True((await world.SignInAsync(browser, world.Plain, "IsPassive=\"1\"")).IsSuccess);
    }

    [Fact]
    public async Task A_forced_request_asks_for_card_and_PIN_anew_and_then_no_more()
    {
        using var browser = await world.Habo.SignedInAsync();
        world.App.Clock.Advance(TimeSpan.FromSeconds(5));
        var started = world.App.Clock.GetUtcNow();
        var form = await browser.GetAsync(SamlParty.Redirect(world.Plain.Sso(), world.Plain.Request(SamlParty.NewId(), "ForceAuthn=\"true\"")));
        Assert.Equal("/login/habo", form.Address.AbsolutePath);
        world.App.Clock.Advance(TimeSpan.FromSeconds(5));
        var patron = world.Habo.Ils.Patron("Adult");
        var answer = world.Plain.Answer(await browser.GiveCardAsync(form, patron.Card, patron.Pin));
        Assert.True(answer.IsSuccess);
        Assert.True(DateTimeOffset.Parse(answer.One("//a:AuthnStatement/@AuthnInstant"), System.Globalization.CultureInfo.InvariantCulture) > started);
    }

    [Fact]
    public async Task A_request_that_is_forced_and_passive_cannot_be_met()
    {
        using var browser = await world.Habo.SignedInAsync();
        Assert.Equal($"{Core}NoPassive", (await world.SignInAsync(browser, world.Plain, "ForceAuthn=\"true\" IsPassive=\"true\"")).Status[1]);
    }

    [Theory, Trait("Case", "SAML-071")]
    [InlineData("exact", "urn:oasis:names:tc:SAML:2.0:ac:classes:X509", false)]
    [InlineData("exact", "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport", true)]
    [InlineData("exact", "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified", true)]
    [InlineData("minimum", "urn:oasis:names:tc:SAML:2.0:ac:classes:Password", true)]
    [InlineData("better", "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport", false)]
    [InlineData("maximum", "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport", true)]
    public async Task An_authentication_context_is_met_or_refused_and_never_replaced_by_less(string comparison, string context, bool met)
    {
        using var browser = await world.Habo.SignedInAsync();
        var answer = await world.SignInAsync(browser, world.Plain, inner:
            $"""<samlp:RequestedAuthnContext Comparison="{comparison}"><saml:AuthnContextClassRef>{context}</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>""");
        Assert.Equal(met ? [$"{Core}Success"] : [$"{Core}Requester", $"{Core}NoAuthnContext"], answer.Status);
        if (comparison == "exact" && met)
            Assert.Equal(context, answer.One("//a:AuthnContextClassRef"));
    }

    [Theory]
    [InlineData("urn:oasis:names:tc:SAML:2.0:nameid-format:transient", true)]
    [InlineData("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", false)]
    [InlineData("urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified", true)]
    [InlineData("urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress", false)]
    [InlineData("urn:oasis:names:tc:SAML:2.0:nameid-format:encrypted", false)]
    [InlineData("urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos", false)]
    public async Task A_kind_of_name_is_given_or_refused(string format, bool given)
    {
        using var browser = await world.Habo.SignedInAsync();
        var answer = await world.SignInAsync(browser, world.Plain, inner: $"""<samlp:NameIDPolicy Format="{format}"/>""");
        Assert.Equal(given ? [$"{Core}Success"] : [$"{Core}Requester", $"{Core}InvalidNameIDPolicy"], answer.Status);
    }

    [Fact]
    public async Task Nobody_is_told_what_another_vendor_calls_a_patron()
    {
        using var browser = await world.Habo.SignedInAsync();
        var answer = await world.SignInAsync(browser, world.Plain, inner: """<samlp:NameIDPolicy SPNameQualifier="https://signing.example/sp"/>""");
        Assert.Equal($"{Core}InvalidNameIDPolicy", answer.Status[1]);
    }

    [Fact, Trait("Case", "SAML-073")]
    public async Task A_request_for_another_patron_than_the_one_at_the_browser_names_nobody()
    {
        using var browser = await world.Habo.SignedInAsync();
        var mine = (await world.SignInAsync(browser, world.Signing)).NameId;
        using var other = await world.Habo.SignedInAsync("Child");
        var answer = await world.SignInAsync(other, world.Signing, inner: Subject(mine));
        Assert.Equal([$"{Core}Responder", $"{Core}UnknownPrincipal"], answer.Status);
        Assert.Empty(answer.Nodes("//a:Assertion"));
        Assert.True((await world.SignInAsync(browser, world.Signing, inner: Subject(mine))).IsSuccess);

        static string Subject(string name) => $"""<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{name}</saml:NameID></saml:Subject>""";
    }

    [Fact]
    public async Task Scoping_and_extensions_change_nothing()
    {
        using var browser = await world.Habo.SignedInAsync();
        var answer = await world.SignInAsync(browser, world.Plain, inner:
            """<samlp:Extensions><x:anything xmlns:x="urn:x">text</x:anything></samlp:Extensions><samlp:Scoping ProxyCount="0"><samlp:IDPList><samlp:IDPEntry ProviderID="https://elsewhere.example"/></samlp:IDPList></samlp:Scoping>""");
        Assert.True(answer.IsSuccess);
    }

    [Fact]
    public async Task An_answer_goes_to_the_place_that_the_request_names_by_number_or_address_and_else_to_the_default()
    {
        var party = await world.PartyAsync(new SamlParty(world.App, "many")
        {
            MoreServices = """<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://many.example/second?tenant=1" index="7"/>""",
        });
        using var browser = await world.Habo.SignedInAsync();
        Assert.Equal("https://many.example/acs", (await world.SignInAsync(browser, party)).PostedTo);
        Assert.Equal("https://many.example/second?tenant=1", (await world.SignInAsync(browser, party, "AssertionConsumerServiceIndex=\"7\"")).PostedTo);
        Assert.Equal("https://many.example/second?tenant=1", (await world.SignInAsync(browser, party, "AssertionConsumerServiceURL=\"https://many.example/second?tenant=1\"")).PostedTo);
        await RefusedAsync(party, "AssertionConsumerServiceURL=\"https://many.example/second?tenant=1&amp;SAMLResponse=evil\"");
    }

    [Theory]
    [InlineData("AssertionConsumerServiceURL=\"https://evil.example/acs\"")]
    [InlineData("AssertionConsumerServiceURL=\"https://plain.example/acs.evil.example\"")]
    [InlineData("AssertionConsumerServiceURL=\"https://plain.example/acs/../x\"")]
    [InlineData("AssertionConsumerServiceURL=\"HTTPS://plain.example/acs\"")]
    [InlineData("AssertionConsumerServiceURL=\"https://plain.example:443/acs\"")]
    [InlineData("AssertionConsumerServiceURL=\"https://plain.example/acs\" AssertionConsumerServiceIndex=\"0\"")]
    [InlineData("AssertionConsumerServiceIndex=\"99\"")]
    [InlineData("AssertionConsumerServiceIndex=\"-1\"")]
    [InlineData("ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact\"")]
    [Trait("Case", "SAML-015"), Trait("Case", "SAML-017"), Trait("Case", "SAML-019"), Trait("Case", "SAML-021"), Trait("Case", "SAML-023")]
    public Task A_place_that_is_not_in_the_metadata_gets_nothing(string attributes) => RefusedAsync(world.Plain, attributes);

    private async Task RefusedAsync(SamlParty party, string attributes)
    {
        using var browser = await world.Habo.SignedInAsync();
        var page = await browser.GetAsync(SamlParty.Redirect(party.Sso(), party.Request(SamlParty.NewId(), attributes)));
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.DoesNotContain("SAMLResponse", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", page.Body, StringComparison.Ordinal);
        Assert.Contains(page.Text.Contains("saml-malformed", StringComparison.Ordinal) ? "saml-malformed" : "saml-consumerservice", page.Text, StringComparison.Ordinal);
    }
}
