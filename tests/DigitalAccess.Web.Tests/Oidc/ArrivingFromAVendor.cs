using System.Net;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

public sealed class ArrivingFromAVendor(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task The_patron_logs_in_on_the_way_and_comes_back_with_a_code()
    {
        using var browser = world.App.Browser();
        var client = world.Client;
        var choose = await client.AuthorizeAsync(browser);
        Assert.Equal("Choose your library", choose.Heading);

        var form = await browser.GetAsync(choose.LinkStartingWith("/login/habo"));
        Assert.Contains("What kiosk learns", form.Text, StringComparison.Ordinal);
        var patron = world.Ils.Patron("Adult");
        var (address, fields) = form.FormWith(["card", "pin"]);
        fields["card"] = patron.Card;
        fields["pin"] = patron.Pin;
        var posted = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) });
        Assert.Equal(HttpStatusCode.SeeOther, posted.Status);
        var back = await client.UntilAwayAsync(browser, posted);

        Assert.StartsWith(HaboWorld.Redirect, back.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(client.State, back.Query["state"]);
        Assert.Equal(world.App.Origin.AbsoluteUri, back.Query["iss"]);

        var token = await client.RedeemAsync(back.Query["code"]);
        Assert.Equal(200, token.Status);
        var claims = OidcClient.Payload(token.IdToken);
        Assert.Equal(client.Nonce, claims.GetProperty("nonce").GetString());
        Assert.Equal("habo", claims.GetProperty("library").GetString());
        Assert.Equal(43, claims.GetProperty("sub").GetString()!.Length);
        Assert.Equal(
            ["acr", "amr", "at_hash", "aud", "auth_time", "azp", "exp", "iat", "iss", "library", "nonce", "sid", "sub"],
            claims.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal).ToArray());

        var (status, info) = await client.UserInfoAsync(token.AccessToken);
        Assert.Equal(200, status);
        Assert.Equal(claims.GetProperty("sub").GetString(), info.GetProperty("sub").GetString());
        Assert.Equal("habo", info.GetProperty("library").GetString());
    }

    [Fact]
    public async Task A_signed_in_patron_passes_without_a_page()
    {
        using var browser = await world.SignedInAsync();
        var code = await world.CodeAsync(world.Client, browser);
        Assert.NotEmpty(code);
    }
}
