using System.Net;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>A request is answered once, to the browser that brought it.</summary>
public sealed class Replaying(SamlWorld world) : IClassFixture<SamlWorld>
{
    [Fact]
    public async Task The_same_request_is_answered_once_and_counted_once()
    {
        using var browser = await world.Habo.SignedInAsync();
        var address = SamlParty.Redirect(world.Plain.Sso(), world.Plain.Request(SamlParty.NewId()));
        Assert.True(world.Plain.Answer(await browser.GetAsync(address)).IsSuccess);
        var before = await world.App.WithDbAsync(db => db.UsageEvents.CountAsync());
        var second = await browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.BadRequest, second.Status);
        Assert.Contains("saml-replay", second.Text, StringComparison.Ordinal);
        Assert.Equal(before, await world.App.WithDbAsync(db => db.UsageEvents.CountAsync()));
    }

    [Fact]
    public async Task A_request_that_waited_for_the_login_is_remembered_too()
    {
        using var browser = world.App.Browser();
        var address = SamlParty.Redirect(world.Plain.Sso(), world.Plain.Request(SamlParty.NewId()));
        Assert.Equal("/login/habo", (await browser.GetAsync(address)).Address.AbsolutePath);
        using var other = await world.Habo.SignedInAsync();
        Assert.Contains("saml-replay", (await other.GetAsync(address)).Text, StringComparison.Ordinal);
    }

    [Fact, Trait("Case", "SAML-093")]
    public async Task Of_twenty_completions_at_once_one_gets_the_answer()
    {
        using var browser = await world.Habo.SignedInAsync();
        var way = await WaitingAsync(browser);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, way))));
        Assert.Single(answers, a => a.Body.Contains("SAMLResponse", StringComparison.Ordinal));
        Assert.Equal(19, answers.Count(a => a.Status == HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Of_twenty_equal_requests_at_once_one_gets_the_answer()
    {
        using var browser = await world.Habo.SignedInAsync();
        var address = SamlParty.Redirect(world.Plain.Sso(), world.Plain.Request(SamlParty.NewId()));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, address))));
        Assert.Single(answers, a => a.Body.Contains("SAMLResponse", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_browser_cannot_go_on_with_a_stored_request()
    {
        using var browser = await world.Habo.SignedInAsync();
        var way = await WaitingAsync(browser);
        using var other = await world.Habo.SignedInAsync();
        Assert.Contains("saml-replay", (await other.GetAsync(way.AbsoluteUri)).Text, StringComparison.Ordinal);
        Assert.True(world.Plain.Answer(await browser.GetAsync(way.AbsoluteUri)).IsSuccess);
    }

    [Fact]
    public async Task Two_tabs_do_not_take_each_others_requests()
    {
        using var browser = await world.Habo.SignedInAsync();
        var (one, other) = (await WaitingAsync(browser), await WaitingAsync(browser));
        Assert.True(world.Plain.Answer(await browser.GetAsync(one.AbsoluteUri)).IsSuccess);
        Assert.True(world.Plain.Answer(await browser.GetAsync(other.AbsoluteUri)).IsSuccess);
    }

    [Fact]
    public async Task A_place_for_the_answer_that_was_withdrawn_meanwhile_gets_nothing()
    {
        var party = await world.PartyAsync(new SamlParty(world.App, "moving"));
        using var browser = await world.Habo.SignedInAsync();
        var way = await WaitingAsync(browser, party);
        await world.App.WithDbAsync(db => db.StoredMetadata.Where(m => db.ServiceProviders.Any(p => p.Slug == "moving" && p.Id == m.ServiceProviderId))
            .ExecuteUpdateAsync(u => u.SetProperty(m => m.Xml, party.Metadata.Replace("/acs", "/elsewhere", StringComparison.Ordinal))));
        var page = await browser.GetAsync(way.AbsoluteUri);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.DoesNotContain("SAMLResponse", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_asks_for_more_than_anybody_is_not_kept()
    {
        using var browser = world.App.Browser();
        var classes = string.Concat(Enumerable.Range(0, 19).Select(n => $"<saml:AuthnContextClassRef>urn:{new string('x', 900)}{n}</saml:AuthnContextClassRef>"));
        var posted = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, world.Plain.Sso())
        {
            Content = new FormUrlEncodedContent(SamlParty.Form(world.Plain.Request(SamlParty.NewId(), inner:
                $"<samlp:RequestedAuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef>{classes}</samlp:RequestedAuthnContext>"))),
        });
        Assert.Contains("saml-toolarge", posted.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, posted.Status);
    }

    [Fact]
    public async Task A_stored_request_waits_half_an_hour_and_housekeeping_forgets_it_and_its_id()
    {
        using var browser = await world.Habo.SignedInAsync();
        var way = await WaitingAsync(browser);
        world.App.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(way.AbsoluteUri)).Status);
        await world.App.WithAsync<DigitalAccess.Web.Saml.SamlRetention, bool>(async retention =>
        {
            await retention.RunAsync(TestContext.Current.CancellationToken);
            return true;
        });
        Assert.Equal((0, 0), await world.App.WithDbAsync(async db => (await db.WaitingRequests.CountAsync(), await db.SamlMessages.CountAsync())));
    }

    /// <summary>A request that came by form: the browser is about to go on with it.</summary>
    private async Task<Uri> WaitingAsync(Browser browser, SamlParty? party = null)
    {
        party ??= world.Plain;
        var posted = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, party.Sso())
        {
            Content = new FormUrlEncodedContent(SamlParty.Form(party.Request(SamlParty.NewId()))),
        });
        Assert.Equal(HttpStatusCode.SeeOther, posted.Status);
        return posted.Location!;
    }
}
