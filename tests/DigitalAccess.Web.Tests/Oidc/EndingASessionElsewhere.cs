using DigitalAccess.Web.Logout;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>Vendors are told, too, when a session ends without a sign-out: another patron, a computer left behind, a library that leaves.</summary>
public sealed class EndingASessionElsewhere(LogoutStage stage) : IClassFixture<LogoutStage>
{
    [Fact]
    public async Task The_same_patrons_fresh_login_signs_nobody_out_and_the_later_sign_out_reaches_the_vendors_of_both()
    {
        var vendor = await stage.ToldAsync();
        using var browser = await stage.SignedInAsync();
        var first = await vendor.OpenedAsync(browser);
        await stage.GiveCardAsync(browser);
        Assert.Empty(vendor.Tokens);
        Assert.Equal(200, (await new OidcClient(stage.App, vendor.Id, vendor.Redirect).UserInfoAsync(first.AccessToken)).Status);

        await LogoutStage.SignOutAsync(browser);
        Assert.Equal(OidcClient.Payload(first.IdToken).GetProperty("sid").GetString(), OidcClient.Payload(Assert.Single(vendor.Tokens)).GetProperty("sid").GetString());
    }

    [Fact]
    public async Task Another_patron_in_the_same_browser_ends_the_first_ones_session_at_the_vendors()
    {
        var vendor = await stage.ToldAsync();
        using var browser = await stage.SignedInAsync();
        var first = await vendor.OpenedAsync(browser);
        await stage.GiveCardAsync(browser, "Senior");
        await Eventually.HoldsAsync(() => vendor.Tokens.Count == 1, "the vendor is told");
        Assert.Equal(401, (await new OidcClient(stage.App, vendor.Id, vendor.Redirect).UserInfoAsync(first.AccessToken)).Status);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Who_walks_away_from_a_shared_computer_is_signed_out_at_the_vendors_too(bool shared, int told)
    {
        var vendor = await stage.ToldAsync();
        using var browser = await stage.SignedInAsync(shared: shared);
        await vendor.OpenedAsync(browser);
        stage.App.Clock.Advance(TimeSpan.FromMinutes(9));
        await EndOverdueAsync();
        Assert.Empty(await stage.NoticesAsync(vendor.Id));

        stage.App.Clock.Advance(TimeSpan.FromMinutes(2));
        await EndOverdueAsync();
        await EndOverdueAsync();
        Assert.Equal(told, (await stage.NoticesAsync(vendor.Id)).Count);
        stage.App.Clock.Advance(TimeSpan.FromSeconds(30));
        await stage.WorkAsync();
        Assert.Equal(told, vendor.Tokens.Count);
    }

    [Fact]
    public async Task A_library_that_leaves_the_region_signs_its_patrons_out_here_and_at_the_vendors()
    {
        var vendor = await stage.ToldAsync(p => p.Grants = [GrantType.AuthorizationCode, GrantType.RefreshToken]);
        await stage.App.Given.LibraryAsync("leaving", stage.Habo.Ils);
        using var browser = stage.App.Browser();
        await stage.Habo.SignInAsync(browser, "Adult", "leaving");
        await vendor.OpenedAsync(browser);
        var app = await vendor.OpenedAsync(browser, ("scope", "openid offline_access"));

        await stage.App.WithDbAsync(db => db.Libraries.Where(l => l.Slug == "leaving").ExecuteUpdateAsync(u => u.SetProperty(l => l.Active, false)));
        var renewed = await new OidcClient(stage.App, vendor.Id, vendor.Redirect).PostAsync("/connect/token", ("grant_type", "refresh_token"), ("refresh_token", app.RefreshToken!));
        Assert.Equal((400, "invalid_grant", "library-not-covered"), (renewed.Status, renewed.Error, renewed.Description));
        Assert.Equal("/login", (await browser.GetAsync("/")).Address.AbsolutePath);

        await EndOverdueAsync();
        stage.App.Clock.Advance(TimeSpan.FromSeconds(30));
        await stage.WorkAsync();
        Assert.Single(vendor.Tokens);
    }

    [Fact]
    public async Task A_patron_who_ends_a_service_among_theirs_is_signed_out_there_and_nowhere_else()
    {
        var (ended, other) = (await stage.ToldAsync(p => p.Grants = [GrantType.AuthorizationCode, GrantType.RefreshToken]), await stage.ToldAsync());
        using var browser = await stage.SignedInAsync("Teen");
        await other.OpenedAsync(browser);
        var sid = OidcClient.Payload((await ended.OpenedAsync(browser, ("scope", "openid offline_access"))).IdToken).GetProperty("sid").GetString();

        await browser.SubmitAsync(await browser.GetAsync("/services"), new() { ["client"] = ended.Id });
        await Eventually.HoldsAsync(async () => (await stage.NoticesAsync(ended.Id)).TrueForAll(n => n.State == LogoutState.Done), "the vendor is told");
        Assert.Equal(sid, OidcClient.Payload(Assert.Single(ended.Tokens)).GetProperty("sid").GetString());
        Assert.Empty(other.Tokens);
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task A_vendor_whose_grant_had_ended_before_is_told_too_for_its_own_session_may_have_gone_on()
    {
        var (ended, other) = (await stage.ToldAsync(Renews), await stage.ToldAsync(Renews));
        using var browser = await stage.SignedInAsync("Senior");
        await other.OpenedAsync(browser, ("scope", "openid offline_access"));
        var token = await ended.OpenedAsync(browser, ("scope", "openid offline_access"));
        var client = new OidcClient(stage.App, ended.Id, ended.Redirect);
        foreach (var status in new[] { 200, 400 })
            Assert.Equal(status, (await client.PostAsync("/connect/token", ("grant_type", "refresh_token"), ("refresh_token", token.RefreshToken!))).Status);

        await browser.SubmitAsync(await browser.GetAsync("/services"), new() { ["client"] = ended.Id });
        await Eventually.HoldsAsync(() => ended.Tokens.Count == 1, "the vendor is told");
        Assert.Empty(other.Tokens);

        static void Renews(RelyingParty party) => party.Grants = [GrantType.AuthorizationCode, GrantType.RefreshToken];
    }

    private Task<bool> EndOverdueAsync() => stage.App.WithAsync<SessionEnds, bool>(async ends =>
    {
        await ends.EndOverdueAsync(CancellationToken.None);
        return true;
    });
}
