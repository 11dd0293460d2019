using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>Codes, tokens and grants tell which pseudonym was at which vendor and when. Soon after they have ended nothing of it is left.</summary>
public sealed class ForgettingWhoWasWhere(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task Codes_go_soon_after_they_have_ended_and_the_grants_with_the_session()
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
        Assert.Equal((0, 1), await LeftAsync());

        await world.App.WithDbAsync(db => db.PatronSessions.ExecuteDeleteAsync());
        await PruneAsync();
        Assert.Equal((0, 0), await LeftAsync());
    }

    private Task<bool> PruneAsync() => world.App.WithAsync<OidcRetention, bool>(async r =>
    {
        await r.RunAsync(CancellationToken.None);
        return true;
    });

    private Task<(int Tickets, int Grants)> LeftAsync() => world.App.WithDbAsync(async db =>
        (await db.OidcTickets.CountAsync(), await db.OidcGrants.CountAsync()));
}
