using DigitalAccess.Web.Logout;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>The page after the sign-out says what we know, and that we do not know the rest.</summary>
public sealed class AfterTheSignOut(LogoutStage stage) : IClassFixture<LogoutStage>
{
    [Fact]
    public async Task When_all_have_answered_the_page_says_so_and_stands_still()
    {
        var vendor = await stage.ToldAsync();
        using var browser = await stage.SignedInAsync();
        await vendor.OpenedAsync(browser);
        var page = await LogoutStage.SignOutAsync(browser);
        Assert.Contains("the services that you opened have signed you out", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("/js/signedout.", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_something_is_open_the_page_loads_itself_for_two_minutes_and_can_be_told_not_to()
    {
        var vendor = await stage.ToldAsync();
        vendor.Answers(503);
        using var browser = await stage.SignedInAsync();
        await vendor.OpenedAsync(browser);
        var page = await LogoutStage.SignOutAsync(browser);
        Assert.Contains("1 of 1 services may still be open", page.Text, StringComparison.Ordinal);
        Assert.Contains("<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>", page.Body, StringComparison.Ordinal);
        Assert.Contains("role=\"status\"", page.Body, StringComparison.Ordinal);

        var still = await browser.GetAsync(page.LinkStartingWith($"{page.Address.PathAndQuery}&amp;still"));
        Assert.Contains("We go on trying", still.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", still.Body, StringComparison.Ordinal);

        stage.App.Clock.Advance(TimeSpan.FromMinutes(2.1));
        var later = await browser.GetAsync(page.Address.AbsoluteUri);
        Assert.Contains("We go on trying", later.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", later.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vendor_that_only_the_browser_can_tell_is_told_in_a_frame_and_nothing_is_claimed()
    {
        var vendor = await stage.ToldAsync(p => (p.BackChannelLogoutUri, p.FrontChannelLogoutUri) = (null, "https://film.example/front?x=1"));
        using var browser = await stage.SignedInAsync();
        var identity = OidcClient.Payload((await vendor.OpenedAsync(browser)).IdToken);
        var page = await LogoutStage.SignOutAsync(browser);
        Assert.Contains($"{vendor.Id} We asked your browser to sign you out. We cannot see whether it worked.", page.Text, StringComparison.Ordinal);
        var address = $"https://film.example/front?x=1&amp;iss={Uri.EscapeDataString(stage.App.Origin.AbsoluteUri)}&amp;sid={identity.GetProperty("sid").GetString()}";
        Assert.Contains($"<iframe src=\"{address}\" sandbox=\"allow-scripts allow-same-origin\" referrerpolicy=\"no-referrer\" aria-hidden=\"true\" tabindex=\"-1\" hidden>", page.Body, StringComparison.Ordinal);
        Assert.Contains("; frame-src https://film.example;", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal(LogoutState.Done, (await stage.NoticesAsync(vendor.Id))[0].State);
        Assert.DoesNotContain("frame-src", (await browser.GetAsync("/login")).Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vendor_that_signs_out_is_led_back_to_by_our_page_when_the_browser_has_another_one_to_tell()
    {
        var asking = await stage.ToldAsync();
        var framed = await stage.ToldAsync(p => (p.BackChannelLogoutUri, p.FrontChannelLogoutUri) = (null, "https://film.example/front"));
        using var browser = await stage.SignedInAsync();
        var token = (await asking.OpenedAsync(browser)).IdToken;
        await framed.OpenedAsync(browser);
        var page = await browser.GetAsync(
            $"/connect/logout?id_token_hint={token}&post_logout_redirect_uri={Uri.EscapeDataString($"https://{asking.Id}.example/bye")}&state=s");
        Assert.Equal("You are signed out", page.Heading);
        Assert.Contains("<iframe", page.Body, StringComparison.Ordinal);
        Assert.Contains("<noscript><meta http-equiv=\"refresh\" content=\"3;url=/connect/logout?", page.Body, StringComparison.Ordinal);
        var on = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, page.LinkStartingWith("/connect/logout?")));
        Assert.Equal($"https://{asking.Id}.example/bye?state=s", on.Location!.AbsoluteUri);
    }

    /// <summary>Whoever ends the session and in whatever way, a vendor that only the browser can tell is told before the way leads on.</summary>
    [Theory]
    [InlineData("the patron says yes")]
    [InlineData("the session was over by itself")]
    public async Task The_page_comes_before_the_way_back_however_the_session_ends(string how)
    {
        var asking = await stage.ToldAsync();
        var framed = await stage.ToldAsync(p => (p.BackChannelLogoutUri, p.FrontChannelLogoutUri) = (null, "https://film.example/front"));
        using var browser = await stage.SignedInAsync(shared: true);
        await asking.OpenedAsync(browser);
        await framed.OpenedAsync(browser);
        if (how == "the session was over by itself")
            stage.App.Clock.Advance(TimeSpan.FromMinutes(11));
        var page = await browser.GetAsync($"/connect/logout?client_id={asking.Id}&post_logout_redirect_uri={Uri.EscapeDataString($"https://{asking.Id}.example/bye")}&state=s");
        if (how == "the patron says yes")
            page = await browser.SubmitAsync(page, []);
        Assert.Equal("You are signed out", page.Heading);
        Assert.Contains("<iframe", page.Body, StringComparison.Ordinal);
        var on = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, page.LinkStartingWith("/connect/logout?")));
        Assert.Equal($"https://{asking.Id}.example/bye?state=s", on.Location!.AbsoluteUri);
    }

    /// <summary>A parameter of that name in another kind of request was compared with nothing, and lets no form lead anywhere.</summary>
    [Fact]
    public async Task The_question_lets_nobody_in_by_a_request_of_another_kind()
    {
        using var stranger = stage.App.Browser();
        var asked = await stranger.GetAsync(stage.Habo.Client.AuthorizeAddress(("post_logout_redirect_uri", "https://evil.example/"), ("login_hint", "library:habo")));
        using var browser = await stage.SignedInAsync();
        var page = await browser.GetAsync($"/signout?t={asked.Query["t"]}");
        Assert.Equal("Do you want to sign out?", page.Heading);
        Assert.DoesNotContain("evil.example", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("/signedout", (await browser.SubmitAsync(page, [])).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_vendor_that_nobody_can_tell_is_named_as_such()
    {
        var vendor = await stage.ToldAsync(p => p.BackChannelLogoutUri = null);
        using var browser = await stage.SignedInAsync();
        await vendor.OpenedAsync(browser);
        var page = await LogoutStage.SignOutAsync(browser);
        Assert.Contains($"{vendor.Id} This service has no way of being told that you have signed out. Sign out there, or close the browser.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_shared_computer_the_advice_to_close_the_browser_comes_first()
    {
        var vendor = await stage.ToldAsync();
        using var browser = await stage.SignedInAsync(shared: true);
        await vendor.OpenedAsync(browser);
        browser.Language = "sv";
        var page = await LogoutStage.SignOutAsync(browser);
        Assert.Contains("Stäng webbläsaren innan du går", page.Text, StringComparison.Ordinal);
        Assert.True(page.Text.IndexOf("Stäng webbläsaren", StringComparison.Ordinal) < page.Text.IndexOf("Tjänster som du öppnade", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_address_holds_a_random_id_whose_hash_alone_is_kept_and_after_a_quarter_of_an_hour_it_shows_nothing()
    {
        var vendor = await stage.ToldAsync();
        using var browser = await stage.SignedInAsync();
        await vendor.OpenedAsync(browser);
        var page = await LogoutStage.SignOutAsync(browser);
        Assert.Equal(["id"], page.Query.Keys);
        Assert.Equal(OpaqueId.Hash(page.Query["id"]), (await stage.NoticesAsync(vendor.Id))[0].SignOutId);
        Assert.Equal("no-store", page.Headers["Cache-Control"]);

        using var stranger = stage.App.Browser();
        Assert.DoesNotContain(vendor.Id, (await stranger.GetAsync($"/signedout?id={OpaqueId.Create()}")).Text, StringComparison.Ordinal);
        stage.App.Clock.Advance(TimeSpan.FromMinutes(15.1));
        Assert.DoesNotContain(vendor.Id, (await browser.GetAsync(page.Address.AbsoluteUri)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_was_over_by_itself_is_ended_at_the_vendors_by_who_comes_to_sign_out()
    {
        var vendor = await stage.ToldAsync();
        using var browser = await stage.SignedInAsync(shared: true);
        await vendor.OpenedAsync(browser);
        stage.App.Clock.Advance(TimeSpan.FromMinutes(11));
        var page = await browser.GetAsync("/signout");
        Assert.Equal("You are signed out", page.Heading);
        Assert.Contains($"{vendor.Id} Closed.", page.Text, StringComparison.Ordinal);
        Assert.Single(vendor.Tokens);
    }
}
