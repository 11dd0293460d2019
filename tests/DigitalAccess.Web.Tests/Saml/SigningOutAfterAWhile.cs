using System.Net;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>Sign-outs at which something has happened since the sign-in, or happens meanwhile.</summary>
public sealed class SigningOutAfterAWhile(SamlWorld world) : IClassFixture<SamlWorld>
{
    private const string Success = "urn:oasis:names:tc:SAML:2.0:status:Success";
    private const string Partial = "urn:oasis:names:tc:SAML:2.0:status:PartialLogout";

    [Fact]
    public async Task After_a_fresh_login_a_vendor_is_visited_for_its_newest_sign_in_alone()
    {
        using var browser = await world.Habo.SignedInAsync();
        await world.SignInAsync(browser, world.Plain);
        await world.SignInAsync(browser, world.Signing);
        await world.Habo.SignInAsync(browser);
        var newest = await world.SignInAsync(browser, world.Plain);

        var page = await browser.SubmitAsync(await browser.GetAsync("/signout"), []);
        var visited = new List<string>();
        while (page.Body.Contains("/signedout/next", StringComparison.Ordinal))
        {
            var away = (await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, page.LinkStartingWith("/signedout/next")))).Location!;
            visited.Add(away.Host);
            if (away.Host.StartsWith("plain", StringComparison.Ordinal))
                Assert.Equal(newest.SessionIndex, SamlParty.Unpacked(away, "SAMLRequest").One("//p:SessionIndex"));
            page = await browser.GetAsync("/signedout/next");
        }

        Assert.Equal(["plain.example", "signing.example"], visited.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task After_a_fresh_login_the_vendor_that_wishes_the_end_is_not_told_of_it()
    {
        using var browser = await world.Habo.SignedInAsync();
        await world.SignInAsync(browser, world.Plain);
        await world.Habo.SignInAsync(browser);
        var newest = await world.SignInAsync(browser, world.Plain);
        var before = await NoticesAsync();
        Assert.Equal([Success], await WishAsync(browser, world.Plain, newest.NameId, newest.SessionIndex));
        Assert.Equal(before, await NoticesAsync());

        Task<int> NoticesAsync() => world.App.WithDbAsync(db => db.LogoutNotices.CountAsync(n => n.Recipient == world.Plain.EntityId));
    }

    [Fact]
    public async Task A_session_that_was_idle_for_too_long_is_still_this_browsers()
    {
        using var browser = await world.Habo.SignedInAsync();
        var mine = await world.SignInAsync(browser, world.Plain);
        await world.SignInAsync(browser, world.Signing);
        world.App.Clock.Advance(TimeSpan.FromMinutes(40));
        Assert.False(await browser.IsSignedInAsync());
        var page = await browser.GetAsync(world.Plain.Wish(mine.NameId, mine.SessionIndex));
        Assert.Equal("/signedout", page.Address.AbsolutePath);
        var away = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, page.LinkStartingWith("/signedout/next")));
        Assert.StartsWith(world.Signing.Slo, away.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Null(browser.Cookie("__Host-da_session"));
    }

    [Fact]
    public async Task A_vendor_that_was_given_no_name_ends_the_session_by_its_index()
    {
        var nameless = await world.PartyAsync(new SamlParty(world.App, "nameless"), p => p.NameId = ServiceProviderNameId.None);
        using var browser = await world.Habo.SignedInAsync();
        var index = (await world.SignInAsync(browser, nameless)).SessionIndex;
        Assert.Equal([Success], await WishAsync(browser, nameless, "_00000000000000000000000000000000", null));
        Assert.True(await browser.IsSignedInAsync());
        Assert.Equal([Success], await WishAsync(browser, nameless, index, null));
        Assert.False(await browser.IsSignedInAsync());

        await world.Habo.SignInAsync(browser);
        index = (await world.SignInAsync(browser, nameless)).SessionIndex;
        Assert.Equal([Success], await WishAsync(browser, nameless, "whatever", index));
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Whoever_comes_back_when_nobody_knows_any_more_how_it_went_gets_no_yes()
    {
        using var browser = await world.Habo.SignedInAsync();
        var mine = await world.SignInAsync(browser, world.Plain);
        await world.SignInAsync(browser, world.Signing);
        var page = await browser.GetAsync(world.Plain.Wish(mine.NameId, mine.SessionIndex));
        await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, page.LinkStartingWith("/signedout/next")));
        page = await browser.GetAsync("/signedout/next");
        var done = page.LinkStartingWith("/saml/habo/slo/done");
        world.App.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal([Success, Partial], StatusOf(await UntilAwayAsync(browser, done)));
    }

    [Fact]
    public async Task A_service_that_cannot_be_told_makes_it_partial_wherever_it_is_open()
    {
        var silent = await world.PartyAsync(new SamlParty(world.App, "silent-elsewhere") { LogoutBinding = null }, p => p.NameId = ServiceProviderNameId.Persistent);
        var asking = await world.PartyAsync(new SamlParty(world.App, "asking"), p => p.NameId = ServiceProviderNameId.Persistent);
        using var elsewhere = await world.Habo.SignedInAsync();
        var there = await world.SignInAsync(elsewhere, asking);
        await world.SignInAsync(elsewhere, silent);
        using var browser = await world.Habo.SignedInAsync();
        await world.SignInAsync(browser, asking);
        Assert.Equal([Success, Partial], await WishAsync(browser, asking, there.NameId, null));
        Assert.False(await elsewhere.IsSignedInAsync());
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task A_service_that_an_API_opened_makes_it_partial()
    {
        using var browser = await world.Habo.SignedInAsync();
        var mine = await world.SignInAsync(browser, world.Plain);
        await world.App.WithDbAsync(db => db.Database.ExecuteSqlAsync(
            $"insert into begun_session (id, session_id, resource_id, shared_computer) select gen_random_uuid(), session_id, {world.Habo.Kiosk.Id}, false from saml_session where name_id = {mine.NameId}"));
        Assert.Equal([Success, Partial], await WishAsync(browser, world.Plain, mine.NameId, mine.SessionIndex));
    }

    [Fact]
    public async Task An_address_from_the_browsers_history_ends_nothing_any_more()
    {
        using var browser = await world.Habo.SignedInAsync();
        var mine = await world.SignInAsync(browser, world.Plain);
        await world.SignInAsync(browser, world.Signing);
        var posted = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{world.Plain.Issuer()}/slo")
        {
            Content = new FormUrlEncodedContent(SamlParty.Form(SamlParty.Signed(world.Plain.LogoutRequest(SamlParty.NewId(), mine.NameId, null)))),
        });
        world.App.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(posted.Location!.PathAndQuery)).Status);
        Assert.True(await browser.IsSignedInAsync());

        var page = await browser.GetAsync(world.Plain.Wish(mine.NameId, null));
        await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, page.LinkStartingWith("/signedout/next")));
        var done = (await browser.GetAsync("/signedout/next")).LinkStartingWith("/saml/habo/slo/done");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(done.Replace("/done", "/continue", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task A_library_that_leaves_meanwhile_still_hears_the_answer()
    {
        using var browser = await world.Habo.SignedInAsync();
        await world.SignInAsync(browser, world.Plain);
        var page = await browser.SubmitAsync(await browser.GetAsync("/signout"), []);
        var away = (await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, page.LinkStartingWith("/signedout/next")))).Location!;
        var answer = SamlParty.Redirect($"{world.Plain.Issuer()}/slo", world.Plain.LogoutResponse(SamlParty.Unpacked(away, "SAMLRequest").One("/p:LogoutRequest/@ID")), signed: true, parameter: "SAMLResponse");
        await SetActiveAsync(false);
        try
        {
            Assert.Equal("/signedout", (await browser.GetAsync(answer)).Address.AbsolutePath);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(world.Plain.Wish("nobody", null))).Status);
        }
        finally
        {
            await SetActiveAsync(true);
        }
    }

    private Task<int> SetActiveAsync(bool active) =>
        world.App.WithDbAsync(db => db.Libraries.Where(l => l.Slug == "habo").ExecuteUpdateAsync(u => u.SetProperty(l => l.Active, active)));

    /// <returns>The status that the vendor is answered with.</returns>
    private async Task<List<string>> WishAsync(Browser browser, SamlParty party, string nameId, string? sessionIndex) =>
        StatusOf(await UntilAwayAsync(browser, party.Wish(nameId, sessionIndex)));

    private static List<string> StatusOf(Uri address) => SamlParty.Unpacked(address, "SAMLResponse").Nodes("//p:StatusCode/@Value");

    /// <summary>Follows redirects within the broker.</summary>
    private async Task<Uri> UntilAwayAsync(Browser browser, string address)
    {
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, address));
        while (answer.Location is { } next && next.Host == world.App.Origin.Host)
            answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, next));
        Assert.True(answer.Location is not null, $"{answer.Address}: {answer.Text}");
        return answer.Location;
    }
}
