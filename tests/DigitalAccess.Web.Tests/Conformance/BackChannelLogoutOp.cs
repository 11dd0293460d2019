using System.Collections.Concurrent;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Conformance;

[Plan("Back-Channel Logout OP", 5)]
public sealed class BackChannelLogoutOp(ConformanceWorld world, ConformanceReport report) : PlanModules(world, report)
{
    [Module("oidcc-backchannel-logout-discovery-endpoint-verification", "the metadata says that back-channel logout is there, and that it names sessions")]
    public async Task DiscoveryEndpointVerification()
    {
        using var party = World.Party();
        var document = await party.AskAsync("discover", new { });
        Assert.True(document.GetProperty("backchannel_logout_supported").GetBoolean());
        Assert.True(document.GetProperty("backchannel_logout_session_supported").GetBoolean());
        Assert.StartsWith(World.App.Origin.AbsoluteUri, document.GetProperty("end_session_endpoint").GetString(), StringComparison.Ordinal);
    }

    [Module("oidcc-backchannel-rp-initiated-logout", "a logout token that verifies, of this very sign-in (sub, sid), alive for two minutes at most; prompt=none then says login_required")]
    public async Task RpInitiatedLogout()
    {
        var told = new ConcurrentQueue<string>();
        World.Server.On("/backchannel", async http => told.Enqueue((await http.Request.ReadFormAsync())["logout_token"]!));
        await World.AddClientAsync("told", p => p.BackChannelLogoutUri = new Uri(World.Server.Address, "/backchannel").AbsoluteUri);
        using var party = new Party(World, "told", "query") { Pkce = true };
        var tokens = await party.SignInAsync();
        await party.LogOutAsync(new { id_token_hint = tokens.IdToken, post_logout_redirect_uri = ConformanceWorld.SignedOut, state = "st-1" });
        await Eventually.HoldsAsync(() => Task.FromResult(!told.IsEmpty), "the client was told");

        var claims = (await party.AskAsync("logoutToken", new { token = told.Single() })).GetProperty("claims");
        Assert.Equal(tokens.Subject, claims.GetProperty("sub").GetString());
        Assert.Equal(tokens.Claims.GetProperty("sid").GetString(), claims.GetProperty("sid").GetString());
        Assert.InRange(claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64(), 1, 120);
        Assert.Equal("login_required", await party.RefusedAsync(("prompt", "none")));
    }
}
