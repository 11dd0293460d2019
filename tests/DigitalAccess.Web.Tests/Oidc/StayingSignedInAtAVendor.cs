using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>Refresh tokens: for clients whose licence allows an app to stay signed in, and for as long as the patron is entitled.</summary>
public sealed class StayingSignedInAtAVendor(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task A_refresh_token_gives_new_tokens_and_a_new_refresh_token()
    {
        var app = await AppAsync();
        var first = await app.SignInAsync();
        var second = await app.RefreshAsync(first.RefreshToken!);
        Assert.Equal(200, second.Status);
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        Assert.Equal(200, (await app.Client.UserInfoAsync(second.AccessToken)).Status);

        var (before, after) = (OidcClient.Payload(first.IdToken), OidcClient.Payload(second.IdToken));
        foreach (var same in new[] { "iss", "sub", "aud", "auth_time", "sid", "library" })
            Assert.Equal(before.GetProperty(same).ToString(), after.GetProperty(same).ToString());
        Assert.False(after.TryGetProperty("nonce", out _));
    }

    [Fact]
    public async Task It_outlives_the_session_and_then_tells_nothing_of_the_patrons_age()
    {
        var app = await AppAsync(p => p.Releases = [AttributeRelease.Of(ReleaseSource.Library), AttributeRelease.Of(ReleaseSource.AgeBand)]);
        var first = await app.SignInAsync();
        Assert.Equal("adult", OidcClient.Payload(first.IdToken).GetProperty("age_band").GetString());
        await EndSessionsAsync();

        var second = await app.RefreshAsync(first.RefreshToken!);
        Assert.Equal(200, second.Status);
        Assert.Equal("habo", OidcClient.Payload(second.IdToken).GetProperty("library").GetString());
        Assert.False(OidcClient.Payload(second.IdToken).TryGetProperty("age_band", out _));
    }

    [Fact]
    public async Task A_refresh_token_that_comes_a_second_time_ends_the_whole_family()
    {
        var app = await AppAsync();
        var first = await app.SignInAsync();
        var second = await app.RefreshAsync(first.RefreshToken!);
        Assert.Equal("invalid_grant", (await app.RefreshAsync(first.RefreshToken!)).Error);
        Assert.Equal("invalid_grant", (await app.RefreshAsync(second.RefreshToken!)).Error);
        Assert.Equal(401, (await app.Client.UserInfoAsync(second.AccessToken)).Status);
    }

    [Fact]
    public async Task Of_many_renewals_at_once_by_the_same_token_one_succeeds()
    {
        var app = await AppAsync();
        var first = await app.SignInAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => app.RefreshAsync(first.RefreshToken!)));
        Assert.Single(answers, a => a.Status == 200);
        Assert.All(answers.Where(a => a.Status != 200), a => Assert.Equal("invalid_grant", a.Error));

        // Nobody knows whose the winner is.
        var after = await app.RefreshAsync(answers.Single(a => a.Status == 200).RefreshToken!);
        Assert.Equal(("invalid_grant", "used-twice"), (after.Error, after.Description));
    }

    [Fact]
    public async Task A_licence_that_ends_meanwhile_ends_the_token_tells_why_and_counts_one_refusal()
    {
        var app = await AppAsync(licence: new DateOnly(2099, 12, 31));
        var first = await app.SignInAsync();
        await world.App.WithDbAsync(db => db.Licences.Where(l => l.ResourceId == app.ResourceId)
            .ExecuteUpdateAsync(u => u.SetProperty(l => l.ValidTo, new DateOnly(2026, 1, 1))));

        foreach (var _ in new[] { 1, 2 })
        {
            var refused = await app.RefreshAsync(first.RefreshToken!);
            Assert.Equal((400, "invalid_grant", "licence-ended"), (refused.Status, refused.Error, refused.Description));
        }

        Assert.Equal(["licence-ended"], await RefusalsAsync(app));
    }

    [Fact]
    public async Task Userinfo_too_asks_whether_the_patron_is_still_entitled()
    {
        var app = await AppAsync();
        var token = await app.SignInAsync();
        await world.App.WithDbAsync(db => db.Licences.Where(l => l.ResourceId == app.ResourceId).ExecuteDeleteAsync());
        var (status, challenge) = await app.Client.ChallengeAsync(token.AccessToken);
        Assert.Equal(401, status);
        Assert.Contains("error=\"invalid_token\"", challenge, StringComparison.Ordinal);
        Assert.Contains("no-licence", challenge, StringComparison.Ordinal);
        Assert.Equal(["no-licence"], await RefusalsAsync(app));
    }

    [Theory]
    [InlineData("12-", true)]
    [InlineData("12-99", false)]
    public async Task An_age_that_sufficed_goes_on_sufficing_after_the_session_only_while_the_same_is_demanded(string afterwards, bool stands)
    {
        var app = await AppAsync(terms: t => t.MinimumAge = 12);
        var first = await app.SignInAsync();
        await EndSessionsAsync();
        await world.App.WithDbAsync(async db =>
        {
            var licence = await db.Licences.SingleAsync(l => l.ResourceId == app.ResourceId);
            licence.Terms = new() { MinimumAge = 12, MaximumAge = afterwards == "12-99" ? 99 : null };
            await db.SaveChangesAsync();
        });
        var answer = await app.RefreshAsync(first.RefreshToken!);
        Assert.Equal(stands ? (200, null) : (400, "not-entitled"), (answer.Status, answer.Description));
        if (!stands)
            Assert.Equal("not-entitled", (await app.RefreshAsync(first.RefreshToken!)).Description);
    }

    [Fact]
    public async Task A_later_sign_in_says_anew_what_the_patron_met()
    {
        var app = await AppAsync(terms: t => t.MinimumAge = 12);
        using var browser = await world.SignedInAsync();
        await app.OpenAsync(browser);
        await world.App.WithDbAsync(async db =>
        {
            (await db.Licences.SingleAsync(l => l.ResourceId == app.ResourceId)).Terms = new() { MinimumAge = 12, MaximumAge = 120 };
            await db.SaveChangesAsync();
        });
        var second = await app.OpenAsync(browser);
        await EndSessionsAsync();
        Assert.Equal(200, (await app.RefreshAsync(second.RefreshToken!)).Status);
    }

    [Fact]
    public async Task Who_grows_out_of_a_licence_signs_in_again_when_the_year_turns()
    {
        await using var own = await HaboWorldOf(world);
        var now = own.App.Clock.GetUtcNow();
        var app = await AppAsync(own, p => p.Lifetimes = new() { RefreshToken = 500, OfflineAccess = 500 }, terms: t => t.MaximumAge = now.Year - own.Ils.Patron("Adult").BirthDate.Year);
        var first = await app.SignInAsync();
        await own.App.WithDbAsync(db => db.Set<PatronSession>().ExecuteDeleteAsync());
        var second = await app.RefreshAsync(first.RefreshToken!);
        Assert.Equal(200, second.Status);

        own.App.Clock.Advance(new DateTimeOffset(now.Year + 1, 1, 1, 1, 0, 0, TimeSpan.Zero) - now);
        Assert.Equal("invalid_grant", (await app.RefreshAsync(second.RefreshToken!)).Error);
    }

    [Fact]
    public async Task One_day_the_patron_signs_in_again_however_often_the_token_was_renewed()
    {
        await using var own = await HaboWorldOf(world);
        var app = await AppAsync(own, p => p.Lifetimes = new() { RefreshToken = 10, OfflineAccess = 25 });
        var token = await app.SignInAsync();
        for (var day = 0; day < 24; day += 8)
        {
            own.App.Clock.Advance(TimeSpan.FromDays(8));
            token = await app.RefreshAsync(token.RefreshToken!);
            Assert.Equal(200, token.Status);
        }

        own.App.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("invalid_grant", (await app.RefreshAsync(token.RefreshToken!)).Error);
    }

    [Fact]
    public async Task A_token_that_lay_unused_for_too_long_is_worth_nothing()
    {
        await using var own = await HaboWorldOf(world);
        var app = await AppAsync(own, p => p.Lifetimes = new() { RefreshToken = 10, OfflineAccess = 90 });
        var token = await app.SignInAsync();
        own.App.Clock.Advance(TimeSpan.FromDays(11));
        Assert.Equal("invalid_grant", (await app.RefreshAsync(token.RefreshToken!)).Error);
    }

    [Fact]
    public async Task Nobody_stays_signed_in_on_a_shared_computer_or_at_a_vendor_whose_licence_does_not_allow_it()
    {
        var app = await AppAsync();
        Assert.Null((await app.SignInAsync(shared: true)).RefreshToken);
        var code = await world.CodeAsync(world.Client, await world.SignedInAsync(), ("scope", "openid offline_access"));
        Assert.NotNull(code);
    }

    [Fact]
    public async Task Another_client_cannot_renew_it()
    {
        var (mine, other) = (await AppAsync(), await AppAsync());
        var token = await mine.SignInAsync();
        Assert.Equal("invalid_grant", (await other.RefreshAsync(token.RefreshToken!)).Error);
        Assert.Equal(200, (await mine.RefreshAsync(token.RefreshToken!)).Status);
    }

    [Fact]
    public async Task A_client_that_gives_a_token_back_ends_all_that_stood_on_it()
    {
        var app = await AppAsync();
        var token = await app.SignInAsync();
        Assert.Equal(200, (await app.Client.PostAsync("/connect/revoke", ("token", token.RefreshToken!))).Status);
        Assert.Equal("invalid_grant", (await app.RefreshAsync(token.RefreshToken!)).Error);
        Assert.Equal(401, (await app.Client.UserInfoAsync(token.AccessToken)).Status);
    }

    [Fact]
    public async Task Signing_out_ends_what_is_not_to_stay_and_leaves_what_is()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var passing = await client.RedeemAsync(await world.CodeAsync(client, browser));
        await browser.SubmitAsync(await browser.GetAsync("/signout"), []);
        Assert.Equal(401, (await client.UserInfoAsync(passing.AccessToken)).Status);
    }

    [Fact]
    public async Task A_code_is_worth_nothing_once_its_session_is_over()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var code = await world.CodeAsync(client, browser);
        await browser.SubmitAsync(await browser.GetAsync("/signout"), []);
        Assert.Equal("invalid_grant", (await client.RedeemAsync(code)).Error);
    }

    private Task<VendorApp> AppAsync(Action<RelyingParty>? with = null, DateOnly? licence = null, Action<Catalogue.LicenceTerms>? terms = null) =>
        AppAsync(world, with, licence, terms);

    private static async Task<VendorApp> AppAsync(
        HaboWorld world, Action<RelyingParty>? with = null, DateOnly? licence = null, Action<Catalogue.LicenceTerms>? terms = null)
    {
        var id = $"app-{Guid.NewGuid():N}";
        var resource = await world.App.Given.OidcResourceAsync(id, $"https://{id}.example/cb", p =>
        {
            p.Grants = [GrantType.AuthorizationCode, GrantType.RefreshToken];
            with?.Invoke(p);
        });
        await world.App.Given.LicenceAsync(resource, world.Habo, l =>
        {
            l.ValidTo = licence;
            terms?.Invoke(l.Terms);
        });
        return new VendorApp(world, new OidcClient(world.App, id, $"https://{id}.example/cb"), resource.Id);
    }

    private static async Task<HaboWorld> HaboWorldOf(HaboWorld other)
    {
        var own = new HaboWorld(other.Cluster);
        await own.InitializeAsync();
        return own;
    }

    private Task<int> EndSessionsAsync() => world.App.WithDbAsync(db => db.Set<PatronSession>().ExecuteDeleteAsync());

    private Task<List<string?>> RefusalsAsync(VendorApp app) =>
        world.App.WithDbAsync(db => db.UsageEvents.Where(u => u.ResourceId == app.ResourceId && u.Refusal != null).Select(u => u.Refusal).ToListAsync());

    private sealed record VendorApp(HaboWorld World, OidcClient Client, Guid ResourceId)
    {
        public async Task<TokenAnswer> SignInAsync(bool shared = false)
        {
            using var browser = World.App.Browser();
            var patron = World.Ils.Patron("Adult");
            await browser.GiveCardAsync("habo", patron.Card, patron.Pin, shared);
            return await OpenAsync(browser);
        }

        public async Task<TokenAnswer> OpenAsync(Browser browser)
        {
            var token = await Client.RedeemAsync(await World.CodeAsync(Client, browser, ("scope", "openid offline_access")));
            Assert.Equal(200, token.Status);
            return token;
        }

        public Task<TokenAnswer> RefreshAsync(string token) => Client.PostAsync("/connect/token", ("grant_type", "refresh_token"), ("refresh_token", token));
    }
}
