using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>
/// SAML Profiles 4.4 with service providers that are not ours, both ways round. samlify is spoken to by form alone: it verifies
/// signed redirects only of an identity provider with a single certificate, and ours has one of each kind.
/// </summary>
public sealed class PackagesSignAPatronOut(SamlWorld world, SamlPeer peer) : IClassFixture<SamlWorld>
{
    [Theory]
    [InlineData("node-saml", NodeParty.Redirect, NodeParty.Post)]
    [InlineData("node-saml", NodeParty.Redirect, NodeParty.Redirect)]
    [InlineData("samlify", NodeParty.Redirect, NodeParty.Post)]
    [InlineData("samlify", NodeParty.Post, NodeParty.Post)]
    public async Task A_vendor_signs_the_patron_out_and_believes_our_answer(string kind, string binding, string answeredBy)
    {
        var (party, browser, patron) = await SignedInAsync(kind, answeredBy);
        using var _ = browser;
        await party.LeftAsync(await party.LeaveAsync(browser, binding, patron));
        Assert.False(await browser.IsSignedInAsync());
    }

    [Theory]
    [InlineData("node-saml", NodeParty.Post)]
    [InlineData("node-saml", NodeParty.Redirect)]
    [InlineData("samlify", NodeParty.Post)]
    public async Task A_patron_who_signs_out_here_is_led_to_the_vendor_which_believes_us_and_leads_back(string kind, string binding)
    {
        var (party, browser, patron) = await SignedInAsync(kind, binding);
        using var _ = browser;
        var page = await browser.SubmitAsync(await browser.GetAsync("/signout"), []);
        var away = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, page.LinkStartingWith("/signedout/next")));
        var (nameId, sessionIndex, end) = await party.ToldAsync(browser, away);
        Assert.Equal((patron.NameId, patron.SessionIndex), (nameId, sessionIndex));
        Assert.Equal("/signedout", end.Address.AbsolutePath);
        Assert.Contains("Closed. The service has signed you out.", end.Text, StringComparison.Ordinal);
        Assert.False(await browser.IsSignedInAsync());
    }

    [Theory]
    [InlineData("node-saml", NodeParty.Post)]
    [InlineData("node-saml", NodeParty.Redirect)]
    [InlineData("samlify", NodeParty.Post)]
    public async Task What_has_been_changed_on_the_way_is_not_believed(string kind, string binding)
    {
        var (party, browser, patron) = await SignedInAsync(kind, binding);
        using var _ = browser;
        var answer = await party.LeaveAsync(browser, NodeParty.Redirect, patron);
        await Assert.ThrowsAsync<PeerFaultException>(() => party.LeftAsync(answer, binding == NodeParty.Redirect ? OtherSignature : x => x.Replace("IssueInstant=\"2", "IssueInstant=\"3", StringComparison.Ordinal)));

        var (other, another, _) = await SignedInAsync(kind, binding);
        using var __ = another;
        var page = await another.SubmitAsync(await another.GetAsync("/signout"), []);
        var away = await another.SendAsync(new HttpRequestMessage(HttpMethod.Get, page.LinkStartingWith("/signedout/next")));
        await Assert.ThrowsAsync<PeerFaultException>(() => other.ToldAsync(another, away, binding == NodeParty.Redirect ? OtherSignature : x => x.Replace("</saml:NameID>", "a</saml:NameID>", StringComparison.Ordinal)));
    }

    private static string OtherSignature(string query) => query.Replace("&Signature=", "&Signature=AAAA", StringComparison.Ordinal);

    private async Task<(NodeParty Party, Browser Browser, Received Patron)> SignedInAsync(string kind, string logoutBinding)
    {
        var party = await new NodeParty(world, peer, kind) { LogoutBinding = logoutBinding }.RegisterAsync();
        var browser = await world.Habo.SignedInAsync();
        var (_, page) = await party.AskAsync(browser, NodeParty.Redirect);
        return (party, browser, await party.ReceiveAsync(page));
    }
}
