using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>Service providers that are not ours (Peers/node): packages that vendors run, with signatures, decryption and rules of their own.</summary>
public sealed class PackagesSignAPatronIn(SamlWorld world, SamlPeer peer) : IClassFixture<SamlWorld>
{
    [Theory]
    [InlineData("node-saml", NodeParty.Redirect, false)]
    [InlineData("node-saml", NodeParty.Redirect, true)]
    [InlineData("node-saml", NodeParty.Post, false)]
    [InlineData("node-saml", NodeParty.Post, true)]
    [InlineData("samlify", NodeParty.Redirect, false)]
    [InlineData("samlify", NodeParty.Redirect, true)]
    [InlineData("samlify", NodeParty.Post, false)]
    [InlineData("samlify", NodeParty.Post, true)]
    public async Task A_patron_who_logs_in_on_the_way_arrives_with_the_name_and_the_attributes_of_the_contract(string kind, string binding, bool signs)
    {
        var party = await new NodeParty(world, peer, kind) { SignsRequests = signs }.RegisterAsync();
        using var browser = world.App.Browser();
        var (id, form) = await party.AskAsync(browser, binding);
        var page = await LogInAsync(browser, form);
        var received = await party.ReceiveAsync(page);
        AssertIsTheAdult(received, party);
        Assert.Equal(id, received.InResponseTo);
        var (_, fields) = page.FormWith(["SAMLResponse"]);
        Assert.Equal("state-7", fields["RelayState"]);

        using var another = await world.Habo.SignedInAsync();
        var (again, second) = await party.AskAsync(another, binding);
        var secondTime = await party.ReceiveAsync(second);
        Assert.Equal((received.NameId, again), (secondTime.NameId, secondTime.InResponseTo));
        Assert.NotEqual(received.SessionIndex, secondTime.SessionIndex);
    }

    [Theory]
    [InlineData("node-saml", NodeParty.Redirect)]
    [InlineData("node-saml", NodeParty.Post)]
    [InlineData("samlify", NodeParty.Redirect)]
    [InlineData("samlify", NodeParty.Post)]
    public async Task A_sealed_assertion_is_opened_with_the_key_of_the_metadata(string kind, string binding)
    {
        var party = await new NodeParty(world, peer, kind) { TakesSealed = true }.RegisterAsync();
        using var browser = world.App.Browser();
        var (id, form) = await party.AskAsync(browser, binding);
        var page = await LogInAsync(browser, form);
        var carried = new SamlAnswer(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(page.FormWith(["SAMLResponse"]).Fields["SAMLResponse"])), null, "");
        Assert.Equal("http://www.w3.org/2009/xmlenc11#aes256-gcm", carried.One("//xenc:EncryptedData/xenc:EncryptionMethod/@Algorithm"));
        Assert.Empty(carried.Nodes("//a:NameID | //a:Attribute"));
        var received = await party.ReceiveAsync(page);
        AssertIsTheAdult(received, party);
        Assert.Equal(id, received.InResponseTo);
    }

    [Theory]
    [InlineData("node-saml", false)]
    [InlineData("node-saml", true)]
    [InlineData("samlify", false)]
    [InlineData("samlify", true)]
    public async Task A_click_in_the_portal_opens_the_vendor_that_has_not_asked(string kind, bool sealedUp)
    {
        var party = await new NodeParty(world, peer, kind) { TakesSealed = sealedUp }.RegisterAsync(allowsUnasked: true);
        using var browser = await world.Habo.SignedInAsync();
        using var click = new HttpRequestMessage(HttpMethod.Get, $"/launch/{party.Slug}");
        click.Headers.Add("Sec-Fetch-Site", "same-origin");
        var launched = await browser.SendAsync(click);
        using var onward = new HttpRequestMessage(HttpMethod.Get, launched.Location);
        onward.Headers.Add("Sec-Fetch-Site", "same-origin");
        var received = await party.ReceiveAsync(await browser.SendAsync(onward));
        AssertIsTheAdult(received, party);
        Assert.Null(received.InResponseTo);
    }

    /// <summary>samlify compares the flag with its own, and makes no request where they differ.</summary>
    [Fact]
    public async Task The_metadata_for_one_vendor_says_whether_that_vendor_must_sign()
    {
        using var browser = world.App.Browser();
        foreach (var (address, wants) in new[] { ("/saml/habo", "false"), ("/saml/habo/metadata/plain", "false"), ("/saml/habo/metadata/signing", "true") })
            Assert.Equal([wants], new SamlAnswer((await browser.GetAsync(address)).Body, null, "").Nodes("//@WantAuthnRequestsSigned"));
    }

    private async Task<Answer> LogInAsync(Browser browser, Answer form)
    {
        Assert.True(form.Address.AbsolutePath == "/login/habo", $"{form.Address}: {form.Text}");
        var patron = world.Habo.Ils.Patron("Adult");
        return await browser.GiveCardAsync(form, patron.Card, patron.Pin);
    }

    private static void AssertIsTheAdult(Received received, NodeParty party)
    {
        Assert.Equal(party.Issuer, received.Issuer);
        Assert.Matches("^[a-p]{64}$", received.NameId);
        Assert.Matches("^_[0-9a-f]{32}$", received.SessionIndex);
        Assert.Equal(["urn:digitalaccess:attribute:age_band=adult", "urn:digitalaccess:attribute:library=habo"],
            received.Attributes.Select(a => $"{a.Key}={a.Value}").Order(StringComparer.Ordinal));
    }
}
