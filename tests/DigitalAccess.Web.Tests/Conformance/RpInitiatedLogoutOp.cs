using System.Buffers.Text;
using System.Net;
using System.Text;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Conformance;

[Plan("RP-Initiated Logout OP", 4)]
public sealed class RpInitiatedLogoutOp(ConformanceWorld world, ConformanceReport report) : PlanModules(world, report)
{
    private const string Back = ConformanceWorld.SignedOut;
    private const string Asked = "Do you want to sign out?";
    private const string Out = "You are signed out";

    [Module("oidcc-rp-initiated-logout-discovery-endpoint-verification", "the metadata names an end_session_endpoint of ours")]
    public async Task DiscoveryEndpointVerification()
    {
        using var party = World.Party();
        Assert.StartsWith(World.App.Origin.AbsoluteUri, (await party.AskAsync("discover", new { })).GetProperty("end_session_endpoint").GetString(), StringComparison.Ordinal);
    }

    [Module("oidcc-rp-initiated-logout", "back at the client with its state and nothing else; prompt=none then says login_required")]
    public async Task Logout()
    {
        var (party, token) = await SignedInAsync();
        using var _ = party;
        var end = await party.LogOutAsync(new { id_token_hint = token, post_logout_redirect_uri = Back, state = "st-1" });
        AssertBack(end, ("state", "st-1"));
        await AssertSignedOutAsync(party);
    }

    [Module("oidcc-rp-initiated-logout-no-state", "back at the client without a state; prompt=none then says login_required")]
    public async Task NoState()
    {
        var (party, token) = await SignedInAsync();
        using var _ = party;
        AssertBack(await party.LogOutAsync(new { id_token_hint = token, post_logout_redirect_uri = Back }));
        await AssertSignedOutAsync(party);
    }

    [Module("oidcc-rp-initiated-logout-bad-post-logout-redirect-uri", "an address that is not registered gets an error page and no redirect")]
    public async Task BadPostLogoutRedirectUri()
    {
        var (party, token) = await SignedInAsync();
        using var _ = party;
        AssertErrorPage(await party.LogOutAsync(new { id_token_hint = token, post_logout_redirect_uri = $"{Back}/{Guid.NewGuid():N}", state = "s" }));
    }

    [Module("oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri", "a registered address with a query added gets an error page and no redirect")]
    public async Task QueryAdded()
    {
        var (party, token) = await SignedInAsync();
        using var _ = party;
        AssertErrorPage(await party.LogOutAsync(new { id_token_hint = token, post_logout_redirect_uri = Back + "?foo=bar", state = "s" }));
    }

    [Module("oidcc-rp-initiated-logout-modified-id-token-hint", "an ID token turned into alg none signs nobody out by itself and leads nowhere, whatever the patron answers")]
    public async Task ModifiedIdTokenHint()
    {
        var (party, token) = await SignedInAsync();
        using var _ = party;
        await AssertAskedAndKeptAsync(party, $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes("""{"alg":"none"}"""))}.{token.Split('.')[1]}.");
    }

    [Module("oidcc-rp-initiated-logout-bad-id-token-hint", "a hint that is no ID token signs nobody out by itself and leads nowhere, whatever the patron answers")]
    public async Task BadIdTokenHint()
    {
        var (party, _) = await SignedInAsync();
        using var __ = party;
        await AssertAskedAndKeptAsync(party, "bad-id-token-hint");
    }

    [Module("oidcc-rp-initiated-logout-no-id-token-hint", "without a hint the patron is asked, and led nowhere before the answer")]
    public async Task NoIdTokenHint()
    {
        var (party, _) = await SignedInAsync();
        using var __ = party;
        var page = await party.LogOutAsync(new { post_logout_redirect_uri = Back, state = "s" });
        Assert.Equal((HttpStatusCode.OK, null, Asked), (page.Status, page.Location, page.Heading));
        Assert.True(await party.Browser.IsSignedInAsync());
    }

    [Module("oidcc-rp-initiated-logout-no-params", "a bare request asks, and a yes ends on a page that says so")]
    public Task NoParams() => AssertAskedAndOutAsync(new { });

    [Module("oidcc-rp-initiated-logout-only-state", "a state alone asks, and a yes ends on a page that says so")]
    public Task OnlyState() => AssertAskedAndOutAsync(new { state = "s" });

    [Module("oidcc-rp-initiated-logout-no-post-logout-redirect-uri", "signed out, on a page that says so")]
    public async Task NoPostLogoutRedirectUri()
    {
        var (party, token) = await SignedInAsync();
        using var _ = party;
        Assert.Equal(Out, (await party.LogOutAsync(new { id_token_hint = token, state = "s" })).Heading);
        await AssertSignedOutAsync(party);
    }

    private async Task<(Party, string)> SignedInAsync()
    {
        var party = World.Party();
        return (party, (await party.SignInAsync()).IdToken);
    }

    private async Task AssertAskedAndOutAsync(object ask)
    {
        var (party, _) = await SignedInAsync();
        using var __ = party;
        var page = await party.LogOutAsync(ask);
        Assert.Equal(Asked, page.Heading);
        Assert.Equal(Out, (await party.Browser.SubmitAsync(page, [])).Heading);
        await AssertSignedOutAsync(party);
    }

    private static async Task AssertAskedAndKeptAsync(Party party, string hint)
    {
        var page = await party.LogOutAsync(new { id_token_hint = hint, post_logout_redirect_uri = Back, state = "s" });
        Assert.Equal((null, Asked), (page.Location, page.Heading));
        Assert.True(await party.Browser.IsSignedInAsync());
        Assert.Equal(Out, (await party.Browser.SubmitAsync(page, [])).Heading);
    }

    private static async Task AssertSignedOutAsync(Party party) => Assert.Equal("login_required", await party.RefusedAsync(("prompt", "none")));

    private static void AssertBack(Answer end, params (string Name, string Value)[] with)
    {
        Assert.Equal(Back, end.Location?.GetLeftPart(UriPartial.Path));
        Assert.Equal(with.ToDictionary(p => p.Name, p => p.Value), end.Query);
    }

    private static void AssertErrorPage(Answer end) => Assert.Equal((HttpStatusCode.BadRequest, null), (end.Status, end.Location));
}
