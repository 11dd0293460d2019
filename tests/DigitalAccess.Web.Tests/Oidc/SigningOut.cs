using System.Net;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

public sealed class SigningOut(HaboWorld world) : IClassFixture<HaboWorld>
{
    private const string Back = "https://kiosk.example/signed-out";

    [Fact]
    public async Task A_vendor_that_shows_its_patrons_token_signs_the_patron_out_and_gets_the_patron_back()
    {
        var (browser, token) = await ArrivedAsync();
        using var _ = browser;
        var answer = await SendAsync(browser, $"?id_token_hint={token}&post_logout_redirect_uri={Uri.EscapeDataString(Back)}&state=s1");
        Assert.Equal(Back, answer.Location!.GetLeftPart(UriPartial.Path));
        Assert.Equal("s1", answer.Query["state"]);
        Assert.Equal("/login", (await browser.GetAsync("/")).Address.AbsolutePath);
    }

    [Fact, Trait("Case", "OIDC-041")]
    public async Task A_token_altered_by_one_byte_signs_nobody_out_and_leads_nowhere()
    {
        var (browser, token) = await ArrivedAsync();
        using var _ = browser;
        var altered = token[..^6] + (token[^6] == 'A' ? 'B' : 'A') + token[^5..];
        var answer = await SendAsync(browser, $"?id_token_hint={altered}&post_logout_redirect_uri={Uri.EscapeDataString(Back)}");
        Assert.Null(answer.Location);
        Assert.Equal("Do you want to sign out?", answer.Heading);
        Assert.Equal("/", (await browser.GetAsync("/")).Address.AbsolutePath);

        var said = await browser.SubmitAsync(answer, []);
        Assert.Equal("You are signed out", said.Heading);
    }

    [Fact, Trait("Case", "OIDC-043")]
    public async Task A_bare_request_asks_first_and_the_session_lives_until_the_patron_says_yes()
    {
        var (browser, _) = await ArrivedAsync();
        using var __ = browser;
        var page = await browser.GetAsync("/connect/logout");
        Assert.Equal("Do you want to sign out?", page.Heading);
        Assert.Equal("/", (await browser.GetAsync("/")).Address.AbsolutePath);

        var done = await browser.SubmitAsync(page, []);
        Assert.Equal("You are signed out", done.Heading);
        Assert.Equal("/login", (await browser.GetAsync("/")).Address.AbsolutePath);
    }

    [Fact, Trait("Case", "OIDC-043")]
    public async Task No_form_but_our_own_signs_anybody_out()
    {
        var (browser, _) = await ArrivedAsync();
        using var __ = browser;
        var forged = await browser.PostAsync("/signout", []);
        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
        Assert.Equal("/", (await browser.GetAsync("/")).Address.AbsolutePath);

        var posted = await browser.PostAsync("/connect/logout", []);
        Assert.Equal("Do you want to sign out?", posted.Heading);
        Assert.Equal("/", (await browser.GetAsync("/")).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_request_that_comes_as_a_form_is_answered_where_the_session_is_seen()
    {
        // Browsers leave the session cookie out of a form that another site sends. Where it would be seen is a GET.
        var (browser, token) = await ArrivedAsync();
        using var _ = browser;
        var fields = new Dictionary<string, string> { ["id_token_hint"] = token, ["post_logout_redirect_uri"] = Back, ["state"] = "s2" };
        using var stranger = world.App.Browser();
        var sent = await stranger.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/connect/logout") { Content = new FormUrlEncodedContent(fields) });
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        Assert.Equal("/connect/logout", sent.Location!.AbsolutePath);

        var answer = await world.Client.UntilAwayAsync(browser, await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, sent.Location)));
        Assert.Equal(Back, answer.Location!.GetLeftPart(UriPartial.Path));
        Assert.Equal("s2", answer.Query["state"]);
        Assert.Equal("/login", (await browser.GetAsync("/")).Address.AbsolutePath);
    }

    [Fact]
    public async Task Another_patrons_token_asks_first_and_a_yes_leads_back_to_the_vendor()
    {
        var (other, token) = await ArrivedAsync();
        other.Dispose();
        using var browser = await world.SignedInAsync("Senior");
        var page = await browser.GetAsync($"/connect/logout?id_token_hint={token}&post_logout_redirect_uri={Uri.EscapeDataString(Back)}&state=s3");
        Assert.Equal("Do you want to sign out?", page.Heading);
        Assert.Contains("form-action 'self' https://kiosk.example;", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);

        var (address, fields) = page.FormWith([]);
        var answer = await world.Client.UntilAwayAsync(browser, await browser.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) }));
        Assert.Equal(Back, answer.Location!.GetLeftPart(UriPartial.Path));
        Assert.Equal("/login", (await browser.GetAsync("/")).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_shared_computer_is_cleared_when_a_vendor_signs_its_patron_out_too()
    {
        using var browser = world.App.Browser();
        var patron = world.Ils.Patron("Adult");
        await browser.SubmitAsync(await browser.GetAsync("/login/habo"), new() { ["card"] = patron.Card, ["pin"] = patron.Pin, ["shared"] = "true" });
        var client = world.Client;
        var token = (await client.RedeemAsync(await world.CodeAsync(client, browser))).IdToken;
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/connect/logout?id_token_hint={token}"));
        Assert.Contains("\"cookies\"", answer.Headers["Clear-Site-Data"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_return_address_is_refused()
    {
        var (browser, token) = await ArrivedAsync();
        using var _ = browser;
        var answer = await SendAsync(browser, $"?id_token_hint={token}&post_logout_redirect_uri={Uri.EscapeDataString("https://evil.example/")}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(answer.Location);
    }

    [Fact, Trait("Case", "LOGIN-013")]
    public async Task A_cookie_kept_from_before_the_sign_out_is_worth_nothing()
    {
        var (browser, token) = await ArrivedAsync();
        using var _ = browser;
        var kept = browser.Cookie("__Host-da_session")!;
        await SendAsync(browser, $"?id_token_hint={token}");
        using var thief = world.App.Browser();
        thief.SetCookie("localhost", "__Host-da_session", kept);
        Assert.Equal("/login", (await thief.GetAsync("/")).Address.AbsolutePath);
    }

    private async Task<(Browser, string)> ArrivedAsync()
    {
        var browser = await world.SignedInAsync();
        var client = world.Client;
        return (browser, (await client.RedeemAsync(await world.CodeAsync(client, browser))).IdToken);
    }

    private async Task<Answer> SendAsync(Browser browser, string query) =>
        await world.Client.UntilAwayAsync(browser, await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/connect/logout" + query)));
}
