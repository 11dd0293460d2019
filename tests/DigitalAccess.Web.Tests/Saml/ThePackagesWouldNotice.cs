using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>A service provider that is content with everything would prove nothing. These are not.</summary>
public sealed class ThePackagesWouldNotice(SamlWorld world, SamlPeer peer) : IClassFixture<SamlWorld>
{
    [Theory]
    [InlineData("node-saml", "</saml:NameID>", "a</saml:NameID>")]
    [InlineData("node-saml", ">habo<", ">gislaved<")]
    [InlineData("node-saml", "</ds:SignatureValue>", "A</ds:SignatureValue>")]
    [InlineData("node-saml", "<ds:Signature xmlns", "<ds:Paraph xmlns")]
    [InlineData("samlify", "</saml:NameID>", "a</saml:NameID>")]
    [InlineData("samlify", ">habo<", ">gislaved<")]
    [InlineData("samlify", "<ds:SignatureValue>", "<ds:SignatureValue>AAAA")]
    [InlineData("samlify", "<ds:Signature xmlns", "<ds:Paraph xmlns")]
    public async Task An_answer_that_was_changed_on_the_way(string kind, string before, string after)
    {
        var party = await new NodeParty(world, peer, kind).RegisterAsync();
        using var browser = await world.Habo.SignedInAsync();
        var (_, page) = await party.AskAsync(browser, NodeParty.Redirect);
        await Assert.ThrowsAsync<PeerFaultException>(() => party.ReceiveAsync(page, xml =>
            (before.StartsWith("<ds:Signature ", StringComparison.Ordinal) ? xml.Replace("</ds:Signature>", "</ds:Paraph>", StringComparison.Ordinal) : xml).Replace(before, after, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("node-saml")]
    [InlineData("samlify")]
    public async Task A_sealed_assertion_of_which_a_byte_is_another(string kind)
    {
        var party = await new NodeParty(world, peer, kind) { TakesSealed = true }.RegisterAsync();
        using var browser = await world.Habo.SignedInAsync();
        var (_, page) = await party.AskAsync(browser, NodeParty.Redirect);
        await Assert.ThrowsAsync<PeerFaultException>(() => party.ReceiveAsync(page, xml =>
        {
            var place = xml.LastIndexOf("<xenc:CipherValue>", StringComparison.Ordinal) + 200;
            return $"{xml[..place]}{(xml[place] == 'A' ? 'B' : 'A')}{xml[(place + 1)..]}";
        }));
    }

    [Theory]
    [InlineData("node-saml")]
    [InlineData("samlify")]
    public async Task An_answer_by_a_key_that_it_does_not_know(string kind)
    {
        var party = await new NodeParty(world, peer, kind).RegisterAsync();
        var foreign = Convert.ToBase64String(SamlParty.Certificate.RawData);
        await party.TrustAsync([SamlParty.Certificate], metadata => System.Text.RegularExpressions.Regex.Replace(metadata, "(?<=X509Certificate>)[^<]+(?=<)", foreign));
        using var browser = await world.Habo.SignedInAsync();
        var (_, page) = await party.AskAsync(browser, NodeParty.Redirect);
        await Assert.ThrowsAsync<PeerFaultException>(() => party.ReceiveAsync(page));
    }

    /// <summary>samlify leaves this to the application.</summary>
    [Fact]
    public async Task An_answer_that_was_received_before()
    {
        var party = await new NodeParty(world, peer, "node-saml").RegisterAsync();
        using var browser = await world.Habo.SignedInAsync();
        var (_, page) = await party.AskAsync(browser, NodeParty.Redirect);
        await party.ReceiveAsync(page);
        var fault = await Assert.ThrowsAsync<PeerFaultException>(() => party.ReceiveAsync(page));
        Assert.Contains("InResponseTo is not valid", fault.Message, StringComparison.Ordinal);
    }
}
