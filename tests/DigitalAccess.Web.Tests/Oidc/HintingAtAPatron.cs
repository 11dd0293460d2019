using System.Buffers.Text;
using System.Text;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>A vendor that knows who it wants says so (<c>id_token_hint</c>, <c>sub</c> in <c>claims</c>), and is never answered about anybody else.</summary>
public sealed class HintingAtAPatron(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Theory]
    [InlineData(null)]
    [InlineData("none")]
    public async Task The_patron_who_is_meant_passes(string? prompt)
    {
        using var browser = await world.SignedInAsync();
        var (token, subject) = await TokenAsync(browser);
        foreach (var wish in Wishes(token, subject))
            Assert.True((await world.Client.AuthorizeAsync(browser, wish, ("prompt", prompt))).Query.ContainsKey("code"), wish.Item1);
    }

    [Fact]
    public async Task Somebody_else_is_signed_in_and_no_page_may_be_shown()
    {
        var (token, subject) = await TokenOfAsync("Senior");
        using var browser = await world.SignedInAsync();
        foreach (var wish in Wishes(token, subject))
            Assert.Equal("login_required", (await world.Client.AuthorizeAsync(browser, wish, ("prompt", "none"))).Query["error"]);
    }

    [Fact]
    public async Task Somebody_else_is_signed_in_so_the_right_patron_is_asked_to_sign_in()
    {
        var (token, subject) = await TokenOfAsync("Senior");
        foreach (var wish in Wishes(token, subject))
        {
            using var browser = await world.SignedInAsync();
            var client = world.Client;
            var form = await client.AuthorizeAsync(browser, wish, ("login_hint", "library:habo"));
            var back = await LogInAsync(client, browser, form, "Senior");
            Assert.Equal(subject, OidcClient.Payload((await client.RedeemAsync(back.Query["code"])).IdToken).GetProperty("sub").GetString());
        }
    }

    [Fact]
    public async Task Who_then_signs_in_as_somebody_else_goes_back_to_the_vendor_without_a_code()
    {
        var (token, subject) = await TokenOfAsync("Senior");
        foreach (var wish in Wishes(token, subject))
        {
            using var browser = world.App.Browser();
            var client = world.Client;
            var form = await client.AuthorizeAsync(browser, wish, ("login_hint", "library:habo"));
            var back = await LogInAsync(client, browser, form, "Adult");
            Assert.Equal(("login_required", client.State), (back.Query["error"], back.Query["state"]));
        }
    }

    [Fact]
    public async Task A_hint_counts_long_after_it_has_expired_and_is_forgotten_here()
    {
        using var browser = await world.SignedInAsync();
        var (token, _) = await TokenAsync(browser);
        world.App.Clock.Advance(TimeSpan.FromMinutes(20));
        await world.App.WithAsync<OidcRetention, bool>(async r =>
        {
            await r.RunAsync(CancellationToken.None);
            return true;
        });
        Assert.True((await world.Client.AuthorizeAsync(browser, ("id_token_hint", token), ("prompt", "none"))).Query.ContainsKey("code"));
        Assert.Equal("You are signed out", (await browser.GetAsync($"/connect/logout?id_token_hint={token}")).Heading);
    }

    [Fact]
    public async Task A_hint_that_we_did_not_sign_for_this_client_is_the_clients_fault()
    {
        await world.App.Given.LicenceAsync(await world.App.Given.OidcResourceAsync("other", "https://other.example/cb"));
        using var browser = await world.SignedInAsync();
        var (token, _) = await TokenAsync(browser);
        var parts = token.Split('.');
        var unsigned = Base64Url.EncodeToString(Encoding.UTF8.GetBytes("""{"alg":"none"}""")) + $".{parts[1]}.";
        var other = new OidcClient(world.App, "other", "https://other.example/cb");
        var others = (await other.RedeemAsync(await world.CodeAsync(other, browser))).IdToken;
        foreach (var hint in new[] { "x", unsigned, $"{parts[0]}.{parts[1]}.{parts[2][..^8]}AAAAAAAA", others })
        {
            var answer = await world.Client.AuthorizeAsync(browser, ("id_token_hint", hint));
            Assert.StartsWith(HaboWorld.Redirect, answer.Location?.AbsoluteUri, StringComparison.Ordinal);
            Assert.Equal("invalid_request", answer.Query["error"]);
        }
    }

    private static (string, string?)[] Wishes(string token, string subject) =>
        [("id_token_hint", token), ("claims", """{"id_token":{"sub":{"value":"WHO"}}}""".Replace("WHO", subject, StringComparison.Ordinal))];

    private async Task<(string Token, string Subject)> TokenOfAsync(string scenario)
    {
        using var browser = await world.SignedInAsync(scenario);
        return await TokenAsync(browser);
    }

    private async Task<(string Token, string Subject)> TokenAsync(Browser browser)
    {
        var client = world.Client;
        var token = (await client.RedeemAsync(await world.CodeAsync(client, browser))).IdToken;
        return (token, OidcClient.Payload(token).GetProperty("sub").GetString()!);
    }

    private async Task<Answer> LogInAsync(OidcClient client, Browser browser, Answer form, string scenario)
    {
        var patron = world.Ils.Patron(scenario);
        var (address, fields) = form.FormWith(["card", "pin"]);
        (fields["card"], fields["pin"]) = (patron.Card, patron.Pin);
        return await client.UntilAwayAsync(browser, await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) }));
    }
}
