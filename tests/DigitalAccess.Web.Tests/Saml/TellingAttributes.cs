using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>A contract's lines as the research and education world, and any other vendor, know them.</summary>
public sealed class TellingAttributes(SamlWorld world) : IClassFixture<SamlWorld>
{
    private const string PairwiseId = "urn:oasis:names:tc:SAML:attribute:pairwise-id";
    private const string SubjectId = "urn:oasis:names:tc:SAML:attribute:subject-id";

    [Fact]
    public async Task Registered_names_have_their_URIs_and_the_targeted_id_is_a_name_identifier()
    {
        var party = await PartyAsync("research",
            new() { Claim = "pairwise-id", Source = ReleaseSource.Pseudonym },
            new() { Claim = "eduPersonTargetedID", Source = ReleaseSource.Pseudonym },
            new() { Claim = "eduPersonScopedAffiliation", Source = ReleaseSource.Affiliation },
            new() { Claim = "eduperson_entitlement", Source = ReleaseSource.Constant, Value = "urn:mace:dir:entitlement:common-lib-terms" },
            new() { Claim = "urn:vendor:tier", Source = ReleaseSource.Constant, Value = "gold & <silver>" });
        using var browser = await world.Habo.SignedInAsync();
        var answer = await world.SignInAsync(browser, party);

        Assert.Matches("^[a-p]{64}@habo.localhost$", Assert.Single(answer.Attribute(PairwiseId)));
        Assert.Equal(["member@habo.localhost"], answer.Attribute("urn:oid:1.3.6.1.4.1.5923.1.1.1.9"));
        Assert.Equal(["urn:mace:dir:entitlement:common-lib-terms"], answer.Attribute("urn:oid:1.3.6.1.4.1.5923.1.1.1.7"));
        Assert.Equal(["gold & <silver>"], answer.Attribute("urn:vendor:tier"));
        const string targeted = "//a:Attribute[@Name='urn:oid:1.3.6.1.4.1.5923.1.1.1.10']/a:AttributeValue/a:NameID";
        Assert.Equal(answer.Attribute(PairwiseId)[0].Split('@')[0], answer.One(targeted));
        Assert.Equal((party.Issuer(), party.EntityId), (answer.One($"{targeted}/@NameQualifier"), answer.One($"{targeted}/@SPNameQualifier")));
        Assert.All(answer.Nodes("//a:Attribute/@NameFormat"), format => Assert.Equal("urn:oasis:names:tc:SAML:2.0:attrname-format:uri", format));
        Assert.Equal(5, answer.Nodes("//a:Attribute/@Name").Count);
    }

    [Fact]
    public async Task The_pairwise_id_differs_between_vendors_and_the_subject_id_does_not()
    {
        AttributeRelease[] both = [new() { Claim = "pairwise-id", Source = ReleaseSource.Pseudonym }, new() { Claim = "subject-id", Source = ReleaseSource.Pseudonym }];
        var (one, other) = (await PartyAsync("first", both), await PartyAsync("second", both));
        using var browser = await world.Habo.SignedInAsync();
        var (atOne, atOther) = (await world.SignInAsync(browser, one), await world.SignInAsync(browser, other));
        Assert.NotEqual(atOne.Attribute(PairwiseId), atOther.Attribute(PairwiseId));
        Assert.Equal(atOne.Attribute(SubjectId), atOther.Attribute(SubjectId));
        Assert.NotEqual(atOne.Attribute(PairwiseId), atOne.Attribute(SubjectId));
        Assert.Equal(atOne.Attribute(PairwiseId), (await world.SignInAsync(browser, one)).Attribute(PairwiseId));
    }

    [Fact]
    public async Task The_login_page_says_of_a_pseudonym_that_others_know_too()
    {
        var party = await PartyAsync("sharing", new AttributeRelease { Claim = "subject-id", Source = ReleaseSource.Pseudonym });
        using var browser = world.App.Browser();
        var form = await browser.GetAsync(SamlParty.Redirect(party.Sso(), party.Request(SamlParty.NewId())));
        Assert.Contains("a pseudonym that is the same at several services", form.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vendor_may_get_attributes_and_no_name()
    {
        var party = await world.PartyAsync(new SamlParty(world.App, "nameless"), p => p.NameId = ServiceProviderNameId.None);
        using var browser = await world.Habo.SignedInAsync();
        var answer = await world.SignInAsync(browser, party);
        Assert.True(answer.IsSuccess);
        Assert.Single(answer.Nodes("//a:Subject"));
        Assert.Empty(answer.Nodes("//a:NameID"));
    }

    [Fact, Trait("Case", "SAML-091")]
    public async Task What_XML_cannot_hold_is_left_out_and_the_patron_gets_in()
    {
        var party = await PartyAsync("odd", new AttributeRelease { Claim = "odd", Source = ReleaseSource.Constant, Value = "a\u0001b\ufffec" });
        using var browser = await world.Habo.SignedInAsync();
        Assert.Equal(["abc"], (await world.SignInAsync(browser, party)).Attribute("urn:digitalaccess:attribute:odd"));
    }

    [Fact]
    public async Task Nothing_that_looks_like_an_identity_number_goes_out()
    {
        var party = await PartyAsync("held", new AttributeRelease { Claim = "tier", Source = ReleaseSource.Constant, Value = "19121212-1212" });
        using var browser = await world.Habo.SignedInAsync();
        var answer = await world.SignInAsync(browser, party);
        Assert.True(answer.IsSuccess);
        Assert.Empty(answer.Nodes("//a:Attribute"));
        Assert.DoesNotContain("19121212", answer.Xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_log_line_holds_a_name_a_card_a_PIN_or_a_message()
    {
        var patron = world.Habo.Ils.Patron("Adult");
        using var browser = world.App.Browser();
        var form = await browser.GetAsync(SamlParty.Redirect(world.Signing.Sso(), world.Signing.Request(SamlParty.NewId()), "a-state-of-the-vendors", signed: true));
        var answer = world.Signing.Answer(await browser.GiveCardAsync(form, patron.Card, patron.Pin));
        await browser.SendAsync(new HttpRequestMessage(
            HttpMethod.Get, SamlParty.Redirect($"{world.Signing.Issuer()}/slo", world.Signing.LogoutRequest(SamlParty.NewId(), answer.NameId, answer.SessionIndex), signed: true)));
        foreach (var secret in new[] { answer.NameId, answer.SessionIndex, patron.Card, "a-state-of-the-vendors", "PHNhbWxwO", "AuthnRequest ID" })
            Assert.DoesNotContain(world.App.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    private Task<SamlParty> PartyAsync(string name, params AttributeRelease[] contract) => world.PartyAsync(new SamlParty(world.App, name), p => p.Releases = [.. contract]);
}
