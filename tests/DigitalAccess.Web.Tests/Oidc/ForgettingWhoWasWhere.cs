using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>The engine writes down which pseudonym was at which vendor and when. Soon after the tokens have ended nothing of it is left.</summary>
public sealed class ForgettingWhoWasWhere(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task Codes_tokens_and_authorizations_are_gone_soon_after_they_have_ended()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var kept = await client.RedeemAsync(await world.CodeAsync(client, browser));
        await world.CodeAsync(world.Client, browser);

        await PruneAsync();
        Assert.NotEqual((0, 0), await LeftAsync());
        Assert.Equal(200, (await client.UserInfoAsync(kept.AccessToken)).Status);

        world.App.Clock.Advance(TimeSpan.FromMinutes(20));
        await PruneAsync();
        Assert.Equal((0, 0), await LeftAsync());
    }

    private Task<bool> PruneAsync() => world.App.WithAsync<OidcRetention, bool>(async r =>
    {
        await r.RunAsync(CancellationToken.None);
        return true;
    });

    private Task<(int Tokens, int Authorizations)> LeftAsync() => world.App.WithDbAsync(async db =>
        (await db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>().CountAsync(), await db.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().CountAsync()));
}
