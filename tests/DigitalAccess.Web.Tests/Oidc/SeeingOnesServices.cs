using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>The patron sees which vendors know them beyond a visit, and ends it.</summary>
public sealed class SeeingOnesServices(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task An_app_that_stays_signed_in_is_listed_and_ended()
    {
        var client = await AppAsync(consent: false);
        using var browser = await world.SignedInAsync("Senior");
        Assert.Contains("No services here", (await browser.GetAsync("/services")).Text, StringComparison.Ordinal);
        var token = await client.RedeemAsync(await world.CodeAsync(client, browser, ("scope", "openid offline_access")));

        var page = await browser.GetAsync("/services");
        Assert.Contains(client.ClientId, page.Text, StringComparison.Ordinal);
        Assert.Contains("The app has been signed in since", page.Text, StringComparison.Ordinal);
        Assert.Contains("that you belong to Habo bibliotek", page.Text, StringComparison.Ordinal);

        var ended = await browser.SubmitAsync(page, new() { ["client"] = client.ClientId });
        Assert.Contains($"{client.ClientId} has been ended", ended.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("signed in since", ended.Text, StringComparison.Ordinal);
        var renewal = await client.TokenAsync(new()
        {
            ["grant_type"] = "refresh_token", ["refresh_token"] = token.RefreshToken!, ["client_id"] = client.ClientId, ["client_secret"] = Given.ClientSecret,
        });
        Assert.Equal(("invalid_grant", "withdrawn"), (renewal.Error, renewal.Description));
        Assert.Equal(401, (await client.UserInfoAsync(token.AccessToken)).Status);
    }

    [Fact]
    public async Task A_yes_is_listed_and_taken_back_and_then_asked_for_again()
    {
        var client = await AppAsync(consent: true);
        using var browser = await world.SignedInAsync();
        var (address, fields) = (await client.AuthorizeAsync(browser)).FormWith(["answer"]);
        fields["answer"] = "yes";
        Assert.True((await client.UntilAwayAsync(browser, await browser.SendAsync(new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) }))).Query.ContainsKey("code"));

        var page = await browser.GetAsync("/services");
        Assert.Contains("You said yes on", page.Text, StringComparison.Ordinal);
        await browser.SubmitAsync(page, new() { ["client"] = client.ClientId });
        Assert.Equal("/consent", (await client.AuthorizeAsync(browser)).Address.AbsolutePath);
    }

    [Fact]
    public async Task One_patron_neither_sees_nor_ends_what_is_anothers()
    {
        var (client, mine) = (await AppAsync(consent: false), await AppAsync(consent: false));
        using var owner = await world.SignedInAsync("Teen");
        await client.RedeemAsync(await world.CodeAsync(client, owner, ("scope", "openid offline_access")));

        using var other = await world.SignedInAsync("Child");
        await mine.RedeemAsync(await world.CodeAsync(mine, other, ("scope", "openid offline_access")));
        var theirs = await other.GetAsync("/services");
        Assert.Contains(mine.ClientId, theirs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(client.ClientId, theirs.Body, StringComparison.Ordinal);
        await other.SubmitAsync(theirs, new() { ["client"] = client.ClientId });
        Assert.True(await world.App.WithDbAsync(db => db.OidcGrants.AnyAsync(g => g.ClientId == client.ClientId && g.EndedAt == null)));
        Assert.Contains(mine.ClientId, (await other.GetAsync("/services")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_there_without_being_signed_in()
    {
        using var browser = world.App.Browser();
        Assert.Equal("/login", (await browser.GetAsync("/services")).Address.AbsolutePath);
    }

    private async Task<OidcClient> AppAsync(bool consent)
    {
        var id = $"app-{Guid.NewGuid():N}";
        await world.App.Given.LicenceAsync(await world.App.Given.OidcResourceAsync(id, $"https://{id}.example/cb", p =>
        {
            p.Grants = [GrantType.AuthorizationCode, GrantType.RefreshToken];
            p.AsksConsent = consent;
        }));
        return new OidcClient(world.App, id, $"https://{id}.example/cb");
    }
}
