using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>What else a request may hold: <c>claims</c>, <c>display</c>, <c>login_hint</c> and the rest of OpenID Connect Core 1.0, section 3.1.2.1.</summary>
public sealed class AskingForClaims(HaboWorld world) : IClassFixture<HaboWorld>
{
    private const string Redirect = "https://paper.example/cb";

    [Fact]
    public async Task A_claim_of_the_contract_comes_and_one_outside_it_does_not_however_essential()
    {
        await world.App.Given.LicenceAsync(await world.App.Given.OidcResourceAsync("paper", Redirect, p => p.Releases = [AttributeRelease.Of(ReleaseSource.Municipality)]));
        using var browser = await world.SignedInAsync();
        var client = new OidcClient(world.App, "paper", Redirect);
        var token = await client.RedeemAsync(await world.CodeAsync(client, browser, ("claims",
            """{"userinfo":{"municipality":{"essential":true},"library":{"essential":true},"name":null},"id_token":{"auth_time":{"essential":true},"library":null},"other":1}""")));
        var (_, info) = await client.UserInfoAsync(token.AccessToken);
        Assert.Equal("habo", info.GetProperty("municipality").GetString());
        Assert.True(OidcClient.Payload(token.IdToken).TryGetProperty("auth_time", out _));
        Assert.False(info.TryGetProperty("library", out _) || info.TryGetProperty("name", out _) || OidcClient.Payload(token.IdToken).TryGetProperty("library", out _));
    }

    [Theory]
    [InlineData("claims", "{")]
    [InlineData("claims", "[]")]
    [InlineData("claims", "\"id_token\"")]
    [InlineData("claims", """{"id_token":[]}""")]
    [InlineData("claims", """{"id_token":{"acr":"silver"}}""")]
    [InlineData("claims", """{"id_token":{"acr":{"essential":"yes"}}}""")]
    [InlineData("claims", """{"id_token":{"acr":{"values":"silver"}}}""")]
    [InlineData("claims", """{"id_token":{"sub":{"value":"a"},"sub":{"value":"b"}}}""")]
    [InlineData("display", "cinema")]
    [InlineData("max_age", "soon")]
    [InlineData("max_age", "-1")]
    [InlineData("prompt", "dance")]
    [InlineData("prompt", "none login")]
    [InlineData("prompt", "none consent")]
    public async Task What_cannot_be_understood_is_told_to_the_client(string parameter, string value)
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var answer = await client.AuthorizeAsync(browser, (parameter, value));
        Assert.Equal(("invalid_request", client.State), (answer.Query["error"], answer.Query["state"]));
    }

    [Theory]
    [InlineData("claims", "{}")]
    [InlineData("claims", """{"id_token":null}""")]
    [InlineData("claims_locales", "sv en")]
    [InlineData("display", "page")]
    [InlineData("display", "popup")]
    [InlineData("display", "touch")]
    [InlineData("display", "wap")]
    [InlineData("max_age", "10000")]
    [InlineData("login_hint", "19121212-1212")]
    public async Task What_asks_for_nothing_special_changes_nothing(string parameter, string value)
    {
        using var browser = await world.SignedInAsync();
        Assert.NotEmpty(await world.CodeAsync(world.Client, browser, (parameter, value)));
    }

    [Theory]
    [InlineData("19121212-1212")]
    [InlineData("library:../../evil?x=<b>19121212-1212")]
    public async Task A_login_hint_that_is_no_library_is_neither_shown_nor_kept_nor_logged(string hint)
    {
        using var browser = world.App.Browser();
        var page = await world.Client.AuthorizeAsync(browser, ("login_hint", hint));
        Assert.Equal("/login", page.Address.AbsolutePath);
        Assert.DoesNotContain("19121212", page.Body, StringComparison.Ordinal);
        Assert.False(await world.App.WithDbAsync(db => db.SignInTransactions.AnyAsync(t => t.Target.Contains("19121212"))));
        Assert.DoesNotContain(world.App.Logs.Lines.Concat(world.App.Logs.Ours), line => line.Contains("19121212", StringComparison.Ordinal));
    }
}
